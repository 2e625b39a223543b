"""Faults planted in a filled workbook, one code each, at cells chosen by lot; each says what is to be found where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from sektoral.domain.grids import Place, Visibility
from sektoral.domain.instruments import ValueKind
from sektoral.domain.layout import (
    CODE_COLUMN,
    FINDINGS,
    LABEL_COLUMN,
    LABEL_ROW,
    LISTING,
    NATURE_COLUMN,
    NIL_COLUMN,
    NUMBER_ROW,
    REASON_COLUMN,
    REMARK_COLUMN,
    InputCell,
    TableLayout,
    address,
    lay_out,
)
from sektoral.domain.validations import WHOLE
from tests.workbooks.books import Book, Content, ErrorValue, Sheet
from tests.workbooks.drawn import PROPORTION, Drawn

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


def _is_whole(cell: InputCell) -> bool:
    return cell.variable.kind in WHOLE


def _has_decimals(cell: InputCell) -> bool:
    return cell.variable.decimals > 0


def _previous(case: Case) -> Mapping[tuple[str, str, str], str]:
    return dict(case.drawn.definition.previous)


def _with_previous(case: Case) -> Callable[[InputCell], bool]:
    previous = _previous(case)
    return lambda cell: (cell.sheet, cell.row_def.code, cell.column_def.code) in previous


# what stands in a cell
_TYPED: Mapping[str, tuple[Content | None, Callable[[InputCell], bool]]] = {
    "formula_text": ("=1+1", lambda _: True),
    "boolean_in_input": (True, lambda _: True),
    "date_in_input": (date(2026, 4, 3), lambda _: True),
    "error_in_input": (ErrorValue("#REF!"), lambda _: True),
    "not_a_number": ("sekitar 5", lambda _: True),
    "number_ambiguous": ("1.234", lambda _: True),
    "number_style": ("1.2.3", lambda _: True),
    "leading_zero": ("007", lambda _: True),
    "number_too_long": ("1" * 30, lambda _: True),
    "not_finite": (float("inf"), lambda _: True),
    "not_whole": (300.5, _is_whole),
    "too_many_decimals": (50.12345, _has_decimals),
    "digits_lost": (12345678901234567890, _is_whole),
    "below_minimum": (-7, lambda cell: cell.variable.bounds[0] is not None),
    "above_maximum": (120, lambda cell: cell.variable.kind is ValueKind.PERCENT),
    "small_count": (3, lambda cell: cell.variable.kind is ValueKind.COUNT and cell.variable.unit == "orang"),
}


def _typed(code: str) -> Plant:
    content, fits = _TYPED[code]
    return lambda case: case.at_cell(code, case.cell(fits), content)


PLANTS.update({code: _typed(code) for code in _TYPED})
AT_ONE_CELL = frozenset(_TYPED)


@plants("cell_empty")
def _empty(case: Case) -> None:
    case.at_cell("cell_empty", case.cell(), None)


@plants("formula_in_input")
def _formula(case: Case) -> None:
    cell = case.cell()
    place = case.place(cell.sheet, cell.row, cell.column)
    case.book[cell.sheet].formulas[place] = "1+1"
    case.expect("formula_in_input", cell.sheet, cell.row, cell.column)


@plants("style_quarrel")
def _quarrel(case: Case) -> None:
    one = case.cell(_has_decimals)
    other = case.cell(lambda cell: _has_decimals(cell) and (cell.sheet, cell.row) != (one.sheet, one.row))
    case.put(one.sheet, one.row, one.column, "51,5")
    case.at_cell("style_quarrel", other, "49.5")


@plants("changed_much")
def _changed(case: Case) -> None:
    has_previous = _with_previous(case)
    cell = case.cell(lambda one: has_previous(one) and _is_whole(one))
    before = Decimal(_previous(case)[cell.sheet, cell.row_def.code, cell.column_def.code])
    case.at_cell("changed_much", cell, int(before * 4))


@plants("factor_suspected")
def _factor(case: Case) -> None:
    has_previous = _with_previous(case)
    cell = case.cell(lambda one: has_previous(one) and _is_whole(one))
    before = Decimal(_previous(case)[cell.sheet, cell.row_def.code, cell.column_def.code])
    case.at_cell("factor_suspected", cell, int(before * 1000))


@plants("copied_last_period")
def _copied(case: Case) -> None:
    previous = _previous(case)
    table = case.table(lambda one: (one.sheet, one.table.rows[0].code, one.table.columns[0].code) in previous)
    for cell in table.input_cells():
        text = previous[cell.sheet, cell.row_def.code, cell.column_def.code]
        case.put(cell.sheet, cell.row, cell.column, float(text))
    first = next(table.input_cells())
    case.expect("copied_last_period", table.sheet, first.row, first.column)


@plants("column_copied")
def _column_copied(case: Case) -> None:
    previous, has_previous = _previous(case), _with_previous(case)
    first = _first_of_column(case, lambda one: has_previous(one) and len(_table_of(case, one).table.rows) > 3)
    for cell in _column_of(case, first):
        case.put(
            cell.sheet, cell.row, cell.column, float(previous[cell.sheet, cell.row_def.code, cell.column_def.code])
        )
    case.expect("column_copied", first.sheet, first.row, first.column)


@plants("column_repeated")
def _column_repeated(case: Case) -> None:
    first = _first_of_column(case, lambda one: _is_whole(one) and len(_table_of(case, one).table.rows) > 4)
    for cell in _column_of(case, first):
        case.put(cell.sheet, cell.row, cell.column, 77)
    case.expect("column_repeated", first.sheet, first.row, first.column)


@plants("column_like_another")
def _column_like_another(case: Case) -> None:
    def fits(one: InputCell) -> bool:
        table = _table_of(case, one)
        return _is_whole(one) and one.column > table.first_input and len(table.table.rows) > 3

    first = _first_of_column(case, fits)
    for number, cell in enumerate(_column_of(case, first)):
        case.put(cell.sheet, cell.row, cell.column - 1, 31 + number)
        case.put(cell.sheet, cell.row, cell.column, 31 + number)
    case.expect("column_like_another", first.sheet, first.row, first.column)


@plants("row_like_another")
def _row_like_another(case: Case) -> None:
    first = _first_of_column(case, lambda one: _is_whole(one) and len(_table_of(case, one).table.columns) > 3)
    for cell in _table_of(case, first).input_cells():
        if cell.row in (first.row, first.row + 1):
            case.put(cell.sheet, cell.row, cell.column, 31 + cell.column)
    case.expect("row_like_another", first.sheet, first.row + 1, _table_of(case, first).first_input)


@plants("percent_as_proportion")
def _proportion(case: Case) -> None:
    first = _first_of_column(case, lambda one: one.variable.kind is ValueKind.PERCENT)
    for number, cell in enumerate(_column_of(case, first)):
        case.put(cell.sheet, cell.row, cell.column, 0.31 + number / 100)
    case.expect("percent_as_proportion", first.sheet, first.row, first.column)


@plants("proportion_as_percent")
def _percent(case: Case) -> None:
    first = _first_of_column(case, lambda one: one.variable.unit == PROPORTION)
    for number, cell in enumerate(_column_of(case, first)):
        case.put(cell.sheet, cell.row, cell.column, 31 + number)
    case.expect("proportion_as_percent", first.sheet, first.row, first.column)


@plants("tables_disagree")
def _disagree(case: Case) -> None:
    if len(case.drawn.tables) == 1:
        raise Unfit
    again = case.drawn.tables[-1].sheet
    case.at_cell("tables_disagree", case.cell(lambda one: one.sheet == again), 6_543)


def _first_of_column(case: Case, fits: Callable[[InputCell], bool]) -> InputCell:
    return case.cell(lambda one: one.row == next(_table_of(case, one).input_cells()).row and fits(one))


def _column_of(case: Case, first: InputCell) -> list[InputCell]:
    return [cell for cell in _table_of(case, first).input_cells() if cell.column == first.column]


@plants("rule_broken")
def _rule(case: Case) -> None:
    tables = {table.sheet: table for table in case.drawn.tables if table.table.rules}
    cell = case.cell(lambda one: one.sheet in tables and one.column_def.code == "K1")
    case.put(cell.sheet, cell.row, cell.column + 1, -5_000_000_000_000)
    case.bring("below_minimum", cell.sheet, cell.row, cell.column + 1)
    case.expect("rule_broken", cell.sheet, cell.row, cell.column)


# totals
@plants("total_differs")
def _total(case: Case) -> None:
    table = case.table(lambda one: one.own_row is not None)
    row = table.own_row or 0
    column = case.dice.choice(table.summed)
    case.put(table.sheet, row, column, 17)
    case.expect("total_differs", table.sheet, row, column)


@plants("total_overwritten")
def _overwritten(case: Case) -> None:
    table = case.table(lambda one: bool(one.row_totals))
    cell = case.dice.choice(list(table.input_cells()))
    inputs = [one for one in table.input_cells() if one.row == cell.row]
    contents = [case.book[table.sheet].cells[case.place(one.sheet, one.row, one.column)] for one in inputs]
    total = sum(content for content in contents if isinstance(content, int | float))
    case.put(table.sheet, cell.row, table.row_totals[0], total)
    case.expect("total_overwritten", table.sheet, cell.row, table.row_totals[0])


# the form
@plants("table_empty")
def _table_empty(case: Case) -> None:
    table = case.table()
    case.empty(table)
    first = next(table.input_cells())
    case.expect("table_empty", table.sheet, first.row, first.column)


@plants("sheet_missing")
def _sheet_missing(case: Case) -> None:
    table = case.table()
    case.book.sheets.remove(case.book[table.sheet])
    case.expected = ("sheet_missing", table.sheet, "A1")


@plants("sheet_twice")
def _sheet_twice(case: Case) -> None:
    table = case.table()
    case.book.sheets.append(case.book[table.sheet].copy(f"{table.sheet} (2)"))
    case.expected = ("sheet_twice", table.sheet, "A1")


@plants("listing_missing")
def _listing_missing(case: Case) -> None:
    case.book.sheets.remove(case.book[LISTING])
    case.expected = ("listing_missing", LISTING, "A1")


@plants("code_changed")
def _code_changed(case: Case) -> None:
    cell = case.cell()
    case.put(cell.sheet, cell.row, CODE_COLUMN, "12.23.99")
    case.expect("code_changed", cell.sheet, cell.row, CODE_COLUMN)


@plants("code_twice")
def _code_twice(case: Case) -> None:
    cell = case.cell()
    other = case.cell(lambda one: one.sheet == cell.sheet and one.row != cell.row)
    case.put(other.sheet, other.row, CODE_COLUMN, cell.row_def.code)
    case.bring("code_changed", other.sheet, other.row, CODE_COLUMN)
    case.expect("code_twice", other.sheet, other.row, CODE_COLUMN)


@plants("row_added")
def _row_added(case: Case) -> None:
    cell = case.cell(lambda one: one.row > next(iter(_table_of(case, one).input_cells())).row)
    sheet = case.book[cell.sheet]
    at = case.place(cell.sheet, cell.row, 1)[0]
    sheet.insert_rows(at)
    sheet.put((at, cell.column), 12)
    case.expected = ("row_added", cell.sheet, address(at, CODE_COLUMN))


@plants("row_moved")
def _row_moved(case: Case) -> None:
    cell = case.cell()
    other = case.cell(lambda one: one.sheet == cell.sheet and one.row != cell.row)
    rows = [case.place(one.sheet, one.row, 1)[0] for one in (cell, other)]
    case.book[cell.sheet].swap(*rows, axis=0)
    case.expect("row_moved", cell.sheet, cell.row, CODE_COLUMN)


@plants("column_changed")
def _column_changed(case: Case) -> None:
    cell = case.cell()
    case.put(cell.sheet, NUMBER_ROW, cell.column, "(77)")
    case.expect("column_changed", cell.sheet, NUMBER_ROW, cell.column)


@plants("column_twice")
def _column_twice(case: Case) -> None:
    cell = case.cell()
    other = case.cell(lambda one: one.sheet == cell.sheet and one.column > cell.column)
    table = _table_of(case, cell)
    case.put(cell.sheet, NUMBER_ROW, cell.column, table.printed_number(other.column))
    case.bring("column_changed", cell.sheet, NUMBER_ROW, cell.column)
    case.expect("column_twice", cell.sheet, NUMBER_ROW, other.column)


@plants("column_moved")
def _column_moved(case: Case) -> None:
    cell = case.cell()
    other = case.cell(lambda one: one.sheet == cell.sheet and one.column != cell.column)
    case.book[cell.sheet].swap(cell.column, other.column, axis=1)
    case.expect("column_moved", cell.sheet, NUMBER_ROW, cell.column)


@plants("label_changed")
def _label_changed(case: Case) -> None:
    cell = case.cell()
    row, column = case.dice.choice([(cell.row, LABEL_COLUMN), (LABEL_ROW, cell.column)])
    case.put(cell.sheet, row, column, "Wilayah lain")
    case.expect("label_changed", cell.sheet, row, column)


def _table_of(case: Case, cell: InputCell) -> TableLayout:
    return next(table for table in case.drawn.tables if table.sheet == cell.sheet)


# declarations
def _declare(case: Case, code: str, column: int, **typed: str) -> None:
    """Type into the line of an emptied table, or of a filled one where the fault does not depend on it."""
    columns = {"nil": NIL_COLUMN, "reason": REASON_COLUMN, "nature": NATURE_COLUMN}
    table = case.table()
    if code in ("declared_twice", "reason_needs_remark"):
        case.empty(table)
    row = case.list_row(table)
    for name, text in typed.items():
        case.put(LISTING, row, columns[name], text)
    case.expect(code, LISTING, row, column)


_DECLARED: Mapping[str, tuple[int, dict[str, str]]] = {
    "nil_unknown": (NIL_COLUMN, {"nil": "ya"}),
    "reason_unknown": (REASON_COLUMN, {"reason": "malas"}),
    "nature_unknown": (NATURE_COLUMN, {"nature": "kira-kira"}),
    "declared_twice": (NIL_COLUMN, {"nil": "Nihil", "reason": "1 · Belum selesai diolah"}),
    "reason_needs_remark": (REMARK_COLUMN, {"reason": "6 · Lainnya (keterangan)"}),
}


def _declared(code: str) -> Plant:
    column, typed = _DECLARED[code]
    return lambda case: _declare(case, code, column, **typed)


PLANTS.update({code: _declared(code) for code in _DECLARED})


@plants("declared_and_filled")
def _declared_and_filled(case: Case) -> None:
    table = case.table()
    case.put(LISTING, case.list_row(table), NIL_COLUMN, "Nihil")
    first = next(table.input_cells())
    case.expect("declared_and_filled", table.sheet, first.row, first.column)


# what surrounds the answer
@plants("sheet_added")
def _sheet_added(case: Case) -> None:
    case.book.sheets.insert(case.dice.randrange(len(case.book.sheets)), Sheet("Kerja", {(5, 3): "x", (7, 2): 4}))
    case.expected = ("sheet_added", "Kerja", "C5")


@plants("sheet_hidden")
def _sheet_hidden(case: Case) -> None:
    table = case.table()
    case.book[table.sheet].visibility = case.dice.choice([Visibility.HIDDEN, Visibility.VERY_HIDDEN])
    first = next(table.input_cells())
    case.expect("sheet_hidden", table.sheet, first.row, first.column)


@plants("row_hidden")
def _row_hidden(case: Case) -> None:
    cell = case.cell()
    case.book[cell.sheet].hidden_rows.add(case.place(cell.sheet, cell.row, 1)[0])
    case.expect("row_hidden", cell.sheet, cell.row, next(_table_of(case, cell).input_cells()).column)


@plants("column_hidden")
def _column_hidden(case: Case) -> None:
    cell = case.cell()
    case.book[cell.sheet].hidden_columns.add(cell.column)
    case.expect("column_hidden", cell.sheet, next(_table_of(case, cell).input_cells()).row, cell.column)


@plants("cells_merged")
def _cells_merged(case: Case) -> None:
    cell = case.cell(lambda one: one.row < _table_of(case, one).last_row)
    below = next(
        one for one in _table_of(case, cell).input_cells() if (one.row, one.column) == (cell.row + 1, cell.column)
    )
    case.put(below.sheet, below.row, below.column, None)  # a merge keeps its first cell alone
    case.bring("cell_empty", below.sheet, below.row, below.column)
    (top, left), (bottom, right) = (case.place(one.sheet, one.row, one.column) for one in (cell, below))
    case.book[cell.sheet].merges.append((top, left, bottom, right))
    case.expect("cells_merged", cell.sheet, cell.row, cell.column)


@plants("outside_form")
def _outside(case: Case) -> None:
    table = case.table()
    below, right = (table.match_row or table.last_row) + 1, table.explanation + 2
    row, column = case.dice.choice([(below, table.first_input), (table.last_row, right), (table.last_row, table.gap)])
    case.put(table.sheet, row, column, 99)
    case.expect("outside_form", table.sheet, row, column)


@plants("text_unclean")
def _unclean(case: Case) -> None:
    cell = case.cell()
    column = _table_of(case, cell).explanation
    case.put(
        cell.sheet, cell.row, column, case.dice.choice(["a\u202eb", "Za" + "\u0301\u0302\u0303\u0304\u0305" + "lgo"])
    )
    case.expect("text_unclean", cell.sheet, cell.row, column)


@plants("text_too_long")
def _too_long(case: Case) -> None:
    cell = case.cell()
    column = _table_of(case, cell).explanation
    case.put(cell.sheet, cell.row, column, "Karena pemekaran. " * 150)
    case.expect("text_too_long", cell.sheet, cell.row, column)


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


def plant_many(drawn: Drawn, dice: Random) -> list[Case]:
    """Plant a fault in one cell of each table of one workbook; the cases share the book."""
    book, shift = surround(drawn, dice)
    codes, cases = sorted(AT_ONE_CELL), []
    for table in drawn.tables:
        cell = dice.choice(list(table.input_cells()))
        code = dice.choice([code for code in codes if _TYPED[code][1](cell)])
        case = Case(drawn, book, dice, shift)
        case.at_cell(code, cell, _TYPED[code][0])
        cases.append(case)
    return cases
