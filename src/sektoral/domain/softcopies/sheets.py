"""A sheet made ready for finding tables: every cell by its kind, in one letter, with the numbers read in one style."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sektoral.domain.grids import CellKind, Grid, Raw, kind_of, raw_text
from sektoral.domain.numbers import MARKS, SIGNIFICANT_DIGITS, CellValue, Locale, ValueState, parse_number, parse_text
from sektoral.domain.softcopies.regions import Reading
from sektoral.domain.softcopies.spans import is_year
from sektoral.domain.softcopies.words import clean

EMPTY, NUMBER, YEAR, TEXT, MARK, DATE, ERROR = "", "n", "y", "t", "m", "d", "e"
_PLAIN = 10**SIGNIFICANT_DIGITS
_BEGINS = frozenset("-0123456789")
MORE_MARKS: Mapping[str, ValueState] = {  # what else stands where a figure is missing, as written
    **dict.fromkeys(("--", "---", "—", "−", "‒", "nihil", "Nihil", "NIHIL"), ValueState.NONE),
    **dict.fromkeys(("....", "..", "td", "TD", "t.d.", "tad", "TAD", "t.a.d", "tidak ada data", "Tidak Ada Data",
                     "n.a."), ValueState.NOT_AVAILABLE),
    **dict.fromkeys(("n/a", "N/A", "na", "Na", "#N/A", "NaN", "nan", "null", "NULL", "None", "x", "X"),
                    ValueState.NOT_SHOWN),
}  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """One sheet: `kinds` by the places of the grid's rows, and its texts, cleaned."""

    grid: Grid
    locale: Locale | None
    kinds: list[list[str]] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)  # raw text -> its kind and the text, cleaned
    values: dict[str, CellValue] = field(default_factory=dict)  # texts that are numbers, as read
    spans: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)  # place -> merge it begins

    def kind(self, row: int, column: int) -> str:
        """The kind of the cell at a place of the sheet, counted as spreadsheets count."""
        line, position = row - self.grid.first_row, column - self.grid.first_column
        if 0 <= line < len(self.kinds) and 0 <= position < len(self.kinds[line]):
            return self.kinds[line][position]
        return ERROR if (row, column) in self.grid.errors or (row, column) in self.grid.formulas else EMPTY

    def text(self, row: int, column: int) -> str:
        """The text at a place, cleaned; a number in its shortest form."""
        raw = self.grid.raw(row, column)
        if isinstance(raw, str):
            found = self.texts.get(raw)
            return found[1] if found else clean(raw)
        return raw_text(raw)

    def filled(self, row: int, first: int, last: int) -> list[int]:
        """The columns of a row that hold anything."""
        start = self.grid.first_column
        line = row - self.grid.first_row
        if not 0 <= line < len(self.kinds):
            return [column for column in range(first, last + 1) if self.kind(row, column)]
        kinds = self.kinds[line]
        low, high = max(first - start, 0), min(last - start + 1, len(kinds))
        return [start + place for place in range(low, high) if kinds[place]]

    def readings(self, row: int, columns: Sequence[int]) -> Iterator[Reading]:
        """What the cells of a row say as figures, those that hold anything."""
        line, start = row - self.grid.first_row, self.grid.first_column
        if not 0 <= line < len(self.kinds):
            yield from (self.reading(row, column) for column in columns if self.kind(row, column))
            return
        kinds, raws, is_plain = self.kinds[line], self.grid.rows[line], not self.grid.formulas
        for column in columns:
            place = column - start
            if not (0 <= place < len(kinds) and kinds[place]):
                if self.kind(row, column):
                    yield self.reading(row, column)
                continue
            raw = raws[place]
            if is_plain and type(raw) is float and raw.is_integer() and -_PLAIN < raw < _PLAIN:
                yield Reading(row, column, ValueState.NUMBER, str(int(raw)))  # as most are
            else:
                yield self.reading(row, column)

    def reading(self, row: int, column: int) -> Reading:
        """What a cell says as a figure."""
        place, raw = (row, column), self.grid.raw(row, column)
        formula = self.grid.formulas.get(place, "")
        if place in self.grid.errors:
            return Reading(
                row, column, ValueState.UNREADABLE, raw=raw_text(raw), formula=formula, error=self.grid.errors[place]
            )
        if raw == "" and formula:
            return Reading(row, column, ValueState.EMPTY, formula=formula, error="formula")
        value = self.values.get(raw) if isinstance(raw, str) else None
        value = value or read_value(raw, self.locale)
        found = raw if isinstance(raw, str) else "" if value.text else raw_text(raw)
        return Reading(row, column, value.state, value.text, value.mark, found, formula)


def open_sheet(grid: Grid, locale: Locale | None) -> Sheet:
    """Tell the kind of every cell; texts are looked at once, however often they occur."""
    sheet = Sheet(grid, locale)
    sheet.kinds = [[_kind(value, sheet) for value in line] for line in grid.rows]
    for row, column in (*grid.errors, *grid.formulas):
        _set_error(sheet, row, column)
    sheet.spans = {(block[0], block[1]): block for block in grid.merges}
    return sheet


def read_value(raw: Raw, locale: Locale | None) -> CellValue:
    """Read a cell as a figure, with the marks that agencies use beside those of BPS."""
    match raw:
        case bool():
            return CellValue(ValueState.UNREADABLE, raw_text(raw))
        case int() | float():
            return parse_number(raw)
        case str():
            text = raw.strip()
            if text in MORE_MARKS:
                return CellValue(MORE_MARKS[text], raw, mark=text)
            return parse_text(raw, locale)
        case _:
            return CellValue(ValueState.UNREADABLE, raw_text(raw))


def telling_texts(grids: Iterable[Grid]) -> Iterable[str]:
    """The texts of a file that may tell the style of its numbers, each once: digits with a dot or a comma between."""
    texts = {value for grid in grids for line in grid.rows for value in line if isinstance(value, str)}
    return sorted(text for text in texts if ("." in text or "," in text) and text.strip()[:1] in _BEGINS)


def _kind(value: Raw, sheet: Sheet) -> str:
    if type(value) is float:
        if value - value != 0:
            return ERROR
        return YEAR if 1900 <= value <= 2100 and value.is_integer() else NUMBER
    if isinstance(value, str):
        if not value:
            return EMPTY
        found = sheet.texts.get(value)
        if found is None:
            found = sheet.texts[value] = (_text_kind(value, sheet), clean(value))
        return found[0]
    return _other_kind(value)


def _other_kind(value: Raw) -> str:
    match kind_of(value):
        case CellKind.NUMBER:
            return YEAR if is_year(value) else NUMBER
        case CellKind.DATE:
            return DATE
        case _:
            return TEXT


def _text_kind(text: str, sheet: Sheet) -> str:
    stripped = text.strip()
    if stripped in MARKS or stripped in MORE_MARKS:
        return MARK
    if not stripped or not clean(text):
        return EMPTY
    if not stripped[-1:].isdigit() and not stripped[:1].isdigit() and stripped[:1] != "-":
        return TEXT
    if is_year(stripped):
        return YEAR
    if stripped.isascii() and stripped.isdecimal() and stripped[0] != "0" and len(stripped) < SIGNIFICANT_DIGITS:
        return NUMBER  # as most are
    value = parse_text(text, sheet.locale)
    if value.state not in (ValueState.NUMBER, ValueState.AMBIGUOUS):
        return TEXT
    sheet.values[text] = value
    return NUMBER


def _set_error(sheet: Sheet, row: int, column: int) -> None:
    line, place = row - sheet.grid.first_row, column - sheet.grid.first_column
    if 0 <= line < len(sheet.kinds) and 0 <= place < len(sheet.kinds[line]) and not sheet.kinds[line][place]:
        sheet.kinds[line][place] = ERROR


def count_kinds(sheet: Sheet, rows: Sequence[int], column: int) -> dict[str, int]:
    """How many cells of each kind a column has in the rows given."""
    place, first, found = column - sheet.grid.first_column, sheet.grid.first_row, dict.fromkeys("nytmde", 0)
    for row in rows:
        line = row - first
        if 0 <= line < len(sheet.kinds) and 0 <= place < len(sheet.kinds[line]):
            kind = sheet.kinds[line][place]
            if kind:
                found[kind] += 1
    return found
