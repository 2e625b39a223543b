"""Totals: what the agency states as a total against the sum of its parts. A missing part leaves it undecided."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from sektoral.domain.checks.readings import Reading, TableReading, read_cell
from sektoral.domain.findings import Finding
from sektoral.domain.grids import CellKind
from sektoral.domain.layout import address
from sektoral.domain.numbers import EXACT, ValueState, plain_text
from sektoral.domain.validations import WHOLE

Added = tuple[Collection[str], Collection[str]]  # the codes of the rows and of the columns that a total adds


def check_own_totals(reading: TableReading) -> Iterator[Finding]:
    """The totals of the agency's own report agree with the sum of what it filled in."""
    if reading.own_row is None:
        return
    for column in reading.layout.summed:
        cell = reading.grid.cell(reading.own_row, _standing(reading, column))
        if cell.kind is CellKind.EMPTY or cell.formula is not None:  # a formula agrees with itself
            continue
        stated = read_cell(cell, reading.locale)
        if stated.number is None:
            if stated.state in (ValueState.UNREADABLE, ValueState.AMBIGUOUS):
                labels = {"row": "Jumlah di laporan Anda", "column": address(reading.own_row, column)}
                yield reading.fault("not_a_number", cell, value=cell.text, **labels)
            continue
        yield from _differs(reading, cell.address, stated.number, (_all_rows(reading), _codes(reading, column)))


def check_total_formulas(reading: TableReading) -> Iterator[Finding]:
    """A total formula that was typed over is told; it weighs only where the typed figure is another one."""
    for row, column, added in _formula_places(reading):
        cell = reading.grid.cell(row, column)
        if cell.formula is not None:
            continue
        stated = read_cell(cell, reading.locale)
        faults = list(_differs(reading, cell.address, stated.number, added)) if stated.number is not None else []
        yield from faults or [reading.fault("total_overwritten", cell, value=cell.text)]


def add(parts: Sequence[Reading]) -> Decimal | None:
    """The exact sum; `None` when a part is not available or faulty."""
    total = Decimal(0)
    for one in parts:
        if one.amount is None:
            return None
        total = EXACT.add(total, one.amount)
    return total


def _differs(reading: TableReading, cell: str, stated: Decimal, added: Added) -> Iterator[Finding]:
    rows, columns = added
    parts = [one for row in rows for column in columns if (one := reading.cells.get((row, column)))]
    reckoned = add(parts) if len(parts) == len(rows) * len(columns) else None
    if reckoned is None or abs(EXACT.subtract(stated, reckoned)) <= tolerance(parts):
        return
    yield reading.fault("total_differs", cell, value=plain_text(stated), reckoned=plain_text(reckoned))


def tolerance(parts: Sequence[Reading]) -> Decimal:
    """Rounding may add up to half a unit of the last decimal for each part; whole numbers must agree."""
    rounded = [one for one in parts if one.variable.kind not in WHOLE]
    if not rounded:
        return Decimal(0)
    places = max(one.variable.decimals for one in rounded)
    return Decimal(len(rounded)) * Decimal(5).scaleb(-places - 1)


def _formula_places(reading: TableReading) -> Iterator[tuple[int, int, Added]]:
    """Every locked total of this period: sheet row, column, what it adds."""
    layout = reading.layout
    for column in layout.row_totals:
        codes = _codes(reading, column)
        for code, row in reading.rows.items():
            yield row, column, ((code,), codes)
    if reading.own_row is not None:
        rows = _all_rows(reading)
        for column in layout.summed:
            yield reading.own_row - 1, _standing(reading, column), (rows, _codes(reading, column))


def _all_rows(reading: TableReading) -> tuple[str, ...]:
    return tuple(row.code for row in reading.table.rows)


def _codes(reading: TableReading, column: int) -> tuple[str, ...]:
    """The input columns that a column adds: itself, or those of a row total."""
    layout = reading.layout
    if column in layout.row_totals:
        return layout.table.row_totals[layout.row_totals.index(column)].columns
    return (layout.table.columns[column - layout.first_input].code,)


def _standing(reading: TableReading, column: int) -> int:
    """Where a column of the layout stands on this sheet: an input column may have been moved."""
    layout = reading.layout
    if layout.first_input <= column <= layout.last_input:
        return reading.columns.get(layout.table.columns[column - layout.first_input].code, column)
    return column
