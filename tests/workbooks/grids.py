"""The invented health instrument as grids, as the reader would give them: for checks that need no spreadsheet."""

from collections.abc import Mapping
from dataclasses import replace

from sektoral.domain.grids import Grid, Place, Raw, parse_address
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import (
    CODE_COLUMN,
    LABEL_COLUMN,
    LABEL_ROW,
    LISTING,
    METADATA,
    NUMBER_ROW,
    TableLayout,
    lay_out,
)
from tests.instruments import health_instrument
from tests.workbooks.filled import plausible

Typed = Mapping[tuple[str, str], Raw]  # (sheet, cell) -> what stands there


def filled_grids(
    typed: Typed | None = None,
    *,
    definition: InstrumentDef | None = None,
    formulas: Mapping[tuple[str, str], str] | None = None,
    errors: Mapping[tuple[str, str], str] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[Grid]:
    """Every sheet of the instrument, filled plausibly, then changed: values, formulas, errors, missing sheets."""
    definition = definition or health_instrument()
    layout = lay_out(definition)
    cells: dict[str, dict[Place, Raw]] = {table.sheet: _frame(table) for table in layout.tables}
    cells[LISTING] = {(1, 1): LISTING, **{(layout.list_row(t.sheet), 2): t.sheet for t in layout.tables}}
    cells[METADATA] = {(1, 1): METADATA}
    for (sheet, cell), value in {**plausible(definition), **(typed or {})}.items():
        cells[sheet][parse_address(cell)] = float(value) if type(value) is int else value  # type: ignore[assignment]
    return [
        replace(
            _grid(sheet, found),
            formulas={**_total_formulas(layout.table(sheet)), **_on(sheet, formulas)} if sheet[0] == "T" else {},
            errors=_on(sheet, errors),
        )
        for sheet, found in cells.items()
        if sheet not in without
    ]


def _frame(table: TableLayout) -> dict[Place, Raw]:
    """Tag, codes, labels, printed numbers."""
    cells: dict[Place, Raw] = {(1, 1): table.sheet}
    units = {variable.unit for variable in table.table.variables}
    for row in table.table.rows:
        cells[table.row_of(row.code), CODE_COLUMN] = row.code
        cells[table.row_of(row.code), LABEL_COLUMN] = row.label
    for column in table.table.columns:
        place = table.column_of(column.code)
        unit = f"\n({table.table.variable_of(column).unit})" if len(units) > 1 else ""
        cells[LABEL_ROW, place] = column.label + unit
        cells[NUMBER_ROW, place] = table.printed_number(place)
    if table.own_row:
        cells[table.own_row, CODE_COLUMN] = "Jumlah di laporan Anda"
    return cells


def _total_formulas(table: TableLayout) -> dict[Place, str]:
    rows = {(table.row_of(row.code), column) for row in table.table.rows for column in table.row_totals}
    total = {(table.total_row, column) for column in table.summed} if table.total_row else set()
    return dict.fromkeys(rows | total, "SUM()")


def _on(sheet: str, typed: Mapping[tuple[str, str], str] | None) -> dict[Place, str]:
    return {parse_address(cell): text for (name, cell), text in (typed or {}).items() if name == sheet}


def _grid(sheet: str, cells: Mapping[Place, Raw]) -> Grid:
    last_row, last_column = (max(place[axis] for place in cells) for axis in (0, 1))
    rows = [[cells.get((row, column), "") for column in range(1, last_column + 1)] for row in range(1, last_row + 1)]
    return Grid(sheet, rows)
