"""Faults of the form: sheets, codes, columns, labels, declarations, and what surrounds the answer."""

from collections.abc import Mapping

from sektoral.domain.grids import Visibility
from sektoral.domain.layout import (
    CODE_COLUMN,
    LABEL_COLUMN,
    LABEL_ROW,
    LISTING,
    NATURE_COLUMN,
    NIL_COLUMN,
    NUMBER_ROW,
    REASON_COLUMN,
    REMARK_COLUMN,
    address,
)
from tests.workbooks.books import Sheet
from tests.workbooks.planting import PLANTS, Case, Plant, plants


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
    cell = case.cell(lambda one: one.row > next(iter(case.table_of(one).input_cells())).row)
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
    cell = case.cell(lambda one: one.column < case.table_of(one).last_input)
    other = case.cell(lambda one: one.sheet == cell.sheet and one.column > cell.column)
    table = case.table_of(cell)
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
    case.expect("row_hidden", cell.sheet, cell.row, next(case.table_of(cell).input_cells()).column)


@plants("column_hidden")
def _column_hidden(case: Case) -> None:
    cell = case.cell()
    case.book[cell.sheet].hidden_columns.add(cell.column)
    case.expect("column_hidden", cell.sheet, next(case.table_of(cell).input_cells()).row, cell.column)


@plants("cells_merged")
def _cells_merged(case: Case) -> None:
    cell = case.cell(lambda one: one.row < case.table_of(one).last_row)
    below = next(
        one for one in case.table_of(cell).input_cells() if (one.row, one.column) == (cell.row + 1, cell.column)
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
    column = case.table_of(cell).explanation
    case.put(
        cell.sheet, cell.row, column, case.dice.choice(["a\u202eb", "Za" + "\u0301\u0302\u0303\u0304\u0305" + "lgo"])
    )
    case.expect("text_unclean", cell.sheet, cell.row, column)


@plants("text_too_long")
def _too_long(case: Case) -> None:
    cell = case.cell()
    column = case.table_of(cell).explanation
    case.put(cell.sheet, cell.row, column, "Karena pemekaran. " * 150)
    case.expect("text_too_long", cell.sheet, cell.row, column)
