"""Old years in a file, for the data bank: a long table or a narrow list, checked alike, with every figure it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sektoral.domain.checks import privacy
from sektoral.domain.checks.long.check import LongResult, check_lines, tell_other_sheets, unread, without_heading
from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.heads import Heading, check_heading, find_heading, first_line
from sektoral.domain.checks.long.narrow import find_narrow, headings_of, turn, unread_columns
from sektoral.domain.checks.long.rules import LongBody
from sektoral.domain.grids import Grid, Visibility
from sektoral.domain.instruments import TableDef
from sektoral.domain.layout import address
from sektoral.domain.numbers import Locale


class OldFigure(NamedTuple):
    """One figure of a file: where it belongs, its canonical text or mark, and the cell it stands in."""

    period: str
    row: str
    column: str
    text: str
    mark: str
    cell: str


@dataclass(frozen=True, slots=True)
class History:
    """What a file says of a table's past; the figures count only where the verdict does not reject them."""

    result: LongResult
    figures: Sequence[OldFigure]


def read_history(table: TableDef, grids: Sequence[Grid], *, locale: Locale | None = None) -> History:
    """Check a file of old years against a table's definition, and read its figures. Hidden sheets are not read.

    Of a long table, lines without any figure are passed over, so that a template need not be filled to its end.
    """
    visible = [grid for grid in grids if grid.visibility is Visibility.VISIBLE]
    narrow = next((grid for grid in visible if find_narrow(table, grid)), None)
    if narrow is not None:
        return _narrow(table, narrow, visible, locale)
    found = [(grid, heading) for grid in visible if (heading := find_heading(table, grid))]
    if not found:
        return History(without_heading(table, visible), ())
    grid, heading = found[0]
    faults = Faults(grid.name, table.code)
    tell_other_sheets(grid, found[1:], faults)
    check_heading(table, grid, heading, faults)
    result, body = check_lines(table, _without_unfilled(grid, heading), heading, faults, locale)
    return History(result, list(_figures(body, faults)))


def _narrow(table: TableDef, grid: Grid, visible: Sequence[Grid], locale: Locale | None) -> History:
    heading = find_narrow(table, grid)
    if heading is None:
        raise AssertionError("only called with a sheet that has a heading")
    faults = Faults(grid.name, table.code)
    turned = turn(table, grid, heading, faults, locale)
    faults.origin = turned.origin
    result, body = check_lines(table, turned.grid, turned.heading, faults, locale, gaps=True)
    personal = tuple(privacy.personal_columns([unread(grid, unread_columns(heading))]))
    result = replace(result, headings=headings_of(grid, heading), personal_columns=personal)
    return History(result, list(_figures(body, faults)))


def _without_unfilled(grid: Grid, heading: Heading) -> Grid:
    """The sheet with those lines emptied that hold no figure at all, neither number nor mark nor formula."""
    figures = [number - grid.first_column for part, number in heading.parts.items() if part[0] == "figure"]
    begin = first_line(grid, heading) - grid.first_row
    told = {row - grid.first_row for row, _ in (*grid.errors, *grid.formulas)}
    rows = [
        line
        if at < begin or at in told or any(number < len(line) and line[number] != "" for number in figures)
        else [""] * len(line)
        for at, line in enumerate(grid.rows)
    ]
    return replace(grid, rows=rows)


def _figures(body: LongBody, faults: Faults) -> Iterator[OldFigure]:
    """Every number and mark that stands at a place of the table, line by line."""
    for line in range(body.lines.count):
        period, row = body.keys.periods[line], body.keys.rows[line]
        if not period or row is None:
            continue
        at = body.lines.row_of(line)
        for one in body.figures:
            said = one.said(line)
            if said.number is not None or said.mark:
                yield OldFigure(
                    period, row.code, one.column.code, said.text, said.mark, address(*faults.origin(at, one.number))
                )
