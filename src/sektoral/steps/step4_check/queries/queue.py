"""What waits: submissions to be checked, by due time; and data prioritas that wait for the Pembina."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from sektoral.domain.findings import Severity
from sektoral.domain.periods import read_period
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.domain.workdays import Calendar, is_late
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import FindingRecord, Office, Submission, SubmissionItem
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock
from sektoral.ui.lists import Column, Filter, ListSpec


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A submission that waits for its check. `is_own_work` marks what this person entered and may not check."""

    key: UUID
    url: str
    agency: str
    short: str
    period: str
    version: int
    is_resubmission: bool
    complete_at: datetime | None
    due_at: datetime | None
    clock: Clock
    is_late: bool
    waiting: int
    tables: int
    explained: int
    notes: int
    is_own_work: bool

    @property
    def what(self) -> str:
        """`Kiriman ke-2, perbaikan`."""
        return f"Kiriman ke-{self.version}{', perbaikan' if self.is_resubmission else ''}"

    @property
    def findings(self) -> str:
        """The findings in words, empty where there are none."""
        parts = ((self.explained, "dijelaskan OPD"), (self.notes, "catatan"))
        return ", ".join(f"{count} {word}" for count, word in parts if count)


STATES = (
    ("lewat", "Lewat batas"),
    ("perbaikan", "Perbaikan"),
    ("bertemuan", "Ada temuan"),
    ("bersih", "Tanpa temuan"),
)


def _is_in(row: QueueRow, chosen: str) -> bool:
    match chosen:
        case "lewat":
            return row.is_late
        case "perbaikan":
            return row.is_resubmission
        case "bertemuan":
            return bool(row.findings)
        case _:
            return not row.findings


QUEUE: ListSpec[QueueRow] = ListSpec(
    name="antrean-pemeriksaan",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("kiriman", "Kiriman", lambda row: row.what),
        Column("batas", "Batas periksa", lambda row: row.due_at),
        Column("tabel", "Tabel menunggu", lambda row: row.waiting, numeric=True),
        Column("temuan", "Temuan", lambda row: row.findings),
        Column("lengkap", "Lengkap sejak", lambda row: row.complete_at),
    ),
    filters=(Filter("keadaan", "Keadaan", STATES, _is_in),),
    text=lambda row: f"{row.agency} {row.short}",
    search_label="Cari OPD",
)


def list_queue(actor: Actor, *, at: datetime) -> Sequence[QueueRow]:
    """This will list the submissions that wait, the most urgent first."""
    waiting = (
        Submission.objects.filter(office=actor.office, state=SubmissionState.COMPLETE)
        .select_related("request__agency", "request__round")
        .annotate(
            waiting=Count("items", filter=Q(items__state=ItemState.PENDING), distinct=True),
            tables=Count("items", distinct=True),
        )
        .order_by("check_due_at", "complete_at")
    )
    rows = list(waiting)
    calendar, found = calendar_of(actor.office), _count_findings(rows)
    return tuple(_row(one, calendar, found.get(one.pk, {}), actor, at) for one in rows)


def _count_findings(rows: Sequence[Submission]) -> Mapping[UUID, Mapping[str, int]]:
    counts = (
        FindingRecord.objects.filter(submission__in=rows)
        .order_by()
        .values_list("submission_id", "severity")
        .annotate(count=Count("pk"))
    )
    found: dict[UUID, dict[str, int]] = {}
    for submission, severity, count in counts:
        found.setdefault(submission, {})[severity] = count
    return found


def _row(one: Submission, calendar: Calendar, found: Mapping[str, int], actor: Actor, at: datetime) -> QueueRow:
    request = one.request
    return QueueRow(
        key=one.pk,
        url=reverse("step4:review", args=[one.pk]),
        agency=request.agency.name,
        short=request.agency.short_name,
        period=read_period(request.round.period).label.lower(),
        version=one.version,
        is_resubmission=request.completed_at is not None and request.completed_at != one.complete_at,
        complete_at=one.complete_at,
        due_at=one.check_due_at,
        clock=clock_of(calendar, begun_at=one.complete_at, due_at=one.check_due_at, at=at),
        is_late=bool(one.check_due_at and is_late(at, one.check_due_at)),
        waiting=int(getattr(one, "waiting", 0)),
        tables=int(getattr(one, "tables", 0)),
        explained=found.get(Severity.WARNING, 0),
        notes=found.get(Severity.INFO, 0),
        is_own_work=one.received_by_id == actor.person.pk,
    )


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A priority table that the office has accepted and the Pembina has not yet passed."""

    key: UUID
    url: str
    agency: str
    short: str
    sheet: str
    title: str
    period: str
    accepted_at: datetime | None
    accepted_by: str
    days: int


PRIORITY: ListSpec[PriorityRow] = ListSpec(
    name="data-prioritas",
    columns=(
        Column("tabel", "Tabel", lambda row: row.title),
        Column("opd", "OPD", lambda row: row.agency),
        Column("diterima", "Diterima Walidata", lambda row: row.accepted_at),
        Column("pemeriksa", "Pemeriksa", lambda row: row.accepted_by),
        Column("lama", "Menunggu (hari kerja)", lambda row: row.days, numeric=True),
    ),
    text=lambda row: f"{row.agency} {row.short} {row.title}",
    search_label="Cari OPD atau tabel",
)


def list_priority(office: Office, *, at: datetime) -> Sequence[PriorityRow]:
    """This will list the priority tables that wait for the Pembina, the longest waiting first."""
    items = (
        SubmissionItem.objects.filter(office=office, state=ItemState.AWAITING_STEWARD)
        .select_related("submission__request__agency", "submission__request__round", "requested_table__table")
        .select_related("decided_by")
        .order_by("decided_at")
    )
    calendar = calendar_of(office)
    return tuple(_priority_row(item, calendar, at) for item in items)


def _priority_row(item: SubmissionItem, calendar: Calendar, at: datetime) -> PriorityRow:
    request, since = item.submission.request, item.decided_at
    days = calendar.working_days_between(calendar.local_date(since), calendar.local_date(at)) if since else 0
    return PriorityRow(
        key=item.pk,
        url=reverse("step4:table", args=[item.submission_id, item.requested_table.sheet]),
        agency=request.agency.name,
        short=request.agency.short_name,
        sheet=item.requested_table.sheet,
        title=item.requested_table.table.title,
        period=read_period(request.round.period).label.lower(),
        accepted_at=since,
        accepted_by=item.decided_by.name if item.decided_by else "",
        days=max(days, 0),
    )


def count_waiting(actor: Actor) -> int:
    """This will count the tables that wait for this person: for the checkers, or for the Pembina."""
    items = SubmissionItem.objects.filter(office=actor.office)
    if actor.may(Permission.CHECK_SUBMISSIONS):
        return items.filter(state=ItemState.PENDING, submission__state=SubmissionState.COMPLETE).count()
    return items.filter(state=ItemState.AWAITING_STEWARD).count()
