"""The sheet that lists the findings of a return, each with a link to its cell."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.adapters.workbooks.looks import (
    BAD,
    BAD_GROUND,
    HEAD,
    INK,
    LINE,
    LINK,
    QUIET,
    SANS,
    SERIF,
    TOTAL,
    WAIT,
    WAIT_GROUND,
)
from sektoral.domain.checks.titles import title_of
from sektoral.domain.findings import Severity
from sektoral.domain.grids import column_letters
from sektoral.domain.layout import FINDINGS

HEAD_ROW = 6
COLUMNS = (
    ("No", 5),
    ("Tingkat", 19),
    ("Sel", 12),
    ("Tempat", 30),
    ("Tertulis", 18),
    ("Apa yang ditemukan, dan yang perlu dilakukan", 74),
    ("Kode", 24),
    ("Penjelasan Anda sejauh ini", 34),
)
NUMBER, LEVEL, CELL, WHERE, VALUE, MESSAGE, CODE, SAID = range(1, 9)
TOTALS = (("Jenis temuan", 34), ("Jumlah", 10))
KIND, COUNT = SAID + 2, SAID + 3  # beside the list, with a narrow column between
VALUE_LENGTH = 60
_GUIDANCE = (
    "Yang salah harus diperbaiki. Yang perlu penjelasan boleh diperbaiki atau dijelaskan. "
    "Klik alamat sel untuk membukanya, lalu simpan dan unggah lagi berkas Anda."
)
_GUIDANCE_TYPED = (
    "Yang salah harus diperbaiki. Yang perlu penjelasan boleh diperbaiki atau dijelaskan. "
    "Perbaiki di formulir: kolom isiannya bernama seperti sel di bawah ini."
)


@dataclass(frozen=True, slots=True)
class Tone:
    """How a severity looks and is called; the shape tells it apart in grey print."""

    label: str
    shape: str
    ink: str
    ground: str


TONES = {
    Severity.ERROR.value: Tone("Salah", "▲", BAD, BAD_GROUND),
    Severity.WARNING.value: Tone("Perlu penjelasan", "◊", WAIT, WAIT_GROUND),
    Severity.INFO.value: Tone("Info", "○", QUIET, TOTAL),
}  # from grave to slight


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words. `sheet` is the sheet's name, `cell` an address or empty, `where` its row and column; `said`
    is what the agency has explained already."""

    code: str
    severity: str
    sheet: str
    cell: str
    message: str
    value: str = ""
    where: str = ""
    said: str = ""

    def __post_init__(self) -> None:
        if self.severity not in TONES:
            raise ValueError(f"unknown severity {self.severity!r}")

    @property
    def place(self) -> str:
        """Sheet and cell as people write them: `T01!C9`."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose data these are, how many findings there are in all, and the agency's name of the file.

    `original_name` is empty where the figures were typed and no file has their cells.
    `totals` count all findings by code, also those beyond what is listed.
    """

    origin: str
    total: int
    original_name: str
    totals: Mapping[str, int] = field(default_factory=dict)


def draw_findings(sheet: Worksheet, remarks: Sequence[Remark], heading: Heading, *, targets: Collection[str]) -> None:
    """Draw the list. `targets` are the sheets of this very workbook; with none, links open the original file."""
    sheet.title = FINDINGS
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = argb(BAD)
    _draw_heading(sheet, remarks, heading, is_beside=not targets)
    _draw_head(sheet)
    for number, remark in enumerate(remarks, 1):
        _draw_line(sheet, HEAD_ROW + number, number, remark)
        _link(sheet, HEAD_ROW + number, remark, heading, targets)
    _draw_totals(sheet, remarks, heading)
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    _set_paper(sheet)


def argb(colour: str) -> str:
    """A colour as openpyxl writes it: `#0A4539` is `FF0A4539`."""
    return "FF" + colour.removeprefix("#")


def plain_text(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    cleaned: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return cleaned


def _draw_heading(sheet: Worksheet, remarks: Sequence[Remark], heading: Heading, *, is_beside: bool) -> None:
    count = Counter(remark.severity for remark in remarks)
    parts = [f"{count[level]} {tone.label.lower()}" for level, tone in TONES.items() if count[level]]
    title = f"Ada {heading.total} temuan" if heading.total else "Tidak ada temuan"
    title += f", {len(remarks)} pertama ditunjukkan" if heading.total > len(remarks) else ""
    guidance = _GUIDANCE if heading.original_name else _GUIDANCE_TYPED
    where = "Sel yang bersangkutan bergaris tebal dan diberi catatan. Jumlah dihitung ulang saat buku kerja dibuka."
    if not heading.original_name:
        where = "Angkanya diketik, sehingga tidak ada berkas yang diberi tanda."
    elif is_beside:
        where = f"Berkas Anda, {heading.original_name}, tidak diubah. Simpan di folder yang sama agar tautan terbuka."
    lines = (
        (heading.origin, Font(name=SANS, size=9, color=argb(QUIET))),
        (f"{title}: {', '.join(parts)}" if parts else title, Font(name=SERIF, size=15, bold=True, color=argb(INK))),
        (guidance, Font(name=SANS, size=11, color=argb(QUIET))),
        (where, Font(name=SANS, size=11, color=argb(QUIET))),
    )
    for row, (words, font) in enumerate(lines, 1):
        _write(sheet, row, 1, words, font)
    sheet.row_dimensions[2].height = 24


def _draw_totals(sheet: Worksheet, remarks: Sequence[Remark], heading: Heading) -> None:
    """How often each kind was found, beside the list, with a link to its first line."""
    first: dict[str, int] = {}
    for row, remark in enumerate(remarks, HEAD_ROW + 1):
        first.setdefault(remark.code, row)
    counts = {**Counter(remark.code for remark in remarks), **heading.totals}
    if not counts:
        return
    _draw_head(sheet, TOTALS, KIND)
    thin = Side(style="thin", color=argb(LINE))
    for row, (code, count) in enumerate(sorted(counts.items(), key=lambda one: (-one[1], one[0])), HEAD_ROW + 1):
        _write(sheet, row, KIND, title_of(code), Font(name=SANS, size=11, color=argb(INK)))
        sheet.cell(row, COUNT).value = count
        for column in (KIND, COUNT):
            sheet.cell(row, column).border = Border(bottom=thin)
            sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=column == KIND)
        if code in first:
            cell = sheet.cell(row, KIND)
            place = f"'{FINDINGS}'!{column_letters(CELL)}{first[code]}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            cell.font = Font(name=SANS, size=11, underline="single", color=argb(LINK))


def _draw_head(sheet: Worksheet, heads: Sequence[tuple[str, int]] = COLUMNS, first: int = 1) -> None:
    thick = Side(style="medium", color=argb(INK))
    for column, (label, width) in enumerate(heads, first):
        _write(sheet, HEAD_ROW, column, label, Font(name=SANS, size=11, bold=True, color=argb(INK)))
        cell = sheet.cell(HEAD_ROW, column)
        cell.fill, cell.border = PatternFill("solid", fgColor=argb(HEAD)), Border(top=thick, bottom=thick)
        cell.alignment = Alignment(vertical="center")
        sheet.column_dimensions[column_letters(column)].width = width
    sheet.row_dimensions[HEAD_ROW].height = 19


def _draw_line(sheet: Worksheet, row: int, number: int, remark: Remark) -> None:
    """One finding; the row grows with its sentence."""
    tone, thin = TONES[remark.severity], Side(style="thin", color=argb(LINE))
    value = remark.value if len(remark.value) <= VALUE_LENGTH else remark.value[: VALUE_LENGTH - 1] + "…"
    level = f"{tone.shape} {tone.label}"
    texts = (str(number), level, remark.place, remark.where, value, remark.message, remark.code, remark.said)
    plain, wrapped = Font(name=SANS, size=11, color=argb(INK)), (WHERE, VALUE, MESSAGE, SAID)
    for column, text in enumerate(texts, 1):
        _write(sheet, row, column, text, plain)
        cell = sheet.cell(row, column)
        cell.border = Border(bottom=thin)
        cell.alignment = Alignment(wrap_text=column in wrapped, vertical="center", horizontal="left")
    sheet.cell(row, NUMBER).value = number
    sheet.cell(row, LEVEL).font = Font(name=SANS, size=11, bold=True, color=argb(tone.ink))
    sheet.cell(row, LEVEL).fill = PatternFill("solid", fgColor=argb(tone.ground))
    sheet.cell(row, CODE).font = Font(name=SANS, size=9, color=argb(QUIET))
    texts_and_widths = ((remark.message, 92), (remark.where, 32), (value, 18), (remark.said, 40))
    lines = [-(-len(text) // width) for text, width in texts_and_widths]
    sheet.row_dimensions[row].height = 15 * max(1, *lines) + 5


def _link(sheet: Worksheet, row: int, remark: Remark, heading: Heading, targets: Collection[str]) -> None:
    """Lead to the cell, here or in the original file; what is not there, or was typed, gets no link."""
    if (targets and remark.sheet not in targets) or not heading.original_name:
        return
    cell = sheet.cell(row, CELL)
    location = f"'{remark.sheet.replace(chr(39), chr(39) * 2)}'!{remark.cell or 'A1'}"
    target = None if targets else quote(heading.original_name)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, target=target)
    cell.font = Font(name=SANS, size=11, bold=True, underline="single", color=argb(LINK))


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font) -> None:
    """Write words that stay words, whatever they begin with."""
    cell = sheet.cell(row, column)
    cell.value = plain_text(text)
    cell.data_type = "s"
    cell.font = font


def _set_paper(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, heads repeated, nothing to be changed."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    for edge in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, edge, 0.5)
    sheet.protection.sheet = True
