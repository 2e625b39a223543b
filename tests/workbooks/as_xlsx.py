"""A book as an xlsx file, by xlsxwriter. A number too large for a double is put in afterwards, as `1e400`."""

import io
import math
import zipfile
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sektoral.domain.grids import Visibility
from tests.workbooks.books import Book, Content, ErrorValue, Sheet

_STANDS_FOR_INFINITY = 987654321.015625


def write_xlsx(book: Book) -> bytes:
    """Write a book as xlsx."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as written:
        day = written.add_format({"num_format": 14})
        for sheet in book.sheets:
            page = written.add_worksheet(sheet.name)
            _shape(page, sheet)
            for (row, column), content in sheet.cells.items():
                formula = sheet.formulas.get((row, column))
                _write(page, row - 1, column - 1, content, formula, day)
    is_infinite = any(_is_infinite(content) for sheet in book.sheets for content in sheet.cells.values())
    return _with_infinity(target.getvalue()) if is_infinite else target.getvalue()


def _shape(page: Worksheet, sheet: Sheet) -> None:
    if sheet.visibility is Visibility.VERY_HIDDEN:
        page.very_hidden()
    elif sheet.visibility is Visibility.HIDDEN:
        page.hide()
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(column - 1, column - 1, None, None, {"hidden": True})
    for top, left, bottom, right in sheet.merges:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")


def _write(page: Worksheet, row: int, column: int, content: Content, formula: str | None, day: object) -> None:
    if formula is not None:
        page.write_formula(
            row, column, f"={formula}", None, content.name if isinstance(content, ErrorValue) else content
        )
    elif isinstance(content, ErrorValue):
        page.write_formula(row, column, f"={content.name}", None, content.name)
    elif isinstance(content, str):
        page.write_string(row, column, content)
    elif isinstance(content, bool):
        page.write_boolean(row, column, content)
    elif isinstance(content, date):
        page.write_datetime(row, column, content, day)
    else:
        page.write_number(row, column, _STANDS_FOR_INFINITY if _is_infinite(content) else content)


def _is_infinite(content: Content) -> bool:
    return isinstance(content, float) and math.isinf(content)


def _with_infinity(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            text = source.read(info).replace(str(_STANDS_FOR_INFINITY).encode(), b"1e400")
            copy.writestr(info, text, zipfile.ZIP_DEFLATED)
    return target.getvalue()
