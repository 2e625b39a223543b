"""Angka pembanding: what BPS or another publisher states for the cells and totals of a table, beside the agency's own.

Two sources may both be right: they count by different concepts. They are compared and never mixed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.cubes import TOTAL
from sektoral.domain.grids import CellKind, Grid
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import EXACT, Locale, ValueState, parse_number, parse_text

ROW, COLUMN, PERIOD, FIGURE = "kode_baris", "kode_kolom", "periode", "angka"  # heads of the template
HEADS = (ROW, COLUMN, PERIOD, FIGURE)
HEAD_ROWS = 20  # how far down the row of heads may stand
Line = tuple[str, str, tuple[str, ...]]  # code, label, the codes that it adds up
Values = Mapping[tuple[str, str], Decimal | None]  # by row and column; None: not available


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table, or a total of it: `parts` are the cells that it adds up."""

    row: str
    column: str
    row_label: str
    column_label: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line of a file. `text` is canonical decimal text, empty where `said` is no number; `cell` is `Daftar!F12`."""

    row: str
    column: str
    period: str
    text: str
    said: str
    cell: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures side by side: own minus reference, exactly, and in per cent of the reference to two places."""

    own: Decimal | None
    reference: Decimal
    difference: Decimal | None
    percent: Decimal | None
    is_apart: bool  # by more than the threshold


def places_of(table: TableDef) -> Sequence[Place]:
    """This will list what a publisher may state of a table: its cells, and the totals that may be added."""
    rows: list[Line] = [(row.code, row.label, (row.code,)) for row in table.rows]
    if table.total_label:
        rows.append((TOTAL, table.total_label, tuple(row.code for row in table.rows)))
    columns: list[Line] = [
        (each.code, ", ".join(filter(None, (each.group, each.label))), (each.code,)) for each in table.columns
    ]
    columns += [(f"{TOTAL}{at or ''}", total.label, total.columns) for at, total in enumerate(table.row_totals)]
    return [
        Place(row, column, row_label, column_label, tuple((r, c) for r in row_parts for c in column_parts))
        for row, row_label, row_parts in rows
        for column, column_label, column_parts in columns
    ]


def amount_at(place: Place, values: Values) -> Decimal | None:
    """This will add up a place exactly; nothing where a part is lacking or not available."""
    total = Decimal(0)
    for part in place.parts:
        amount = values.get(part)
        if amount is None:
            return None
        total = EXACT.add(total, amount)
    return total


def compare(own: Decimal | None, reference: Decimal, *, threshold: int) -> Comparison:
    """This will compare; `threshold` is per cent of the reference that the two may lie apart."""
    if own is None:
        return Comparison(None, reference, None, None, is_apart=False)
    difference = EXACT.subtract(own, reference)
    is_apart = abs(difference) * 100 > abs(reference) * threshold
    if not reference:
        return Comparison(own, reference, difference, None, is_apart)
    percent = EXACT.divide(EXACT.multiply(difference, Decimal(100)), reference)
    return Comparison(own, reference, difference, EXACT.quantize(percent, Decimal("0.01")), is_apart)


def read_references(grid: Grid) -> Sequence[ReferenceLine] | None:
    """This will read the lines that hold a figure; nothing where the heads are not found. Marks are no figures.

    A number in a text cell is read in Indonesian writing: full stops part thousands, a comma the decimals.
    """
    for row in range(1, min(HEAD_ROWS, grid.last_row) + 1):
        heads = {grid.text(row, column).lower(): column for column in range(grid.last_column, 0, -1)}
        if heads.keys() >= set(HEADS):
            return list(_lines(grid, row, heads))
    return None


def _lines(grid: Grid, head: int, heads: Mapping[str, int]) -> Iterator[ReferenceLine]:
    for row in range(head + 1, grid.last_row + 1):
        cell = grid.cell(row, heads[FIGURE])
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
            value = parse_number(cell.value)
        else:
            value = parse_text(cell.text, Locale.ID)
        if value.state in (ValueState.NUMBER, ValueState.UNREADABLE, ValueState.AMBIGUOUS) or cell.formula is not None:
            row_code, column, period = (grid.text(row, heads[name]) for name in (ROW, COLUMN, PERIOD))
            said = cell.text or f"={cell.formula}"
            yield ReferenceLine(row_code, column, period, value.text, said, f"{grid.name}!{cell.address}")
