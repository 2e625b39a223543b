"""What the collective report says: every figure is read here, from one state of the tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sektoral.adapters.files import FileState
from sektoral.bank.queries.freshness import bank_state, corrected_tables
from sektoral.domain.corrections import SignedCorrection
from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Reference
from sektoral.domain.reports import AddendumSnapshot, Checkpoint, LeftOut, Recap, ReportSnapshot, coverage_of, recap
from sektoral.domain.states import ItemState, LetterState
from sektoral.domain.wording import counted
from sektoral.domain.workdays import Calendar
from sektoral.intake.files import file_store
from sektoral.letters.composing import period_label
from sektoral.records.actors import local_date
from sektoral.records.calendars import calendar_of
from sektoral.records.corrections import corrections_of
from sektoral.records.finding_outcomes import count_tables_in_time, quality_of_round
from sektoral.records.last_rounds import last_round_of
from sektoral.records.mid_round import contradictions_of, moved_tables
from sektoral.records.models import Letter, Request, Round, Submission
from sektoral.records.outcomes import agency_outcomes
from sektoral.records.outcomes_then import outcomes_until
from sektoral.records.report_contents import addendum_of, report_of
from sektoral.records.rounds import omissions_of
from sektoral.records.sops import sop_of
from sektoral.records.step_times import step_times


def report_snapshot(
    round_: Round, *, checkpoint: Checkpoint, at: datetime, advice: Sequence[str] = ()
) -> ReportSnapshot:
    """This will read the whole round as the report tells it; `advice` follows the counts among its conclusions."""
    office, sop = round_.office, sop_of(round_)
    until, calendar = round_.intake_closed_at or at, calendar_of(office)
    agencies = outcomes_until(round_, until)
    counts = recap(agencies)
    return ReportSnapshot(
        period=period_label(round_),
        days=collection_days(round_, calendar, at=at),
        due_at=common_due(round_),
        agencies=agencies,
        legal_basis=sop.legal_basis,
        steps=step_times(round_, calendar, until=at),
        conclusions=(*_conclusions(counts), *advice),
        left_out=tuple(LeftOut(one.agency.name, one.reason) for one in omissions_of(round_)),
        moved=moved_tables(round_, at),
        contradictions=contradictions_of(round_, at),
        coverage=coverage_of(agencies, tables_in_time=count_tables_in_time(round_, until)),
        quality=quality_of_round(round_, until),
        last_round=last_round_of(round_, until=at),
        bank=bank_state(office, at=at),
        corrected=corrected_tables(office, since=round_.opened_at, until=at),
        checkpoint=checkpoint,
    )


def check_sources_intact(round_: Round) -> None:
    """This will raise `WrongState` where a file that the report's figures come from is not as it was kept."""
    stored = Submission.objects.filter(request__round=round_, items__state=ItemState.STORED).distinct()
    for submission in stored.select_related("file", "transcript", "request__agency").order_by("received_at"):
        for file in filter(None, (submission.file, submission.transcript)):
            if file.purged_at is None and file_store().state(file.sha256) is not FileState.INTACT:
                raise WrongState("report_source_broken", what=file.name, agency=submission.request.agency.name)


def addendum_snapshot(round_: Round, report: Letter, *, checkpoint: Checkpoint, at: datetime) -> AddendumSnapshot:
    """This will read what came after the intake was closed, and the round's counts before and after it."""

    body = report_of(report)
    late = {request.agency.name for request in late_arrivals(round_)}
    earlier = last_addendum(round_)
    before = addendum_of(earlier).after if earlier else recap(body.agencies)
    outcomes = agency_outcomes(round_)
    return AddendumSnapshot(
        report=Reference(report.number, local_date(round_.office, report.signed_at or at), report.subject),
        period=period_label(round_),
        arrivals=tuple(one for one in outcomes if one.name in late),
        before=before,
        after=recap(outcomes),
        corrections=tuple(_corrections(round_)),
        checkpoint=checkpoint,
    )


def last_addendum(round_: Round) -> Letter | None:
    """This will give the latest addendum, drafted or signed, unless it was voided."""
    addenda = round_.letters.filter(kind=LetterKind.ADDENDUM).exclude(state=LetterState.VOID)
    return addenda.order_by("-drafted_at").first()


def late_arrivals(round_: Round) -> list[Request]:
    """This will list the requests with an answer that was taken after the intake closed and is in no addendum yet."""
    found = _arrived_late(round_)
    return list(Request.objects.filter(submissions__in=found).select_related("agency").distinct())


def _arrived_late(round_: Round) -> QuerySet[Submission]:
    last = last_addendum(round_)
    since = last.drafted_at if last else round_.intake_closed_at
    return Submission.objects.filter(
        request__round=round_,
        complete_at__isnull=False,
        items__decided_at__gt=since,
    )


def _corrections(round_: Round) -> Iterator[SignedCorrection]:
    """The signed corrections among what was taken since: their figures are in the bank."""
    late = _arrived_late(round_).exclude(correction_reason="").filter(items__state=ItemState.STORED).distinct()
    for submission in late.select_related("request__agency").order_by("received_at"):
        letter = submission.letters.filter(kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED).first()
        for title, cells in Counter(cell.table for cell in corrections_of(submission)).items():
            yield SignedCorrection(
                agency=submission.request.agency.name,
                table=title,
                cells=cells,
                reason=submission.correction_reason,
                letter=letter.number if letter else "",
            )


def _conclusions(counts: Recap) -> tuple[str, ...]:
    """What the counts say in sentences; what is still open stands only where there is something."""
    tables = counts.tables
    in_time = counts.on_time + counts.letter_later
    said = [
        f"Dari {counted(counts.agencies)} OPD yang diminta, {counted(counts.sent)} OPD telah mengirim data.",
        f"Data dari {counted(in_time)} OPD diterima sampai batas waktu.",
        f"Dari {counted(tables.requested)} tabel yang diminta, {counted(tables.stored)} tabel tersimpan di Bank Data.",
    ]
    if tables.missing or tables.returned:
        said.append(
            f"Sebanyak {counted(tables.missing)} tabel belum diterima dan {counted(tables.returned)} tabel yang "
            "dikembalikan belum diperbaiki; OPD yang bersangkutan diminta melengkapinya."
        )
    if tables.awaiting_steward:
        said.append(f"Sebanyak {counted(tables.awaiting_steward)} tabel data prioritas menunggu Pembina Data.")
    return tuple(said)


def collection_days(round_: Round, calendar: Calendar, *, at: datetime) -> tuple[date, ...]:
    """This will list the working days from the last signature to the close of the intake, or to now."""
    start = local_date(round_.office, round_.letters_signed_at or round_.opened_at)
    end = local_date(round_.office, round_.intake_closed_at or at)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(day for day in days if calendar.is_workday(day))


def common_due(round_: Round) -> datetime:
    """This will give the deadline as it was issued to the last agency, in the office's zone."""
    dues = [request.first_due_at for request in round_.requests.all() if request.first_due_at]
    return max(dues, default=round_.step1_due_at).astimezone(ZoneInfo(round_.office.time_zone))
