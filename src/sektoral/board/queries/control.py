"""Lembar kendali: all that was asked of an agency in a round and came of it, to print, one page an agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, prefetch_related_objects

from sektoral.board.queries.reading import RoundFacts, read_round
from sektoral.domain.books import Align, BookColumn, ControlSheet, ControlSheets, SheetPart
from sektoral.domain.contacts import ContactResult, ContactWay
from sektoral.domain.errors import NotFound
from sektoral.domain.letters import HANDED_OVER, LetterKind
from sektoral.domain.papers import Paper
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.letters.queries.books import deliveries_in_force
from sektoral.letters.words import KIND_WORDS
from sektoral.outbox.audiences import Holders, all_holders
from sektoral.records.actors import Actor
from sektoral.records.asking import asking_letter_of_each
from sektoral.records.models import ContactNote, Extension, HandDelivery, Letter, Request, Round, Submission
from sektoral.ui.formats import moment_text
from sektoral.ui.rights import ROLE_WORDS
from sektoral.ui.states import status_of

NOTHING = "–"
RESULTS = {
    ContactResult.PROMISED: "Dijanjikan",
    ContactResult.TALKED: "Terhubung",
    ContactResult.NO_ANSWER: "Tidak diangkat",
    ContactResult.WRONG_CONTACT: "Salah kontak",
    ContactResult.SENT: "Dikirim manual",
}
WAYS = {ContactWay.TELEPHONE: "Telepon", ContactWay.WHATSAPP: "WhatsApp", ContactWay.VISIT: "Didatangi"}


def control_sheets(round_: Round, actor: Actor, *, at: datetime, only: object = None) -> ControlSheets:
    """This will gather the sheets of a round, or of one request. Raises `NotFound` where there is none by that id."""
    read = read_round(round_, at=at)
    requests = [one for one in read.requests if only in (None, one.pk)]
    if not requests:
        raise NotFound("not_found")
    office, beside = actor.office, _beside(requests, at)
    return ControlSheets(
        paper=Paper(office.paper),
        government=office.government,
        office=office.name,
        sheets=[_sheet(read, request, beside) for request in requests],
        printed_at=at.astimezone(read.zone),
        printed_by=actor.person.name,
        sample=office.is_sample,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What the sheets of many requests need, read once for all: letters and seats by request and by agency."""

    asking: Mapping[UUID, Letter | None]
    deliveries: Mapping[tuple[UUID, UUID | None], HandDelivery]
    holders: Holders


def _beside(requests: Sequence[Request], at: datetime) -> Beside:
    own = Letter.objects.filter(state=LetterState.SIGNED).exclude(kind=LetterKind.RECEIPT)
    extensions = Extension.objects.select_related("requested_table__table", "granted_by").order_by("granted_at")
    notes = ContactNote.objects.select_related("person", "noted_by").order_by("noted_at")
    prefetch_related_objects(
        list(requests),
        Prefetch("letters", own, to_attr="signed_letters"),
        Prefetch("submissions", Submission.objects.order_by("version")),
        Prefetch("extensions", extensions),
        Prefetch("contact_notes", notes),
    )
    asking = asking_letter_of_each(requests)
    letters = [one.pk for request in requests for one in _papers(request, asking[request.pk])]
    return Beside(asking, deliveries_in_force(letters), all_holders(requests[0].office, at=at))


def _papers(request: Request, asking: Letter | None) -> Sequence[Letter]:
    own: list[Letter] = request.signed_letters  # type: ignore[attr-defined]
    return own if asking is None or asking in own else [asking, *own]


def _sheet(read: RoundFacts, request: Request, beside: Beside) -> ControlSheet:
    parts = (
        _tables(read, request),
        _submissions(request, read.zone),
        _letters(request, beside, read.zone),
        _extensions(request, read.zone),
        _contacts(request, read.zone),
    )
    return ControlSheet(request.agency.name, read.round.title, _facts(read, request, beside), parts)


def _facts(read: RoundFacts, request: Request, beside: Beside) -> Sequence[tuple[str, str]]:
    letter, zone = beside.asking[request.pk], read.zone
    asked = f"{letter.number or 'belum bernomor'}, {KIND_WORDS[LetterKind(letter.kind)].lower()}" if letter else NOTHING
    due = _at(request.due_at, zone)
    if request.first_due_at and request.first_due_at != request.due_at:
        due = f"{due} (semula {_at(request.first_due_at, zone)})"
    return (
        ("Diminta dengan surat", asked),
        ("Permintaan dikirim", _at(request.sent_at, zone)),
        ("Batas waktu", due),
        ("Dibuka / instrumen diunduh", f"{_at(request.opened_at, zone)} / {_at(request.downloaded_at, zone)}"),
        ("Data diterima", _at(request.data_received_at, zone)),
        ("Data dan surat lengkap", _at(request.completed_at, zone)),
        ("Kontak", _people(request, beside.holders)),
    )


def _people(request: Request, holders: Holders) -> str:
    """Names and roles only: a control sheet goes from desk to desk."""
    mine = [(role, people) for (agency, role), people in holders.items() if agency == request.agency_id]
    return "; ".join(f"{one.name} ({ROLE_WORDS[role]})" for role, people in mine for one in people) or NOTHING


def _tables(read: RoundFacts, request: Request) -> SheetPart:
    columns = (
        BookColumn("Lembar", 14, Align.CENTRE),
        BookColumn("Tabel yang diminta"),
        BookColumn("Keadaan", 38),
        BookColumn("Batas waktu", 36),
        BookColumn("Kembali", 15, Align.RIGHT),
    )
    rows = [
        (
            row.sheet,
            row.table.title,
            read.marks[row.pk].word,
            _at((row.revision_due_at if row.state == "returned" else row.due_at) or request.due_at, read.zone),
            f"{row.returns} kali" if row.returns else NOTHING,
        )
        for row in read.rows(request)
    ]
    return SheetPart("Tabel", columns, rows, "Tidak ada tabel.")


def _submissions(request: Request, zone: ZoneInfo) -> SheetPart:
    columns = (
        BookColumn("Ke-", 10, Align.CENTRE),
        BookColumn("Diterima", 38),
        BookColumn("Keadaan"),
        BookColumn("Surat diterima", 38),
        BookColumn("Selesai diperiksa", 38),
    )
    rows = [
        (
            str(one.version),
            _at(one.stated_received_at or one.received_at, zone)
            + (" (menurut petugas)" if one.stated_evidence else ""),
            status_of(SubmissionState(one.state)).word,
            _at(one.letter_received_at, zone),
            _at(one.checked_at, zone),
        )
        for one in request.submissions.all()
    ]
    return SheetPart("Kiriman", columns, rows, "Belum ada kiriman.")


def _letters(request: Request, beside: Beside, zone: ZoneInfo) -> SheetPart:
    columns = (
        BookColumn("Surat", 32),
        BookColumn("Nomor"),
        BookColumn("Ditandatangani", 38),
        BookColumn("Diserahkan langsung kepada", 56),
    )
    letters = _papers(request, beside.asking[request.pk])
    rows = [
        (
            KIND_WORDS[LetterKind(letter.kind)],
            letter.number or NOTHING,
            _at(letter.signed_at, zone),
            _taken(beside.deliveries.get((letter.pk, request.pk)), zone) if letter.kind in HANDED_OVER else NOTHING,
        )
        for letter in letters
    ]
    return SheetPart("Surat", columns, rows, "Belum ada surat bertanda tangan.")


def _taken(delivery: HandDelivery | None, zone: ZoneInfo) -> str:
    if delivery is None:
        return NOTHING
    return f"{delivery.receiver}, {delivery.receiver_title}\n{_at(delivery.delivered_at, zone)}"


def _extensions(request: Request, zone: ZoneInfo) -> SheetPart:
    columns = (
        BookColumn("Untuk", 42),
        BookColumn("Menjadi", 38),
        BookColumn("Alasan"),
        BookColumn("Diberikan", 46),
    )
    rows = [
        (
            one.requested_table.table.title if one.requested_table else "Seluruh permintaan",
            _at(one.new_due_at, zone),
            one.reason,
            f"{one.granted_by.name}\n{_at(one.granted_at, zone)}",
        )
        for one in request.extensions.all()
    ]
    return SheetPart("Perpanjangan", columns, rows, "Tidak ada perpanjangan.")


def _contacts(request: Request, zone: ZoneInfo) -> SheetPart:
    columns = (
        BookColumn("Waktu", 38),
        BookColumn("Cara", 20),
        BookColumn("Kepada", 40),
        BookColumn("Hasil"),
        BookColumn("Oleh", 36),
    )
    rows = [
        (
            _at(one.noted_at, zone),
            WAYS[ContactWay(one.way)],
            one.person.name if one.person else NOTHING,
            RESULTS[ContactResult(one.result)] + (f" {one.promised_on:%d-%m-%Y}" if one.promised_on else ""),
            one.noted_by.name,
        )
        for one in request.contact_notes.all()
    ]
    return SheetPart("Menghubungi", columns, rows, "Belum pernah dihubungi.")


def _at(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment_text(moment, zone) if moment else NOTHING
