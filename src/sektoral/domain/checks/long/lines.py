"""The lines below the heading, turned into columns; a line is counted from 0, its sheet row comes from `row_of`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.checks.long.heads import Heading, first_line
from sektoral.domain.grids import Grid, Raw

Column = Sequence[Raw]
BLOCK = 256  # lines whose cells fit into the processor's cache


@dataclass(frozen=True, slots=True)
class Lines:
    """The body of a long table. `columns` are by sheet column; `errors` and `formulas` by sheet column and line.

    `kinds` are the types that occur in each column; `blank` lines hold nothing at all and are passed over.
    """

    first_row: int
    count: int
    columns: Mapping[int, Column]
    kinds: Mapping[int, frozenset[type]]
    errors: Mapping[int, Mapping[int, str]]
    formulas: Mapping[int, Mapping[int, str]]
    blank: frozenset[int]

    def row_of(self, line: int) -> int:
        """The sheet row of a line."""
        return self.first_row + line


def take_lines(grid: Grid, heading: Heading) -> Lines:
    """Cut the sheet below its heading into columns; short rows are filled up, and strays at the end are kept."""
    first = first_line(grid, heading)
    body = grid.rows[first - grid.first_row :]
    width = grid.last_column - grid.first_column + 1
    count = max(grid.last_row - first + 1, 0)
    if len(body) < count or set(map(len, body)) - {width}:
        body = [[*row, *[""] * (width - len(row))] for row in (*body, *[[]] * (count - len(body)))]
    parts, types = _turn(body, width if body else 0)
    columns: Mapping[int, Column] = dict(enumerate(parts, grid.first_column))
    kinds = {number: frozenset(found) for number, found in enumerate(types, grid.first_column)}
    errors, formulas = _by_column(grid.errors, first), _by_column(grid.formulas, first)
    return Lines(first, count, columns, kinds, errors, formulas, _blank(body, columns, heading, errors, formulas))


def _turn(body: Sequence[Sequence[Raw]], width: int) -> tuple[list[list[Raw]], list[set[type]]]:
    """Turn lines into columns, with the types in each. A block at a time, because memory is the narrow place here."""
    columns: list[list[Raw]] = [[] for _ in range(width)]
    types: list[set[type]] = [set() for _ in range(width)]
    for start in range(0, len(body), BLOCK):
        for column, found, part in zip(columns, types, zip(*body[start : start + BLOCK], strict=True), strict=True):
            column += part
            found.update(map(type, part))
    return columns, types


def _by_column(marked: Mapping[tuple[int, int], str], first: int) -> Mapping[int, Mapping[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for (row, column), text in marked.items():
        if row >= first:
            found.setdefault(column, {})[row - first] = text
    return found


def _blank(
    body: Sequence[Sequence[Raw]],
    columns: Mapping[int, Column],
    heading: Heading,
    *marked: Mapping[int, Mapping[int, str]],
) -> frozenset[int]:
    """The lines without any content; only where the keys are empty is a line looked at whole."""
    keys = columns.get(heading.key or next(iter(heading.parts.values())), ())
    if "" not in keys:
        return frozenset()
    told = {line for one in marked for lines in one.values() for line in lines}
    empty = [line for line, value in enumerate(keys) if value == "" and line not in told]
    return frozenset(line for line in empty if not any(cell != "" for cell in body[line]))
