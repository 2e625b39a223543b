"""One table as it was found: where its rows and columns stand, and what each of its cells says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext
from sektoral.domain.checks.results import Declaration
from sektoral.domain.checks.sentences import finding
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Cell, CellKind, Grid
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef, VariableDef
from sektoral.domain.layout import TableLayout
from sektoral.domain.numbers import EMPTY, CellValue, Locale, ValueState, parse_number, parse_text
from sektoral.domain.validations import WHOLE

ZERO_MARKS = frozenset({ValueState.NONE, ValueState.NEGLIGIBLE})


@dataclass(frozen=True, slots=True)
class Reading:
    """One input cell: what was asked there, what stands there, what it says."""

    row: RowDef
    column: ColumnDef
    variable: VariableDef
    cell: Cell
    value: CellValue

    @property
    def is_sound(self) -> bool:
        """Whether the number is of the right kind and within its bounds, so that comparing it makes sense."""
        number = self.value.number
        if number is None or (self.variable.kind in WHOLE and number != number.to_integral_value()):
            return False
        low, high = self.variable.bounds
        return (low is None or number >= low) and (high is None or number <= high)

    @property
    def amount(self) -> Decimal | None:
        """The number for sums: nil and negligible count as zero; `None` where nothing certain stands."""
        number = self.value.number
        return Decimal(0) if number is None and self.value.state in ZERO_MARKS else number


@dataclass(frozen=True, slots=True)
class TableReading:
    """One table's sheet, matched. `rows` and `columns` give the place of each code that was found.

    `previous` holds last period's texts by (row code, column code); `explanations` what the agency wrote, by row code.
    """

    layout: TableLayout
    grid: Grid
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    own_row: int | None
    locale: Locale | None
    declaration: Declaration
    previous: Mapping[tuple[str, str], str]
    explanations: Mapping[str, str]
    cells: Mapping[tuple[str, str], Reading]
    period: str = ""  # that the figures are about, `2025`
    agency: str = ""  # whose table it is, `1.02`
    context: CheckContext = NOTHING_KNOWN
    siblings: "Mapping[str, TableReading]" = field(default_factory=dict)  # of the same workbook, by table code

    @property
    def table(self) -> TableDef:
        """The definition of the table."""
        return self.layout.table

    @property
    def filled(self) -> int:
        """How many input cells hold anything."""
        return sum(not is_blank(one) for one in self.cells.values())

    @property
    def is_declared(self) -> bool:
        """Whether the table was declared nil or not available."""
        return self.declaration.is_nil or bool(self.declaration.reason)

    def values(self) -> Iterator[Reading]:
        """Every input cell that was found, row by row."""
        return iter(self.cells.values())

    def fault(self, code: str, cell: Cell | str, *, value: str = "", **facts: str) -> Finding:
        """Make a finding on this sheet, at a cell or an address."""
        at = cell if isinstance(cell, str) else cell.address
        return finding(code, sheet=self.grid.name, cell=at, table=self.layout.sheet, value=value, facts=facts)

    def fault_at(self, code: str, reading: Reading, **facts: str) -> Finding:
        """Make a finding at an input cell, with its labels and the row's explanation."""
        labels = {"row": reading.row.label, "column": label_of(reading.column)}
        written = self.explanations.get(reading.row.code, "")
        shown = reading.value.source or reading.cell.text or f"={reading.cell.formula or ''}"
        return self.fault(code, reading.cell, value=shown, **labels, **facts, **_explained(written))


def read_cell(cell: Cell, locale: Locale | None) -> CellValue:
    """What an input cell says. Errors, formulas, dates and booleans say nothing; the check of values names them."""
    value = cell.value
    if cell.formula is not None:
        return CellValue(ValueState.UNREADABLE, cell.text)
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        return parse_number(value)
    if cell.kind is CellKind.TEXT and isinstance(value, str):
        return parse_text(value, locale)
    if cell.kind is CellKind.EMPTY:
        return EMPTY
    return CellValue(ValueState.UNREADABLE, cell.text)  # a date, a boolean, an error, a formula without its result


def is_blank(reading: Reading) -> bool:
    """Whether nothing stands in the cell, not even a formula."""
    return reading.value.state is ValueState.EMPTY and reading.cell.formula is None


def label_of(column: ColumnDef) -> str:
    """A column's label on one line, with its group."""
    label = " ".join(column.label.split())
    return f"{column.group} {label}" if column.group else label


def _explained(written: str) -> dict[str, str]:
    return {"explanation": written} if written else {}
