"""A book as a binary workbook (xlsb), written by hand after [MS-XLSB]: enough of it for any cell."""

import io
import struct
import zipfile
from datetime import date

from sektoral.domain.grids import Place, Visibility
from tests.workbooks.as_xls import EPOCH, ERRORS
from tests.workbooks.books import Book, Content, ErrorValue, Sheet
from tests.workbooks.hostile import OFFICE, PACKAGE, TYPES

_STATES = {Visibility.VISIBLE: 0, Visibility.HIDDEN: 1, Visibility.VERY_HIDDEN: 2}
_ONE = struct.pack("<HI3sI", 0, 3, b"\x1e\x01\x00", 0)  # the formula `1` behind its result


def write_xlsb(book: Book) -> bytes:
    """Write a book as xlsb."""
    related = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(book.sheets) + 1)
    ) + f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.bin"/>'  # fmt: skip
    main = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>')
        archive.writestr("xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>')
        archive.writestr("xl/workbook.bin", _workbook(book))
        archive.writestr("xl/styles.bin", _styles())
        for number, sheet in enumerate(book.sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _page(sheet))
    return target.getvalue()


def record(number: int, body: bytes = b"") -> bytes:
    """One record: its number in one or two bytes, its length in as many as it takes."""
    head = bytes((number,)) if number < 0x80 else bytes((number & 0x7F | 0x80, number >> 7))
    length = len(body)
    while length > 0x7F:
        head, length = head + bytes((length & 0x7F | 0x80,)), length >> 7
    return head + bytes((length,)) + body


def _wide(text: str) -> bytes:
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def _workbook(book: Book) -> bytes:
    sheets = [
        record(156, struct.pack("<II", _STATES[sheet.visibility], number) + _wide(f"r{number}") + _wide(sheet.name))
        for number, sheet in enumerate(book.sheets, 1)
    ]
    return record(131) + record(143) + b"".join(sheets) + record(144) + record(132)


def _styles() -> bytes:
    formats = [record(47, struct.pack("<HH12x", 0, number)) for number in (0, 14)]
    return record(278) + record(617, struct.pack("<I", len(formats))) + b"".join(formats) + record(618) + record(279)


def _page(sheet: Sheet) -> bytes:
    rows, columns = [row for row, _ in sheet.cells] or [1], [column for _, column in sheet.cells] or [1]
    page = [record(129), record(148, struct.pack("<IIII", 0, max(rows) - 1, 0, max(columns) - 1))]
    if sheet.hidden_columns:
        hidden = [record(60, struct.pack("<IIIIH", c - 1, c - 1, 0, 0, 1)) for c in sorted(sheet.hidden_columns)]
        page += [record(390), *hidden, record(391)]
    page.append(record(145))
    by_row: dict[int, list[Place]] = {row: [] for row in sheet.hidden_rows}
    for place in sorted(sheet.cells):
        by_row.setdefault(place[0], []).append(place)
    for row in sorted(by_row):
        flags = 0x10 if row in sheet.hidden_rows else 0
        page.append(record(0, struct.pack("<IIHBBBI", row - 1, 0, 255, 0, flags, 0, 0)))
        page += [_cell(place[1] - 1, sheet.cells[place], place in sheet.formulas) for place in by_row[row]]
    page.append(record(146))
    if sheet.merges:
        merges = [
            record(176, struct.pack("<IIII", t - 1, b - 1, left - 1, right - 1)) for t, left, b, right in sheet.merges
        ]
        page += [record(177, struct.pack("<I", len(merges))), *merges, record(178)]
    return b"".join(page) + record(130)


def _cell(column: int, content: Content, is_formula: bool) -> bytes:
    at = struct.pack("<II", column, int(isinstance(content, date)))
    if isinstance(content, ErrorValue):
        code = bytes((ERRORS[content.name],))
        return record(11, at + code + _ONE) if is_formula else record(3, at + code)
    if isinstance(content, bool):
        return record(4, at + bytes((content,)))
    if isinstance(content, str):
        return record(6, at + _wide(content))
    if isinstance(content, date):
        return record(5, at + struct.pack("<d", (date(content.year, content.month, content.day) - EPOCH).days))
    number = struct.pack("<d", content)
    return record(9, at + number + _ONE) if is_formula else record(5, at + number)
