"""One round as the board reads it: requests, answers, letters and clocks, in a handful of queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q

from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.domain.outbox import MessageKind
from sektoral.domain.reports import AgencyOutcome, Recap, StepTime, recap
from sektoral.domain.sop import Sop
from sektoral.domain.states import ItemState, LetterState, RoundState, SubmissionState
from sektoral.domain.workdays import Calendar, is_late
from sektoral.records.asking import first_bundle
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Letter, Message, Request, RequestedTable, Round, Submission
from sektoral.records.outcomes import OWED, TABLE_STATES, outcomes_of, requests_with_answers, waits_for_letter
from sektoral.records.sops import sop_of
from sektoral.records.step_times import step_times
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.states import status_of

STORED, NIL = status_of(ItemState.STORED), status_of(ItemState.NIL)
UNAVAILABLE, AT_STEWARD = status_of(ItemState.UNAVAILABLE), status_of(ItemState.AWAITING_STEWARD)
HANDED_ON = status_of(ItemState.HANDED_ON)
TO_CHECK, RETURNED = status_of(ItemState.PENDING), status_of(ItemState.RETURNED)
WITHOUT_LETTER = status_of(SubmissionState.AWAITING_LETTER)
BEING_READ = Status(Tone.RUN, "Sedang dibaca", Shape.INFO)
FAULTY = Status(Tone.WAIT, "Berkas perlu diperbaiki")
LATE = Status(Tone.BAD, "Belum dikirim, lewat batas")
NOT_SENT = Status(Tone.IDLE, "Belum dikirim")
NOT_ASKED = Status(Tone.IDLE, "Belum diminta")
MARKS: tuple[Status, ...] = (  # in the order of the legend
    STORED,
    NIL,
    UNAVAILABLE,
    HANDED_ON,
    AT_STEWARD,
    TO_CHECK,
    WITHOUT_LETTER,
    RETURNED,
    BEING_READ,
    FAULTY,
    LATE,
    NOT_SENT,
    NOT_ASKED,
)
ANSWERED = (STORED, NIL, UNAVAILABLE, HANDED_ON, AT_STEWARD)
AWAITED = frozenset({WITHOUT_LETTER, RETURNED, BEING_READ, FAULTY, LATE, NOT_SENT, NOT_ASKED})  # by their agency
UNREAD = (SubmissionState.REJECTED, SubmissionState.REFUSED)

URGING = (MessageKind.REMINDER, MessageKind.OVERDUE, MessageKind.ESCALATION)


@dataclass(frozen=True, slots=True)
class Reminders:
    """How many messages reminded an agency, and when the last one left."""

    count: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round at the instant `at`. `marks` holds each requested table's place in the completeness grid."""

    round: Round
    sop: Sop
    calendar: Calendar
    at: datetime
    requests: Sequence[Request]
    outcomes: Sequence[AgencyOutcome]
    recap: Recap
    times: Sequence[StepTime]
    letters: Sequence[Letter]
    report: Letter | None
    marks: Mapping[UUID, Status]
    reminders: Mapping[UUID, Reminders]

    @property
    def asked_and_signed(self) -> int:
        """How many requests have their signed letter; one letter may ask for many."""
        signed = [letter for letter in self.letters if letter.state == LetterState.SIGNED]
        return sum(1 if letter.request_id else len(letter.addressees.all()) for letter in signed)

    @property
    def state(self) -> RoundState:
        """How far the round is."""
        return RoundState(self.round.state)

    @property
    def zone(self) -> ZoneInfo:
        """The office's zone."""
        return ZoneInfo(self.calendar.zone)

    @property
    def counts(self) -> Mapping[Status, int]:
        """Tables by mark."""
        return Counter(self.marks.values())

    @property
    def tables(self) -> int:
        """How many tables are asked for."""
        return len(self.marks)

    @property
    def submissions(self) -> Sequence[Submission]:
        """Everything that came in and was not taken back."""
        return [submission for request in self.requests for submission in standing(request)]

    @property
    def due_at(self) -> datetime | None:
        """The common deadline of step 3, as it was issued."""
        return max((r.first_due_at for r in self.requests if r.first_due_at), default=None)

    @property
    def is_past_due(self) -> bool:
        """Whether the common deadline is over."""
        return self.due_at is not None and is_late(self.at, self.due_at)

    @property
    def overdue(self) -> Sequence[Request]:
        """Requests past their own deadline whose agency has handed over nothing."""
        return [r for r in self.requests if r.due_at and is_late(self.at, r.due_at) and r.data_received_at is None]

    def rows(self, request: Request) -> Sequence[RequestedTable]:
        """The tables of one request, in the order of the workbook."""
        return list(request.tables.all())

    def time_of(self, step: int) -> StepTime:
        """Planned and actual time of a step."""
        return next(time for time in self.times if time.no == step)

    def day(self, at: datetime) -> date:
        """The office's day of an instant."""
        return self.calendar.local_date(at)


def read_round(round_: Round, *, at: datetime) -> RoundFacts:
    """This will read a round for its board; `sop` and `office` must be selected."""
    calendar = calendar_of(round_.office)
    letters = _letters(round_)
    requests = [r for r in requests_with_answers(round_) if list(r.tables.all())]
    outcomes = outcomes_of(requests, ZoneInfo(calendar.zone))
    return RoundFacts(
        round=round_,
        sop=sop_of(round_),
        calendar=calendar,
        at=at,
        requests=requests,
        outcomes=outcomes,
        recap=recap(outcomes),
        times=step_times(round_, calendar, until=at),
        letters=[letter for letter in letters if letter.kind in REQUEST_KINDS],
        report=next((letter for letter in reversed(letters) if letter.kind == LetterKind.REPORT), None),
        marks={row.pk: mark_of(request, row, at) for request in requests for row in request.tables.all()},
        reminders=_reminders(requests),
    )


def mark_of(request: Request, row: RequestedTable, at: datetime) -> Status:
    """This will tell where a requested table stands."""
    if row.state == ItemState.PENDING:
        return WITHOUT_LETTER if waits_for_letter(request, row) else TO_CHECK
    if row.state != "waiting":
        return status_of(ItemState(row.state))
    if request.sent_at is None:
        return NOT_ASKED
    last = standing(request)[-1:]
    if last and last[0].state == SubmissionState.RECEIVED:
        return BEING_READ
    due = row.due_at or request.due_at
    if due is not None and is_late(at, due):
        return LATE
    return FAULTY if last and last[0].state in UNREAD else NOT_SENT


def standing(request: Request) -> Sequence[Submission]:
    """This will list what an agency sent and did not take back, in the order of its coming."""
    return [one for one in request.submissions.all() if one.state != SubmissionState.WITHDRAWN]


def owes(row: RequestedTable) -> bool:
    """This will tell whether an agency still has something to hand over for a table."""
    return TABLE_STATES[row.state] in OWED


def _letters(round_: Round) -> list[Letter]:
    """The letters of step 1 and the report, as they were drafted."""
    bundle = Q(pk__in=first_bundle(round_).values("pk"))
    letters = round_.letters.filter(bundle | Q(kind=LetterKind.REPORT)).exclude(state=LetterState.VOID).defer("content")
    return list(letters.prefetch_related("steps", "addressees").order_by("drafted_at"))


def _reminders(requests: Sequence[Request]) -> Mapping[UUID, Reminders]:
    """What urged an agency on; the messages to several persons at once are one reminder."""
    sent = Message.objects.filter(request__in=requests, sent_at__isnull=False, kind__in=URGING)
    counted = sent.values("request").annotate(count=Count("queued_at", distinct=True), last=Max("sent_at"))
    return {row["request"]: Reminders(row["count"], row["last"]) for row in counted}
