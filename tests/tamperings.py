"""Ways to falsify what an installation has stored, each named after what somebody with all rights would do.

`TAMPERINGS` pairs each with the invariant that must notice it. Those that touch files return how to undo it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.db.models import F, QuerySet

from sektoral.domain.findings import Severity
from sektoral.domain.journal import event_hash
from sektoral.domain.roles import Role
from sektoral.domain.states import RuleState
from sektoral.intake import files
from sektoral.records import triggers
from sektoral.records.actors import actor_for
from sektoral.records.journal import MAX_ATTEMPTS, record_of
from sektoral.records.models import (
    Assignment,
    Checkpoint,
    Event,
    Extension,
    JournalHead,
    Letter,
    Message,
    NumberCounter,
    Observation,
    Request,
    Round,
    RuleVersion,
    StoredFile,
    Submission,
    SubmissionItem,
    Table,
)
from sektoral.setup.actions.rules import RuleDraft, activate_rule, write_rule

NOW = datetime(2026, 12, 31, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def unguard() -> None:
    """This will take away what the database itself forbids, as somebody with its password can."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in triggers.names(connection.vendor):
            table = f" ON records_{name.split('_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{table}")
        for index in ("observation_one_current", "letter_number_once"):
            cursor.execute(f"DROP INDEX {index}")


def guard_again() -> None:
    """This will put the triggers back, so that only the data tell."""
    triggers.install(apps.get_app_config("records"))


def a_figure() -> Observation:
    return Observation.objects.filter(submission__request__agency__code="A").order_by("id")[0]


def one(figure: Observation) -> QuerySet[Observation]:
    return Observation.objects.filter(pk=figure.pk)


def an_event(kind: str) -> Event:
    return Event.objects.filter(kind=kind).order_by("sequence")[0]


def a_letter(kind: str = "request") -> Letter:
    return Letter.objects.filter(kind=kind).order_by("drafted_at", "number")[0]


def change_a_figure() -> None:
    one(a_figure()).update(text="424242", number="424242")


def lose_a_figure() -> None:
    one(a_figure()).delete()


def change_a_figure_and_what_was_read() -> None:
    figure = a_figure()
    assert figure.item
    cells = [dict(cell, text="424242") if cell["cell"] == figure.cell else cell for cell in figure.item.cells]
    SubmissionItem.objects.filter(pk=figure.item.pk).update(cells=cells)
    change_a_figure()


def double_a_figure() -> None:
    figure = a_figure()
    figure.pk, figure.version = None, figure.version + 1
    figure.save(force_insert=True)


def skip_a_version() -> None:
    one(a_figure()).update(version=F("version") + 1)


def give_a_figure_another_origin() -> None:
    one(a_figure()).update(event=an_event("round.opened").sequence)


def edit_an_event() -> None:
    Event.objects.filter(pk=an_event("item.returned").pk).update(by="")


def delete_an_event() -> None:
    Event.objects.filter(pk=an_event("instrument.built").pk).delete()


def cut_the_tail() -> None:
    Event.objects.order_by("-sequence")[0].delete()


def rewrite_the_whole_chain() -> None:
    """Somebody with all rights changes one event and computes every hash anew; only the checkpoint knows better."""
    Event.objects.filter(pk=an_event("round.opened").pk).update(facts={"agencies": 99})
    previous = "0" * 64
    for event in Event.objects.order_by("sequence"):
        digest = event_hash(previous, record_of(event))
        Event.objects.filter(pk=event.pk).update(previous=previous, hash=digest)
        previous = digest
    JournalHead.objects.update(hash=previous)


def forge_a_checkpoint() -> None:
    Checkpoint.objects.update(at=F("at") + SECOND)


def reopen_the_round() -> None:
    Round.objects.update(state="reporting", closed_at=None)


def unsign_a_letter() -> None:
    Letter.objects.filter(pk=a_letter("report").pk).update(state="void", voided_at=NOW)


def reopen_a_request() -> None:
    Request.objects.filter(agency__code="A").update(state="sent")


def hide_a_submission() -> None:
    Submission.objects.filter(version=2).update(state="superseded")


def return_an_item() -> None:
    SubmissionItem.objects.filter(state="stored").update(state="returned")


def plant_a_request_letter() -> None:
    letter = a_letter()
    letter.pk, letter.token, letter.number, letter.numbered_at = None, "x" * 22, "", None
    letter.save(force_insert=True)


def give_up_an_event() -> None:
    stuck = an_event("submission.received")
    Event.objects.filter(pk=stuck.pk).update(settled_at=None, attempts=MAX_ATTEMPTS, last_error_code="OSError")


def forget_to_read() -> None:
    Submission.objects.filter(version=2).update(state="received")


def keep_a_message_back() -> None:
    Message.objects.filter(channel="email").update(state="given_up", sent_at=None)


def path_of(file: StoredFile | None) -> Path:
    assert file is not None
    return files.path_of(file)


def flip_a_byte() -> Callable[[], None]:
    return rewrite_file(
        Submission.objects.order_by("received_at")[0].file,
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    )


def lose_a_file() -> Callable[[], None]:
    return rewrite_file(Submission.objects.order_by("received_at")[0].file, None)


def swap_a_file() -> Callable[[], None]:
    other = files.read(a_letter("report").signed_file)  # type: ignore[arg-type]
    return rewrite_file(a_letter().signed_file, lambda _: other)


def rewrite_file(file: StoredFile | None, change: Callable[[bytes], bytes] | None) -> Callable[[], None]:
    path = path_of(file)
    before = path.read_bytes()
    mode = path.stat().st_mode
    path.chmod(0o600)
    if change is None:
        path.unlink()
    else:
        path.write_bytes(change(before))

    def restore() -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(before)
        path.chmod(mode)

    return restore


def misstate_a_size() -> None:
    signed = a_letter().signed_file
    assert signed
    StoredFile.objects.filter(pk=signed.pk).update(size=1)


def register_the_unsigned_bytes() -> None:
    letter = a_letter()
    assert letter.final_file
    Letter.objects.filter(pk=letter.pk).update(
        signed_file=letter.final_file, signed_sha256=letter.final_file.sha256, signature_print=""
    )


def register_another_letters_bytes() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signed_file=a_letter("report").signed_file)


def swap_two_codes() -> None:
    """Each QR then leads to the other letter, and both are genuine."""
    letter, report = a_letter(), a_letter("report")
    for one, token in ((letter, "z"), (report, letter.token), (letter, report.token)):
        Letter.objects.filter(pk=one.pk).update(token=token)


def print_another_short_code() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(short_code=a_letter("report").short_code)


def name_another_signature() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signature_print=a_letter("report").signature_print)


def swap_what_was_to_be_signed() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(final_file=a_letter("report").final_file)


def give_a_number_twice() -> None:
    Letter.objects.filter(kind="addendum").update(number=a_letter("report").number)


def skip_a_number() -> None:
    NumberCounter.objects.filter(series="surat").update(last=F("last") + 1)


def embellish_the_report() -> None:
    letter = a_letter("report")
    content = dict(letter.content)
    content["agencies"][2]["timeliness"] = "on_time"
    Letter.objects.filter(pk=letter.pk).update(content=content)


def reword_the_addendum() -> None:
    letter = a_letter("addendum")
    Letter.objects.filter(pk=letter.pk).update(content={**letter.content, "period": "tahun yang baik"})


def send_in_time_after_all() -> None:
    early = datetime(2026, 11, 24, tzinfo=UTC)
    Request.objects.filter(agency__code="C").update(data_received_at=early)


def lose_a_receipt() -> None:
    Letter.objects.filter(kind="receipt").update(submission=None)


def move_a_receipt_in_time() -> None:
    Submission.objects.filter(request__agency__code="C").update(received_at=NOW - 90 * 24 * 3600 * SECOND)


def state_an_earlier_time() -> None:
    Submission.objects.filter(request__agency__code="B").update(stated_received_at=NOW - 90 * 24 * 3600 * SECOND)


def hand_in_another_file() -> None:
    mine, other = Submission.objects.filter(request__agency__code="A").order_by("version")
    Submission.objects.filter(pk=mine.pk).update(file=other.file)


def move_a_deadline() -> None:
    Request.objects.filter(agency__code="C").update(due_at=F("due_at") + SECOND)


def move_a_deadline_as_issued() -> None:
    Request.objects.filter(agency__code="C").update(due_at=F("due_at") + SECOND, first_due_at=F("due_at") + SECOND)


def lengthen_an_extension() -> None:
    Extension.objects.update(old_due_at=F("old_due_at") + SECOND)


def call_late_on_time() -> None:
    late = Letter.objects.get(kind="receipt", submission__request__agency__code="C")
    Letter.objects.filter(pk=late.pk).update(content={**late.content, "timeliness": "on_time"})


def _a_rule() -> RuleVersion:
    """A rule with two versions, both told of by the journal."""
    table = Table.objects.filter(agency__code="A", is_current=True).select_related("office", "agency")[0]
    jp, kabid = (
        actor_for(Assignment.objects.filter(office=table.office, role=role)[0].person, table.office, NOW)
        for role in (Role.JP, Role.KABID)
    )
    draft = RuleDraft(f"{table.definition['columns'][0]['code']} >= 0", "Tidak negatif.", Severity.ERROR)
    rule = write_rule(table, draft, by=jp, at=NOW).rule
    return activate_rule(rule, reason="Uji.", seen=1, by=kabid, at=NOW)


def forge_a_rule() -> None:
    version = _a_rule()
    version.pk, version.number, version.state = uuid4(), 3, RuleState.RETIRED
    version.save(force_insert=True)


def lighten_a_rule() -> None:
    RuleVersion.objects.filter(pk=_a_rule().pk).update(severity=Severity.INFO)


def lose_a_version() -> None:
    RuleVersion.objects.filter(pk=_a_rule().pk).delete()


def change_only_the_number() -> None:
    one(a_figure()).update(number="424242")


def withdraw_a_figure() -> None:
    """No trigger stands against this one: a figure may end, but only by another answer."""
    one(a_figure()).update(superseded_at=NOW)


TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I1", change_a_figure),
    ("I1", lose_a_figure),
    ("I2", double_a_figure),
    ("I3", skip_a_version),
    ("I3", give_a_figure_another_origin),
    ("I3", change_only_the_number),
    ("I3", withdraw_a_figure),
    ("I4", edit_an_event),
    ("I4", delete_an_event),
    ("I4", cut_the_tail),
    ("I4", rewrite_the_whole_chain),
    ("I4", forge_a_checkpoint),
    ("I5", reopen_the_round),
    ("I5", unsign_a_letter),
    ("I5", reopen_a_request),
    ("I5", hide_a_submission),
    ("I5", return_an_item),
    ("I5", plant_a_request_letter),
    ("I6", give_up_an_event),
    ("I6", forget_to_read),
    ("I24", keep_a_message_back),
    ("I7", flip_a_byte),
    ("I7", lose_a_file),
    ("I7", swap_a_file),
    ("I7", misstate_a_size),
    ("I8", register_the_unsigned_bytes),
    ("I8", register_another_letters_bytes),
    ("I8", swap_two_codes),
    ("I8", print_another_short_code),
    ("I8", name_another_signature),
    ("I8", swap_what_was_to_be_signed),
    ("I8", give_a_number_twice),
    ("I8", skip_a_number),
    ("I9", embellish_the_report),
    ("I9", reword_the_addendum),
    ("I9", send_in_time_after_all),
    ("I10", lose_a_receipt),
    ("I10", move_a_receipt_in_time),
    ("I10", state_an_earlier_time),
    ("I10", hand_in_another_file),
    ("I13", move_a_deadline),
    ("I13", move_a_deadline_as_issued),
    ("I13", lengthen_an_extension),
    ("I13", call_late_on_time),
    ("I14", change_a_figure_and_what_was_read),
    ("I14", hand_in_another_file),
    ("I16", forge_a_rule),
    ("I16", lighten_a_rule),
    ("I16", lose_a_version),
]
