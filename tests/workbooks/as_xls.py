"""A book as an old workbook (BIFF8 in a compound file), written by hand after [MS-XLS]: enough of it for any cell."""

import struct
from collections.abc import Iterator
from datetime import date

from sektoral.domain.grids import Visibility
from tests.workbooks.books import Book, Content, ErrorValue, Sheet
from tests.workbooks.compound_files import wrap

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
EPOCH = date(1899, 12, 30)
_LONGEST = 8_224  # bytes of a record
_STATES = {Visibility.VISIBLE: 0, Visibility.HIDDEN: 1, Visibility.VERY_HIDDEN: 2}
_GENERAL, _DAY = 0, 1  # cell formats, by their place
_ONE = b"\x1e\x01\x00"  # the formula `1`


def write_xls(book: Book) -> bytes:
    """Write a book as xls."""
    texts: dict[str, int] = {}
    pages = [_page(sheet, texts) for sheet in book.sheets]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _record(0x0042, struct.pack("<H", 1200))
    head += b"".join(_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14))
    tail = b"".join(_shared(list(texts))) + _record(0x000A)
    names = [_wide(sheet.name, "<B") for sheet in book.sheets]
    position = len(head) + sum(4 + 6 + len(name) for name in names) + len(tail)
    for sheet, name, page in zip(book.sheets, names, pages, strict=True):
        head += _record(0x0085, struct.pack("<IBB", position, _STATES[sheet.visibility], 0) + name)
        position += len(page)
    return wrap(head + tail + b"".join(pages))


def _record(number: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _wide(text: str, count: str) -> bytes:
    letters = text.encode("utf-16-le")
    return struct.pack(count, len(letters) // 2) + b"\x01" + letters


def _shared(texts: list[str]) -> Iterator[bytes]:
    """The table of texts, cut into records; a text that is cut goes on behind a byte that says how it is spelled."""
    number, body = 0x00FC, struct.pack("<II", len(texts), len(texts))
    for text in texts:
        letters = text.encode("utf-16-le")
        start = struct.pack("<HB", len(letters) // 2, 1)
        if len(body) + len(start) + 2 > _LONGEST:
            yield _record(number, body)
            number, body = 0x003C, b""
        body += start
        while len(body) + len(letters) > _LONGEST:
            room = (_LONGEST - len(body)) // 2 * 2
            yield _record(number, body + letters[:room])
            number, body, letters = 0x003C, b"\x01", letters[room:]
        body += letters
    yield _record(number, body)


def _page(sheet: Sheet, texts: dict[str, int]) -> bytes:
    rows, columns = [row for row, _ in sheet.cells] or [1], [column for _, column in sheet.cells] or [1]
    page = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))]
    page += [_record(0x007D, struct.pack("<HHHHHH", c - 1, c - 1, 0, 0, 1, 0)) for c in sorted(sheet.hidden_columns)]
    page.append(_record(0x0200, struct.pack("<IIHHH", 0, max(rows), 0, max(columns), 0)))
    page += [
        _record(0x0208, struct.pack("<HHHHHHI", row - 1, 0, max(columns), 255, 0, 0, 0x0120))
        for row in sorted(sheet.hidden_rows)
    ]
    for place in sorted(sheet.cells):
        page.append(_cell(place, sheet.cells[place], place in sheet.formulas, texts))
    for top, left, bottom, right in sheet.merges:
        page.append(_record(0x00E5, struct.pack("<HHHHH", 1, top - 1, bottom - 1, left - 1, right - 1)))
    return b"".join(page) + _record(0x000A)


def _cell(place: tuple[int, int], content: Content, is_formula: bool, texts: dict[str, int]) -> bytes:
    row, column = place[0] - 1, place[1] - 1
    is_day = isinstance(content, date)
    at = struct.pack("<HHH", row, column, _DAY if is_day else _GENERAL)
    if is_formula:
        result = (
            struct.pack("<BxBxxxH", 2, ERRORS[content.name], 0xFFFF)
            if isinstance(content, ErrorValue)
            else struct.pack("<d", content)
        )
        return _record(0x0006, at + result + struct.pack("<HIH", 0, 0, len(_ONE)) + _ONE)
    if isinstance(content, ErrorValue):
        return _record(0x0205, at + bytes((ERRORS[content.name], 1)))
    if isinstance(content, bool):
        return _record(0x0205, at + bytes((content, 0)))
    if isinstance(content, str):
        return _record(0x00FD, at + struct.pack("<I", texts.setdefault(content, len(texts))))
    return _record(0x0203, at + struct.pack("<d", _serial(content)))


def _serial(content: int | float | date) -> float:
    """A number as it is; a day as the days since the epoch of spreadsheets."""
    if isinstance(content, date):
        day = date(content.year, content.month, content.day)
        return float((day - EPOCH).days)
    return float(content)
