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
CROWDED = 9  # input columns; beyond, everything is drawn narrower


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
        return sum(len(textwrap.wrap(part, max(4, int(self.width * 1.1)))) or 1 for part in self.label.split("\n"))


def draw_heads(canvas: Canvas, place: TableLayout) -> None:
    """Draw rows 5 to 7 and set the widths of all columns."""
    heads = [*_left_heads(place.table), *_figure_heads(canvas, place), _explanation_head(place)]
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
    canvas.height(GROUP_ROW, 17)
    canvas.height(LABEL_ROW, 15.5 * max(2, *(head.lines for head in heads)))
    canvas.height(NUMBER_ROW, 12)


def label_width(table: TableDef) -> float:
    """The width of the label column: the longest label, within reason."""
    longest = max(len(text) for text in (table.stub, table.total_label, *(row.label for row in table.rows)))
    return min(WIDEST_LABEL, max(14 if len(table.columns) > CROWDED // 2 else 22, longest + 2))


def _draw_head(canvas: Canvas, place: TableLayout, head: Head) -> None:
    tint = _tint(head.is_before)
    indent: dict[str, Property] = {"indent": 1} if head.column == place.explanation else {}
    ground: dict[str, Property] = {"bg_color": BEFORE} if head.is_before else {}
    canvas.text(GROUP_ROW, head.column, "", canvas.look("head", top=2, top_color=INK, **tint))
    canvas.text(LABEL_ROW, head.column, head.label, canvas.look("head", align=head.align, **tint, **indent))
    number = canvas.look("number", align=head.align, bottom_color=INK, **ground, **indent)
    canvas.text(NUMBER_ROW, head.column, place.printed_number(head.column), number)


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
    sum_width = max([9.8, *(len(label) * 1.15 + 1.5 for label in sums), *widths]) if sums else 0
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
        yield Head(shown, "Berubah", words, "right", max(10, min(14, len(words) * 1.15)))


def _explanation_head(place: TableLayout) -> Head:
    words = "Penjelasan (wajib bila berubah lebih dari 50 %)" if place.changes else "Penjelasan (bila perlu)"
    return Head(place.explanation, "", words, "left", 22 if len(place.table.columns) > CROWDED // 2 else 30)


def _label(table: TableDef, column: ColumnDef) -> str:
    """A column's label, with its unit where the columns differ in it."""
    units = {variable.unit for variable in table.variables}
    return f"{column.label}\n({table.variable_of(column).unit})" if len(units) > 1 else column.label


def _widths(table: TableDef) -> list[float]:
    """Each input column as wide as its kind's figures and the longest word over it; narrow tables breathe."""
    breathing = 11.0 if len(table.columns) <= 4 else 0
    return [
        max(
            breathing,
            NARROWEST[table.variable_of(column).kind],
            max(map(len, _label(table, column).split())) * 1.15 + 1,
        )
        for column in table.columns
    ]
