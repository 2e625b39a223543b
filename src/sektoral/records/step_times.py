"""When each step of a round began, was due and ended, and who held it meanwhile: read from the tables as rule values.

Revisions of returned tables and the Pembina's own check are not timed by the SOP and stand apart, under number 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.reports import StepTime
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.domain.timeliness import Holding, split_time
from sektoral.domain.workdays import Calendar
from sektoral.records.asking import first_bundle
from sektoral.records.handed_over import HandedOver, by_submission, came_back_at, handed_over
from sektoral.records.models import Letter, LetterStep, Request, Round
from sektoral.records.sops import sop_of

CHECKERS = "JP dan SuKor"
PRODUCERS = "Produsen Data"
STEWARD = "Pembina Data"
SEATS: dict[str, str] = {  # of letters, as reports name them
    Role.SUKOR: "SuKor",
    Role.KABID: "Kabid",
    Role.SEKRETARIS: "Sekretaris",
    Role.KADIS: "Kadis",
    Role.SEKDA: "Sekda",
}


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of work: `ended_at` is empty while it lasts."""

    holder: str
    begun_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None


def step_times(round_: Round, calendar: Calendar, *, until: datetime) -> tuple[StepTime, ...]:
    """This will give planned and actual time of the five steps, then of what the SOP does not time.

    What nobody has ended yet is counted up to `until`. `round_.sop` and `round_.office` should be selected.
    """
    answers = handed_over(round_)
    letters = _letters(round_)
    first = [one for one in answers if not one.is_revision]
    clock = _Clock(calendar, ZoneInfo(round_.office.time_zone), until)
    steps = {
        1: _preparing(round_, letters),
        2: [Span("JP", round_.letters_signed_at, round_.step2_due_at, round_.distributed_at)],
        3: [_submitting(round_, first)],
        4: _checking(first),
        5: _reporting(round_, letters),
    }
    sop = sop_of(round_)
    timed = tuple(
        clock.step_time(spans, no=no, title=sop.step(no).activity, limit=sop.step(no).time_limit.text)
        for no, spans in steps.items()
    )
    return timed + tuple(_untimed(round_, clock, answers))


@dataclass(frozen=True, slots=True)
class _Clock:
    """The office's calendar and the instant up to which open work counts."""

    calendar: Calendar
    zone: ZoneInfo
    until: datetime

    def step_time(self, spans: Sequence[Span], *, no: int, title: str, limit: str, note: str = "") -> StepTime:
        """This will sum up the stretches of one step."""
        begun = min((span.begun_at for span in spans if span.begun_at), default=None)
        is_open = begun is None or any(span.begun_at and span.ended_at is None for span in spans)
        return StepTime(
            no=no,
            title=title,
            limit=limit,
            begun_at=self._local(begun),
            due_at=self._local(_last(span.due_at for span in spans)),
            ended_at=None if is_open else self._local(_last(span.ended_at for span in spans)),
            held=split_time(self.calendar, [holding for span in spans for holding in self._holding(span)]),
            note=note,
        )

    def _holding(self, span: Span) -> list[Holding]:
        ended = span.ended_at or self.until
        return [Holding(span.holder, span.begun_at, ended)] if span.begun_at and span.begun_at < ended else []

    def _local(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.zone) if at else None


# ── The five steps ─────────────────────────────────────────────────────────


def _preparing(round_: Round, letters: Sequence[Letter]) -> list[Span]:
    """In step 1 each seat holds the bundle from its first letter's arrival to its last letter's leaving."""
    bundle = [letter for letter in letters if letter.kind in REQUEST_KINDS]
    drafting = Span("JP", round_.opened_at, round_.step1_due_at, round_.prepared_at)
    return [drafting, *_seats(bundle, round_.step1_due_at)]


def _submitting(round_: Round, first: Sequence[HandedOver]) -> Span:
    """Step 3 lasts until the last first answer is there, at the latest until the intake is closed."""
    requests = list(round_.requests.all())
    dues = [request.first_due_at for request in requests if request.first_due_at]
    is_open = round_.intake_closed_at is None and any(map(_is_awaited, requests))
    ended = None if is_open else _last(one.complete_at for one in first) or round_.intake_closed_at
    begun = min((request.sent_at for request in requests if request.sent_at), default=None)
    return Span(PRODUCERS, begun, max(dues, default=None), ended)


def _is_awaited(request: Request) -> bool:
    return request.sent_at is not None and request.completed_at is None and request.moved_to_id is None


def _checking(answers: Sequence[HandedOver]) -> list[Span]:
    """A submission is held from its completeness to the last decision on its tables, the Pembina's own left out."""
    spans = []
    for group in by_submission(answers):
        decided = [one.checked_at for one in group]
        ended = None if None in decided else _last(decided)
        spans.append(Span(CHECKERS, group[0].complete_at, group[0].check_due_at, ended))
    return spans


def _reporting(round_: Round, letters: Sequence[Letter]) -> list[Span]:
    reports = [letter for letter in letters if letter.kind == LetterKind.REPORT][-1:]
    drafted = reports[0].drafted_at if reports else None
    drafting = Span("JP", round_.intake_closed_at, round_.report_due_at, drafted)
    return [drafting, *_seats(reports, round_.report_due_at)]


def _seats(letters: Sequence[Letter], due_at: datetime | None) -> list[Span]:
    steps = [step for letter in letters for step in letter.steps.all() if step.ready_at]
    return [span for role, name in SEATS.items() if (span := _seat(name, [s for s in steps if s.role == role], due_at))]


def _seat(name: str, steps: Sequence[LetterStep], due_at: datetime | None) -> Span | None:
    begun = min((step.ready_at for step in steps if step.ready_at), default=None)
    done = [step.done_at for step in steps]
    return Span(name, begun, due_at, None if None in done else _last(done)) if begun else None


# ── What the SOP does not time ─────────────────────────────────────────────


def _untimed(round_: Round, clock: _Clock, answers: Sequence[HandedOver]) -> Iterable[StepTime]:
    mending = _mending(answers)
    again = [one for one in answers if one.is_revision]
    if mending:
        limit, note = f"{round_.office.revision_days} hari kerja", _counted(mending)
        yield clock.step_time(mending, no=0, title="Perbaikan tabel yang dikembalikan", limit=limit, note=note)
    if again:
        limit = sop_of(round_).step(4).time_limit.text
        yield clock.step_time(_checking(again), no=0, title="Pemeriksaan ulang tabel yang dikembalikan", limit=limit)
    passing = _passing(answers)
    if passing:
        yield clock.step_time(
            passing, no=0, title="Pemeriksaan data prioritas oleh Pembina Data", limit="", note=_counted(passing)
        )


def _mending(answers: Sequence[HandedOver]) -> list[Span]:
    """A returned table is its producer's until the next complete submission that has it."""
    return [
        Span(PRODUCERS, one.returned_at, one.revision_due_at, came_back_at(one, answers))
        for one in answers
        if one.returned_at
    ]


def _passing(answers: Sequence[HandedOver]) -> list[Span]:
    """Data prioritas are the Pembina's from the office's acceptance to the Pembina's own decision."""
    return [Span(STEWARD, one.for_steward_at, None, one.passed_at) for one in answers if one.for_steward_at]


def _counted(spans: Sequence[Span]) -> str:
    still_open = sum(span.ended_at is None for span in spans)
    return f"{len(spans)} tabel" + (f", {still_open} masih terbuka" if still_open else "")


def _letters(round_: Round) -> list[Letter]:
    bundle = Q(pk__in=first_bundle(round_).values("pk"))
    letters = round_.letters.filter(bundle | Q(kind=LetterKind.REPORT)).exclude(state=LetterState.VOID).defer("content")
    return list(letters.prefetch_related(Prefetch("steps", LetterStep.objects.order_by("position"))))


def _last(instants: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in instants if one), default=None)
