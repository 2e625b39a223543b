"""One table's sheet: codes, labels, inputs, row totals, last period's values, changes, explanations, definitions."""

import textwrap

from sektoral.adapters.workbooks import formulas
from sektoral.adapters.workbooks.before import Before, cells_in, codes_of, columns_before
from sektoral.adapters.workbooks.canvas import Canvas, Drawing, draw_heading, period_name, set_paper
from sektoral.adapters.workbooks.guards import draw_state, guard_inputs, name_parts
from sektoral.adapters.workbooks.headers import draw_heads, label_width
from sektoral.adapters.workbooks.looks import Property
from sektoral.adapters.workbooks.totals import draw_totals, shown_as
from sektoral.domain.instruments import RowDef, TableDef
from sektoral.domain.layout import CODE_COLUMN, FIRST_ROW, LABEL_COLUMN, NUMBER_ROW, TableLayout, address
from sektoral.domain.validations import number_format

NOTE_WIDTH = 120  # characters of a line of definitions
NOTES = 12  # definitions under a table that has no note of its own


def draw_table(drawing: Drawing, place: TableLayout) -> None:
    """Draw one table's sheet."""
    table, canvas = place.table, Canvas(drawing, place.sheet)
    unit = f"Satuan: {table.unit} · Periode: {period_name(drawing.definition.period)} · Tingkat: {table.level}"
    title = f"Tabel {int(place.sheet[1:])}. {table.title}"
    draw_heading(canvas, title=title, note=f"{unit} · Ketik angka atau tanda: -  ...  NA  ~0")
    set_paper(canvas, title=table.title)
    canvas.sheet.freeze_panes(NUMBER_ROW, LABEL_COLUMN)
    draw_heads(canvas, place)
    before = Before.of(drawing.definition, place.sheet)
    for row, row_def in enumerate(table.rows, FIRST_ROW):
        _draw_stub(canvas, table, row, row_def)
        _draw_inputs(canvas, place, row, row_def)
        if place.previous_first is not None:
            _draw_before(canvas, place, row, row_def, before)
        canvas.blank(row, place.explanation, canvas.look("words"))
    draw_totals(canvas, place, before)
    _draw_notes(canvas, place)
    guard_inputs(canvas, place)
    name_parts(canvas, place)
    draw_state(canvas, place)
    canvas.sheet.set_selection(FIRST_ROW - 1, place.first_input - 1, FIRST_ROW - 1, place.first_input - 1)


def _draw_stub(canvas: Canvas, table: TableDef, row: int, row_def: RowDef) -> None:
    """The row's code and label; long labels take more lines."""
    label = table.row_label(row_def)
    lines = len(textwrap.wrap(label, int(label_width(table)))) or 1
    canvas.height(row, 19 if lines == 1 else 15.5 * lines)
    canvas.text(row, CODE_COLUMN, row_def.code, canvas.look("code"))
    look = canvas.look("stub", text_wrap=lines > 1, **_strong(table, row_def))
    canvas.text(row, LABEL_COLUMN, label, look)


def _draw_inputs(canvas: Canvas, place: TableLayout, row: int, row_def: RowDef) -> None:
    """The empty input cells and the row's totals."""
    table = place.table
    for column, column_def in enumerate(table.columns, place.first_input):
        shown = number_format(table.variable_at(row_def, column_def))
        canvas.blank(row, column, canvas.look("input", num_format=shown, **_strong(table, row_def)))
    for i, column in enumerate(place.row_totals):
        formula = formulas.total(cells_in(row, place.parts_of_total(i)))
        canvas.formula(row, column, formula, canvas.look("total", num_format=shown_as(place, column)))


def _draw_before(canvas: Canvas, place: TableLayout, row: int, row_def: RowDef, before: Before) -> None:
    """Last period's values, their totals, and the change since."""
    table = place.table
    for column, column_def in enumerate(table.columns, place.first_input):
        value = before.number(row_def.code, column_def.code)
        look = canvas.look("before", num_format=number_format(table.variable_at(row_def, column_def)))
        (shown,) = columns_before(place, column)
        if value is None:
            canvas.text(row, shown, before.text(row_def.code, column_def.code), look)
        else:
            canvas.number(row, shown, value, look)
    for column, shown in zip(place.row_totals, place.previous_totals, strict=False):
        parts = columns_before(place, column)
        result = before.total((row_def.code, code) for code in codes_of(place, column))
        look = canvas.look("before", num_format=shown_as(place, column))
        formula = formulas.total_before(cells_in(row, parts), len(parts))
        canvas.formula(row, shown, formula, look, "" if result is None else result)
    for watched, shown in place.changes:
        parts = columns_before(place, watched)
        formula = formulas.change(address(row, watched), cells_in(row, parts), len(parts))
        canvas.formula(row, shown, formula, canvas.look("change"))


def _draw_notes(canvas: Canvas, place: TableLayout) -> None:
    """Konsep dan definisi as plain lines, so that nothing is merged and nothing is cut."""
    canvas.text(place.note_row, CODE_COLUMN, "Konsep dan definisi", canvas.look("bold"))
    table = place.table
    notes = [table.note] if table.note else [f"{one.concept}: {one.definition}" for one in table.variables]
    lines = [line for note in notes[:NOTES] for line in textwrap.wrap(note, NOTE_WIDTH)]
    for i, line in enumerate([*lines, "Uraian lengkap ada di lembar Metadata."], 1):
        canvas.text(place.note_row + i, CODE_COLUMN, line, canvas.look("quiet"))


def _strong(table: TableDef, row_def: RowDef) -> dict[str, Property]:
    """Bold for a region among its own parts, such as the kabupaten under its kecamatan."""
    is_whole = any(one.area.startswith(row_def.area + ".") for one in table.rows)
    return {"bold": True} if is_whole else {}
