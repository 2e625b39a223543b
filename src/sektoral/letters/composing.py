"""From a stored letter to the paper: the one place that knows what stands on each kind."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sektoral.domain import canonical, reports
from sektoral.domain.declarations import in_words
from sektoral.domain.errors import WrongState
from sektoral.domain.instruments import TableDef
from sektoral.domain.letter_texts import with_text
from sektoral.domain.letters import (
    Answer,
    AskedAgency,
    Contact,
    Document,
    FollowUp,
    InternalMemo,
    LetterKind,
    MissingTable,
    Receipt,
    RequestedTable,
    RequestLetter,
    SopDocument,
    Transmittal,
    TransmittalStyle,
    TransmittedTable,
)
from sektoral.domain.papers import (
    Deadline,
    Frame,
    Gateway,
    Heading,
    Paper,
    Reference,
    SentFile,
    SignatureBlock,
)
from sektoral.domain.periods import read_period
from sektoral.domain.reports import AddendumSnapshot, ReportSnapshot, Timeliness
from sektoral.domain.sop_text import SopText, load_sop
from sektoral.domain.states import LetterState, RequestState
from sektoral.domain.wording import long_date
from sektoral.letters.letterheads import letterhead_for
from sektoral.letters.texts import said_by
from sektoral.records.actors import local_date
from sektoral.records.asking import asking_letter_of
from sektoral.records.corrections import correction_note
from sektoral.records.models import Letter, Office, Request, Round, Sop, StoredFile, Submission, SubmissionItem
from sektoral.records.models.round import GONE, OWED
from sektoral.records.report_contents import addendum_of, content_digest, report_of
from sektoral.records.signed_values import handed_over, printed_values
from sektoral.records.sop_versions import printed, text_of
from sektoral.records.sops import due_of_step, sop_of

DATA_LAW = "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia"


def compose(letter: Letter, *, signature: SignatureBlock, on: date) -> Document:
    """This will put a letter together as it is to be printed, dated `on` and signed by `signature`."""
    frame = frame_of(letter, signature)
    return with_text(COMPOSERS[LetterKind(letter.kind)](letter, frame, on), said_by(letter))


def frame_of(letter: Letter, signature: SignatureBlock) -> Frame:
    """This will give what stands around the text of a letter."""
    return Frame(
        letterhead=letterhead_for(letter),
        signature=signature,
        paper=Paper(letter.office.paper),
        sample=letter.office.is_sample,
    )


def _request_letter(letter: Letter, frame: Frame, on: date) -> Document:
    if letter.request_id is None:
        return _circular(letter, frame, on)
    request = Request.objects.select_related("agency", "round__office", "round__sop").get(pk=letter.request_id)
    agency = request.agency
    return RequestLetter(
        frame=frame,
        heading=_heading(letter, on, nature="Segera", attachment="1 (satu) berkas"),
        to=(agency.head_title,),
        to_place=agency.place,
        agency=agency.name,
        period=period_label(request.round),
        basis=_basis(request.round),
        portal=letter.office.link_base,
        deadline=_deadline(request, on),
        contact=_contact(letter.office),
        tables=_requested(request),
        copies=tuple(letter.office.copies),
        replaces=_replaced(letter),
    )


def _circular(letter: Letter, frame: Frame, on: date) -> Document:
    """One request letter for many agencies: their list and what each is asked for are attached."""
    requests = asked_by(letter)
    usual = next((one for one in requests if one.due_at == one.first_due_at), requests[0])  # no extension of its own
    asked = tuple(
        AskedAgency(one.agency.name, one.agency.head_title, one.agency.place, _requested(one)) for one in requests
    )
    return RequestLetter(
        frame=frame,
        heading=_heading(letter, on, nature="Segera", attachment="2 (dua) berkas"),
        to=("(Daftar Terlampir)",),
        to_place="Tempat",
        agency="masing-masing perangkat daerah",
        period=period_label(requests[0].round),
        basis=_basis(requests[0].round),
        portal=letter.office.link_base,
        deadline=_deadline(usual, on),
        contact=_contact(letter.office),
        tables=tuple(table for one in asked for table in one.tables),
        copies=tuple(letter.office.copies),
        addressees=asked,
        replaces=_replaced(letter),
    )


def asked_by(letter: Letter) -> Sequence[Request]:
    """This will list the requests on a letter's attached list, but for those that a merger has closed meanwhile."""
    requests = Request.objects.filter(pk__in=letter.addressees.values("request")).exclude(state=RequestState.CLOSED)
    found = list(requests.select_related("agency", "round__sop", "office").order_by("agency__position", "agency__name"))
    if not found:
        raise WrongState("letter_without_addressees")
    return found


def _replaced(letter: Letter) -> Reference | None:
    return _reference(letter.supersedes) if letter.supersedes else None


def _memo(letter: Letter, frame: Frame, on: date) -> Document:
    request = _request(letter)
    return InternalMemo(
        frame=frame,
        heading=_heading(letter, on, nature="Segera", attachment="1 (satu) berkas"),
        to=(f"Pengelola data {request.agency.name}",),
        sender=frame.signature.post[-1],
        period=period_label(request.round),
        basis=_basis(request.round),
        deadline=_deadline(request, on),
        tables=_requested(request),
        replaces=_replaced(letter),
    )


def _transmittal(letter: Letter, frame: Frame, on: date) -> Document:
    submission, request = _submission(letter), _request(letter)
    return Transmittal(
        frame=frame,
        heading=_heading(letter, on, nature="Biasa", attachment="1 (satu) berkas"),
        to=(f"Kepala {letter.office.name}", letter.office.regency),
        to_place=letter.office.place,
        answers=_reference(request_letter_of(request)),
        agency=request.agency.name,
        period=period_label(request.round),
        tables=tuple(_transmitted(item) for item in handed_over(submission)),
        files=(sent_file(submission.file, "Softcopy data"),),
        style=TransmittalStyle(str(letter.content.get("style", TransmittalStyle.LETTER))),
        values_sha256=printed_values(letter),
        correction=correction_note(submission),
    )


def _receipt(letter: Letter, frame: Frame, on: date) -> Document:
    submission, request = _submission(letter), _request(letter)
    zone = ZoneInfo(letter.office.time_zone)
    stated = submission.stated_received_at
    due = request.due_at or submission.received_at
    return Receipt(
        frame=frame,
        number=letter.number,
        channel=str(letter.content.get("channel", "")),
        agency=request.agency.name,
        sender=submission.received_by.name,
        received_at=submission.received_at.astimezone(zone),
        due_at=due.astimezone(zone),
        timeliness=Timeliness(str(letter.content["timeliness"])),
        answers=_reference(request_letter_of(request)),
        letter=_transmittal_words(submission),
        stated=f"isian instrumen untuk {request.tables.exclude(state='moved').count()} tabel yang diminta",
        files=(sent_file(submission.file, "Softcopy data"),),
        key="",
        stated_at=stated.astimezone(zone) if stated else None,
        evidence=submission.stated_evidence,
    )


def _transmittal_words(submission: Submission) -> str:
    """Number and date of the signed letter that hands this submission over; empty while there is none."""
    letters = submission.letters.filter(kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED).select_related("office")
    letter = letters.order_by("signed_at").first()
    if letter is None or letter.signed_at is None:
        return ""
    return f"{letter.number or 'tanpa nomor'} tanggal {long_date(local_date(letter.office, letter.signed_at))}"


def _follow_up(letter: Letter, frame: Frame, on: date) -> Document:
    request = _request(letter)
    zone = ZoneInfo(letter.office.time_zone)
    due = request.due_at
    if due is None:
        raise AssertionError("a follow-up is written for a request that was sent")
    return FollowUp(
        frame=frame,
        heading=_heading(letter, on, nature="Segera", attachment="-"),
        to=(request.agency.head_title,),
        to_place=request.agency.place,
        agency=request.agency.name,
        request=_reference(request_letter_of(request)),
        was_due_at=due.astimezone(zone),
        due_at=datetime.fromisoformat(str(letter.content["due_at"])).astimezone(zone),
        portal=letter.office.link_base,
        tables=tuple(
            MissingTable(
                row.table.code, row.table.title, "dikembalikan" if row.state == "returned" else "belum dikirim"
            )
            for row in request.tables.filter(sheet__in=_sheets(letter), state__in=OWED)
            .select_related("table")
            .order_by("sheet")
        ),
        letter_missing=bool(letter.content.get("letter_missing", False)),
        copies=tuple(letter.office.copies),
        replaces=_replaced(letter),
    )


def _sheets(letter: Letter) -> list[str]:
    """The tables that a follow-up was drafted for; what has come since is not asked for again."""
    sheets = letter.content.get("sheets", [])
    return [str(sheet) for sheet in sheets] if isinstance(sheets, list) else []


def _report(letter: Letter, frame: Frame, on: date) -> Document:
    body = report_of(letter)
    heading = _heading(letter, on, nature="Biasa", attachment="-")
    heading = replace(heading, subject=heading.subject.removeprefix("Laporan "))  # the page says LAPORAN TENTANG
    if letter.round is None:
        raise AssertionError("a report belongs to a round")
    return reports.Report(
        frame=frame,
        heading=heading,
        sop_number=letter.round.sop.number,
        content_sha256=content_digest(letter),
        **{name: getattr(body, name) for name in ReportSnapshot.__dataclass_fields__},
    )


def _addendum(letter: Letter, frame: Frame, on: date) -> Document:
    body = addendum_of(letter)
    heading = _heading(letter, on, nature="Biasa", attachment="-")
    return reports.Addendum(
        frame=frame, heading=heading, **{name: getattr(body, name) for name in AddendumSnapshot.__dataclass_fields__}
    )


def _sop(letter: Letter, frame: Frame, on: date) -> Document:
    """What is made to be signed is approved by that signature, so it no longer says that it is not."""
    stored = Sop.objects.get(office=letter.office, pk=str(letter.content["sop"]))
    is_signed = frame.signature.gateway is not Gateway.DRAFT
    return sop_document(
        printed(stored, text_of(stored), on=on, approved=is_signed or stored.is_chart_approved), frame=frame, on=on
    )


def sop_document(raw: SopText, *, frame: Frame, on: date) -> SopDocument:
    """This will put an SOP on paper; it names no person: who approves it is the holder of the seat that signs."""
    sop, signed = load_sop(json.dumps(raw)), frame.signature
    approver = replace(sop.approver, name=signed.name, rank=signed.rank, nip=signed.nip)
    return SopDocument(frame=frame, sop=replace(sop, approver=approver), dated=on)


COMPOSERS: dict[LetterKind, Callable[[Letter, Frame, date], Document]] = {
    LetterKind.REQUEST: _request_letter,
    LetterKind.MEMO: _memo,
    LetterKind.TRANSMITTAL: _transmittal,
    LetterKind.RECEIPT: _receipt,
    LetterKind.FOLLOW_UP: _follow_up,
    LetterKind.REPORT: _report,
    LetterKind.ADDENDUM: _addendum,
    LetterKind.SOP: _sop,
}


def request_letter_of(request: Request) -> Letter:
    """This will give the letter or nota dinas that asks for the data: the newest signed one, a correction too.

    After a merger it is the one to the predecessor.

    Raises `WrongState` (`letter_not_signed`) where nothing was drafted yet.
    """
    found = asking_letter_of(request)
    if found is None:
        raise WrongState("letter_not_signed", now=LetterState.DRAFT.value)
    return found


def period_label(round_: Round) -> str:
    """This will name the reference period inside a sentence: `tahun 2025`."""
    label = read_period(round_.period).label
    return label[0].lower() + label[1:]


def sent_file(file: StoredFile, kind: str) -> SentFile:
    """This will describe a stored file as papers list it."""
    return SentFile(file.name, kind, file.size, file.sha256)


def _heading(letter: Letter, on: date, *, nature: str, attachment: str) -> Heading:
    place = letter.agency.place if letter.agency else letter.office.place
    return Heading(letter.number, nature, attachment, letter.subject, place, on)


def _deadline(request: Request, on: date) -> Deadline:
    zone = ZoneInfo(request.round.office.time_zone)
    sent = request.sent_at.astimezone(zone) if request.sent_at else datetime(on.year, on.month, on.day, 12, tzinfo=zone)
    due = request.due_at or due_of_step(request.round, 3, sent)
    return Deadline(sop_of(request.round).step(3).time_limit.value, sent.date(), due.astimezone(zone))


def _basis(round_: Round) -> tuple[str, ...]:
    return (DATA_LAW, f"SOP Nomor {round_.sop.number}")


def _contact(office: Office) -> Contact:
    facts = office.contact
    return Contact(facts.get("name", ""), facts.get("phone", ""), facts.get("email", ""))


def _requested(request: Request) -> tuple[RequestedTable, ...]:
    rows = request.tables.exclude(state__in=GONE).select_related("table")
    return tuple(_described(row.table.definition) for row in rows)


def _described(definition: object) -> RequestedTable:
    table = canonical.read(TableDef, definition)
    first = table.variables[0]
    dims = [*(row.dims for row in table.rows), *(column.dims for column in table.columns)]
    names = sorted({name for pairs in dims for name, _ in pairs})
    areas = {row.area for row in table.rows}
    return RequestedTable(
        code=table.code,
        title=table.title,
        unit=table.unit,
        concept=first.concept,
        definition=first.definition,
        breakdown=", ".join([*(name.replace("_", " ") for name in names), f"tingkat {table.level}"]),
        codes="Kode wilayah Kemendagri" if len(areas) > 1 else "",
    )


def _transmitted(item: SubmissionItem) -> TransmittedTable:
    answer = {"nil": Answer.NIL, "unavailable": Answer.UNAVAILABLE}.get(item.answer, Answer.SENT)
    filled = sum(1 for cell in item.cells if cell["text"] or cell["mark"])
    holder = item.held_by.name if item.held_by else ""
    note = in_words(item.reason, expected_on=item.expected_on, holder=holder)
    return TransmittedTable(item.requested_table.table.title, answer, filled if answer is Answer.SENT else 0, note)


def _reference(letter: Letter) -> Reference:
    day = local_date(letter.office, letter.signed_at or letter.drafted_at)
    return Reference(letter.number or "-", day, letter.subject)


def _request(letter: Letter) -> Request:
    if letter.request is None:
        raise AssertionError("this kind of letter belongs to a request")
    return letter.request


def _submission(letter: Letter) -> Submission:
    if letter.submission is None:
        raise AssertionError("this kind of letter belongs to a submission")
    return letter.submission
