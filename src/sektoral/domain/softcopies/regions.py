"""A table as it was found in somebody's spreadsheet: where its parts stand, and what each line of it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sektoral.domain.grids import Block, Visibility, column_letters
from sektoral.domain.numbers import Locale, ValueState
from sektoral.domain.softcopies.facts import NOTHING, Facts, joined


class Layout(StrEnum):
    """How a table is laid out."""

    WIDE = "wide"  # a row is an area or category, a column a variable, category or period
    LISTED = "listed"  # each row is another variable, with a unit of its own (Uraian, Satuan, years)
    LONG = "long"  # a row is one observation: key columns (area, year, sex, …) and the columns of their figures


class ColumnRole(StrEnum):
    """What a column is for."""

    NUMBER = "number"  # running number
    CODE = "code"
    LABEL = "label"  # names the rows
    KEY = "key"  # of a long table: area, year, category
    UNIT = "unit"
    FIGURES = "figures"
    TOTAL = "total"  # sums up figures beside it
    REMARK = "remark"


class RowRole(StrEnum):
    """What a row of the body is for."""

    FIGURES = "figures"
    TOTAL = "total"  # sums up others, whatever it is called
    SECTION = "section"  # a heading among the rows, without figures
    REPEATED = "repeated"  # the heading once more


class LineReason(StrEnum):
    """How it was told that a line is a total."""

    WORDS = "words"  # jumlah, total, rata-rata
    ARITHMETIC = "arithmetic"  # its figures are the sums of others
    AREA = "area"  # it names the area that holds the others
    UNLABELLED = "unlabelled"  # figures without a label, which sum up nothing exactly


class TextKind(StrEnum):
    """What a line of text around a table is."""

    LETTERHEAD = "letterhead"
    TITLE = "title"
    NOTE = "note"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class TextAt:
    """A line of text and the cell in which it stands."""

    cell: str
    text: str
    kind: TextKind


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to look at; `code` is a key of `doubts.SENTENCES`, `detail` fills its sentence."""

    code: str
    cell: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column. `heads` are its headings as written, the outermost first; `key` stays the same from year to year."""

    column: int
    role: ColumnRole
    heads: tuple[str, ...] = ()
    facts: Facts = NOTHING
    key: str = ""
    units_in: int = 0  # the column that holds the unit of each of its figures
    reason: LineReason | None = None
    hidden: bool = False

    @property
    def letters(self) -> str:
        """The column's name: `C`."""
        return column_letters(self.column)

    @property
    def has_figures(self) -> bool:
        """Whether its cells are figures."""
        return self.role in (ColumnRole.FIGURES, ColumnRole.TOTAL)


@dataclass(frozen=True, slots=True)
class RowFound:
    """A row. `label` is as written, `facts.words` the path of the sections above it and its own words."""

    row: int
    role: RowRole
    label: str = ""
    facts: Facts = NOTHING
    key: str = ""
    level: int = 0  # how deep it stands below the sections, from 0
    reason: LineReason | None = None
    hidden: bool = False


class Reading(NamedTuple):
    """What a cell of the body says. `text` is the exact decimal, empty where there is none; `raw` is the text as found,
    empty for a cell that is stored as a number.

    `formula` is its text; `error` names an error cell (`#REF!`) or, for a formula without a stored result, `formula`.
    A file may hold half a million of them, and named tuples are made much faster than frozen dataclasses.
    """

    row: int
    column: int
    state: ValueState
    text: str = ""
    mark: str = ""
    raw: str = ""
    formula: str = ""
    error: str = ""

    @property
    def cell(self) -> str:
        """The cell's name: `C8`."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with all that the table says of it."""

    sheet: str
    reading: Reading
    facts: Facts
    is_total: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class Region:
    """One table. `block` spans headings and body, `head_rows` are its rows of headings, `numbering_row` the one with
    (1) (2) (3), 0 where there is none. `readings` are all cells of the body that are no labels and not empty."""

    sheet: str
    number: int  # in the file, from 1
    block: Block
    layout: Layout
    title: str
    head_rows: tuple[int, ...]
    numbering_row: int
    texts: tuple[TextAt, ...]  # letterhead and title above, notes and sources below
    facts: Facts  # of the title
    columns: tuple[ColumnFound, ...]
    rows: tuple[RowFound, ...]
    readings: tuple[Reading, ...]
    doubts: tuple[Doubt, ...] = ()
    shape: str = ""  # the fingerprint: alike for next year's file of the same make
    visibility: Visibility = Visibility.VISIBLE

    @property
    def address(self) -> str:
        """The block as a spreadsheet names it: `B5:G24`."""
        top, left, bottom, right = self.block
        return f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"

    def figures(self) -> Iterator[Figure]:
        """Every figure with what its row, its column and the title say of it, row by row."""
        rows = {one.row: (one, joined(self.facts, one.facts)) for one in self.rows}
        columns = {one.column: one for one in self.columns if one.has_figures}
        for reading in self.readings:
            if reading.column not in columns or reading.row not in rows:
                continue
            row, said = rows[reading.row]
            column = columns[reading.column]
            facts = joined(said, column.facts)
            total = row.role is RowRole.TOTAL or column.role is ColumnRole.TOTAL
            yield Figure(self.sheet, reading, facts, total, row.hidden or column.hidden)


class SheetState(StrEnum):
    """What a sheet holds."""

    TABLES = "tables"
    EMPTY = "empty"
    REFUSED = "refused"  # no statistics; `refusal` says why


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet: what it holds, and what of it is hidden. `refusal` is a key of `refusals.REASONS`."""

    name: str
    state: SheetState
    visibility: Visibility = Visibility.VISIBLE
    refusal: str = ""
    detail: str = ""
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file holds. Without regions `refusal` says why. `question` is a text such as `1.234` that only a person
    can read, and `locale` the style of numbers by which the others were read."""

    sheets: tuple[SheetFound, ...]
    regions: tuple[Region, ...]
    refusal: str = ""
    detail: str = ""
    locale: Locale | None = None
    question: Doubt | None = None
