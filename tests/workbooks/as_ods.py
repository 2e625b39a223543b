"""A book as an OpenDocument spreadsheet, written by hand after ODF 1.3; blanks between cells are repeated cells."""

import io
import math
import zipfile
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from sektoral.domain.grids import Visibility
from tests.workbooks.books import Book, Content, ErrorValue, Sheet

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text", "style"))
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
_HIDDEN = (
    '<style:style style:name="out" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
_HEAD = f"<office:document-content {_NAMES} {_CALC}><office:automatic-styles>{_HIDDEN}</office:automatic-styles>"
LAST_COLUMN = 1_024


def write_ods(book: Book) -> bytes:
    """Write a book as ods."""
    tables = "".join(map(_table, book.sheets))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"{_HEAD}{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def _table(sheet: Sheet) -> str:
    style = "" if sheet.visibility is Visibility.VISIBLE else ' table:style-name="out"'
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans.keys()
    places = sorted({*sheet.cells, *spans, *covered, *((row, 1) for row in sheet.hidden_rows)})
    lines, before = [], 0
    for row, group in groupby(places, key=lambda place: place[0]):
        if row > before + 1:
            blanks = f'table:number-rows-repeated="{row - before - 1}"'
            lines.append(f"<table:table-row {blanks}><table:table-cell/></table:table-row>")
        lines.append(_row(sheet, row, [column for _, column in group], spans, covered))
        before = row
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{_columns(sheet)}{''.join(lines)}</table:table>"


def _columns(sheet: Sheet) -> str:
    hidden = ["collapse" if column in sheet.hidden_columns else "visible" for column in range(1, LAST_COLUMN + 1)]
    runs = [(state, len(list(run))) for state, run in groupby(hidden)]
    return "".join(
        f'<table:table-column table:visibility="{state}" table:number-columns-repeated="{length}"/>'
        for state, length in runs
    )


def _row(
    sheet: Sheet, row: int, columns: list[int], spans: dict[tuple[int, int], tuple[int, int]],
    covered: set[tuple[int, int]],
) -> str:  # fmt: skip
    cells, before = [], 0
    for column in columns:
        if column > before + 1:
            cells.append(f'<table:table-cell table:number-columns-repeated="{column - before - 1}"/>')
        tag = "covered-table-cell" if (row, column) in covered else "table-cell"
        down, across = spans.get((row, column), (1, 1))
        span = (
            f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if down * across > 1 else ""
        )
        formula = sheet.formulas.get((row, column))
        attributes, shown = _content(sheet.cells.get((row, column), ""))
        if formula is not None:
            attributes += f" table:formula={quoteattr('of:=' + formula)}"
        cells.append(f"<table:{tag}{span}{attributes}>{shown}</table:{tag}>")
        before = column
    hidden = ' table:visibility="collapse"' if row in sheet.hidden_rows else ""
    return f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>"


def _content(content: Content) -> tuple[str, str]:
    """A cell's attributes and what it shows."""
    if isinstance(content, ErrorValue):
        return ' office:value-type="string" calcext:value-type="error"', f"<text:p>{escape(content.name)}</text:p>"
    if isinstance(content, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(content).lower()}"', "<text:p>x</text:p>"
    if isinstance(content, date):
        return f' office:value-type="date" office:date-value="{content.isoformat()}"', "<text:p>x</text:p>"
    if isinstance(content, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in content.split("\n"))
        return (' office:value-type="string"', lines) if content else ("", "")
    stored = "INF" if isinstance(content, float) and math.isinf(content) else repr(content)
    return f' office:value-type="float" office:value="{stored}"', "<text:p>x</text:p>"
