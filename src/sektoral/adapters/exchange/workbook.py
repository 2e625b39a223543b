"""A cube as a workbook: the figures, what is to be known of them, and every code list.

Rows are written one after the other and never kept, so a large table needs little memory. A number of more digits than
a spreadsheet keeps is text, and its row says so.
"""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sektoral.adapters.exchange.break_notes import break_notes
from sektoral.adapters.exchange.sdmx_terms import MARKS, STATUS_LABELS, updated
from sektoral.adapters.exchange.tidy_csv import LABEL, columns, lines
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import Invalid
from sektoral.domain.numbers import SIGNIFICANT_DIGITS, is_long

MOST_ROWS = 1_048_576 - 1  # of a sheet, but for its head
DATA, ABOUT, CODES = "Data", "Keterangan", "Kode"
NOTE = "CATATAN"
LONG = f"angka ini lebih dari {SIGNIFICANT_DIGITS} digit, disimpan sebagai teks agar tidak dibulatkan"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(cube: Cube) -> Iterator[bytes]:
    """This will write three sheets. Raises `Invalid("cube_too_long")` for more figures than a sheet has rows."""
    if len(cube.figures) > MOST_ROWS:
        raise Invalid("cube_too_long", rows=len(cube.figures), most=MOST_ROWS)
    return _pieces(cube)


def _pieces(cube: Cube) -> Iterator[bytes]:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": cube.title, "created": updated(cube).replace(tzinfo=None, microsecond=0)})
    bold = book.add_format({"bold": True, "bottom": 1})
    _data(book.add_worksheet(DATA), cube, bold)
    _table(book.add_worksheet(ABOUT), (("Keterangan", "Isi"), *_about(cube)), (28, 80), bold)
    _table(book.add_worksheet(CODES), (("Dimensi", "Kode", "Label", "Kode BPS"), *_codes(cube)), (22, 22, 48, 14), bold)
    book.close()
    yield target.getvalue()


def _data(sheet: Worksheet, cube: Cube, bold: Format) -> None:
    heads = [*columns(cube), NOTE]
    value_at = heads.index("OBS_VALUE")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(cube.figures), 1), len(heads) - 1)
    for at, head in enumerate(heads):
        sheet.set_column(at, at, 30 if head.endswith(LABEL) else 14)
        sheet.write_string(0, at, head, bold)
    for line, row in enumerate(lines(cube), start=1):
        for at, text in enumerate(row):
            if at == value_at and text:
                _write_number(sheet, line, at, text, len(heads) - 1)
            elif text:
                sheet.write_string(line, at, text)


def _write_number(sheet: Worksheet, line: int, at: int, text: str, note_at: int) -> None:
    if not is_long(text):
        sheet.write_number(line, at, float(text))
    else:
        sheet.write_string(line, at, text)
        sheet.write_string(line, note_at, LONG)


def _table(sheet: Worksheet, rows: Sequence[Sequence[str]], widths: Sequence[int], bold: Format) -> None:
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(line, at, text[:32767], None if line else bold)


def _about(cube: Cube) -> Iterator[tuple[str, str]]:
    yield "Judul", cube.title
    yield "Produsen data", cube.agency_name
    yield "Walidata", cube.office_name
    yield "Kode wilayah", cube.region_code
    yield "Kode tabel", f"{cube.agency} {cube.table}"
    yield "Definisi", f"versi {cube.edition}"
    if cube.release:
        yield "Terbitan", f"edisi {cube.release}"
    yield "Klasifikasi", cube.classification
    yield "Periode", cube.period_type
    yield "Pemutakhiran", updated(cube).isoformat(sep=" ", timespec="seconds")
    if cube.note:
        yield "Catatan", cube.note
    for note in break_notes(cube):
        yield "Deret terputus", note
    for variable in cube.variables:
        yield f"Variabel {variable.code}", f"{variable.name} ({variable.unit})"
        yield "Konsep", variable.concept
        yield "Definisi", variable.definition
    used = {figure.mark for figure in cube.figures}
    for mark, (_, label) in MARKS.items():
        if mark in used:
            yield f"Tanda {mark}", label


def _codes(cube: Cube) -> Iterator[tuple[str, str, str, str]]:
    for dimension in cube.dimensions:
        for member in dimension.members:
            yield dimension.code, member.code, member.label, member.bps_code
    for status, label in STATUS_LABELS.items():
        yield "OBS_STATUS", status, label, ""
