"""What the reader does not show of a binary workbook (xlsb): error cells, formula cells, how far the cells reach.

Records after [MS-XLSB] 2.3: a number of one or two bytes, a length of one to four, then the content.
"""

import struct

from sektoral.adapters.sandbox.archives import Archive
from sektoral.adapters.sandbox.binary_records import binary_records
from sektoral.adapters.sandbox.caps import Caps
from sektoral.adapters.sandbox.packages import SheetPart, binary_sheets
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.adapters.sandbox.sheet_scan import SheetFacts, check_facts, note_block

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
_ROW, _BLANK, _ERROR, _LAST_CELL = 0, 1, 3, 11
_FORMULAS = frozenset({8, 9, 10, 11})
_FORMULA_ERROR = 11
_COLUMNS, _MERGE = 60, 176
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x10, 0x01


def scan(archive: Archive, workbook: str, caps: Caps) -> dict[str, SheetFacts]:
    """Walk through the records of each worksheet. Raise `FileRefused` for what is refused."""
    sheets = binary_sheets(archive, workbook)
    if len(sheets) > caps.sheets:
        raise FileRefused("too_many_sheets", count=len(sheets), limit=caps.sheets)
    return {sheet.name: _scan_sheet(archive, sheet, caps) for sheet in sheets if sheet.part}


def _scan_sheet(archive: Archive, sheet: SheetPart, caps: Caps) -> SheetFacts:
    facts, row = SheetFacts(sheet.name), 0
    for number, body in binary_records(archive.read(sheet.part)):
        if number == _ROW and len(body) >= 4:
            row = int.from_bytes(body[:4], "little") + 1
            if len(body) >= 12 and body[11] & _ROW_HIDDEN:
                facts.hidden_rows.append((row, row))
        elif _BLANK < number <= _LAST_CELL and len(body) >= 8:
            column = int.from_bytes(body[:4], "little") + 1
            facts.cells += 1
            facts.last_row, facts.last_column = max(facts.last_row, row), max(facts.last_column, column)
            if number in (_ERROR, _FORMULA_ERROR) and len(body) > 8:
                facts.errors[row, column] = ERRORS.get(body[8], "#N/A")
            if number in _FORMULAS:
                facts.formulas[row, column] = ""
        else:
            _note_shape(facts, number, body)
    check_facts(facts, caps)
    return facts


def _note_shape(facts: SheetFacts, number: int, body: bytes) -> None:
    """Note hidden columns and merged cells."""
    if number == _COLUMNS and len(body) >= 18 and body[16] & _COLUMN_HIDDEN:
        first, last = struct.unpack_from("<II", body)
        facts.hidden_columns.append((first + 1, last + 1))
    elif number == _MERGE and len(body) >= 16:
        top, bottom, left, right = (part + 1 for part in struct.unpack_from("<4I", body))
        note_block(facts, (top, left, bottom, right))
