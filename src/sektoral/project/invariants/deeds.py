"""I15: who did what and when stands in the rows just as in the journal; whoever changes only the rows is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from sektoral.domain.papers import Gateway
from sektoral.domain.states import ItemState
from sektoral.letters.actions.sealing import registered_digest
from sektoral.project.invariants.accounts import check_accounts
from sektoral.project.invariants.kept_mappings import check_kept_mappings
from sektoral.project.invariants.receipts import instant_of
from sektoral.records.models import (
    Attachment,
    ContactNote,
    Event,
    Examination,
    Extension,
    HandDelivery,
    HandOn,
    Invitation,
    Letter,
    LetterStep,
    LetterText,
    Office,
    Request,
    RequestedTable,
    Round,
    Sop,
    Submission,
    SubmissionItem,
    Withdrawal,
)

DECISIONS = (
    "item.stored",
    "item.nil_accepted",
    "item.unavailable_accepted",
    "item.handed_on",
    "item.accepted",
    "item.returned",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """A kind of thing, the events of which the last tells of it, and the fields with the instant and the person.

    `about` is the field that names what the events are about, where that is not the thing itself.
    """

    model: type[Model]
    kinds: tuple[str, ...]
    at: str
    by: str
    about: str = "pk"


DRAFTED = ("letter.drafted", "letter.correction_drafted")

DEEDS = (
    Deed(Round, ("round.opened",), "opened_at", "opened_by_id"),
    Deed(Round, ("round.cancelled",), "cancelled_at", "cancelled_by_id"),
    Deed(Round, ("intake.closed",), "intake_closed_at", "intake_closed_by_id"),
    Deed(Request, ("request.sent",), "sent_at", "sent_by_id"),
    Deed(Submission, ("submission.received",), "received_at", "received_by_id"),
    Deed(HandOn, ("item.handed_on",), "handed_at", "handed_by_id", about="item_id"),
    Deed(Examination, ("submission.check_begun",), "begun_at", "begun_by_id", about="submission_id"),
    Deed(Withdrawal, ("submission.withdrawn",), "withdrawn_at", "withdrawn_by_id", about="submission_id"),
    Deed(SubmissionItem, DECISIONS, "decided_at", "decided_by_id"),
    Deed(Letter, DRAFTED, "drafted_at", "drafted_by_id"),
    Deed(LetterText, ("letter_text.written",), "written_at", "written_by_id"),
    Deed(Sop, ("sop.begun", "sop.written"), "written_at", "written_by_id"),
    Deed(Invitation, ("invitation.issued",), "issued_at", "issued_by_id"),
    Deed(Invitation, ("invitation.revoked",), "revoked_at", "revoked_by_id"),
    Deed(ContactNote, ("contact.noted", "contact.message_sent"), "noted_at", "noted_by_id"),
    Deed(HandDelivery, ("delivery.recorded", "delivery.corrected"), "recorded_at", "recorded_by_id"),
    Deed(Sop, ("sop.dropped",), "dropped_at", "dropped_by_id"),
)


def check_deeds(office: Office, at: datetime) -> Iterator[str]:
    """This will hold the persons and instants of rows against the events that tell of them."""
    for deed in DEEDS:
        yield from _differing(office, deed)
    yield from _openings(office)
    yield from _attachments(office)
    yield from _signatures(office)
    yield from _initials(office)
    yield from _extensions(office)
    yield from _table_deadlines(office)
    yield from _cells_of_the_grid(office)
    yield from check_kept_mappings(office)
    yield from check_accounts(office)


def _differing(office: Office, deed: Deed) -> Iterator[str]:
    """What has no such event took over another's clock, or nothing was done with it yet: other checks see to that."""
    told = {event.about_id: event for event in _events(office, *deed.kinds)}
    for row in deed.model._default_manager.filter(office=office):
        event = told.get(str(getattr(row, deed.about)))
        if event and (getattr(row, deed.at), _id(getattr(row, deed.by))) != (event.at, event.by):
            yield f"{row._meta.model_name} {row.pk}: waktu atau pelakunya bukan menurut peristiwa {event.sequence}."


def _openings(office: Office) -> Iterator[str]:
    """A round keeps what it was opened with; older events, which tell neither SOP nor period, are silent about them."""
    told = {event.about_id: event for event in _events(office, "round.opened")}
    for round_ in Round.objects.filter(office=office).select_related("order_file"):
        event = told.get(str(round_.pk))
        if event is None:
            continue
        if (event.facts.get("order"), event.facts.get("ordered_on")) != _order(round_):
            yield f"Putaran {round_.title}: disposisinya bukan yang dibawa saat dibuka."
        if event.facts.get("sop", str(round_.sop_id)) != str(round_.sop_id):
            yield f"Putaran {round_.title}: versi SOP-nya bukan yang berlaku saat dibuka."
        if event.facts.get("period", round_.period) != round_.period:
            yield f"Putaran {round_.title}: periodenya bukan yang diperintahkan."


def _order(round_: Round) -> tuple[str | None, str | None]:
    """The written order as the event tells it; nothing where the Kadis tapped."""
    file = round_.order_file.sha256 if round_.order_file else None
    return file, round_.ordered_on.isoformat() if round_.ordered_on else None


def _attachments(office: Office) -> Iterator[str]:
    """What stands beside a submission is what was put there, nothing more and nothing less."""
    told = {
        (e.facts.get("attachment"), e.about_id, e.facts.get("sha256"), e.at, e.by)
        for e in _events(office, "submission.attached")
    }
    found = {
        (str(one.pk), str(one.submission_id), one.file.sha256, one.added_at, _id(one.added_by_id))
        for one in Attachment.objects.filter(office=office).select_related("file")
    }
    for key, submission, *_ in sorted(told ^ found, key=str):
        yield f"Kiriman {submission}: lampiran {key} bukan menurut peristiwanya."


def _signatures(office: Office) -> Iterator[str]:
    """The instant of a paper that was signed elsewhere is stated, not ours."""
    told = {event.about_id: event for event in _events(office, "letter.signed")}
    for letter in Letter.objects.filter(office=office, signed_at__isnull=False).prefetch_related("steps"):
        event = told.get(str(letter.pk))
        name = letter.number or str(letter.pk)
        if event is None:
            yield f"Surat {name} bertanda tangan tanpa peristiwa."
        elif (event.facts.get("sha256"), _signer(event)) != (letter.signed_sha256, _id(letter.signed_by_id)):
            yield f"Surat {name}: berkas atau penanda tangannya bukan menurut peristiwa {event.sequence}."
        elif _seal(event, letter) != (letter.kind, letter.gateway, letter.signature_level):
            yield f"Surat {name}: jenis surat, layanan, atau taraf tanda tangannya bukan menurut peristiwanya."
        elif event.facts.get("registered") != registered_digest(letter):
            yield f"Surat {name}: nomor, perihal, atau nama penanda tangannya bukan yang didaftarkan."
        elif letter.gateway != Gateway.UPLOAD and letter.signed_at != event.at:
            yield f"Surat {name}: waktu tanda tangannya bukan menurut peristiwa {event.sequence}."
        elif _signing_step(letter) not in (None, (event.at, letter.signed_by_id)):
            yield f"Surat {name}: langkah tanda tangannya bukan menurut peristiwa {event.sequence}."


def _seal(event: Event, letter: Letter) -> tuple[object, ...]:
    """The level is told since signatures may have a time stamp."""
    return event.facts.get("kind"), event.facts.get("gateway"), event.facts.get("level", letter.signature_level)


def _signing_step(letter: Letter) -> tuple[object, ...] | None:
    """Nothing for what the system seals, and for a scan: it takes no step."""
    steps = [step for step in letter.steps.all() if step.act == "sign" and step.done_at]
    return (steps[-1].done_at, steps[-1].done_by_id) if steps else None


def _signer(event: Event) -> str:
    """Who brings a letter that a gateway had signed names its signer."""
    return str(event.facts.get("signer", event.by))


def _initials(office: Office) -> Iterator[str]:
    told = {(e.about_id, e.facts.get("role"), e.at, e.by) for e in _events(office, "letter.initialled")}
    steps = LetterStep.objects.filter(office=office, act="initial", done_at__isnull=False)
    for step in steps.select_related("letter"):
        if (str(step.letter_id), step.role, step.done_at, _id(step.done_by_id)) not in told:
            yield f"Surat {step.letter.number or step.letter_id}: paraf {step.role} tanpa peristiwa."


def _extensions(office: Office) -> Iterator[str]:
    told = {
        (e.about_id, e.facts.get("sheet"), instant_of(e, "due_at"), e.at, e.by)
        for e in _events(office, "request.extended")
    }
    granted = Extension.objects.filter(office=office).select_related("requested_table", "request__agency")
    found = {
        (str(x.request_id), _sheet(x.requested_table), x.new_due_at, x.granted_at, _id(x.granted_by_id))
        for x in granted
    }
    if found - told:
        yield f"{len(found - told)} perpanjangan ada tanpa peristiwa."
    if told - found:
        yield f"{len(told - found)} perpanjangan dalam jurnal tidak ada lagi."


def _table_deadlines(office: Office) -> Iterator[str]:
    """A table's own deadline comes from an extension or a return; one that was moved brought its own along."""
    returned = {event.about_id: event for event in _events(office, "item.returned")}
    for row in _own_tables(office).prefetch_related("items", "extensions", "handed_on"):
        events = [returned[str(item.pk)] for item in row.items.all() if str(item.pk) in returned]
        issued = {instant_of(event, "due_at") for event in events}
        allowed = {None, *(extension.new_due_at for extension in row.extensions.all())}
        allowed |= {one.due_at for one in row.handed_on.all()}
        if row.due_at not in allowed or row.revision_due_at not in allowed | issued:
            yield f"{_name(row)}: batas waktunya bukan dari perpanjangan atau pengembalian."


def _cells_of_the_grid(office: Office) -> Iterator[str]:
    """What the completeness grid shows of a table is the state of one of its answers."""
    for row in _own_tables(office).exclude(state__in=["waiting", "moved"]).prefetch_related("items"):
        if row.state not in {item.state for item in row.items.all()}:
            yield f"{_name(row)} tercatat {ItemState(row.state).value}, tetapi tidak ada jawaban yang demikian."


def _own_tables(office: Office) -> QuerySet[RequestedTable]:
    rows = RequestedTable.objects.filter(office=office, request__moved_from__isnull=True)
    return rows.select_related("request__agency")


def _sheet(table: RequestedTable | None) -> str | None:
    return table.sheet if table else None


def _name(row: RequestedTable) -> str:
    return f"Permintaan {row.request.agency.code} tabel {row.sheet}"


def _events(office: Office, *kinds: str) -> Iterable[Event]:
    return Event.objects.filter(office_id=office.pk, kind__in=kinds).order_by("sequence")


def _id(person: object) -> str:
    return str(person) if person else ""
