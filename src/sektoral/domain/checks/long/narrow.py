"""A narrow list of old figures, one line a figure, turned into a long table so that one engine checks both.

It is what the bank itself exports: a period, a place of the table told by codes or labels, a value, a mark.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.heads import CODE, KEY_NAMES, LABEL, PERIOD, SEARCHED, Heading, fold
from sektoral.domain.checks.long.keys import period_code
from sektoral.domain.checks.long.placing import Placing, place_names
from sektoral.domain.checks.readings import label_of
from sektoral.domain.grids import Grid, Raw, raw_text
from sektoral.domain.grids import Place as Spot
from sektoral.domain.instruments import TableDef
from sektoral.domain.layout import address
from sektoral.domain.numbers import Locale, evidence, parse_number, render
from sektoral.domain.periods import Period, PeriodType

VALUE, MARK, WHEN = "value", "mark", "period"
NAMES: Mapping[str, tuple[str, ...]] = {
    WHEN: KEY_NAMES[PERIOD],
    VALUE: ("nilai", "angka", "obs_value"),
    MARK: ("tanda",),
}
BESIDE = frozenset(  # what the bank exports beside a figure and need not be read back
    {"satuan", "versi", "alasan perubahan", "dicatat", "surat pengiriman", "kiriman ke", "lembar", "sel", "obs_status"}
)
KEYS = 2  # columns of the turned table before its figures: period and row code


@dataclass(frozen=True, slots=True)
class NarrowHeading:
    """Where the heading stands, the sheet columns of period, value and mark, and of what names the place."""

    row: int
    parts: Mapping[str, int]
    keys: Mapping[str, int]
    unknown: tuple[int, ...]


@dataclass(slots=True)
class Turned:
    """The long table, with the sheet row of every figure: `sources[line][column]`, 0 where the list says nothing."""

    grid: Grid
    heading: Heading
    sources: list[list[int]]
    value_column: int
    style: Locale

    def origin(self, row: int, column: int) -> Spot:
        """Where in the list the cell of the long table stands."""
        line = self.sources[row - KEYS] if 0 <= row - KEYS < len(self.sources) else []
        at = column - KEYS - 1
        found = line[at] if 0 <= at < len(line) else next((one for one in line if one), 0)
        return (found or row), self.value_column


def find_narrow(table: TableDef, grid: Grid) -> NarrowHeading | None:
    """Find the row that names a period, a value and the place of a figure; `None` where none does."""
    names = {fold(name): part for part, all_names in NAMES.items() for name in all_names}
    places = place_names(table)
    for line, cells in enumerate(grid.rows[:SEARCHED]):
        heads = [fold(cell) for cell in cells]
        parts = {names[head]: at for at, head in reversed(list(enumerate(heads, grid.first_column))) if head in names}
        keys = {places[head]: at for at, head in reversed(list(enumerate(heads, grid.first_column))) if head in places}
        if {WHEN, VALUE} <= parts.keys() and _names_a_place(table, keys):
            read = {*parts.values(), *keys.values()}
            unknown = [
                at for at, head in enumerate(heads, grid.first_column) if at not in read and head and head not in BESIDE
            ]
            return NarrowHeading(grid.first_row + line, parts, keys, tuple(unknown))
    return None


def _names_a_place(table: TableDef, keys: Mapping[str, int]) -> bool:
    """A row and a column, where the table has more than one of them."""
    names_column = len(table.columns) == 1 or keys.keys() - {CODE[1], LABEL[1], "area"}
    return bool(names_column and (len(table.rows) == 1 or keys))


def turn(table: TableDef, grid: Grid, heading: NarrowHeading, faults: Faults, said: Locale | None) -> Turned:
    """Turn a narrow list into a long table. What names no place, or one twice, is a finding and left out."""
    value = heading.parts[VALUE]
    texts = (raw_text(grid.raw(row, value)) for row in range(heading.row + 1, grid.last_row + 1))
    style = said or evidence(dict.fromkeys(texts)).locale or Locale.ID
    figures = ("figure", [column.code for column in table.columns])
    parts = {PERIOD: 1, CODE: 2, **{(figures[0], code): KEYS + 1 + at for at, code in enumerate(figures[1])}}
    turned = Turned(Grid(grid.name, ()), Heading(1, parts, (), ()), [], value, style)
    for column in heading.unknown:
        faults.add("column_unknown", heading.row, column, value=grid.text(heading.row, column))
    turned.grid = _Turning(table, grid, heading, faults, turned).run()
    return turned


@dataclass(slots=True)
class _Turning:
    """The walk down the list."""

    table: TableDef
    grid: Grid
    heading: NarrowHeading
    faults: Faults
    turned: Turned
    lines: dict[tuple[str, str], int] = field(default_factory=dict)  # (period, row code) -> line
    rows: list[list[Raw]] = field(default_factory=list)
    errors: dict[Spot, str] = field(default_factory=dict)
    formulas: dict[Spot, str] = field(default_factory=dict)

    def run(self) -> Grid:
        """Take every line; what is left is laid out like a long table."""
        placing = Placing.of(self.table)
        kind = next((one for one in PeriodType if one == self.table.period_type), None)
        columns = {column.code: at for at, column in enumerate(self.table.columns)}
        periods: dict[Raw, str | None] = {}
        spots: dict[tuple[str, ...], tuple[str, str] | str] = {}
        keys = list(self.heading.keys)
        numbers = [self.heading.keys[key] for key in keys]
        when, value, mark = (self.heading.parts.get(part, 0) for part in (WHEN, VALUE, MARK))
        for row in range(self.heading.row + 1, self.grid.last_row + 1):
            if self._is_blank(row):
                continue
            raw = self.grid.raw(row, when)
            if raw not in periods:
                periods[raw] = period_code(raw, kind) if raw != "" else None
            said = tuple([fold(self.grid.raw(row, number)) for number in numbers])
            if said not in spots:
                spots[said] = placing.find(dict(zip(keys, said, strict=True)))
            period, spot = periods[raw], spots[said]
            if period is None:
                example = Period(2025, 1, kind or PeriodType.YEAR).code
                code = "period_unknown" if raw_text(raw).strip() else "key_empty"
                self.faults.add(code, row, when, {"expected": example}, value=raw_text(raw))
            if isinstance(spot, str):
                self._tell(spot, row)
            elif period is not None:
                at = columns[spot[1]]
                self._take(row, (period, spot[0], at), _joined(self.grid, (row, value, mark), self.turned.style))
        heads: list[Raw] = [PERIOD[1], CODE[1], *columns]
        return Grid(self.grid.name, [heads, *self.rows], errors=self.errors, formulas=self.formulas)

    def _take(self, row: int, place: tuple[str, str, int], value: Raw) -> None:
        period, code, at = place
        column = self.heading.parts[VALUE]
        line = self.lines.setdefault((period, code), len(self.rows))
        if line == len(self.rows):
            self.rows.append([period, code, *[""] * len(self.table.columns)])
            self.turned.sources.append([0] * len(self.table.columns))
        before = self.turned.sources[line][at]
        label = f"{period}, {next(one.label for one in self.table.rows if one.code == code)}" if before else ""
        if before:
            self.faults.add("key_twice", row, column, {"row": label, "other": address(before, column)}, value=code)
            return
        spot = (row, column)
        self.turned.sources[line][at] = row
        self.rows[line][KEYS + at] = value
        target = (line + KEYS, KEYS + 1 + at)
        if spot in self.grid.errors:
            self.errors[target] = self.grid.errors[spot]
        elif spot in self.grid.formulas:
            self.formulas[target] = self.grid.formulas[spot]
        elif value == "":
            facts = {"row": f"{period}, {code}", "column": label_of(self.table.columns[at])}
            self.faults.add("cell_empty", row, column, facts)

    def _is_blank(self, row: int) -> bool:
        cells = [*self.heading.parts.values(), *self.heading.keys.values()]
        return all(self.grid.raw(row, number) == "" and (row, number) not in self.grid.errors for number in cells)

    def _tell(self, blamed: str, row: int) -> None:
        """Note that a line names no place, or more than one, at the cell that does not tell."""
        number = self.heading.keys.get(blamed, self.heading.parts[VALUE])
        text = raw_text(self.grid.raw(row, number))
        code = "row_unknown" if blamed in (CODE[1], LABEL[1], "area") else "place_unknown"
        if not text.strip() and blamed in self.heading.keys:
            code = "key_empty"
        self.faults.add(code, row, number, {"expected": self.table.code}, value=text)


def _joined(grid: Grid, place: tuple[int, int, int], style: Locale) -> Raw:
    """The value with the flag beside it, as one cell would have them; the mark alone where there is no value."""
    row, value, mark = place
    raw, flag = grid.raw(row, value), grid.text(row, mark) if mark else ""
    if not flag:
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        number = parse_number(raw).number
        return raw if number is None else f"{render(number, style)}{flag}"
    return f"{raw_text(raw).strip()}{flag}"


def unread_columns(heading: NarrowHeading) -> Iterable[int]:
    """The columns that are not read, for the look at personal data."""
    return heading.unknown


def headings_of(grid: Grid, heading: NarrowHeading) -> Sequence[tuple[str, str, str]]:
    """What was taken for what: the heading's cell, its text, and the part."""
    places = sorted((column, part) for part, column in (*heading.parts.items(), *heading.keys.items()))
    return [(address(heading.row, column), grid.text(heading.row, column), part) for column, part in places]
