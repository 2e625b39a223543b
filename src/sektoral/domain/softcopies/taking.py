"""From linked lines to cells: which figure answers which cell of the table, with its period and its unit's factor."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sektoral.domain.instruments import TableDef
from sektoral.domain.softcopies.links import Link, Match, Take, UnitQuestion
from sektoral.domain.softcopies.regions import Doubt, Figure, Region
from sektoral.domain.softcopies.units import factor_between

Place = tuple[str, str, str]  # row, column and period of the table asked for


def taken(match: Match, region: Region, table: TableDef, *, period: str) -> Match:
    """Take every figure whose lines leave one cell of the table, by the links that the match has now.

    A figure of a period that is not told is of the one asked for. Of two figures for one cell the first is taken, and
    the second pointed out. A unit that differs is asked about; its factor is proposed.
    """
    found: dict[Place, Take] = {}
    doubts = [one for one in match.doubts if one.code != "answered_twice"]
    units: dict[tuple[str, str], list[UnitQuestion]] = {}
    units_of = {
        (row.code, column.code): table.variable_at(row, column).unit for row in table.rows for column in table.columns
    }
    for figure, take in _takes(match, region, table, period):
        place = (take.row, take.column, take.period)
        if place in found:
            doubts.append(Doubt("answered_twice", take.cell, found[place].cell))
            continue
        question = _question(figure, take, units_of[take.row, take.column])
        if question:
            units.setdefault((question.column, question.found.written), []).append(question)
        found[place] = replace(take, factor=question.factor or "1") if question else take
    answered = [take for take in found.values() if take.period == period]
    return replace(
        match,
        takes=tuple(answered),
        earlier=tuple(take for take in found.values() if take.period != period),
        missing_rows=_missing((row.code for row in table.rows), (take.row for take in answered)),
        missing_columns=_missing((one.code for one in table.columns), (take.column for take in answered)),
        units=tuple(replace(same[0], cells=len(same)) for same in units.values()),
        doubts=tuple(doubts),
    )


def _takes(match: Match, region: Region, table: TableDef, period: str) -> Iterator[tuple[Figure, Take]]:
    """A figure answers the one cell that both its lines leave."""
    rows, columns = {one.line: one for one in match.rows}, {one.line: one for one in match.columns}
    every = tuple(row.code for row in table.rows), tuple(one.code for one in table.columns)
    left: dict[tuple[object, ...], tuple[str, str] | None] = {}
    for figure in region.figures():
        at = figure.reading
        row, column = rows.get(at.row), columns.get(at.column)
        if row is None or column is None:
            continue
        said = (row.rows, column.rows, row.columns, column.columns)
        if said not in left:
            left[said] = _place(row, column, *every)
        place = left[said]
        if place is not None:
            when = figure.facts.period
            yield figure, Take(*place, region.sheet, at.cell, period if not when or when.startswith("-") else when)


def _place(row: Link, column: Link, rows: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, str] | None:
    """The one cell that two lines leave; `None` where they leave none or several."""
    row_codes, column_codes = _left(row.rows, column.rows, rows), _left(row.columns, column.columns, columns)
    return (row_codes[0], column_codes[0]) if len(row_codes) == len(column_codes) == 1 else None


def _left(first: tuple[str, ...], second: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """What two lines leave of all there is; one that says nothing leaves everything."""
    allowed = second or every
    return tuple(code for code in first or every if code in allowed)


def _question(figure: Figure, take: Take, asked: str) -> UnitQuestion | None:
    """What is to be asked where the file has another unit than the variable."""
    found = figure.facts.unit
    factor = factor_between(found, asked)
    return UnitQuestion(take.column, asked, found, factor, 1) if found and factor != "1" else None


def _missing(asked: Iterable[str], answered: Iterable[str]) -> tuple[str, ...]:
    there = set(answered)
    return tuple(code for code in asked if code not in there)
