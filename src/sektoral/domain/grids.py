"""A sheet as a grid with the coordinates a spreadsheet shows: row 8, column 3 is `C8`. Nothing is shifted."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
Raw = int | float | str | bool | date | datetime | time | timedelta
Place = tuple[int, int]  # (row, column), from 1
Span = tuple[int, int]  # first and last row, or first and last column
Block = tuple[int, int, int, int]  # first row, first column, last row, last column
_LETTERS = re.compile(r"[A-Z]{1,3}")
_UNSEEN = re.compile(  # what is no sign of its own and turns nothing round: soft hyphens, joiners, marks of order, C1
    "[\u0080-\u009f\u00ad\u200b-\u200d\u2060-\u2064\ufeff]"
)
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class CellKind(StrEnum):
    """What a cell holds. A formula without a stored result is not empty and not a number."""

    EMPTY = "empty"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


class Visibility(StrEnum):
    """Whether a person sees the sheet."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very_hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `formula` is its text without `=`, or `None`; for an error `value` is its name, such as `#REF!`."""

    row: int
    column: int
    kind: CellKind
    value: Raw = ""
    formula: str | None = None

    @property
    def address(self) -> str:
        """The cell's name: `C8`."""
        return f"{column_letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """The content as text, for showing and for findings."""
        return raw_text(self.value)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows[0][0]` stands at (`first_row`, `first_column`); an empty cell is an empty string.

    `errors` names the error and `formulas` the formula at a place; both are laid over the values, because the
    reader shows error cells and formulas without a stored result as empty. Hidden spans rise and do not touch.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    visibility: Visibility = Visibility.VISIBLE
    first_row: int = 1
    first_column: int = 1
    errors: Mapping[Place, str] = field(default_factory=dict)
    formulas: Mapping[Place, str] = field(default_factory=dict)
    merges: Sequence[Block] = ()
    hidden_rows: Sequence[Span] = ()
    hidden_columns: Sequence[Span] = ()

    @property
    def last_row(self) -> int:
        """The last row that holds anything, 0 for an empty sheet."""
        stray = max((row for row, _ in (*self.errors, *self.formulas)), default=0)
        return max(self.first_row + len(self.rows) - 1 if self.rows else 0, stray)

    @property
    def last_column(self) -> int:
        """The last column that holds anything, 0 for an empty sheet."""
        stray = max((column for _, column in (*self.errors, *self.formulas)), default=0)
        return max(self.first_column + len(self.rows[0]) - 1 if self.rows else 0, stray)

    def raw(self, row: int, column: int) -> Raw:
        """The stored value at a place, an empty string where there is none."""
        line, position = row - self.first_row, column - self.first_column
        if 0 <= line < len(self.rows) and 0 <= position < len(self.rows[line]):
            return self.rows[line][position]
        return ""

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, whatever it holds."""
        place, value = (row, column), self.raw(row, column)
        formula = self.formulas.get(place)
        if place in self.errors:
            return Cell(row, column, CellKind.ERROR, self.errors[place], formula)
        kind = kind_of(value)
        if kind is CellKind.EMPTY and formula is not None:
            kind = CellKind.UNCALCULATED
        return Cell(row, column, kind, value, formula)

    def text(self, row: int, column: int) -> str:
        """The trimmed text at a place, composed (NFC) and without unseen signs; empty for an empty cell or an error."""
        text = raw_text(self.raw(row, column))
        return (text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()

    def hides_row(self, row: int) -> bool:
        """Whether a row is hidden."""
        return _covers(self.hidden_rows, row)

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return _covers(self.hidden_columns, column)

    def places(self) -> Iterator[tuple[int, int, Raw]]:
        """Every cell with a stored value, row by row: row, column, value."""
        for row, line in enumerate(self.rows, self.first_row):
            for column, value in enumerate(line, self.first_column):
                if value != "":
                    yield row, column, value


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put spans in order and join those that overlap or touch."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _covers(spans: Sequence[Span], number: int) -> bool:
    place = bisect_right(spans, (number, LAST_ROW)) - 1
    return place >= 0 and number <= spans[place][1]


def kind_of(value: Raw) -> CellKind:
    """The kind of a stored value. NaN and infinity are no numbers."""
    match value:
        case bool():
            return CellKind.BOOLEAN
        case str():
            return CellKind.TEXT if value else CellKind.EMPTY
        case int():
            return CellKind.NUMBER
        case float():
            return CellKind.NUMBER if value - value == 0 else CellKind.ERROR
        case _:
            return CellKind.DATE


def raw_text(value: Raw) -> str:
    """A stored value as text: numbers in their shortest exact form, dates in ISO form, booleans as Excel shows them."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


@lru_cache(maxsize=2_048)
def column_letters(column: int) -> str:
    """Name a column: 1 is `A`, 27 is `AA`. Raise `ValueError` below 1."""
    if column < 1:
        raise ValueError(f"no column {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_index(letters: str) -> int:
    """Number a column: `A` is 1, `AA` is 27. Raise `ValueError` for anything but one to three letters A to Z."""
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"no column {letters!r}")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parse_address(text: str) -> Place:
    """Read `C8` or `$C$8` as (8, 3). Raise `ValueError` for anything else or beyond `XFD1048576`."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise ValueError(f"no cell {text!r}")
    row, column = int(found[2]), column_index(found[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"no cell {text!r}")
    return row, column
