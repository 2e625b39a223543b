"""The collective report (SOP step 5) and its addendum as data; every figure they print is counted here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sektoral.domain import letter_parts
from sektoral.domain.corrections import SignedCorrection
from sektoral.domain.letter_parts import Text, default_text
from sektoral.domain.papers import Frame, Heading, Reference
from sektoral.domain.report_parts import BankState, CorrectedTable, Coverage, LastRound, Quality


class Timeliness(StrEnum):
    """How an agency kept its deadline."""

    ON_TIME = "on_time"
    LETTER_LATER = "letter_later"  # data in time, the transmittal letter after it or still missing
    LATE = "late"
    NOT_SENT = "not_sent"


class TableState(StrEnum):
    """Where a requested table stands when the intake closes."""

    STORED = "stored"
    NIL = "nil"
    UNAVAILABLE = "unavailable"
    HANDED_ON = "handed_on"  # with another agency, which is asked for it: counted with both
    AWAITING_STEWARD = "awaiting_steward"
    RETURNED = "returned"  # returned to the agency and still open
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """One requested table: `values` counts its values in the bank, `resubmitted` how often it was sent again."""

    code: str
    title: str
    state: TableState
    values: int = 0
    resubmitted: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgencyOutcome:
    """What one agency did; times are in the office's zone.

    `received_at` is when its data were complete, `letter_at` when the transmittal `letter` came; `stated_by_office`
    marks a time that an officer stated; `extended_to` is its own deadline when it was extended.
    """

    name: str
    short: str
    timeliness: Timeliness
    tables: tuple[TableOutcome, ...]
    received_at: datetime | None = None
    letter: Reference | None = None
    letter_at: datetime | None = None
    stated_by_office: bool = False
    extended_to: datetime | None = None
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Tables counted by state; `received` are all but the missing ones, `resubmitted` tables, not times."""

    requested: int
    received: int
    stored: int
    nil: int
    unavailable: int
    awaiting_steward: int
    returned: int
    missing: int
    resubmitted: int
    values: int
    handed_on: int = 0


@dataclass(frozen=True, slots=True)
class Recap:
    """Agencies counted by timeliness, and all their tables; `sent` are all agencies but the silent ones."""

    agencies: int
    sent: int
    on_time: int
    letter_later: int
    late: int
    silent: int
    tables: Tally


@dataclass(frozen=True, slots=True)
class Held:
    """How many minutes of working time somebody held a step."""

    holder: str
    minutes: int


@dataclass(frozen=True, slots=True)
class StepTime:
    """A step's planned end and actual time; `no` is 0 for what the SOP does not time and the report keeps apart."""

    no: int
    title: str
    limit: str  # "5 hari kerja"
    begun_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    held: tuple[Held, ...] = ()
    note: str = ""

    @property
    def is_late(self) -> bool:
        """Whether the step ended after its planned end."""
        return self.due_at is not None and self.ended_at is not None and self.ended_at > self.due_at


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An active agency that the round left out, and why."""

    name: str
    reason: str


class Way(StrEnum):
    """How a table came to be asked of another agency in mid-round."""

    MERGER = "merger"
    HANDED_ON = "handed_on"  # its agency declared that another one has the data


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table that was asked of one agency and is asked of another; `due_at` is the deadline it has there."""

    code: str
    title: str
    way: Way
    moved_from: str
    moved_to: str
    due_at: datetime | None
    moved_at: datetime


class Verdict(StrEnum):
    """What became of a contradiction."""

    OPEN = "open"
    ANSWERED = "answered"  # both have said why; the office's turn
    RESOLVED = "resolved"  # the figures agree now
    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Contradicted:
    """A thing of which two agencies stated different figures; it holds no figure itself.

    `reason` is the office's, and empty where either table is not open: a reason tends to quote figures.
    """

    thing: str
    first: str
    second: str
    verdict: Verdict
    raised_at: datetime
    due_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The journal's signed checkpoint: the last event's sequence number and its chained SHA-256."""

    sequence: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSnapshot:
    """What the collective report says, frozen when it is drafted: all of the paper but its frame and heading.

    What reports did not tell before stays empty in those drafted then (`records.report_contents`). `days` are the
    working days of the collection, `due_at` its common deadline.
    """

    period: str
    days: tuple[date, ...]
    due_at: datetime
    agencies: tuple[AgencyOutcome, ...]
    legal_basis: tuple[str, ...]
    steps: tuple[StepTime, ...]
    conclusions: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    moved: tuple[MovedTable, ...] = ()
    contradictions: tuple[Contradicted, ...] = ()
    coverage: Coverage | None = None
    quality: Quality | None = None
    last_round: LastRound | None = None
    bank: BankState | None = None
    corrected: tuple[CorrectedTable, ...] = ()
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(ReportSnapshot):
    """Laporan kolektif: the snapshot as a paper, with the SHA-256 that its drafting event has of it."""

    frame: Frame
    heading: Heading
    sop_number: str
    content_sha256: str
    text: Text = field(default_factory=lambda: default_text(letter_parts.REPORT))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumSnapshot:
    """What an addendum says: what came after the intake of `report` was closed.

    `arrivals` holds the agencies that sent something since, each with the tables it sent; `before` and `after` are
    the counts of the whole round; `corrections` changed figures that the bank held already.
    """

    report: Reference
    period: str
    arrivals: tuple[AgencyOutcome, ...]
    before: Recap
    after: Recap
    corrections: tuple[SignedCorrection, ...] = ()
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum(AddendumSnapshot):
    """Laporan tambahan: the snapshot as a paper."""

    frame: Frame
    heading: Heading
    text: Text = field(default_factory=lambda: default_text(letter_parts.ADDENDUM))


def days_of(report: Report) -> tuple[date, ...]:
    """This will list the days a report's chart needs: its working days, the deadline, and each day data came in."""
    received = {agency.received_at.date() for agency in report.agencies if agency.received_at is not None}
    return tuple(sorted({*report.days, report.due_at.date(), *received}))


def coverage_of(agencies: Iterable[AgencyOutcome], *, tables_in_time: int) -> Coverage:
    """This will give completeness and timeliness over agencies and over tables."""
    agencies = tuple(agencies)
    counts = recap(agencies)
    owed = (TableState.MISSING, TableState.RETURNED)
    return Coverage(
        agencies=counts.agencies,
        agencies_complete=sum(all(table.state not in owed for table in one.tables) for one in agencies),
        agencies_in_time=counts.on_time + counts.letter_later,
        tables=counts.tables.requested,
        tables_answered=counts.tables.received - counts.tables.returned,
        tables_in_time=tables_in_time,
    )


def tally(tables: Iterable[TableOutcome]) -> Tally:
    """This will count tables by state."""
    tables = tuple(tables)
    by_state = {state: sum(table.state is state for table in tables) for state in TableState}
    return Tally(
        requested=len(tables),
        received=len(tables) - by_state[TableState.MISSING],
        stored=by_state[TableState.STORED],
        nil=by_state[TableState.NIL],
        unavailable=by_state[TableState.UNAVAILABLE],
        awaiting_steward=by_state[TableState.AWAITING_STEWARD],
        returned=by_state[TableState.RETURNED],
        missing=by_state[TableState.MISSING],
        resubmitted=sum(table.resubmitted > 0 for table in tables),
        values=sum(table.values for table in tables),
        handed_on=by_state[TableState.HANDED_ON],
    )


def recap(agencies: Iterable[AgencyOutcome]) -> Recap:
    """This will count agencies by timeliness, and their tables by state."""
    agencies = tuple(agencies)
    by_timeliness = {kept: sum(agency.timeliness is kept for agency in agencies) for kept in Timeliness}
    return Recap(
        agencies=len(agencies),
        sent=len(agencies) - by_timeliness[Timeliness.NOT_SENT],
        on_time=by_timeliness[Timeliness.ON_TIME],
        letter_later=by_timeliness[Timeliness.LETTER_LATER],
        late=by_timeliness[Timeliness.LATE],
        silent=by_timeliness[Timeliness.NOT_SENT],
        tables=tally(table for agency in agencies for table in agency.tables),
    )
