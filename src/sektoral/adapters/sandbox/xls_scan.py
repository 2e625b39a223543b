"""What the reader does not show of an old workbook (xls): encryption, macros, error cells, formulas, stray cells.

Records after [MS-XLS] 2.4 (BIFF8) and, where they agree, BIFF5.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.compound import Compound
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts, check_facts, note_block
from sektoral.adapters.sandbox.xlsb_scan import ERRORS

_BOF, _EOF, _FILEPASS, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMULA, _BOOL_OR_ERROR, _MANY = 0x0006, 0x0205, 0x00BD
_SINGLE = frozenset({_FORMULA, _BOOL_OR_ERROR, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6})
_ROW, _COLUMNS, _MERGES = 0x0208, 0x007D, 0x00E5
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_SHAPES = frozenset({_ROW, _COLUMNS, _MERGES})
_WORKSHEET = 0
_ENCRYPTED = {"encryptedpackage", "encryptioninfo"}
_MACROS = {"_vba_project_cur", "_vba_project", "vba"}
_OTHER_OFFICE = {"worddocument": "dokumen Word", "powerpoint document": "presentasi PowerPoint"}


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    start: int
    is_worksheet: bool


def scan(file: BinaryIO, caps: Caps) -> dict[str, SheetFacts]:
    """Walk through the records of each worksheet. Raise `FileRefused` for what is refused."""
    compound = Compound(file)
    names = {name.lower() for name in compound.names()}
    if names & _ENCRYPTED:
        raise FileRefused("encrypted")
    other = next((spoken for name, spoken in _OTHER_OFFICE.items() if name in names), None)
    data = compound.stream("Workbook", "Book")
    if data is None:
        raise FileRefused("not_a_spreadsheet", kind=other or "dokumen Office lain")
    sheets = _list_sheets(data)
    if names & _MACROS:
        raise FileRefused("macros")
    if len(sheets) > caps.sheets:
        raise FileRefused("too_many_sheets", count=len(sheets), limit=caps.sheets)
    return {one.name: _scan_sheet(data, one, caps) for one in sheets if one.is_worksheet}


def _list_sheets(data: bytes) -> list[_Listed]:
    sheets: list[_Listed] = []
    wide = True
    for number, body in _records(data, 0):
        if number == _BOF and len(body) >= 2:
            wide = struct.unpack_from("<H", body)[0] >= 0x0600
        if number == _FILEPASS:
            raise FileRefused("encrypted")
        if number == _SHEET and len(body) >= 8:
            sheets.append(
                _Listed(_sheet_name(body, wide=wide), struct.unpack_from("<I", body)[0], body[5] == _WORKSHEET)
            )
        if number == _EOF:
            break
    return sheets


def _sheet_name(body: bytes, *, wide: bool) -> str:
    length = body[6]
    if not wide:
        return body[7 : 7 + length].decode("cp1252", "replace")
    if body[7] & 1:
        return body[8 : 8 + length * 2].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _scan_sheet(data: bytes, sheet: _Listed, caps: Caps) -> SheetFacts:
    facts, depth = SheetFacts(sheet.name), 0
    for number, body in _records(data, sheet.start):
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:  # a chart inside the sheet has cells of its own
            _note(facts, number, body)
    check_facts(facts, caps)
    return facts


def _note(facts: SheetFacts, number: int, body: bytes) -> None:
    if number in _SINGLE and len(body) >= 6:
        row, column = (part + 1 for part in struct.unpack_from("<HH", body))
        _reach(facts, row, column, 1)
        if number == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
            facts.errors[row, column] = ERRORS.get(body[6], "#N/A")
        if number == _FORMULA and len(body) >= 14:
            facts.formulas[row, column] = ""
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                facts.errors[row, column] = ERRORS.get(body[8], "#N/A")
    elif number in _SHAPES:
        _note_shape(facts, number, body)
    elif number == _MANY and len(body) >= 6:
        row, last = struct.unpack_from("<H", body)[0] + 1, struct.unpack_from("<H", body, len(body) - 2)[0] + 1
        _reach(facts, row, last, (len(body) - 6) // 6)


def _note_shape(facts: SheetFacts, number: int, body: bytes) -> None:
    """Note hidden rows, hidden columns and merged cells."""
    if number == _ROW and len(body) >= 16 and body[12] & _ROW_HIDDEN:
        row = struct.unpack_from("<H", body)[0] + 1
        facts.hidden_rows.append((row, row))
    elif number == _COLUMNS and len(body) >= 10 and body[8] & _COLUMN_HIDDEN:
        first, last = struct.unpack_from("<HH", body)
        facts.hidden_columns.append((first + 1, last + 1))
    elif number == _MERGES and len(body) >= 2:
        count = min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)
        for place in range(2, 2 + count * 8, 8):
            top, bottom, left, right = (part + 1 for part in struct.unpack_from("<4H", body, place))
            note_block(facts, (top, left, bottom, right))


def _reach(facts: SheetFacts, row: int, column: int, cells: int) -> None:
    facts.cells += cells
    facts.last_row, facts.last_column = max(facts.last_row, row), max(facts.last_column, column)


def _records(data: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    end = len(data)
    while position + 4 <= end:
        number, length = struct.unpack_from("<HH", data, position)
        yield number, data[position + 4 : position + 4 + length]
        position += 4 + length
