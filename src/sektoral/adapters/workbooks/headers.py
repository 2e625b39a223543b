"""The head of a table's sheet: widths that fit the figures, group row, label row, printed column numbers."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sektoral.adapters.workbooks.canvas import Canvas, group_look
from sektoral.adapters.workbooks.looks import BEFORE, INK, QUIET, Property
from sektoral.domain.instruments import ColumnDef, TableDef, ValueKind
from sektoral.domain.layout import CODE_COLUMN, GROUP_ROW, LABEL_COLUMN, LABEL_ROW, NUMBER_ROW, Area, TableLayout

NARROWEST = {
    ValueKind.COUNT: 7.3,
    ValueKind.PERCENT: 7.6,
    ValueKind.DECIMAL: 9.0,
    ValueKind.INDEX: 8.0,
    ValueKind.RUPIAH: 17.5,
}
WIDEST_LABEL = 38
CROWDED = 5  # input columns; from here on, everything is drawn narrower
PAPER = 950  # pixels on A4 landscape at full scale, with some to spare for other programs' rounding
WIDEST_PAGE = 1_800  # pixels that can still be read when printed on one sheet of paper


@dataclass(frozen=True, slots=True)
class Head:
    """One column's head. `is_before` marks last period's block."""

    column: int
    group: str
    label: str
    align: str
    width: float
    is_before: bool = False

    @property
    def lines(self) -> int:
        """How many lines the label takes at this width; letters are narrower than digits."""
        return _lines(self.label, self.width)

    @property
    def pixels(self) -> int:
        """The width on the screen, in the letters of the workbook."""
        return int(self.width * 7 + 5)


def draw_heads(canvas: Canvas, place: TableLayout) -> None:
    """Draw rows 5 to 7 and set the widths of all columns."""
    heads = [*_left_heads(place.table), *_figure_heads(canvas, place), _explanation_head(place)]
    group_lines = 1
    for head in heads:
        _draw_head(canvas, place, head)
        canvas.width(head.column, head.column, head.width)
    canvas.width(place.gap, place.gap, 1)
    for (group, is_before), run in groupby(heads, key=lambda head: (head.group, head.is_before)):
        columns = [head.column for head in run]
        if group:
            tint = _tint(is_before)
            area = Area(GROUP_ROW, columns[0], GROUP_ROW, columns[-1])
            canvas.merge(area, group, group_look(canvas, **tint))
            width = sum(head.width for head in heads if head.column in columns)
            group_lines = max(group_lines, _lines(group, width))
    canvas.height(GROUP_ROW, 15.5 * group_lines + 1.5)
    canvas.height(LABEL_ROW, 15.5 * max(2, *(head.lines for head in heads)))
    canvas.height(NUMBER_ROW, 12)
    _fit_paper(canvas, place, heads)


def label_width(table: TableDef) -> float:
    """The width of the label column: the longest label, within reason."""
    longest = max(len(text) for text in (table.stub, table.total_label, *map(table.row_label, table.rows)))
    return min(WIDEST_LABEL, max(14 if len(table.columns) >= CROWDED else 22, longest + 2))


def _draw_head(canvas: Canvas, place: TableLayout, head: Head) -> None:
    tint = _tint(head.is_before)
    indent: dict[str, Property] = {"indent": 1} if head.column == place.explanation else {}
    ground: dict[str, Property] = {"bg_color": BEFORE} if head.is_before else {}
    canvas.text(GROUP_ROW, head.column, "", canvas.look("head", top=2, top_color=INK, **tint))
    canvas.text(LABEL_ROW, head.column, head.label, canvas.look("head", align=head.align, **tint, **indent))
    number = canvas.look("number", align=head.align, bottom_color=INK, **ground, **indent)
    canvas.text(NUMBER_ROW, head.column, place.printed_number(head.column), number)


def _fit_paper(canvas: Canvas, place: TableLayout, heads: list[Head]) -> None:
    """Print a very wide table on two sheets of paper, last period on the second, instead of too small on one."""
    stub = sum(head.pixels for head in heads if head.column <= LABEL_COLUMN)
    now = sum(head.pixels for head in heads if LABEL_COLUMN < head.column < place.gap)
    rest = sum(head.pixels for head in heads if head.column > place.gap)
    if stub + now + rest <= WIDEST_PAGE:
        return
    canvas.sheet.set_print_scale(max(40, min(100, int(100 * PAPER / (stub + max(now, rest))))))
    canvas.sheet.set_v_pagebreaks([place.gap])
    canvas.sheet.repeat_columns(CODE_COLUMN - 1, LABEL_COLUMN - 1)


def _lines(text: str, width: float) -> int:
    """How many lines some words take; letters are narrower than the digits that widths count."""
    return sum(len(textwrap.wrap(part, max(4, int(width * 1.1)))) or 1 for part in text.split("\n"))


def _tint(is_before: bool) -> dict[str, Property]:
    return {"bg_color": BEFORE, "italic": True, "font_color": QUIET} if is_before else {}


def _left_heads(table: TableDef) -> list[Head]:
    codes = max(len(row.code) for row in table.rows)
    return [
        Head(CODE_COLUMN, "", "Kode", "left", min(16, max(9.5, codes + 1.5))),
        Head(LABEL_COLUMN, "", table.stub, "left", label_width(table)),
    ]


def _figure_heads(canvas: Canvas, place: TableLayout) -> Iterator[Head]:
    """Inputs, row totals, last period's block with its totals, changes."""
    table, definition = place.table, canvas.drawing.definition
    now, before = definition.period, definition.previous_period
    labels = [_label(table, column) for column in table.columns]
    widths = _widths(table)
    sums = [total.label for total in table.row_totals]
    sum_width = max([9.8, *(_word_width(label) for label in sums), *widths]) if sums else 0
    for i, column in enumerate(table.columns):
        yield Head(place.first_input + i, column.group or now, labels[i], "right", widths[i])
    for column_number, label in zip(place.row_totals, sums, strict=True):
        yield Head(column_number, "Jumlah" if len(sums) > 1 else now, label, "right", sum_width)
    if place.previous_first is not None:
        for i, column in enumerate(table.columns):
            group = f"{column.group} {before}".strip()
            yield Head(place.previous_first + i, group, labels[i], "right", widths[i], is_before=True)
        group = f"Jumlah {before}" if len(sums) > 1 else before
        for column_number, label in zip(place.previous_totals, sums, strict=False):
            yield Head(column_number, group, label, "right", sum_width, is_before=True)
    for (_, shown), label in zip(place.changes, sums or labels, strict=False):
        words = label if len(place.changes) > 1 else f"dari {before}"
        yield Head(shown, "Berubah", words, "right", max(10, _word_width(words)))


def _explanation_head(place: TableLayout) -> Head:
    words = "Penjelasan (wajib bila berubah lebih dari 50 %)" if place.changes else "Penjelasan (bila perlu)"
    return Head(place.explanation, "", words, "left", 22 if len(place.table.columns) >= CROWDED else 30)


def _label(table: TableDef, column: ColumnDef) -> str:
    """A column's label, with its unit where the columns differ in it."""
    return table.column_label(column, between="\n")


def _widths(table: TableDef) -> list[float]:
    """Each input column as wide as its kind's figures and the longest word over it; narrow tables breathe."""
    breathing = 11.0 if len(table.columns) <= 4 else 0
    return [
        max(
            breathing,
            *(NARROWEST[variable.kind] for variable in table.variables_in(column)),
            _word_width(_label(table, column)),
        )
        for column in table.columns
    ]


def _word_width(text: str) -> float:
    """The width that the longest word takes in bold."""
    return max(map(len, text.split()), default=0) * 1.05 + 0.8
