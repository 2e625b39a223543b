"""What the collective report says: every figure is read here, from one state of the tables."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain.journal import Checkpoint as JournalCheckpoint
from sektoral.domain.journal import Head, checkpoint_note
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Reference
from sektoral.domain.reports import (
    AgencyOutcome,
    Checkpoint,
    LeftOut,
    StepTime,
    TableOutcome,
    TableState,
    Timeliness,
    recap,
)
from sektoral.domain.roles import Role
from sektoral.domain.snapshots import AddendumSnapshot, ReportSnapshot
from sektoral.domain.states import ItemState, LetterState, SubmissionState
from sektoral.domain.timeliness import Holding, split_time, timeliness
from sektoral.domain.wording import counted
from sektoral.letters.composing import period_label
from sektoral.records.actors import local_date
from sektoral.records.calendars import calendar_of
from sektoral.records.models import (
    Checkpoint as StoredCheckpoint,
)
from sektoral.records.models import (
    JournalHead,
    Letter,
    Office,
    Request,
    RequestedTable,
    Round,
    Submission,
)
from sektoral.records.sops import sop_of

TABLE_STATES: dict[str, TableState] = {
    "waiting": TableState.MISSING,
    ItemState.PENDING: TableState.MISSING,  # data in, letter not: not received in the sense of the SOP
    ItemState.STORED: TableState.STORED,
    ItemState.NIL: TableState.NIL,
    ItemState.UNAVAILABLE: TableState.UNAVAILABLE,
    ItemState.AWAITING_STEWARD: TableState.AWAITING_STEWARD,
    ItemState.RETURNED: TableState.RETURNED,
}
ROLE_NAMES: dict[str, str] = {
    Role.JP: "JP",
    Role.SUKOR: "SuKor",
    Role.KABID: "Kabid",
    Role.KADIS: "Kadis",
}


def report_snapshot(round_: Round, *, at: datetime) -> ReportSnapshot:
    """This will read the whole round as the report tells it."""
    office, sop = round_.office, sop_of(round_)
    agencies = tuple(agency_outcomes(round_))
    counts = recap(agencies)
    return ReportSnapshot(
        period=period_label(round_),
        days=_collection_days(round_, at),
        due_at=_common_due(round_),
        agencies=agencies,
        legal_basis=sop.legal_basis,
        steps=_step_times(round_),
        general=(
            f"Pengumpulan data statistik sektoral {period_label(round_)} dilaksanakan oleh {office.name} selaku "
            f"Walidata menurut SOP Nomor {round_.sop.number}."
        ),
        purpose=(
            "Laporan ini menyajikan daftar OPD yang telah mengirim serta daftar dan jumlah data statistik sektoral "
            "yang telah diterima dan diperiksa."
        ),
        conclusions=_conclusions(counts.agencies, counts.sent, counts.tables.requested, counts.tables.stored),
        closing="Demikian laporan ini dibuat untuk digunakan sebagaimana mestinya.",
        left_out=tuple(LeftOut(one.agency.name, one.reason) for one in round_.omissions.select_related("agency")),
        checkpoint=_checkpoint(office, at),
    )


def addendum_snapshot(round_: Round, report: Letter, *, at: datetime) -> AddendumSnapshot:
    """This will read what came after the intake was closed, and the round's counts before and after it."""
    from sektoral.domain import canonical

    body = canonical.read(ReportSnapshot, report.content)
    late = {request.agency.name for request in late_arrivals(round_)}
    outcomes = list(agency_outcomes(round_))
    return AddendumSnapshot(
        report=Reference(report.number, local_date(round_.office, report.signed_at or at), report.subject),
        period=period_label(round_),
        arrivals=tuple(one for one in outcomes if one.name in late),
        before=recap(body.agencies),
        after=recap(outcomes),
        closing="Adendum ini merupakan bagian yang tidak terpisahkan dari laporan tersebut.",
        checkpoint=_checkpoint(round_.office, at),
    )


def late_arrivals(round_: Round) -> list[Request]:
    """This will list the requests with an answer that was taken after the intake closed and is in no addendum yet."""
    since = round_.intake_closed_at
    last = (
        round_.letters.filter(kind=LetterKind.ADDENDUM).exclude(state=LetterState.VOID).order_by("-drafted_at").first()
    )
    since = last.drafted_at if last else since
    found = Submission.objects.filter(
        request__round=round_,
        complete_at__isnull=False,
        items__decided_at__gt=since,
    )
    return list(Request.objects.filter(submissions__in=found).select_related("agency").distinct())


def agency_outcomes(round_: Round) -> Iterable[AgencyOutcome]:
    """This will tell, agency by agency, what came of the round's requests."""
    zone = ZoneInfo(round_.office.time_zone)
    requests = round_.requests.select_related("agency").prefetch_related("tables__table", "submissions")
    for request in requests:
        outcome = _outcome(request, zone)
        if outcome.tables:
            yield outcome


def _outcome(request: Request, zone: ZoneInfo) -> AgencyOutcome:
    letter = _first_transmittal(request)
    first = request.submissions.filter(state__in=_READABLE).order_by("version").first()
    kept = timeliness(
        due_at=request.due_at,
        data_at=request.data_received_at,
        letter_at=letter.signed_at if letter else None,
    )
    extended = request.due_at if request.due_at != request.first_due_at else None
    return AgencyOutcome(
        name=request.agency.name,
        short=request.agency.short_name,
        timeliness=kept,
        tables=tuple(_table(row) for row in request.tables.all() if row.state != "moved"),
        received_at=_local(request.data_received_at, zone),
        letter=_reference(letter),
        letter_at=_local(letter.signed_at if letter else None, zone),
        stated_by_office=bool(first and first.stated_received_at),
        extended_to=_local(extended, zone),
        follow_up=_follow_up(request) if kept is Timeliness.NOT_SENT else "",
    )


_READABLE = (
    SubmissionState.AWAITING_LETTER,
    SubmissionState.COMPLETE,
    SubmissionState.CHECKED,
    SubmissionState.SUPERSEDED,
)


def _table(row: RequestedTable) -> TableOutcome:
    return TableOutcome(
        code=row.table.code,
        title=row.table.title,
        state=TABLE_STATES[row.state],
        values=row.values,
        resubmitted=row.returns if row.state != ItemState.RETURNED else max(row.returns - 1, 0),
        note="menunggu surat pengiriman" if row.state == ItemState.PENDING else "",
    )


def _first_transmittal(request: Request) -> Letter | None:
    letters = request.letters.filter(kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED)
    return letters.order_by("signed_at").first()


def _reference(letter: Letter | None) -> Reference | None:
    if letter is None or letter.signed_at is None:
        return None
    return Reference(letter.number, local_date(letter.office, letter.signed_at), letter.subject)


def _follow_up(request: Request) -> str:
    letter = request.letters.filter(kind=LetterKind.FOLLOW_UP).exclude(state=LetterState.VOID).first()
    return f"Surat susulan {letter.number}".strip() if letter else ""


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None


def _conclusions(agencies: int, sent: int, requested: int, stored: int) -> tuple[str, ...]:
    return (
        f"Dari {counted(agencies)} OPD yang diminta, {counted(sent)} OPD telah mengirim data.",
        f"Dari {counted(requested)} tabel yang diminta, {counted(stored)} tabel tersimpan di Bank Data.",
    )


def _collection_days(round_: Round, at: datetime) -> tuple[date, ...]:
    calendar = calendar_of(round_.office)
    start = local_date(round_.office, round_.letters_signed_at or round_.opened_at)
    end = local_date(round_.office, round_.intake_closed_at or at)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(day for day in days if calendar.is_workday(day))


def _common_due(round_: Round) -> datetime:
    dues = [request.first_due_at for request in round_.requests.all() if request.first_due_at]
    return max(dues, default=round_.step1_due_at).astimezone(ZoneInfo(round_.office.time_zone))


def _step_times(round_: Round) -> tuple[StepTime, ...]:
    """Planned and actual time of steps 1 to 4, each split by who held it; revisions stand apart under number 0."""
    sop, calendar = sop_of(round_), calendar_of(round_.office)
    zone = ZoneInfo(round_.office.time_zone)
    submissions = list(Submission.objects.filter(request__round=round_, complete_at__isnull=False))
    sent = [request.sent_at for request in round_.requests.all() if request.sent_at]
    spans = {
        1: (round_.opened_at, round_.step1_due_at, round_.letters_signed_at),
        2: (round_.letters_signed_at, round_.step2_due_at, round_.distributed_at),
        3: (min(sent, default=None), _common_due(round_), _last(s.complete_at for s in submissions)),
        4: (
            min((s.complete_at for s in submissions if s.complete_at), default=None),
            _last(s.check_due_at for s in submissions),
            _last(s.checked_at for s in submissions),
        ),
        5: (round_.intake_closed_at, round_.report_due_at, None),
    }
    return tuple(
        StepTime(
            no=number,
            title=sop.step(number).activity,
            limit=sop.step(number).time_limit.text,
            begun_at=_local(begun, zone),
            due_at=_local(due, zone),
            ended_at=_local(ended, zone),
            held=split_time(calendar, step_holdings(round_, number, submissions)),
        )
        for number, (begun, due, ended) in spans.items()
    )


def step_holdings(round_: Round, number: int, submissions: Iterable[Submission]) -> list[Holding]:
    """This will list who held a step from when to when."""
    match number:
        case 1:
            return _chain_holdings(round_)
        case 2:
            return _holding("JP", round_.letters_signed_at, round_.distributed_at)
        case 3:
            done = _last(s.complete_at for s in submissions)
            return _holding("Produsen Data", round_.distributed_at, done)
        case 4:
            spans = [_holding("JP dan SuKor", s.complete_at, s.checked_at) for s in submissions]
            return [one for span in spans for one in span]
        case _:
            return []


def _chain_holdings(round_: Round) -> list[Holding]:
    """In step 1 each seat holds the bundle from its first letter's arrival to its last letter's leaving."""
    holdings = _holding("JP", round_.opened_at, round_.prepared_at)
    steps = [
        step
        for letter in round_.letters.filter(kind__in=[LetterKind.REQUEST, LetterKind.MEMO]).prefetch_related("steps")
        for step in letter.steps.all()
    ]
    for role in (Role.SUKOR, Role.KABID, Role.KADIS):
        mine = [step for step in steps if step.role == role and step.ready_at and step.done_at]
        ready = min((step.ready_at for step in mine if step.ready_at), default=None)
        holdings += _holding(ROLE_NAMES[role], ready, _last(step.done_at for step in mine))
    return holdings


def _holding(holder: str, begun: datetime | None, ended: datetime | None) -> list[Holding]:
    return [Holding(holder, begun, ended)] if begun and ended and begun < ended else []


def _last(instants: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in instants if one), default=None)


def _checkpoint(office: Office, at: datetime) -> Checkpoint:
    """Sign how far the journal has come; the report carries it outside (security D8)."""
    head = JournalHead.objects.get(office_id=office.pk)
    note = checkpoint_note(JournalCheckpoint(str(office.pk), Head(head.sequence, head.hash), at))
    signature = KeyRing(settings.KEYS_ROOT).sign(KeyPurpose.CHECKPOINT, note.encode())
    StoredCheckpoint.objects.create(
        office_id=office.pk,
        sequence=head.sequence,
        hash=head.hash,
        at=at,
        key_id=signature.key_id,
        signature=signature.value,
    )
    return Checkpoint(head.sequence, head.hash, at.astimezone(ZoneInfo(office.time_zone)))
