"""What the report tells beside its counts: findings and what became of them, coverage, the round before, the bank.

Its records hold titles and names as they were when the report was drafted; `domain/reports.py` puts them together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sektoral.domain.checks.titles import title_of
from sektoral.domain.findings import Severity
from sektoral.domain.freshness import Freshness
from sektoral.domain.papers import Reference


class Became(StrEnum):
    """What became of a finding by the time the intake was closed."""

    CORRECTED = "corrected"  # a later submission answers the table and no longer has it
    EXPLAINED = "explained"  # the agency's words went along with a complete submission
    OPEN = "open"
    NOTED = "noted"  # it only informs


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding as one reading of a submission had it; `table` is the sheet, empty where it is about the whole file."""

    code: str
    severity: Severity
    table: str
    cell: str
    is_explained: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What one submission of a request answers, and what was found in it."""

    sheets: frozenset[str]
    faults: tuple[Fault, ...]
    is_complete: bool

    @property
    def covered(self) -> frozenset[str]:
        """The sheets it speaks of: an earlier fault in one of them that it lacks is corrected."""
        return self.sheets | {fault.table for fault in self.faults}


@dataclass(frozen=True, slots=True)
class FaultCount:
    """Findings counted by what became of them; those that only inform are none of the three."""

    found: int
    explained: int
    corrected: int
    still_open: int


@dataclass(frozen=True, slots=True)
class FoundKind:
    """The findings of one kind."""

    code: str
    title: str
    severity: Severity
    count: FaultCount


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """The findings in one agency's submissions."""

    name: str
    errors: int
    warnings: int
    infos: int
    count: FaultCount


@dataclass(frozen=True, slots=True)
class Quality:
    """The findings of a round, by kind and by agency; the same finding at the same cell counts once."""

    kinds: tuple[FoundKind, ...]
    agencies: tuple[FoundAgency, ...]

    @property
    def total(self) -> FaultCount:
        """All of them."""
        return _sum(kind.count for kind in self.kinds)

    @property
    def asking(self) -> FaultCount:
        """Those that ask for something: *salah* and *periksa*."""
        return _sum(kind.count for kind in self.kinds if kind.severity is not Severity.INFO)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Completeness and timeliness as parts of all agencies and of all tables."""

    agencies: int
    agencies_complete: int  # that owe no table
    agencies_in_time: int
    tables: int
    tables_answered: int
    tables_in_time: int  # whose first data came in time


@dataclass(frozen=True, slots=True)
class LastRound:
    """The round before as its own report tells it. `findings` is unknown of a report drafted before they counted."""

    title: str
    report: Reference
    addenda: tuple[Reference, ...]
    agencies: int
    in_time: int
    tables: int
    stored: int
    values: int
    findings: int | None
    still_open: int | None


@dataclass(frozen=True, slots=True)
class AgedTable:
    """A table of the bank that is due or stale; `last` is its last period as a code."""

    code: str
    title: str
    agency: str
    state: Freshness
    last: str
    awaited: str
    due_on: date


@dataclass(frozen=True, slots=True)
class BankState:
    """How fresh the bank was when the report was drafted: due and stale tables are listed, the others counted."""

    fresh: int
    empty: int
    aged: tuple[AgedTable, ...]


@dataclass(frozen=True, slots=True)
class CorrectedTable:
    """Figures of a table that the bank had before, and that were corrected since the round began."""

    code: str
    title: str
    agency: str
    period: str
    values: int
    reason: str


def judge(readings: Sequence[Reading]) -> Iterator[tuple[Fault, Became]]:
    """This will tell of one request's findings what became of each; `readings` in the order in which they came."""
    last: dict[tuple[str, str, str], tuple[int, Fault]] = {}
    for number, reading in enumerate(readings):
        for fault in reading.faults:
            last[fault.code, fault.table, fault.cell] = (number, fault)
    for number, fault in last.values():
        yield fault, _became(fault, readings[number], readings[number + 1 :])


def _became(fault: Fault, reading: Reading, later: Sequence[Reading]) -> Became:
    if any(not fault.table or fault.table in one.covered for one in later):
        return Became.CORRECTED
    if fault.severity is Severity.INFO:
        return Became.NOTED
    return Became.EXPLAINED if fault.is_explained and reading.is_complete else Became.OPEN


def quality_of(requests: Mapping[str, Sequence[Reading]]) -> Quality:
    """This will count findings by kind and by agency; `requests` are the readings by the agency's name."""
    judged = {name: tuple(judge(readings)) for name, readings in requests.items()}
    kinds: dict[tuple[str, Severity], list[Became]] = {}
    for fault, became in (one for found in judged.values() for one in found):
        kinds.setdefault((fault.code, fault.severity), []).append(became)
    order = list(Severity)
    rows = sorted(kinds.items(), key=lambda pair: (order.index(pair[0][1]), -len(pair[1]), pair[0][0]))
    return Quality(
        kinds=tuple(FoundKind(code, title_of(code), severity, _count(found)) for (code, severity), found in rows),
        agencies=tuple(_of_agency(name, found) for name, found in judged.items() if found),
    )


def _of_agency(name: str, found: Sequence[tuple[Fault, Became]]) -> FoundAgency:
    by = Counter(fault.severity for fault, _ in found)
    count = _count([became for _, became in found])
    return FoundAgency(name, by[Severity.ERROR], by[Severity.WARNING], by[Severity.INFO], count)


def _count(found: Sequence[Became]) -> FaultCount:
    by = Counter(found)
    return FaultCount(len(found), by[Became.EXPLAINED], by[Became.CORRECTED], by[Became.OPEN])


def _sum(counts: Iterable[FaultCount]) -> FaultCount:
    rows = [(one.found, one.explained, one.corrected, one.still_open) for one in counts]
    return FaultCount(*(sum(column) for column in zip(*rows, strict=True))) if rows else FaultCount(0, 0, 0, 0)
