"""Agencies' own spreadsheets, drawn by code: tables with headings of any depth, totals, letterheads and notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sektoral.domain.grids import Block, Grid, Raw

Rows = Sequence[Sequence[Raw]]


def sheet(*rows: Sequence[Raw], name: str = "Lembar1", merges: Sequence[Block] = (), **parts: object) -> Grid:
    """A sheet from rows of any length."""
    width = max((len(row) for row in rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    return Grid(name, full, merges=merges, **parts)  # type: ignore[arg-type]


def shifted(grid: Grid, down: int, right: int) -> Grid:
    """The same sheet with empty rows above and empty columns to the left."""
    merges = [(top + down, left + right, bottom + down, last + right) for top, left, bottom, last in grid.merges]
    return Grid(grid.name, grid.rows, first_row=1 + down, first_column=1 + right, merges=merges)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table as it was meant: the grid, its rows and its column paths by name, its figures, where the body begins."""

    grid: Grid
    labels: tuple[str, ...]
    paths: tuple[tuple[str, ...], ...]
    figures: dict[tuple[str, int], Decimal]  # label and number of the column among the figures
    first_row: int
    last_row: int
    totals: tuple[int, ...] = ()
    years: tuple[str, ...] = field(default=())


def draw(
    *,
    labels: Sequence[str],
    groups: Sequence[str],
    leaves: Sequence[str],
    years: Sequence[int],
    values: Sequence[int],
    letterhead: Sequence[str] = (),
    notes: Sequence[str] = (),
    total: str = "",
    numbered: bool = False,
    numbering: bool = False,
    gap: int = 0,
) -> Drawn:
    """Draw a table: headings of one to four levels (a group, a leaf, a year), a total row `first` or `last`."""
    paths = _paths(groups, leaves, years)
    depth = len(paths[0])
    stub: list[Raw] = ["No", "Kecamatan"] if numbered else ["Kecamatan"]
    rows: list[list[Raw]] = [[line] for line in letterhead]
    rows += [[] for _ in range(gap if letterhead else 0)]
    merges: list[Block] = []
    heads = len(rows) + 1
    for level in range(depth):
        begins, spans = _headings(paths, level, heads + level, len(stub))
        rows.append([*(stub if level == 0 else [""] * len(stub)), *begins])
        merges += spans
    if depth > 1:
        merges += [(heads, column, heads + depth - 1, column) for column in range(1, len(stub) + 1)]
    if numbering:
        rows.append([f"({number})" for number in range(1, len(stub) + len(paths) + 1)])
    body: list[list[Raw]] = []
    figures: dict[tuple[str, int], Decimal] = {}
    for place, label in enumerate(labels):
        found = [values[(place * len(paths) + index) % len(values)] + place * 7 + index for index in range(len(paths))]
        body.append([*([place + 1] if numbered else []), label, *map(float, found)])
        figures |= {(label, index): Decimal(value) for index, value in enumerate(found)}
    sums: list[Raw] = [float(sum(figures[label, index] for label in labels)) for index in range(len(paths))]
    totals: tuple[int, ...] = ()
    first = len(rows) + 1
    if total:
        line = [*([""] if numbered else []), "Jumlah", *sums]
        body = [line, *body] if total == "first" else [*body, line]
        totals = (first if total == "first" else first + len(body) - 1,)
    rows += body
    last = len(rows)
    rows += [[] for _ in range(gap if notes else 0)] + [[note] for note in notes]
    return Drawn(sheet(*rows, merges=merges), tuple(labels), tuple(paths), figures, first, last, totals)


def _paths(groups: Sequence[str], leaves: Sequence[str], years: Sequence[int]) -> list[tuple[str, ...]]:
    """The headings over each column."""
    return [
        tuple(part for part in (group, leaf, str(year) if year else "") if part)
        for group in (groups or [""])
        for leaf in (leaves or [""])
        for year in (years or [0])
    ]


def _headings(paths: Sequence[tuple[str, ...]], level: int, row: int, stub: int) -> tuple[list[Raw], list[Block]]:
    """One row of headings, and what of it is merged over several columns."""
    line: list[Raw] = []
    merges: list[Block] = []
    for index, path in enumerate(paths):
        begins = index == 0 or path[: level + 1] != paths[index - 1][: level + 1]
        line.append(path[level] if begins else "")
        width = sum(other[: level + 1] == path[: level + 1] for other in paths)
        if begins and width > 1 and level < len(path) - 1:
            merges.append((row, stub + index + 1, row, stub + index + width))
    return line, merges
