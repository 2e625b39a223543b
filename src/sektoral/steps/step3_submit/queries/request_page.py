"""One request in full: what is asked, by when, what was sent, and what the agency has to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from sektoral.domain.errors import NotFound
from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.roles import Role
from sektoral.domain.states import ItemState, RequestState, SubmissionState
from sektoral.records.actors import holder_of
from sektoral.records.asking import in_force
from sektoral.records.calendars import calendar_of
from sektoral.records.models import (
    Extension,
    Instrument,
    Letter,
    Request,
    RequestedTable,
    Submission,
    SubmissionItem,
)
from sektoral.records.remarks import SaidRemark, remarks_of
from sektoral.steps.step3_submit.queries.differences import READ, changes_url
from sektoral.steps.step3_submit.queries.found_groups import EVERYTHING, Sieve, Tally, tallies_by_table
from sektoral.steps.step3_submit.queries.reach import submissions_of
from sektoral.steps.step3_submit.queries.returned import Returned, returned_of
from sektoral.steps.step3_submit.queries.sent import (
    Download,
    Latest,
    Paper,
    Sent,
    latest_of,
    letters_of,
    paper_of,
    sent_of,
)
from sektoral.ui.clocks import clock_of_data
from sektoral.ui.components import Clock, Shape, Status, Tone
from sektoral.ui.formats import size_text
from sektoral.ui.states import status_of

WAITING = Status(Tone.IDLE, "Belum dikirim")
MOVED = Status(Tone.IDLE, "Dialihkan", Shape.NIL)
WITHOUT_LETTER = Status(Tone.WAIT, "Terbaca, menunggu surat")
WITHOUT_FINDING = Status(Tone.DONE, "Terbaca")
SHORTEST_NUMBER = 9  # digits of a telephone number


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table that is asked for, with its state and what was found in it last."""

    number: int
    sheet: str
    title: str
    unit: str
    is_priority: bool
    status: Status
    due_at: datetime | None
    remarks: Sequence[SaidRemark]  # of the Pembina Data
    correct_url: str  # where its figures are corrected, while they stand in the bank


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything on the page of one request."""

    key: UUID
    agency: str
    short: str
    period: str
    state: RequestState
    due_at: datetime | None
    first_due_at: datetime | None
    clock: Clock
    tables: tuple[AskedTable, ...]
    returned: tuple[Returned, ...]
    letter: Paper | None
    others: tuple[Paper, ...]
    instrument: Download | None
    opened_at: datetime | None
    downloaded_at: datetime | None
    submissions: tuple[Sent, ...]
    latest: Latest | None
    shown: Submission | None  # what `latest` tells of
    extensions: tuple[Extension, ...]
    contact: Mapping[str, str]
    office: str
    revision_days: int
    head: str
    whatsapp: str

    @property
    def changes_url(self) -> str:
        """Where to see what changed with the submission in focus; empty where there is none before it."""
        key = self.latest.sent.key if self.latest else None
        return next((one.changes_url for one in self.submissions if one.key == key), "")

    @property
    def unsent(self) -> int:
        """How many tables were never answered."""
        return sum(table.status is WAITING for table in self.tables)

    @property
    def others_waiting(self) -> Sequence[Sent]:
        """Other submissions whose data are in and whose letter is not."""
        shown = self.latest.sent.key if self.latest else None
        return [one for one in self.submissions if one.waits_for_letter and one.key != shown]

    @property
    def is_done(self) -> bool:
        """Whether every table is answered and handed over."""
        return self.state is RequestState.COMPLETE

    @property
    def was_extended(self) -> bool:
        """Whether the deadline is later than first issued."""
        return self.first_due_at is not None and self.due_at != self.first_due_at


@dataclass(frozen=True, slots=True)
class Focus:
    """What a visitor looks at: a submission by its version (0 for the newest), and which of its findings."""

    version: int = 0
    sieve: Sieve = EVERYTHING
    may_explain: bool = False


def request_page(request: Request, focus: Focus, *, at: datetime) -> RequestPage:
    """This will read one request in full, with the submission in focus."""
    calendar = calendar_of(request.office)
    rows = list(request.tables.exclude(state="moved").select_related("table", "request__round"))
    letters = letters_of(request)
    submissions = list(submissions_of(request))
    standing = next((one for one in submissions if one.state != SubmissionState.WITHDRAWN), None)
    latest = next((one for one in submissions if one.version == focus.version), standing)
    titles = {row.sheet: row.table.title for row in rows}
    return RequestPage(
        key=request.pk,
        agency=request.agency.name,
        short=request.agency.short_name,
        period=read_period(request.round.period).label.lower(),
        state=RequestState(request.state),
        due_at=request.due_at,
        first_due_at=request.first_due_at,
        clock=clock_of_data(
            calendar,
            begun_at=request.sent_at,
            due_at=request.due_at,
            data_at=request.data_received_at,
            complete_at=request.completed_at,
            at=at,
        ),
        tables=_asked(rows, tallies_by_table(latest) if latest and _is_open(latest) else {}, latest),
        returned=returned_of(rows, calendar, at=at),
        letter=_asking(letters, request.pk),
        others=tuple(
            paper_of(one, request.pk) for one in letters if one.kind == LetterKind.FOLLOW_UP and one.signed_file
        ),
        instrument=_instrument(request),
        opened_at=request.opened_at,
        downloaded_at=request.downloaded_at,
        submissions=_with_changes([sent_of(one, letters) for one in submissions], request.pk),
        shown=latest,
        latest=latest_of(latest, letters, calendar, titles, sieve=focus.sieve, may_explain=focus.may_explain, at=at)
        if latest
        else None,
        extensions=tuple(request.extensions.select_related("requested_table", "granted_by").order_by("granted_at")),
        contact=request.office.contact,
        office=request.office.name,
        revision_days=request.office.revision_days,
        head=_head(request, at),
        whatsapp=_whatsapp(request),
    )


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One submission by itself, to read only."""

    key: UUID
    agency: str
    short: str
    period: str
    latest: Latest
    changes_url: str


def submission_page(request: Request, submission: Submission, sieve: Sieve, *, at: datetime) -> SubmissionPage:
    """This will read one submission of a request, whatever became of it."""
    titles = dict(request.tables.values_list("sheet", "table__title"))
    calendar = calendar_of(request.office)
    shown = latest_of(submission, letters_of(request), calendar, titles, sieve=sieve, may_explain=False, at=at)
    period = read_period(request.round.period).label.lower()
    earlier = request.submissions.filter(version__lt=submission.version, state__in=READ)
    is_compared = submission.state in READ and earlier.exists()
    changes = changes_url(request.pk, submission.pk) if is_compared else ""
    return SubmissionPage(request.pk, request.agency.name, request.agency.short_name, period, shown, changes)


def _asking(letters: Sequence[Letter], request: UUID) -> Paper | None:
    """The letter that asks now: of several signed ones the newest."""
    letter = in_force(one for one in letters if one.kind in REQUEST_KINDS and one.signed_file)
    return paper_of(letter, request) if letter else None


def _whatsapp(request: Request) -> str:
    """A link that opens WhatsApp with the question begun; empty where the office gave no number."""
    digits = "".join(char for char in str(request.office.contact.get("phone", "")) if char.isdigit())
    if len(digits) < SHORTEST_NUMBER:
        return ""
    number = f"62{digits[1:]}" if digits.startswith("0") else digits
    return f"https://wa.me/{number}?text={quote(f'Tentang permintaan data {request.agency.name}: ')}"


def _head(request: Request, at: datetime) -> str:
    """Who signs for the agency today; empty while the seat is vacant."""
    try:
        return holder_of(request.office, Role.HEAD, at, request.agency).person.name
    except NotFound:
        return ""


def _instrument(request: Request) -> Download | None:
    newest: Instrument | None = request.instruments.select_related("file").order_by("-version").first()
    if newest is None:
        return None
    file = newest.file
    url = reverse("step3:file", args=[request.pk, file.pk])
    return Download(url, f"XLSX, {size_text(file.size)}", file.name)


def _is_open(submission: Submission) -> bool:
    return submission.state in (SubmissionState.REJECTED, SubmissionState.AWAITING_LETTER)


def _asked(
    rows: Sequence[RequestedTable], tallies: Mapping[str, Tally], latest: Submission | None
) -> tuple[AskedTable, ...]:
    read = _read_sheets(latest) if latest and latest.state == SubmissionState.REJECTED else frozenset()
    unsigned = _without_letter(rows)
    remarks = remarks_of([row.table for row in rows], period=rows[0].request.round.period) if rows else {}
    return tuple(
        AskedTable(
            number=number,
            sheet=row.sheet,
            title=row.table.title,
            unit=str(row.table.definition.get("unit", "")),
            is_priority=row.table.is_priority,
            status=_found_status(tallies.get(row.sheet)) or _table_status(row, unsigned, read),
            due_at=row.due_at,
            remarks=remarks.get((row.table.agency_id, row.table.code), ()),
            correct_url=_correct_url(row),
        )
        for number, row in enumerate(rows, 1)
    )


def _correct_url(row: RequestedTable) -> str:
    return reverse("step3:correct", args=[row.request_id, row.sheet]) if row.state == ItemState.STORED else ""


def _without_letter(rows: Sequence[RequestedTable]) -> frozenset[UUID]:
    """The tables whose answer is read and not yet handed over by letter."""
    items = SubmissionItem.objects.filter(
        requested_table__in=rows, state=ItemState.PENDING, submission__state=SubmissionState.AWAITING_LETTER
    )
    return frozenset(items.values_list("requested_table_id", flat=True))


def _found_status(tally: Tally | None) -> Status | None:
    return tally.status if tally else None


def _read_sheets(rejected: Submission) -> frozenset[str]:
    """The tables that a rejected file answers; those left wholly empty are not among them."""
    sheets = rejected.request.tables.values_list("sheet", flat=True)
    return frozenset(sheets) - frozenset(rejected.findings.filter(code="table_empty").values_list("table", flat=True))


def _table_status(row: RequestedTable, unsigned: frozenset[UUID], read: frozenset[str]) -> Status:
    """Where a table without findings stands; one of a rejected file is read, but not yet sent."""
    if row.state == "waiting":
        return WITHOUT_FINDING if row.sheet in read else WAITING
    return WITHOUT_LETTER if row.pk in unsigned else status_of(ItemState(row.state))


def _with_changes(listed: Sequence[Sent], request: UUID) -> tuple[Sent, ...]:
    """Let each submission that was read lead to what changed since one before it; the newest stands first."""
    return tuple(
        replace(one, changes_url=changes_url(request, one.key))
        if one.state in READ and any(earlier.state in READ for earlier in listed[number:])
        else one
        for number, one in enumerate(listed, 1)
    )
