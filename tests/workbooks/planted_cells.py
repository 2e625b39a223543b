"""Faults of the figures: what stands in an input cell, how columns and rows compare, totals, rules."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from random import Random

from sektoral.domain.instruments import ValueKind
from sektoral.domain.layout import (
    InputCell,
)
from sektoral.domain.validations import WHOLE
from tests.workbooks.books import Content, ErrorValue
from tests.workbooks.drawn import PROPORTION, Drawn
from tests.workbooks.planting import PLANTS, Case, Plant, Unfit, plants, surround


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
    first = _first_of_column(case, lambda one: has_previous(one) and len(case.table_of(one).table.rows) > 3)
    for cell in _column_of(case, first):
        case.put(
            cell.sheet, cell.row, cell.column, float(previous[cell.sheet, cell.row_def.code, cell.column_def.code])
        )
    case.expect("column_copied", first.sheet, first.row, first.column)


@plants("column_repeated")
def _column_repeated(case: Case) -> None:
    first = _first_of_column(case, lambda one: _is_whole(one) and len(case.table_of(one).table.rows) > 4)
    for cell in _column_of(case, first):
        case.put(cell.sheet, cell.row, cell.column, 77)
    case.expect("column_repeated", first.sheet, first.row, first.column)


@plants("column_like_another")
def _column_like_another(case: Case) -> None:
    def fits(one: InputCell) -> bool:
        table = case.table_of(one)
        return _is_whole(one) and one.column > table.first_input and len(table.table.rows) > 3

    first = _first_of_column(case, fits)
    for number, cell in enumerate(_column_of(case, first)):
        case.put(cell.sheet, cell.row, cell.column - 1, 31 + number)
        case.put(cell.sheet, cell.row, cell.column, 31 + number)
    case.expect("column_like_another", first.sheet, first.row, first.column)


@plants("row_like_another")
def _row_like_another(case: Case) -> None:
    first = _first_of_column(case, lambda one: _is_whole(one) and len(case.table_of(one).table.columns) > 3)
    for cell in case.table_of(first).input_cells():
        if cell.row in (first.row, first.row + 1):
            case.put(cell.sheet, cell.row, cell.column, 31 + cell.column)
    case.expect("row_like_another", first.sheet, first.row + 1, case.table_of(first).first_input)


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


def _first_of_column(case: Case, fits: Callable[[InputCell], bool]) -> InputCell:
    return case.cell(lambda one: one.row == next(case.table_of(one).input_cells()).row and fits(one))


def _column_of(case: Case, first: InputCell) -> list[InputCell]:
    return [cell for cell in case.table_of(first).input_cells() if cell.column == first.column]


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
