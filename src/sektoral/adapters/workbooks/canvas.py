"""One sheet while it is drawn: cells counted from 1, as the layout counts them, and the furniture all sheets share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sektoral.adapters.workbooks.looks import INK, STRONG, Looks, Property
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import COVER, GROUP_ROW, LABEL_ROW, LISTING, NUMBER_ROW, Area, InstrumentLayout, address
from sektoral.domain.periods import PeriodType, read_period

A4 = 9
Rule = Mapping[str, object]
ColumnHead = tuple[str, float, Literal["left", "right"]]  # label, width, alignment


@dataclass(frozen=True, slots=True)
class Drawing:
    """The workbook being drawn, and what it is drawn from."""

    book: Workbook
    looks: Looks
    definition: InstrumentDef
    layout: InstrumentLayout

    @property
    def origin(self) -> str:
        """Whose data of which period; sample data say so first."""
        words = f"{self.definition.agency_name} · {period_name(self.definition.period)}"
        return f"DATA CONTOH · {words}" if self.is_sample else words

    @property
    def is_sample(self) -> bool:
        """Whether anything in it is invented."""
        return self.definition.sample or any(table.sample for _, table in self.definition.sheets)


class PlainWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet that does not look for functions newer than Excel 2007, which took 40 % of the time to draw."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Canvas:
    """A worksheet whose rows and columns count from 1."""

    def __init__(self, drawing: Drawing, name: str) -> None:
        self.drawing, self.looks, self.name = drawing, drawing.looks, name
        self.sheet: Worksheet = drawing.book.add_worksheet(name, PlainWorksheet)

    def text(self, row: int, column: int, text: str, look: Format) -> None:
        """Write words that stay words, whatever they begin with."""
        self.sheet.write_string(row - 1, column - 1, text, look)

    def number(self, row: int, column: int, value: int | Decimal, look: Format) -> None:
        """Write a number; the spreadsheet keeps it as a double."""
        self.sheet.write_number(row - 1, column - 1, value, look)

    def blank(self, row: int, column: int, look: Format) -> None:
        """Draw an empty cell."""
        self.sheet.write_blank(row - 1, column - 1, None, look)

    def formula(self, row: int, column: int, formula: str, look: Format, result: str | Decimal | int = "") -> None:
        """Write a formula with its result as things stand, because LibreOffice shows stored results."""
        stored = float(result) if isinstance(result, Decimal) else result
        self.sheet.write_formula(row - 1, column - 1, formula, look, stored)

    def link(self, row: int, column: int, target: str, text: str, look: Format) -> None:
        """Write a link; `target` is a web address or `internal:'T01'!C8`."""
        self.sheet.write_url(row - 1, column - 1, target, look, text)

    def merge(self, area: Area, text: str, look: Format) -> None:
        """Write words over several columns; a single cell is not merged."""
        if area.first_row == area.last_row and area.first_column == area.last_column:
            self.text(area.first_row, area.first_column, text, look)
        else:
            self.sheet.merge_range(*corners(area), text, look)

    def height(self, row: int, points: float) -> None:
        """Set a row's height."""
        self.sheet.set_row(row - 1, points)

    def width(self, first: int, last: int, characters: float) -> None:
        """Set the width of some columns."""
        self.sheet.set_column(first - 1, last - 1, characters)

    def validate(self, area: Area, rule: Rule) -> None:
        """Let the spreadsheet refuse what does not satisfy a rule."""
        self.sheet.data_validation(*corners(area), dict(rule))

    def colour(self, area: Area, rule: Rule) -> None:
        """Colour cells by a condition."""
        self.sheet.conditional_format(*corners(area), dict(rule))

    def colour_words(self, area: Area, words: tuple[str, ...], tone: Format) -> None:
        """Colour the cells that hold one of the words."""
        for word in words:
            self.colour(area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": tone})

    def name_area(self, name: str, area: Area) -> None:
        """Give a block a name that formulas and people can use."""
        self.drawing.book.define_name(name, f"='{self.name}'!{area.absolute}")

    def look(self, look: str, **change: Property) -> Format:
        """Shorthand for the workbook's looks."""
        return self.looks(look, **change)


def corners(area: Area) -> tuple[int, int, int, int]:
    """A block as xlsxwriter counts, from 0."""
    return area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1


def draw_heading(canvas: Canvas, *, title: str, note: str) -> None:
    """Draw rows 1 to 3: the sheet's identity in A1, a link back, whose data, the title, one line of guidance."""
    back, words = (COVER, "← Sampul") if canvas.name == LISTING else (LISTING, "← Daftar tabel")
    canvas.text(1, 1, canvas.name, canvas.look("tag"))
    canvas.link(1, 2, f"internal:'{back}'!A1", words, canvas.look("link", font_size=9))
    canvas.text(1, 3, canvas.drawing.origin, canvas.look("small"))
    canvas.text(2, 1, title, canvas.look("title"))
    canvas.text(3, 1, note, canvas.look("quiet"))
    for row, points in enumerate((15, 24, 16, 19), 1):
        canvas.height(row, points)


def draw_column_heads(canvas: Canvas, heads: Sequence[ColumnHead]) -> None:
    """Draw a list's head in rows 5 to 7: a band for groups, the labels, the printed column numbers."""
    before = "left"
    for column, (label, width, align) in enumerate(heads, 1):
        indent: dict[str, Property] = {"indent": 1} if (before, align) == ("right", "left") else {}
        canvas.width(column, column, width)
        canvas.text(GROUP_ROW, column, "", canvas.look("head", top=2, top_color=INK))
        canvas.text(LABEL_ROW, column, label, canvas.look("head", align=align, **indent))
        canvas.text(NUMBER_ROW, column, f"({column})", canvas.look("number", align=align, bottom_color=INK, **indent))
        before = align
    for row, points in ((GROUP_ROW, 6), (LABEL_ROW, 19), (NUMBER_ROW, 12)):
        canvas.height(row, points)


def group_look(canvas: Canvas, **change: Property) -> Format:
    """The look of a header over several columns."""
    edges: dict[str, Property] = {"top": 2, "top_color": INK, "bottom": 1, "bottom_color": STRONG, "align": "center"}
    return canvas.look("head", **{**edges, **change})


def set_paper(canvas: Canvas, *, title: str, repeat: tuple[int, int] | None = (5, NUMBER_ROW)) -> None:
    """Prepare printing (A4 landscape, one page wide, heads repeated) and lock what is not an input."""
    sheet = canvas.sheet
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    words = f"{canvas.drawing.origin} · {title}".replace("&", "&&")[:180]
    sheet.set_footer(f"&L&8{words}&R&8Halaman &P dari &N")
    if repeat:
        sheet.repeat_rows(repeat[0] - 1, repeat[1] - 1)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})


def period_name(period: str) -> str:
    """A period within a sentence: `tahun 2025`, `triwulan I 2025`, `Januari 2025`; other text stays as it is."""
    try:
        found = read_period(period)
    except Invalid:
        return period
    return found.label if found.type is PeriodType.MONTH else found.label[0].lower() + found.label[1:]


def link_to(sheet: str, row: int, column: int) -> str:
    """The target of a link to a cell of this workbook."""
    return f"internal:'{sheet}'!{address(row, column)}"
