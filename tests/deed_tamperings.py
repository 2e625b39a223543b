"""Ways to change a deed only in its row, and not in the journal: another person, another instant, another file."""

from collections.abc import Callable

from django.db.models import F

from sektoral.domain.roles import Role
from sektoral.records.models import (
    Event,
    Extension,
    Letter,
    LetterStep,
    LetterText,
    Office,
    Person,
    Request,
    RequestedTable,
    Round,
    Sop,
    SubmissionItem,
)
from sektoral.setup.actions.sops import drop_revision
from tests.sop_tamperings import a_revision, a_signed_revision, acting
from tests.tamperings import NOW, SECOND, a_letter, an_event
from tests.text_tamperings import a_version


def another(event: Event) -> Person:
    return Person.objects.exclude(pk=event.by).order_by("email")[0]


def let_another_decide() -> None:
    SubmissionItem.objects.filter(state="stored").update(decided_by=another(an_event("item.stored")))


def let_another_send() -> None:
    Request.objects.update(sent_by=another(an_event("request.sent")))


def let_another_sign() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signed_by=another(an_event("letter.signed")))


def sign_a_day_earlier() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signed_at=F("signed_at") - 24 * 3600 * SECOND)


def swap_two_letters() -> None:
    """Both files are genuine and registered: only the journal knows which is which."""
    report = a_letter("report")
    Letter.objects.filter(pk=a_letter().pk).update(signed_file=report.signed_file, signed_sha256=report.signed_sha256)


def reword_a_signed_letter() -> None:
    """The public page tells the subject from the register, not from the paper."""
    Letter.objects.filter(pk=a_letter().pk).update(subject="Perintah lain")


def print_another_name() -> None:
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(signed_as={**letter.signed_as, "name": "Orang Lain"})


def let_another_initial() -> None:
    LetterStep.objects.filter(act="initial").update(done_by=another(an_event("letter.initialled")))


def invent_an_extension() -> None:
    request = Request.objects.get(agency__code="C")
    assert request.due_at
    assert request.sent_by
    new = request.due_at + SECOND
    Extension.objects.create(
        office=request.office,
        request=request,
        days=1,
        reason="-",
        old_due_at=request.due_at,
        new_due_at=new,
        granted_at=NOW,
        granted_by=request.sent_by,
    )
    Request.objects.filter(pk=request.pk).update(due_at=new)


def give_a_table_more_time() -> None:
    RequestedTable.objects.filter(request__agency__code="C").update(due_at=NOW)


def lengthen_a_revision() -> None:
    RequestedTable.objects.filter(returns__gt=0).update(revision_due_at=NOW)


def colour_the_grid() -> None:
    RequestedTable.objects.filter(state="stored").update(state="nil")


def leave_a_paraf_out() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="initial", role="KABID").delete()


def take_a_paraf_back() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="initial", role="SUKOR").update(done_at=None, done_by=None)


def rewrite_a_chain() -> None:
    Office.objects.update(chains={"request": [["initial", "KABID"], ["sign", "KADIS"]]})


def let_another_draft() -> None:
    """The drafter must not be the one who signs: whoever hides that changes the row."""
    Letter.objects.filter(pk=a_letter().pk).update(drafted_by=another(an_event("letter.drafted")))


def call_it_another_kind() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(kind="memo")


def sign_through_another_service() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(gateway="system")


def claim_a_time_stamp() -> None:
    Letter.objects.filter(pk=a_letter().pk).update(signature_level="B-LT")


def let_another_take_the_last_step() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="sign").update(done_by=another(an_event("letter.signed")))


def take_the_last_step_earlier() -> None:
    LetterStep.objects.filter(letter=a_letter(), act="sign").update(done_at=F("done_at") - SECOND)


def let_another_word_it() -> None:
    version = a_version()
    LetterText.objects.filter(pk=version.pk).update(written_by=another(an_event("letter.drafted")))


def let_another_write_the_sop() -> None:
    """The writer must not be the one who signs."""
    Sop.objects.filter(pk=a_signed_revision().pk).update(written_by=another(an_event("sop.written")))


def let_another_drop_the_sop() -> None:
    stored = a_revision()
    drop_revision(stored, by=acting(Role.KABID), at=NOW)
    Sop.objects.filter(pk=stored.pk).update(dropped_by=another(an_event("sop.dropped")))


def run_by_another_sop() -> None:
    """A round keeps the version that was in force when it was opened."""
    Round.objects.update(sop=a_signed_revision())


def ask_for_another_period() -> None:
    Round.objects.update(period="2019")


DEED_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I15", let_another_decide),
    ("I15", let_another_send),
    ("I15", let_another_sign),
    ("I15", sign_a_day_earlier),
    ("I15", swap_two_letters),
    ("I15", reword_a_signed_letter),
    ("I15", print_another_name),
    ("I15", let_another_initial),
    ("I15", invent_an_extension),
    ("I15", give_a_table_more_time),
    ("I15", lengthen_a_revision),
    ("I15", colour_the_grid),
    ("I15", let_another_draft),
    ("I15", call_it_another_kind),
    ("I15", sign_through_another_service),
    ("I15", claim_a_time_stamp),
    ("I15", let_another_take_the_last_step),
    ("I15", take_the_last_step_earlier),
    ("I15", let_another_word_it),
    ("I15", let_another_write_the_sop),
    ("I15", let_another_drop_the_sop),
    ("I15", run_by_another_sop),
    ("I15", ask_for_another_period),
    ("I17", leave_a_paraf_out),
    ("I17", take_a_paraf_back),
    ("I17", rewrite_a_chain),
]
