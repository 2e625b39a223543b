"""The lists of step 3: what is asked of my agencies, and where all agencies of a round stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from sektoral.domain.letters import LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.reports import Timeliness
from sektoral.domain.states import ANSWERED, ItemState, LetterState, MessageState, RequestState, SubmissionState
from sektoral.domain.timeliness import timeliness
from sektoral.domain.workdays import Calendar, is_late
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Letter, Message, Office, Request, Round
from sektoral.records.rounds import chosen_round, latest_rounds
from sektoral.ui.clocks import clock_of_data
from sektoral.ui.components import Clock, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.states import status_of


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request as the lists show it. `last_at` and `last_what` tell the last sign of life of the agency."""

    key: UUID
    url: str
    agency: str
    short: str
    title: str
    status: Status
    clock: Clock
    due_at: datetime | None
    tables: int
    answered: int
    returned: int
    waiting: int
    last_at: datetime | None
    last_what: str
    is_overdue: bool
    follow_up: str
    timeliness: str

    @property
    def owed(self) -> int:
        """How many tables the agency still has to send or to mend."""
        return self.tables - self.answered - self.waiting

    @property
    def needs_follow_up(self) -> bool:
        """Whether a letter to remind the agency is due and none is on its way."""
        return self.is_overdue and not self.follow_up


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round in the choice above the office's list."""

    key: UUID
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RoundRequests:
    """The office's list: the requests of one round, and the other rounds to choose from."""

    title: str
    rounds: Sequence[RoundChoice]
    rows: Sequence[RequestRow]
    key: UUID | None = None
    stuck: int = 0

    @property
    def late(self) -> Sequence[RequestRow]:
        """Those who are past their deadline and still owe tables."""
        return [row for row in self.rows if row.is_overdue]

    @property
    def to_remind(self) -> Sequence[RequestRow]:
        """Those of the late to whom no reminder is on its way."""
        return [row for row in self.rows if row.needs_follow_up]

    @property
    def sent(self) -> int:
        """How many agencies have sent something complete."""
        return sum(row.answered + row.waiting + row.returned > 0 for row in self.rows)

    @property
    def unopened(self) -> int:
        """How many agencies have not even looked."""
        return sum(row.last_at is None for row in self.rows)


STATES = (
    ("belum", "Belum dibuka"),
    ("dibuka", "Dibuka, belum mengirim"),
    ("terlambat", "Lewat batas"),
    ("dikembalikan", "Ada yang dikembalikan"),
    ("lengkap", "Data lengkap"),
)


def _is_in(row: RequestRow, chosen: str) -> bool:
    match chosen:
        case "belum":
            return row.last_at is None
        case "dibuka":
            return row.last_at is not None and row.answered + row.waiting + row.returned == 0
        case "terlambat":
            return row.is_overdue
        case "dikembalikan":
            return row.returned > 0
        case _:
            return row.answered + row.waiting == row.tables


REQUESTS: ListSpec[RequestRow] = ListSpec(
    name="permintaan",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("batas", "Batas waktu", lambda row: row.due_at),
        Column("tabel", "Tabel diminta", lambda row: row.tables, numeric=True),
        Column("selesai", "Selesai", lambda row: row.answered, numeric=True),
        Column("diperiksa", "Menunggu diperiksa", lambda row: row.waiting, numeric=True),
        Column("kembali", "Dikembalikan", lambda row: row.returned, numeric=True),
        Column("terakhir", "Kegiatan terakhir", lambda row: row.last_at),
        Column("kegiatan", "Kegiatan", lambda row: row.last_what),
        Column("tepat", "Ketepatan waktu", lambda row: row.timeliness),
        Column("susulan", "Surat susulan", lambda row: row.follow_up),
    ),
    filters=(Filter("keadaan", "Keadaan", STATES, _is_in),),
    text=lambda row: f"{row.agency} {row.short}",
    search_label="Cari OPD",
    per_page=60,
    kept=("putaran",),
)
TIMELINESS_WORDS: dict[Timeliness, str] = {
    Timeliness.ON_TIME: "Tepat waktu",
    Timeliness.LETTER_LATER: "Data tepat waktu, surat menyusul",
    Timeliness.LATE: "Terlambat",
    Timeliness.NOT_SENT: "Belum mengirim",
}


def list_own_requests(actor: Actor, *, at: datetime) -> Sequence[RequestRow]:
    """This will list what is asked of the actor's agencies: open ones first, then by round, the newest first."""
    requests = _with_counts(
        Request.objects.filter(office=actor.office, agency__in=list(actor.agencies)).exclude(state=RequestState.DRAFT)
    ).order_by("-round__opened_at", "agency__position")
    rows = _rows(list(requests), actor.office, at)
    return sorted(rows, key=lambda row: row.answered + row.waiting == row.tables)


def list_round(office: Office, *, at: datetime, chosen: str = "") -> RoundRequests:
    """This will list the requests of a round: the chosen one, else the last that was opened."""
    shown = chosen_round(office, chosen)
    if shown is None:
        return RoundRequests("", (), ())
    requests = list(_with_counts(shown.requests.all()).order_by("agency__position"))
    stuck = Message.objects.filter(request__in=requests, state__in=[MessageState.UNKNOWN, MessageState.GIVEN_UP])
    rows = _rows(requests, office, at)
    return RoundRequests(shown.title, round_choices(office, shown), rows, shown.pk, stuck.count())


def round_choices(office: Office, shown: Round) -> Sequence[RoundChoice]:
    """This will list the office's latest rounds to choose from."""
    return tuple(RoundChoice(one.pk, one.title, one == shown) for one in latest_rounds(office))


def _with_counts(requests: QuerySet[Request]) -> QuerySet[Request]:
    return requests.select_related("agency", "round").annotate(
        asked=Count("tables", filter=~Q(tables__state="moved"), distinct=True),
        answered=Count("tables", filter=Q(tables__state__in=[s.value for s in ANSWERED]), distinct=True),
        returned=Count("tables", filter=Q(tables__state=ItemState.RETURNED), distinct=True),
        pending=Count("tables", filter=Q(tables__state=ItemState.PENDING), distinct=True),
        uncopied=Count("submissions", filter=Q(submissions__state=SubmissionState.AWAITING_TRANSCRIPT), distinct=True),
        last_received_at=Max("submissions__received_at"),
    )


def _rows(requests: Sequence[Request], office: Office, at: datetime) -> Sequence[RequestRow]:
    calendar = calendar_of(office)
    letters = _follow_ups(requests)
    return tuple(_row(request, calendar, letters.get(request.pk, ""), at) for request in requests)


def _follow_ups(requests: Sequence[Request]) -> Mapping[UUID, str]:
    """The newest reminder of each request, as its state in words."""
    letters = Letter.objects.filter(request__in=requests, kind=LetterKind.FOLLOW_UP).exclude(state="void")
    return {
        letter.request_id: f"{letter.number or 'Konsep'}, {status_of(LetterState(letter.state)).word.lower()}"
        for letter in letters.order_by("drafted_at")
        if letter.request_id
    }


def _row(request: Request, calendar: Calendar, follow_up: str, at: datetime) -> RequestRow:
    counts = {name: int(getattr(request, name)) for name in ("asked", "answered", "returned", "pending", "uncopied")}
    is_open = counts["answered"] + counts["pending"] < counts["asked"]
    is_overdue = bool(request.due_at and is_late(at, request.due_at) and is_open and request.state == RequestState.SENT)
    last_at, last_what = _last(request)
    kept = timeliness(due_at=request.due_at, data_at=request.data_received_at, letter_at=request.completed_at)
    return RequestRow(
        key=request.pk,
        url=reverse("step3:request", args=[request.pk]),
        agency=request.agency.name,
        short=request.agency.short_name,
        title=f"Data {read_period(request.round.period).label.lower()}",
        status=_status(request, counts, is_overdue=is_overdue),
        clock=clock_of_data(
            calendar,
            begun_at=request.sent_at,
            due_at=request.due_at,
            data_at=request.data_received_at,
            complete_at=request.completed_at,
            at=at,
        ),
        due_at=request.due_at,
        tables=counts["asked"],
        answered=counts["answered"],
        returned=counts["returned"],
        waiting=counts["pending"],
        last_at=last_at,
        last_what=last_what,
        is_overdue=is_overdue,
        follow_up=follow_up,
        timeliness=TIMELINESS_WORDS[kept],
    )


def _status(request: Request, counts: Mapping[str, int], *, is_overdue: bool) -> Status:
    """What stands out about a request: a file nobody has copied, what came back, what is late, else its state."""
    if counts["uncopied"]:
        return status_of(SubmissionState.AWAITING_TRANSCRIPT)
    if counts["returned"]:
        return Status(Tone.BACK, f"{counts['returned']} dikembalikan")
    if is_overdue:
        return Status(Tone.BAD, "Lewat batas")
    if request.state == RequestState.SENT and request.opened_at is None:
        return Status(Tone.IDLE, "Belum dibuka")
    if counts["answered"] == counts["asked"]:
        return Status(Tone.DONE, "Selesai diperiksa")
    if counts["pending"]:
        return Status(Tone.RUN, "Menunggu diperiksa" if request.completed_at else "Menunggu surat pengiriman")
    return status_of(RequestState(request.state))


def _last(request: Request) -> tuple[datetime | None, str]:
    """The newest thing that the agency did."""
    received: datetime | None = getattr(request, "last_received_at", None)
    signs = (
        (request.completed_at, "Data dan surat lengkap"),
        (received, "Mengirim berkas"),
        (request.downloaded_at, "Mengunduh instrumen"),
        (request.opened_at, "Membuka permintaan"),
    )
    known = [(moment, what) for moment, what in signs if moment is not None]
    return max(known, key=lambda sign: sign[0]) if known else (None, "Belum dibuka")
