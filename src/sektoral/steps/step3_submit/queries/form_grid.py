"""One table of the form as it is drawn: heads, rows with their fields, totals, and what was found at which cell.

Every field has the name and id of its cell in the workbook, so that a finding at `T01!C8` leads to `#C8`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby

from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.sentences import finding_parts
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.grids import column_letters
from sektoral.domain.instruments import ColumnDef, RowDef, ValueKind
from sektoral.domain.layout import TableLayout, address
from sektoral.domain.numbers import render
from sektoral.domain.typed import STYLE, TypedTable, total_of
from sektoral.ui.components import Status
from sektoral.ui.findings import STATUSES

CELLS_AT_ONCE = 1_500  # fields on one page; a larger table is typed in parts
SIZES = {ValueKind.COUNT: 7, ValueKind.PERCENT: 6, ValueKind.DECIMAL: 8, ValueKind.INDEX: 7, ValueKind.RUPIAH: 17}
Before = Mapping[tuple[str, str], str]  # last period's canonical texts, by row and column


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding at a field: its number in the list, how grave it is, and its words."""

    number: int
    cell: str
    status: Status
    where: str
    what: str
    remedy: str
    code: str

    @property
    def blocks(self) -> bool:
        """Whether it must be mended."""
        return self.status == STATUSES[Severity.ERROR]

    @property
    def wants_words(self) -> bool:
        """Whether it must be mended or explained."""
        return self.status == STATUSES[Severity.WARNING]


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `before` is last period's figure as it is read."""

    address: str
    text: str
    label: str
    head: str
    column: str = ""
    size: int = 0  # characters that it is wide
    before: str = ""
    faults: tuple[Fault, ...] = ()
    is_missing: bool = False  # an answer was found missing here
    is_changed: bool = False  # it says something else than what the bank holds

    @property
    def is_wrong(self) -> bool:
        """Whether something must be mended here."""
        return self.is_missing or any(fault.blocks for fault in self.faults)

    @property
    def is_doubtful(self) -> bool:
        """Whether something here wants an explanation."""
        return not self.is_wrong and any(fault.wants_words for fault in self.faults)

    @property
    def described_by(self) -> str:
        """The ids of what tells more about the field."""
        before = [f"dulu-{self.address}"] if self.before else []
        return " ".join([*before, *(f"temuan-{fault.number}" for fault in self.faults)])


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that nobody types; `text` is `None` where nothing may be added. `adds` names the columns whose fields it
    adds, `rest` is the sum of the rows on other parts."""

    label: str
    text: str | None = None
    adds: str = ""
    rest: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its fields, its sums and where it is explained."""

    code: str
    label: str
    fields: tuple[Field, ...]
    totals: tuple[Total, ...]
    explanation: Field

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was found in this row."""
        return tuple(fault for one in (*self.fields, self.explanation) for fault in one.faults)

    @property
    def missing(self) -> str:
        """The columns in which an answer was found missing, told once for the row."""
        return ", ".join(one.head for one in self.fields if one.is_missing)


@dataclass(frozen=True, slots=True)
class FormGrid:
    """The grid: `groups` are (words, how many columns) over the heads, empty where no column has a group."""

    stub: str
    groups: tuple[tuple[str, int], ...]
    heads: tuple[str, ...]
    total_heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total_label: str
    totals: tuple[Total, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a grid is drawn from: the table, what is typed, last period's texts, what was found at which cell."""

    layout: TableLayout
    typed: TypedTable
    before: Before
    faults: Mapping[str, Sequence[Fault]]
    missing: frozenset[str] = frozenset()  # addresses
    changed: frozenset[str] = frozenset()  # addresses

    def grid(self, rows: Sequence[RowDef]) -> FormGrid:
        """This will draw these rows."""
        table = self.layout.table
        return FormGrid(
            stub=table.stub,
            groups=_groups(table.columns),
            heads=tuple(" ".join(table.column_label(one).split()) for one in table.columns),
            total_heads=tuple(total.label for total in table.row_totals),
            lines=tuple(self._line(row) for row in rows),
            total_label=table.total_label,
            totals=tuple(self._column_totals(rows)) if self.layout.total_row else (),
            width=len(table.columns) + len(table.row_totals) + 2,
        )

    def _line(self, row: RowDef) -> Line:
        explained = address(self.layout.row_of(row.code), self.layout.explanation)
        words = self.typed.explanations.get(row.code, "")
        found = tuple(self.faults.get(explained, ()))
        return Line(
            code=row.code,
            label=self.layout.table.row_label(row),
            fields=tuple(self._field(row, column) for column in self.layout.table.columns),
            totals=tuple(self._row_totals(row)),
            explanation=Field(explained, words, f"Penjelasan {row.label}", "Penjelasan", faults=found),
        )

    def _field(self, row: RowDef, column: ColumnDef) -> Field:
        here = address(self.layout.row_of(row.code), self.layout.column_of(column.code))
        shown = label_of(column)
        return Field(
            address=here,
            text=self.typed.text(row.code, column.code),
            label=f"{row.label}, {shown}",
            head=shown,
            column=column.code,
            size=SIZES[self.layout.table.variable_at(row, column).kind],
            before=figure(self.before.get((row.code, column.code), "")),
            faults=tuple(self.faults.get(here, ())),
            is_missing=here in self.missing,
            is_changed=here in self.changed,
        )

    def _row_totals(self, row: RowDef) -> Iterator[Total]:
        for total in self.layout.table.row_totals:
            text = total_of([self.typed.text(row.code, code) for code in total.columns])
            yield Total(total.label, text, self._letters(total.columns))

    def _column_totals(self, rows: Sequence[RowDef]) -> Iterator[Total]:
        """The total row over all rows of the table, also those on other parts."""
        table = self.layout.table
        elsewhere = [row for row in table.rows if row not in rows]
        columns: list[tuple[str, tuple[str, ...]]] = [(label_of(one), (one.code,)) for one in table.columns]
        columns += [(total.label, total.columns) for total in table.row_totals]
        for number, (label, codes) in enumerate(columns, self.layout.first_input):
            if number in self.layout.summed:
                rest = self._sum(elsewhere, codes) if elsewhere else None
                yield Total(label, self._sum(table.rows, codes), self._letters(codes), rest)
            else:
                yield Total(label)

    def _sum(self, rows: Sequence[RowDef], codes: Sequence[str]) -> str:
        return total_of([self.typed.text(row.code, code) for row in rows for code in codes])

    def _letters(self, codes: Sequence[str]) -> str:
        return " ".join(column_letters(self.layout.column_of(code)) for code in codes)


def number_faults(findings: Sequence[Finding]) -> tuple[Fault, ...]:
    """This will put findings into words, numbered from 1."""
    return tuple(_fault(one, number) for number, one in enumerate(findings, 1))


def at_cells(faults: Sequence[Fault]) -> Mapping[str, Sequence[Fault]]:
    """This will sort faults by their cells."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.cell].append(fault)
    return found


def parts_of(layout: TableLayout) -> list[tuple[RowDef, ...]]:
    """This will cut a table's rows into parts that one page can hold."""
    rows, size = layout.table.rows, max(1, CELLS_AT_ONCE // len(layout.table.columns))
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def figure(text: str) -> str:
    """This will write last period's text as it is read: a number with its dots, a mark as it is."""
    try:
        return render(Decimal(text), STYLE)
    except InvalidOperation:
        return text


def _fault(one: Finding, number: int) -> Fault:
    where, what, remedy = finding_parts(one)
    return Fault(number, one.cell, STATUSES[one.severity], where, what, remedy, one.code)


def _groups(columns: Sequence[ColumnDef]) -> tuple[tuple[str, int], ...]:
    if not any(column.group for column in columns):
        return ()
    return tuple((group, len(list(run))) for group, run in groupby(column.group for column in columns))
