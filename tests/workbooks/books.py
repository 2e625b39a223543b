"""A workbook in memory, of no format: what stands where, what is merged, what is hidden. Written as xlsx, xls, xlsb or
ods by the modules beside this one, so that the same fault can be planted in every format."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell

from sektoral.domain.grids import Block, Place, Visibility


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error cell, `#REF!`."""

    name: str


Content = str | int | float | bool | date | ErrorValue


@dataclass(slots=True)
class Sheet:
    """One sheet. A cell with a formula has its stored result in `cells`."""

    name: str
    cells: dict[Place, Content] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    merges: list[Block] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    visibility: Visibility = Visibility.VISIBLE

    def copy(self, name: str = "") -> "Sheet":
        """The same sheet once more, perhaps under another name."""
        return Sheet(
            name or self.name, dict(self.cells), dict(self.formulas), list(self.merges), set(self.hidden_rows),
            set(self.hidden_columns), self.visibility,
        )  # fmt: skip

    def put(self, place: Place, content: Content | None) -> None:
        """Write a cell over whatever stood there; `None` empties it."""
        self.formulas.pop(place, None)
        if content is None or content == "":
            self.cells.pop(place, None)
        else:
            self.cells[place] = content

    def insert_rows(self, at: int, count: int = 1) -> None:
        """Push everything from row `at` downwards."""

        def lower(place: Place) -> Place:
            return (place[0] + count, place[1]) if place[0] >= at else place

        self.cells = {lower(place): content for place, content in self.cells.items()}
        self.formulas = {lower(place): text for place, text in self.formulas.items()}
        self.merges = [(*lower((top, left)), *lower((bottom, right))) for top, left, bottom, right in self.merges]
        self.hidden_rows = {lower((row, 1))[0] for row in self.hidden_rows}

    def swap(self, one: int, other: int, *, axis: int) -> None:
        """Change two rows (axis 0) or two columns (axis 1) against each other."""
        moved = {one: other, other: one}

        def swapped(place: Place) -> Place:
            return (moved.get(place[0], place[0]), place[1]) if axis == 0 else (place[0], moved.get(place[1], place[1]))

        self.cells = {swapped(place): content for place, content in self.cells.items()}
        self.formulas = {swapped(place): text for place, text in self.formulas.items()}


@dataclass(slots=True)
class Book:
    """Sheets in their order."""

    sheets: list[Sheet]

    def __getitem__(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def copy(self) -> "Book":
        """A book that may be changed without changing this one."""
        return replace(self, sheets=[sheet.copy() for sheet in self.sheets])

    def last(self) -> Place:
        """The furthest row and column of any sheet."""
        places = [place for sheet in self.sheets for place in sheet.cells]
        return max(row for row, _ in places), max(column for _, column in places)


Writer = Callable[[Book], bytes]
_STATES = {"hidden": Visibility.HIDDEN, "veryHidden": Visibility.VERY_HIDDEN}


def open_book(content: bytes) -> Book:
    """Take an xlsx file apart with openpyxl, a reader that is not ours. A formula's result becomes 0."""
    book = load_workbook(io.BytesIO(content))
    sheets = []
    for source in book.worksheets:
        sheet = Sheet(source.title, visibility=_STATES.get(source.sheet_state, Visibility.VISIBLE))
        for line in source.iter_rows():
            for cell in line:
                if isinstance(cell, Cell) and cell.value not in (None, ""):
                    _take(sheet, cell)
        sheet.merges = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in source.merged_cells.ranges]
        sheets.append(sheet)
    return Book(sheets)


def _take(sheet: Sheet, cell: Cell) -> None:
    place = (cell.row, cell.column)
    if cell.data_type == "f":
        sheet.formulas[place] = str(cell.value).removeprefix("=")
    value = 0 if cell.data_type == "f" else cell.value
    if not isinstance(value, str | int | float | bool | date):
        raise TypeError(type(value).__name__)
    sheet.cells[place] = value
