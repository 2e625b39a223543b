"""The reference sheet: region codes, the lists that cells choose from, and what each variable means."""

import textwrap
from collections.abc import Sequence

from sektoral.adapters.workbooks.canvas import Canvas, Drawing, draw_heading, set_paper
from sektoral.adapters.workbooks.looks import INK, Property
from sektoral.domain.instruments import Dimensions, InstrumentDef
from sektoral.domain.layout import FIRST_ROW, LABEL_ROW, NUMBER_ROW, REFERENCE, Area
from sektoral.domain.validations import NATURES, REASONS

CODE, NAME, BPS, REASON, NATURE, DIMENSION, DIMENSION_CODE, MEANING = 1, 2, 3, 5, 7, 9, 10, 11  # columns
WIDTHS = (17, 30, 12, 2, 32, 2, 28, 2, 18, 12, 30)
DEFINITION_WIDTH = 92  # characters of the merged columns of a definition
Worded = tuple[Dimensions, str, str]  # what a row or column stands for, its label, its group
_GUIDANCE = "Daftar yang dipakai di buku kerja ini."
_TWO_CODES = "Kode Kemendagri dan kode BPS berbeda urutan; jangan saling diturunkan."


def draw_reference(drawing: Drawing) -> None:
    """Draw the reference sheet."""
    canvas = Canvas(drawing, REFERENCE)
    regions, dimensions = list_regions(drawing.definition), list_dimensions(drawing.definition)
    has_bps = any(bps for _, _, bps in regions)
    note = f"{_GUIDANCE} {_TWO_CODES}" if has_bps else _GUIDANCE
    draw_heading(canvas, title="Kode rujukan, konsep, dan definisi", note=note)
    set_paper(canvas, title="Kode rujukan", repeat=None)
    canvas.sheet.freeze_panes(NUMBER_ROW, 0)
    for column, width in enumerate(WIDTHS, 1):
        canvas.width(column, column, width)
    for row, points in ((5, 6), (LABEL_ROW, 19), (NUMBER_ROW, 4)):
        canvas.height(row, points)
    _draw_list(canvas, CODE, "Kode Kemendagri", [code for code, _, _ in regions])
    _draw_list(canvas, NAME, "Wilayah", [name for _, name, _ in regions])
    if has_bps:
        _draw_list(canvas, BPS, "Kode BPS", [bps or "–" for _, _, bps in regions])
    _draw_list(canvas, REASON, "Alasan tidak tersedia", list(REASONS))
    _draw_list(canvas, NATURE, "Sifat angka", list(NATURES))
    _draw_list(canvas, DIMENSION, "Rincian", [name.replace("_", " ") for name, _, _ in dimensions])
    _draw_list(canvas, DIMENSION_CODE, "Kode", [code for _, code, _ in dimensions])
    _draw_list(canvas, MEANING, "Arti", [meaning for _, _, meaning in dimensions])
    canvas.name_area("Alasan", Area(FIRST_ROW, REASON, FIRST_ROW + len(REASONS) - 1, REASON))
    canvas.name_area("Sifat_angka", Area(FIRST_ROW, NATURE, FIRST_ROW + len(NATURES) - 1, NATURE))
    longest = max(len(regions), len(dimensions), len(REASONS), len(NATURES))
    _draw_definitions(canvas, FIRST_ROW + longest + 2)


def list_regions(definition: InstrumentDef) -> list[tuple[str, str, str]]:
    """Kemendagri code, name and BPS code of every region that is a row, in the order of the codes."""
    rows = (row for _, table in definition.sheets for row in table.rows if row.code == row.area)
    return sorted({row.code: (row.code, row.label, row.area_bps) for row in rows}.values())


def list_dimensions(definition: InstrumentDef) -> list[tuple[str, str, str]]:
    """Dimension, code and meaning of every category, as far as the headers and labels tell."""
    found: dict[tuple[str, str], str] = {}
    for _, table in definition.sheets:
        labelled = [(row.dims, row.label, "") for row in table.rows if row.dims]
        headed = [(column.dims, column.label, column.group) for column in table.columns]
        for words in (labelled, headed):
            for dimension in {name for dims, _, _ in words for name, _ in dims}:
                for code, meaning in _meanings(dimension, words).items():
                    found.setdefault((dimension, code), meaning.replace("\n", " "))
    return [(dimension, code, meaning) for (dimension, code), meaning in sorted(found.items())]


def _meanings(dimension: str, words: Sequence[Worded]) -> dict[str, str]:
    """What the codes of a dimension are called: the labels, or else the groups, whichever go one to one with them."""
    coded = [(dict(dims)[dimension], label, group) for dims, label, group in words if dimension in dict(dims)]
    for position in (1, 2):
        pairs = {(one[0], one[position]) for one in coded if one[position]}
        meanings = dict(pairs)
        if pairs and len(pairs) == len(meanings) == len(set(meanings.values())):
            return meanings
    return {}


def _draw_list(canvas: Canvas, column: int, label: str, values: list[str]) -> None:
    canvas.text(LABEL_ROW, column, label, canvas.look("head", align="left", top=2, top_color=INK))
    canvas.text(NUMBER_ROW, column, "", canvas.look("number", bottom_color=INK))
    look = canvas.look("code" if label.startswith("Kode") else "stub", font_size=10)
    for row, value in enumerate(values, FIRST_ROW):
        canvas.text(row, column, value, look)


def _draw_definitions(canvas: Canvas, first: int) -> None:
    """Konsep, definisi, ukuran and satuan of every variable."""
    canvas.text(first, CODE, "Konsep, definisi, ukuran, dan satuan", canvas.look("section", bottom=0))
    canvas.height(first, 22)
    edges: dict[str, Property] = {"align": "left", "top": 2, "top_color": INK, "bottom": 2, "bottom_color": INK}
    head = canvas.look("head", **edges)
    for column in range(CODE, MEANING + 1):
        canvas.text(first + 1, column, "", head)
    for column, words in ((CODE, "Kode"), (NAME, "Konsep"), (BPS, "Definisi"), (DIMENSION, "Ukuran")):
        canvas.text(first + 1, column, words, head)
    canvas.text(first + 1, MEANING, "Satuan", head)
    canvas.height(first + 1, 19)
    for row, variable in enumerate(canvas.drawing.layout.variables, first + 2):
        look = canvas.look("stub", font_size=10, text_wrap=True, valign="top")
        canvas.text(row, CODE, variable.code, canvas.look("code", font_size=10, valign="top"))
        canvas.text(row, NAME, variable.concept, look)
        canvas.merge(Area(row, BPS, row, NATURE + 1), variable.definition, look)
        canvas.merge(Area(row, DIMENSION, row, DIMENSION_CODE), variable.measure, look)
        canvas.text(row, MEANING, variable.unit, look)
        lines = max(
            _lines(variable.definition, DEFINITION_WIDTH), _lines(variable.concept, int(WIDTHS[NAME - 1] * 1.15))
        )
        canvas.height(row, 15 * lines + 2)


def _lines(text: str, width: int) -> int:
    return len(textwrap.wrap(text, width)) or 1
