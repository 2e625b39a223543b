"""Finding an instrument's parts in a workbook by identity: a sheet by its A1, a row by its code, a column by its
printed number. Positions are never guessed; where they differ from the definition, a finding says so."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.checks.sentences import finding
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Grid
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import (
    CODE_COLUMN,
    FIRST_ROW,
    LABEL_COLUMN,
    LABEL_ROW,
    LISTING,
    NUMBER_ROW,
    OWN_TOTAL_LABEL,
    TableLayout,
    address,
    lay_out,
)

SEARCHED_BELOW = 200  # rows under the table in which moved rows are looked for
SEARCHED_ABOVE = 50  # rows that somebody may have put above a sheet's tag, and above a table's printed numbers


@dataclass(frozen=True, slots=True)
class Match:
    """Where one table's rows and columns stand, by code. `own_row` holds the agency's own totals.

    `shift` counts the rows by which the whole table stands lower than drawn.
    """

    layout: TableLayout
    grid: Grid
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    own_row: int | None
    shift: int = 0


def match_tables(definition: InstrumentDef, grids: Sequence[Grid]) -> tuple[list[Match], list[Finding]]:
    """Match every table of the definition with its sheet."""
    tagged: dict[str, list[Grid]] = defaultdict(list)
    for grid in grids:
        tagged[tag_of(grid)].append(grid)
    matches, findings = [], []
    for layout in lay_out(definition).tables:
        found = tagged.get(layout.sheet, [])
        if len(found) == 1:
            match, faults = _match(layout, found[0])
            matches.append(match)
            findings += faults
        elif found:
            facts = {"other": found[1].name}
            findings.append(finding("sheet_twice", sheet=found[0].name, cell="A1", table=layout.sheet, facts=facts))
        else:
            findings.append(finding("sheet_missing", sheet=layout.sheet, cell="A1", table=layout.sheet))
    return matches, findings


def tag_of(grid: Grid) -> str:
    """What a sheet calls itself: the first text of column A, A1 unless blank rows were put above it."""
    last = min(grid.last_row, SEARCHED_ABOVE)
    return next((text for row in range(1, last + 1) if (text := grid.text(row, CODE_COLUMN))), "")


def find_listing(grids: Sequence[Grid]) -> Grid | None:
    """Find the list of tables by its tag, else by its name."""
    by_tag = [grid for grid in grids if tag_of(grid) == LISTING]
    return next(iter(by_tag), None) or next((grid for grid in grids if grid.name == LISTING), None)


def _match(layout: TableLayout, grid: Grid) -> tuple[Match, list[Finding]]:
    shift = _find_shift(layout, grid)
    rows, faults = _match_rows(layout, grid, shift)
    columns, more = _match_columns(layout, grid, shift)
    own_row = _find_own_row(layout, grid, shift)
    match = Match(layout, grid, rows, columns, own_row, shift)
    return match, [*faults, *more, *_rows_added(match)]


def _find_shift(layout: TableLayout, grid: Grid) -> int:
    """How much lower the printed number of the codes' column stands than it was drawn."""
    number = layout.printed_number(CODE_COLUMN)
    places = (NUMBER_ROW, *range(1, min(grid.last_row, NUMBER_ROW + SEARCHED_ABOVE) + 1))
    return next((row for row in places if grid.text(row, CODE_COLUMN) == number), NUMBER_ROW) - NUMBER_ROW


def _match_rows(layout: TableLayout, grid: Grid, shift: int) -> tuple[dict[str, int], list[Finding]]:
    standing: dict[str, list[int]] = defaultdict(list)
    for row in range(FIRST_ROW + shift, min(grid.last_row, layout.last_row + shift + SEARCHED_BELOW) + 1):
        standing[grid.text(row, CODE_COLUMN)].append(row)
    rows: dict[str, int] = {}
    faults: list[Finding] = []
    for expected, definition in enumerate(layout.table.rows, FIRST_ROW + shift):
        places = standing.get(definition.code, [])
        if len(places) > 1 and expected in places:
            other = next(row for row in places if row != expected)
            faults.append(_fault("code_twice", layout, grid, other, CODE_COLUMN, definition.code))
        if not places or (len(places) > 1 and expected not in places):
            faults.append(_fault("code_changed", layout, grid, expected, CODE_COLUMN, definition.code))
            continue
        row = expected if expected in places else places[0]
        rows[definition.code] = row
        if not _same(grid.text(row, LABEL_COLUMN), [definition.label, layout.table.row_label(definition)]):
            faults.append(_fault("label_changed", layout, grid, row, LABEL_COLUMN, definition.label))
        elif row != expected:
            faults.append(_fault("row_moved", layout, grid, row, CODE_COLUMN, definition.code))
    return rows, faults


def _match_columns(layout: TableLayout, grid: Grid, shift: int) -> tuple[dict[str, int], list[Finding]]:
    number_row, label_row = NUMBER_ROW + shift, LABEL_ROW + shift
    standing: dict[str, list[int]] = defaultdict(list)
    for column in range(1, grid.last_column + 1):
        standing[grid.text(number_row, column)].append(column)
    columns: dict[str, int] = {}
    faults: list[Finding] = []
    for expected, definition in enumerate(layout.table.columns, layout.first_input):
        number = layout.printed_number(expected)
        places = standing.get(number, [])
        if len(places) != 1:
            code = "column_twice" if places else "column_changed"
            faults.append(_fault(code, layout, grid, number_row, places[-1] if places else expected, number))
            continue
        columns[definition.code] = places[0]
        if not _same(grid.text(label_row, places[0]), [definition.label, layout.table.column_label(definition)]):
            faults.append(_fault("label_changed", layout, grid, label_row, places[0], definition.label))
        elif places[0] != expected:
            faults.append(_fault("column_moved", layout, grid, number_row, places[0], number))
    return columns, faults


def _find_own_row(layout: TableLayout, grid: Grid, shift: int) -> int | None:
    """The row of the agency's own totals, by its label in column A."""
    if layout.own_row is None:
        return None
    last = min(grid.last_row, layout.own_row + shift + SEARCHED_BELOW)
    places = (layout.own_row + shift, *range(FIRST_ROW + shift, last + 1))
    return next((row for row in places if grid.text(row, CODE_COLUMN) == OWN_TOTAL_LABEL), None)


def _rows_added(match: Match) -> list[Finding]:
    """Rows between the table's own that carry figures but no code of the table."""
    layout, grid = match.layout, match.grid
    lost = {layout.row_of(row.code) + match.shift for row in layout.table.rows if row.code not in match.rows}  # told
    taken = {*match.rows.values(), *lost}
    end = match.own_row - 1 if match.own_row else max(taken) + 1
    return [
        _fault("row_added", layout, grid, row, CODE_COLUMN, "")
        for row in range(FIRST_ROW + match.shift, end)
        if row not in taken and any(grid.raw(row, column) != "" for column in match.columns.values())
    ]


def _fault(code: str, layout: TableLayout, grid: Grid, row: int, column: int, expected: str) -> Finding:
    value = grid.text(row, column)
    facts = {"expected": " ".join(expected.split())}
    return finding(code, sheet=grid.name, cell=address(row, column), table=layout.sheet, value=value, facts=facts)


def _same(found: str, expected: Collection[str]) -> bool:
    return (found != "" and found in expected) or _folded(found) in {_folded(one) for one in expected if one}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
