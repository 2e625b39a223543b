"""Planting faults in a filled workbook, one code each; each says what is to be found and where. The faults themselves
are in `planted_cells` and `planted_forms`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from sektoral.domain.grids import Place, Visibility
from sektoral.domain.layout import (
    FINDINGS,
    LABEL_COLUMN,
    NUMBER_ROW,
    InputCell,
    TableLayout,
    address,
    lay_out,
)
from tests.workbooks.books import Book, Content, Sheet
from tests.workbooks.drawn import Drawn

Found = tuple[str, str, str]  # code, sheet, cell


class Unfit(Exception):
    """This instrument has no table that could carry the fault."""


@dataclass(slots=True)
class Case:
    """A workbook in which a fault is being planted. `shift` says how many rows were put above each table.

    `expected` is what must be found; `also` are further faults that the planted one brings with it.
    """

    drawn: Drawn
    book: Book
    dice: Random
    shift: Mapping[str, int]
    expected: Found = ("", "", "")
    also: set[Found] = field(default_factory=set)

    def table(self, fits: Callable[[TableLayout], bool] = lambda _: True) -> TableLayout:
        """A table chosen by lot among those that fit."""
        tables = [table for table in self.drawn.tables if fits(table)]
        if not tables:
            raise Unfit
        return self.dice.choice(tables)

    def cell(self, fits: Callable[[InputCell], bool] = lambda _: True) -> InputCell:
        """An input cell chosen by lot among those that fit."""
        cells = [cell for table in self.drawn.tables for cell in table.input_cells() if fits(cell)]
        if not cells:
            raise Unfit
        return self.dice.choice(cells)

    def table_of(self, cell: InputCell) -> TableLayout:
        """The table that a cell belongs to."""
        return next(table for table in self.drawn.tables if table.sheet == cell.sheet)

    def place(self, sheet: str, row: int, column: int) -> Place:
        """Where a place of the drawn form stands in this book."""
        return row + self.shift.get(sheet, 0), column

    def put(self, sheet: str, row: int, column: int, content: Content | None) -> None:
        """Type something at a place of the drawn form."""
        self.book[sheet].put(self.place(sheet, row, column), content)

    def expect(self, code: str, sheet: str, row: int, column: int) -> None:
        """What must be found, at a place of the drawn form."""
        self.expected = (code, sheet, address(*self.place(sheet, row, column)))

    def bring(self, code: str, sheet: str, row: int, column: int) -> None:
        """What is found besides."""
        self.also.add((code, sheet, address(*self.place(sheet, row, column))))

    def at_cell(self, code: str, cell: InputCell, content: Content | None) -> None:
        """Type something into an input cell, which must be found there."""
        self.put(cell.sheet, cell.row, cell.column, content)
        self.expect(code, cell.sheet, cell.row, cell.column)

    def empty(self, table: TableLayout) -> None:
        """Empty a table's input cells."""
        for cell in table.input_cells():
            self.put(cell.sheet, cell.row, cell.column, None)

    def list_row(self, table: TableLayout) -> int:
        """The table's line in the list of tables."""
        return lay_out(self.drawn.definition).list_row(table.sheet)


Plant = Callable[[Case], None]
PLANTS: dict[str, Plant] = {}


def plants(code: str) -> Callable[[Plant], Plant]:
    """Register a function that plants this code."""

    def register(plant: Plant) -> Plant:
        PLANTS[code] = plant
        return plant

    return register


def surround(case_of: Drawn, dice: Random) -> tuple[Book, dict[str, int]]:
    """Put round the answer what people put there and what is no fault: blank rows above, merged headers, hidden parts
    that hold no answer, a list of an earlier return."""
    book = case_of.book.copy()
    shift: dict[str, int] = {}
    for table in case_of.tables:
        sheet, shift[table.sheet] = book[table.sheet], dice.choice([0, 0, 1, 3, 7])
        if shift[table.sheet]:
            sheet.insert_rows(dice.choice([1, 2, NUMBER_ROW - 2]), shift[table.sheet])
        if dice.random() < 0.3:
            sheet.hidden_columns.add(dice.choice([LABEL_COLUMN, table.gap, table.explanation + 3]))
        if dice.random() < 0.3:
            sheet.hidden_rows.add(shift[table.sheet] + dice.choice([NUMBER_ROW - 2, table.note_row]))
        if dice.random() < 0.3:
            top = 3 + shift[table.sheet]
            sheet.merges.append((top, 1, top, table.last_input))
    if dice.random() < 0.3:
        book.sheets.insert(0, Sheet(FINDINGS, {(1, 1): "Temuan", (4, 2): "x"}))
    if dice.random() < 0.3:
        book.sheets.append(Sheet("Kosong", visibility=Visibility.HIDDEN))
    return book, shift


def plant(code: str, drawn: Drawn, dice: Random) -> Case:
    """Plant one fault by lot. Raise `Unfit` where the instrument cannot carry it."""
    book, shift = surround(drawn, dice)
    case = Case(drawn, book, dice, shift)
    PLANTS[code](case)
    return case
