"""Several sheets of text as one workbook, or as CSV files in a zip; what a spreadsheet would run stays text."""

import csv
import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

from sektoral.adapters.exports import inert
from sektoral.domain.indah import Sheet

WIDTH = 24
LONGEST_CELL = 32_767  # of a workbook
LONGEST_NAME = 31  # of a sheet: Excel takes no more, so one of INDAH's names loses its last letter
STAMP = (1980, 1, 1, 0, 0, 0)  # equal sheets give equal bytes


def to_book(sheets: Sequence[Sheet]) -> bytes:
    """This will write a workbook with every cell as text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    for one in sheets:
        sheet = book.add_worksheet(one.name[:LONGEST_NAME])
        sheet.set_column(0, len(one.columns) - 1, WIDTH)
        for line, row in enumerate((one.columns, *one.rows)):
            for at, cell in enumerate(row):
                if cell:
                    sheet.write_string(line, at, cell[:LONGEST_CELL], bold if line == 0 else None)
        sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def to_zip(sheets: Sequence[Sheet]) -> bytes:
    """This will write a CSV for each sheet: commas, UTF-8 with a mark, as programs for INDAH read them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for one in sheets:
            bundle.writestr(zipfile.ZipInfo(f"{one.name}.csv", STAMP), _csv(one))
    return target.getvalue()


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([[inert(cell) for cell in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")
