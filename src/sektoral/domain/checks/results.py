"""What the check gives back: the findings, and what each table and cell says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sektoral.domain.findings import Finding, Severity


class Verdict(StrEnum):
    """What becomes of a file: `EXPLAIN` is acceptable once every *periksa* has its explanation."""

    ACCEPTED = "accepted"
    EXPLAIN = "explain"
    REJECTED = "rejected"
    REFUSED = "refused"


class TableState(StrEnum):
    """How one table was answered."""

    FILLED = "filled"
    PARTIAL = "partial"
    EMPTY = "empty"
    NIL = "nil"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class CellResult:
    """One answered cell: `row` and `column` are codes, `text` canonical decimal text (empty for a bare mark)."""

    sheet: str
    row: str
    column: str
    cell: str
    text: str
    mark: str
    status: str  # SDMX OBS_STATUS
    source_text: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the list of tables says of one table. `reason` is the digit of the reason, `nature` a flag or empty."""

    is_nil: bool = False
    reason: str = ""
    reason_text: str = ""
    nature: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class TableResult:
    """One table's answer. `filled` of `expected` cells hold something."""

    sheet: str
    state: TableState
    declaration: Declaration
    filled: int
    expected: int
    cells: tuple[CellResult, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """The agency's correction of a butir (1 to 15) of a variable's metadata."""

    variable: str
    item: int
    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The whole outcome. `findings` are at most 2,000; `totals` count all of them by code."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    totals: Mapping[str, int]
    tables: tuple[TableResult, ...]
    corrections: tuple[Correction, ...] = ()
    locale: str = ""
    personal_columns: tuple[str, ...] = ()
    severities: Mapping[Severity, int] = field(default_factory=dict)

    @property
    def findings_total(self) -> int:
        """How many findings there are, also beyond the cap."""
        return sum(self.totals.values())

    @property
    def observations(self) -> int:
        """How many cells hold a number or a mark."""
        return sum(len(table.cells) for table in self.tables)
