"""What surrounds the answer and is never silently read nor ignored: hidden parts, merged cells, cells outside the form,
sheets of the agency's own, and letters that nobody sees."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sektoral.domain.checks.matching import Match, find_listing, tag_of
from sektoral.domain.checks.sentences import finding
from sektoral.domain.findings import Finding
from sektoral.domain.grids import Block, Grid, Place, Visibility, column_letters
from sektoral.domain.layout import (
    CODE_COLUMN,
    CORRECTION_COLUMN,
    COVER,
    FINDINGS,
    FIRST_ROW,
    LISTING,
    MANIFEST,
    METADATA,
    NATURE_COLUMN,
    NIL_COLUMN,
    REASON_COLUMN,
    REFERENCE,
    REMARK_COLUMN,
    address,
)

OWN_SHEETS = frozenset({COVER, LISTING, METADATA, REFERENCE, MANIFEST, FINDINGS})
TEXT_LENGTH = 2_000  # characters of an explanation, a remark, a correction
NAMED_AT_MOST = 12  # cells that one finding names
_NOTES = ("Konsep dan definisi", "Uraian lengkap ada di lembar Metadata.")
_UNCLEAN = re.compile(  # control characters, signs that turn the reading round, what is no character, heaps of accents
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
    "|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5}"
    "|_x(?!000[9AaDd]_)[0-9A-Fa-f]{4}_"
)


def look_around(matches: Sequence[Match], grids: Sequence[Grid]) -> Iterator[Finding]:
    """Tell what surrounds the answer, sheet by sheet. `grids` are all sheets of the workbook."""
    for match in matches:
        table = match.layout.sheet
        explained = [(row, match.layout.explanation) for row in match.rows.values()]
        if _hides_anything(match.grid):
            yield from _hidden(match.grid, _typed(match), table)
        yield from _merged(match)
        yield from _outside(match)
        yield from _texts(match.grid, [place for place in explained if _is_filled(match.grid, place)], table)
    for grid in _lists(grids):
        places = _typed_in_list(grid)
        yield from _hidden(grid, places, "")
        yield from _texts(grid, places, "")
    yield from _strangers({match.layout.sheet for match in matches}, grids)


def _hides_anything(grid: Grid) -> bool:
    return grid.visibility is not Visibility.VISIBLE or bool(grid.hidden_rows or grid.hidden_columns)


def _typed(match: Match) -> list[Place]:
    """The filled cells that are the agency's: inputs, its own totals, explanations."""
    rows, columns = match.rows.values(), match.columns.values()
    places = [(row, column) for row in rows for column in (*columns, match.layout.explanation)]
    if match.own_row is not None:
        places += [(match.own_row, column) for column in columns]
    return [place for place in places if _is_filled(match.grid, place)]


def _lists(grids: Sequence[Grid]) -> list[Grid]:
    """The sheets of declarations and of corrections."""
    listing = find_listing(grids)
    metadata = [grid for grid in grids if tag_of(grid) == METADATA]
    return [*([listing] if listing else []), *metadata]


def _typed_in_list(grid: Grid) -> list[Place]:
    is_listing = METADATA not in (tag_of(grid), grid.name)
    columns = (NIL_COLUMN, REASON_COLUMN, NATURE_COLUMN, REMARK_COLUMN) if is_listing else (CORRECTION_COLUMN,)
    rows = range(FIRST_ROW, grid.last_row + 1)
    return [(row, column) for row in rows for column in columns if _is_filled(grid, (row, column))]


def _hidden(grid: Grid, typed: Sequence[Place], table: str) -> Iterator[Finding]:
    """Answers on a hidden sheet, in a hidden row or in a hidden column; they are read, and told."""
    if typed and grid.visibility is not Visibility.VISIBLE:
        yield _told("sheet_hidden", grid, typed, table)
    rows, columns = defaultdict[int, list[Place]](list), defaultdict[int, list[Place]](list)
    if grid.hidden_rows or grid.hidden_columns:
        for place in typed:
            if grid.hides_row(place[0]):
                rows[place[0]].append(place)
            if grid.hides_column(place[1]):
                columns[place[1]].append(place)
    for row, places in rows.items():
        yield _told("row_hidden", grid, places, table, line=str(row))
    for column, places in columns.items():
        yield _told("column_hidden", grid, places, table, line=column_letters(column))


def _merged(match: Match) -> Iterator[Finding]:
    """Merged cells that cover an input cell and anything else."""
    rows, columns = sorted(match.rows.values()), sorted(match.columns.values())
    for block in match.grid.merges:
        top, left, bottom, right = block
        down, across = _within(rows, top, bottom), _within(columns, left, right)
        inputs = [(row, column) for row in down for column in across]
        if inputs and (top, left) != (bottom, right):
            yield _told("cells_merged", match.grid, inputs, match.layout.sheet, block=_block_address(block))


def _within(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Those of rising numbers that lie between two of them."""
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


def _outside(match: Match) -> Iterator[Finding]:
    """Whatever stands right of the form, in its gap, or below it; the definitions under it are our own."""
    layout, grid = match.layout, match.grid
    first, last = FIRST_ROW + match.shift, _last_form_row(match)
    known = {*match.rows.values(), match.own_row}
    definitions = [f"{one.concept}: {one.definition}" for one in layout.table.variables]
    notes = _squeezed(" ".join([*_NOTES, layout.table.note, *definitions]))
    right = max(layout.explanation + 1 - grid.first_column, 0)  # where a stored line leaves the form
    places = [(row, layout.gap) for row in range(first, last + 1) if grid.raw(row, layout.gap) != ""]
    for row, line in enumerate(grid.rows, grid.first_row):
        is_below = row > last and row not in known
        for position, value in enumerate(line if is_below else line[right:], 0 if is_below else right):
            is_note = is_below and position + grid.first_column == CODE_COLUMN and _squeezed(str(value)) in notes
            if value != "" and not is_note:
                places.append((row, position + grid.first_column))
    if places:
        places.sort()
        yield _told("outside_form", grid, places, layout.sheet)


def _last_form_row(match: Match) -> int:
    """The last row of the form: the comparison under the agency's own totals, or the last row of figures."""
    if match.own_row is not None:
        return match.own_row + 1
    return (match.layout.match_row or match.layout.last_row) + match.shift


def _texts(grid: Grid, places: Iterable[Place], table: str) -> Iterator[Finding]:
    """What an agency writes in words is kept and printed: no unseen signs, and nothing is cut off silently."""
    for place in places:
        text = str(grid.raw(*place))
        unclean = _UNCLEAN.search(text)
        if unclean:
            signs = " ".join(f"U+{ord(sign):04X}" for sign in unclean[0][:8])
            yield _told("text_unclean", grid, [place], table, signs=signs)
        elif len(text) > TEXT_LENGTH:
            yield _told("text_too_long", grid, [place], table, length=str(len(text)), limit=str(TEXT_LENGTH))


def _strangers(tables: set[str], grids: Sequence[Grid]) -> Iterator[Finding]:
    """Sheets that are no part of the instrument and hold something."""
    for grid in grids:
        if {grid.name, tag_of(grid)} & (OWN_SHEETS | tables):
            continue
        places = [(row, column) for row, column, _ in grid.places()]
        if grid.errors or grid.formulas:
            places = sorted({*places, *grid.errors, *grid.formulas})
        if places:
            yield _told("sheet_added" if grid.visibility is Visibility.VISIBLE else "sheet_hidden", grid, places, "")


def _told(code: str, grid: Grid, places: Sequence[Place], table: str, **facts: str) -> Finding:
    """One finding about some cells, at the first of them."""
    named = ", ".join(address(*place) for place in places[:NAMED_AT_MOST])
    more = len(places) - NAMED_AT_MOST
    facts = {"cells": f"{named} dan {more} sel lain" if more > 0 else named, **facts}
    return finding(code, sheet=grid.name, cell=address(*places[0]), table=table, facts=facts)


def _is_filled(grid: Grid, place: Place) -> bool:
    return grid.raw(*place) != "" or place in grid.errors or place in grid.formulas


def _block_address(block: Block) -> str:
    top, left, bottom, right = block
    return f"{address(top, left)}:{address(bottom, right)}"


def _squeezed(text: str) -> str:
    return " ".join(text.split())
