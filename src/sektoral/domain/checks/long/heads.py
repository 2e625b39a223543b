"""The heading row of a long table: which column holds what, told by its code or its label, never by its position."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.readings import label_of
from sektoral.domain.grids import Grid, Raw, raw_text
from sektoral.domain.instruments import TableDef
from sektoral.domain.layout import address

SEARCHED = 60  # rows in which the heading may stand, under titles
Part = tuple[str, str]  # ("key", which) or ("figure", column code)
PERIOD, CODE, LABEL = ("key", "period"), ("key", "code"), ("key", "label")
KEY_NAMES: Mapping[Part, tuple[str, ...]] = {  # how the columns that say what a line is about may be called
    PERIOD: ("periode", "tahun", "semester", "triwulan", "bulan", "time_period"),
    CODE: ("kode", "kode baris", "kode wilayah", "ref_area"),
    LABEL: ("nama", "uraian", "wilayah"),
}
_PRINTED_NUMBER = re.compile(r"\(\d{1,3}\)")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading stands and the sheet column of each part. `unknown` are the columns that are not read."""

    row: int
    parts: Mapping[Part, int]
    unknown: tuple[int, ...]
    twice: tuple[tuple[Part, int], ...]

    @property
    def key(self) -> int | None:
        """The column that names the row of the table: by its code, or else by its label."""
        return self.parts.get(CODE, self.parts.get(LABEL))


def fold(value: Raw) -> str:
    """A heading or name as it is compared: one space between words, no matter which case."""
    return " ".join(raw_text(value).split()).casefold()


def find_heading(table: TableDef, grid: Grid) -> Heading | None:
    """Find the row that names most of the table's columns, `None` where none names a key and another column."""
    names = _names(table)
    best: tuple[int, int] = (0, 0)
    for line, cells in enumerate(grid.rows[:SEARCHED]):
        found = {names[name] for cell in cells if (name := fold(cell)) in names}
        if len(found) > 1 and found & KEY_NAMES.keys() and len(found) > best[0]:
            best = (len(found), line)
    return _heading(names, grid, best[1]) if best[0] else None


def first_line(grid: Grid, heading: Heading) -> int:
    """The sheet row of the first line below the heading; a row of printed column numbers, `(1)`, belongs to it."""
    below = heading.row + 1
    cells = [raw_text(grid.raw(below, column)).strip() for column in range(grid.first_column, grid.last_column + 1)]
    numbered = [cell for cell in cells if cell]
    return below + bool(numbered and all(_PRINTED_NUMBER.fullmatch(cell) for cell in numbered))


def check_heading(table: TableDef, grid: Grid, heading: Heading, faults: Faults) -> None:
    """Every column of the table must be there once; what else is there is told, because it is not read."""
    titles = {("figure", column.code): label_of(column) for column in table.columns}
    titles |= {PERIOD: "Periode", CODE: "Kode", LABEL: table.stub}
    wanted = [PERIOD, CODE if heading.key is None else None, *(part for part in titles if part[0] == "figure")]
    for part in wanted:
        if part and part not in heading.parts:
            name = KEY_NAMES[part][0] if part in KEY_NAMES else part[1]
            faults.add("column_missing", heading.row, grid.first_column, {"column": titles[part], "expected": name})
    for part, column in heading.twice:
        facts = {"other": address(heading.row, heading.parts[part])}
        faults.add("heading_twice", heading.row, column, facts, value=grid.text(heading.row, column))
    for column in heading.unknown:
        faults.add("column_unknown", heading.row, column, value=grid.text(heading.row, column) or "(tanpa judul)")


def _heading(names: Mapping[str, Part], grid: Grid, line: int) -> Heading:
    parts: dict[Part, int] = {}
    twice: list[tuple[Part, int]] = []
    unknown: list[int] = []
    for column, cell in enumerate(grid.rows[line], grid.first_column):
        part = names.get(fold(cell))
        if part is None:
            if cell != "" or _holds_anything(grid, line, column):
                unknown.append(column)
        elif part in parts:
            twice.append((part, column))
        else:
            parts[part] = column
    return Heading(grid.first_row + line, parts, tuple(unknown), tuple(twice))


def _holds_anything(grid: Grid, line: int, column: int) -> bool:
    position = column - grid.first_column
    return any(len(cells) > position and cells[position] != "" for cells in grid.rows[line + 1 :])


def _names(table: TableDef) -> Mapping[str, Part]:
    """What each heading means. A column's own code counts first; a name that fits two columns means neither."""
    names: dict[str, Part] = {}
    for tier in (_codes(table), _keys(table), _labels(table)):
        meant: dict[str, set[Part]] = {}
        for name, part in tier:
            meant.setdefault(fold(name), set()).add(part)
        names |= {name: next(iter(parts)) for name, parts in meant.items() if len(parts) == 1 and name not in names}
    names.pop("", None)
    return names


def _codes(table: TableDef) -> Iterator[tuple[str, Part]]:
    return ((column.code, ("figure", column.code)) for column in table.columns)


def _keys(table: TableDef) -> Iterator[tuple[str, Part]]:
    yield from ((name, part) for part, names in KEY_NAMES.items() for name in names)
    yield table.stub, LABEL
    yield f"nama {table.stub}", LABEL


def _labels(table: TableDef) -> Iterator[tuple[str, Part]]:
    held = [column.variable for column in table.columns]
    for column in table.columns:
        part = ("figure", column.code)
        yield from ((name, part) for name in (label_of(column), column.label))
        if column.variable and held.count(column.variable) == 1:
            variable = table.variable_of(column)
            yield from ((name, part) for name in (variable.code, variable.name))


def headings_for(table: TableDef) -> Sequence[str]:
    """A heading for each column of the table: its label where that means no other column, else its code."""
    names = _names(table)
    labels = [(label_of(column), column.code) for column in table.columns]
    return [label if names.get(fold(label)) == ("figure", code) else code for label, code in labels]


def headings_read(grid: Grid, heading: Heading) -> Sequence[tuple[str, str, str]]:
    """What was taken for what: the heading's cell, its text, and the part (`period`, `code`, `label` or a column)."""
    places = sorted((column, part[1]) for part, column in heading.parts.items())
    return [(address(heading.row, column), grid.text(heading.row, column), part) for column, part in places]
