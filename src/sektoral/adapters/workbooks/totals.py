"""Under a table's data: the total row, the agency's own total, and whether the two agree."""

from sektoral.adapters.workbooks import formulas
from sektoral.adapters.workbooks.before import Before, codes_of, shown_before
from sektoral.adapters.workbooks.canvas import Canvas
from sektoral.adapters.workbooks.looks import BAD, BAD_GROUND, DONE, INK
from sektoral.domain.instruments import TableDef
from sektoral.domain.layout import CODE_COLUMN, FIRST_ROW, LABEL_COLUMN, OWN_TOTAL_LABEL, Area, TableLayout, address
from sektoral.domain.validations import REFUSAL_TITLE, number_format

MATCH_LABEL = "Jumlah cocok?"
_OWN_TOTAL_REFUSAL = "Isi jumlah menurut laporan Anda, berupa angka 0 atau lebih, atau kosongkan."


def draw_totals(canvas: Canvas, place: TableLayout, before: Before) -> None:
    """Draw the three rows under the data, where the figures may be added."""
    if place.total_row is None or place.own_row is None or place.match_row is None or place.own_totals is None:
        return
    _draw_total_row(canvas, place, place.total_row)
    for column in place.summed:
        shown = shown_as(place, column)
        _draw_sum(canvas, place, column, place.total_row)
        if place.previous_first is not None:
            _draw_sum_before(canvas, place, column, place.total_row, before)
        canvas.blank(place.own_row, column, canvas.look("input", num_format=shown, font_size=10))
        own, reckoned = address(place.own_row, column), address(place.total_row, column)
        canvas.formula(place.match_row, column, formulas.matches(own, reckoned), canvas.look("check"))
    canvas.text(place.own_row, CODE_COLUMN, OWN_TOTAL_LABEL, canvas.look("plain", font_size=10))
    canvas.text(place.own_row, place.gap + 1, "← boleh kosong; untuk membandingkan", canvas.look("small"))
    canvas.text(place.match_row, CODE_COLUMN, MATCH_LABEL, canvas.look("plain", font_size=10))
    _guard_own_totals(canvas, place.own_totals, place.match_row)


def shown_as(place: TableLayout, column: int) -> str:
    """The number format of an input or total column: that of the most precise variable in it."""
    table, codes = place.table, codes_of(place, column)
    columns = [column_def for column_def in table.columns if column_def.code in codes]
    variables = [variable for column_def in columns for variable in table.variables_in(column_def)]
    return number_format(max(variables, key=lambda variable: variable.decimals))


def total_code(table: TableDef) -> str:
    """The region code of the total row: the parent that all rows share, empty for categories."""
    if any(row.dims or row.code != row.area for row in table.rows):
        return ""
    parents = {row.code.rpartition(".")[0] for row in table.rows}
    return parents.pop() if len(parents) == 1 else ""


def _draw_total_row(canvas: Canvas, place: TableLayout, row: int) -> None:
    words = {CODE_COLUMN: total_code(place.table), LABEL_COLUMN: place.table.total_label}
    look = canvas.look("total", align="left", top=1, top_color=INK)
    for column in range(1, place.gap):
        canvas.text(row, column, words.get(column, ""), look)
    canvas.height(row, 19)


def _draw_sum(canvas: Canvas, place: TableLayout, column: int, row: int) -> None:
    above = Area(FIRST_ROW, column, place.last_row, column).address
    look = canvas.look("total", num_format=shown_as(place, column), top=1, top_color=INK)
    canvas.formula(row, column, formulas.total([above]), look)


def _draw_sum_before(canvas: Canvas, place: TableLayout, column: int, row: int, before: Before) -> None:
    shown = shown_before(place, column)
    if shown is None:
        return
    above = Area(FIRST_ROW, shown, place.last_row, shown).address
    cells = [(one.code, code) for one in place.table.rows for code in codes_of(place, column)]
    look = canvas.look("before", num_format=shown_as(place, column), bold=True, top=1, top_color=INK)
    result = before.total(cells)
    formula = formulas.total_before([above], len(place.table.rows))
    canvas.formula(row, shown, formula, look, "" if result is None else result)


def _guard_own_totals(canvas: Canvas, own: Area, match_row: int) -> None:
    rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    canvas.validate(own, {**rule, "error_title": REFUSAL_TITLE, "error_message": _OWN_TOTAL_REFUSAL})
    answers = Area(match_row, own.first_column, match_row, own.last_column)
    canvas.colour_words(answers, ("cocok",), canvas.looks.tone(DONE))
    canvas.colour_words(answers, ("beda",), canvas.looks.tone(BAD, BAD_GROUND))
