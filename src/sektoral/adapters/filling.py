"""Fill an instrument as a person at an agency would, for the demo, the rehearsal and the tests.

Cells are found by what the sheets say of themselves: the id in A1, the row's code, the printed column number.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.adapters import manifest
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import (
    CODE_COLUMN,
    CORRECTION_COLUMN,
    FIRST_ROW,
    LISTING,
    MANIFEST,
    METADATA,
    NATURE_COLUMN,
    NIL_COLUMN,
    NUMBER_ROW,
    REASON_COLUMN,
    REMARK_COLUMN,
    TableLayout,
    lay_out,
)
from sektoral.domain.validations import NIL, REASONS

Answer = Decimal | int | float | str  # a number, or a mark such as `-`


@dataclass(frozen=True, slots=True)
class Filling:
    """What the agency answers. Tables are named by sheet id (`T01`), rows and columns by their codes.

    `own_totals` are keyed by sheet and input column, or by sheet and the label of a row total; `unavailable` holds the
    digit of a reason or its whole text; `slips` are written last and anywhere, by sheet name and address: text where a
    number belongs, a formula (beginning with `=`), a figure in a wrong cell.
    """

    values: Mapping[tuple[str, str, str], Answer] = field(default_factory=dict)
    nil: frozenset[str] = frozenset()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    own_totals: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    explanations: Mapping[tuple[str, str], str] = field(default_factory=dict)
    natures: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[tuple[str, int], str] = field(default_factory=dict)  # by variable and butir
    slips: Mapping[tuple[str, str], Answer | None] = field(default_factory=dict)


def fill_instrument(workbook: bytes, filling: Filling) -> bytes:
    """Write the answers into an instrument and save it. Raise `Invalid` for a workbook that is none of ours, and
    `KeyError` for an answer to what was not asked."""
    book = load_workbook(io.BytesIO(workbook), rich_text=True)
    definition = read_definition(book)
    layout = lay_out(definition)
    sheets = {str(sheet["A1"].value): sheet for sheet in book.worksheets}
    _write_values(sheets, {place.sheet: place for place in layout.tables}, filling)
    _write_declarations(sheets[LISTING], filling)
    _write_corrections(sheets[METADATA], filling)
    for (name, address), answer in filling.slips.items():
        book[name][address].value = answer
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_definition(book: Workbook) -> InstrumentDef:
    """Read the definition that a workbook carries, signed or not. Raise `Invalid` where there is none."""
    if MANIFEST not in book.sheetnames:
        raise Invalid("manifest_missing")
    cells = book[MANIFEST].iter_rows(max_col=2, values_only=True)
    rows = [("" if name is None else str(name), "" if value is None else str(value)) for name, value in cells]
    found = manifest.decode(rows, {})
    if found.definition is None:
        raise Invalid("manifest_damaged", why=found.problem)
    return found.definition


def _write_values(sheets: Mapping[str, Worksheet], places: Mapping[str, TableLayout], filling: Filling) -> None:
    rows = {sheet: _rows(sheets[sheet]) for sheet in places}
    columns = {sheet: _columns(sheets[sheet]) for sheet in places}
    for (sheet, row, column), answer in filling.values.items():
        number = places[sheet].printed_number(places[sheet].column_of(column))
        _put(sheets[sheet], rows[sheet][row], columns[sheet][number], answer)
    for (sheet, name), answer in filling.own_totals.items():
        place = places[sheet]
        number = place.printed_number(_summed_column(place, name))
        if place.own_row is None:
            raise KeyError(name)
        _put(sheets[sheet], place.own_row, columns[sheet][number], answer)
    for (sheet, row), words in filling.explanations.items():
        number = places[sheet].printed_number(places[sheet].explanation)
        _put(sheets[sheet], rows[sheet][row], columns[sheet][number], words)


def _put(sheet: Worksheet, row: int, column: int, answer: Answer) -> None:
    """Write a number as it is and words as words, whatever they begin with; only a slip may be a formula."""
    cell = sheet.cell(row, column)
    if isinstance(answer, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", answer)
        cell.data_type = "s"
    else:
        cell.value = answer


def _summed_column(place: TableLayout, name: str) -> int:
    """The column of an input column's code, or of a row total's label."""
    labels = [total.label for total in place.table.row_totals]
    return place.row_totals[labels.index(name)] if name in labels else place.column_of(name)


def _write_declarations(listing: Worksheet, filling: Filling) -> None:
    lines = {str(listing.cell(row, 2).value): row for row in range(FIRST_ROW, listing.max_row + 1)}
    declared = [(sheet, NIL_COLUMN, NIL) for sheet in filling.nil]
    declared += [(sheet, REASON_COLUMN, _reason(text)) for sheet, text in filling.unavailable.items()]
    declared += [(sheet, NATURE_COLUMN, text) for sheet, text in filling.natures.items()]
    declared += [(sheet, REMARK_COLUMN, text) for sheet, text in filling.remarks.items()]
    for sheet, column, words in declared:
        _put(listing, lines[sheet], column, words)


def _reason(text: str) -> str:
    """The reason as the list has it; other words stay as they are."""
    return next((reason for reason in REASONS if text == reason.partition(" ")[0]), text)


def _write_corrections(metadata: Worksheet, filling: Filling) -> None:
    if not filling.corrections:
        return
    lines = {(str(code), item): row for row, (code, item) in _numbered(metadata)}
    for key, words in filling.corrections.items():
        _put(metadata, lines[key], CORRECTION_COLUMN, words)


def _numbered(metadata: Worksheet) -> list[tuple[int, tuple[object, object]]]:
    rows = metadata.iter_rows(min_row=FIRST_ROW, max_col=2, values_only=True)
    return [(row, (code, item)) for row, (code, item) in enumerate(rows, FIRST_ROW)]


def _rows(sheet: Worksheet) -> dict[str, int]:
    """The first row of each code in column A."""
    codes = ((str(sheet.cell(row, CODE_COLUMN).value), row) for row in range(sheet.max_row, FIRST_ROW - 1, -1))
    return dict(codes)


def _columns(sheet: Worksheet) -> dict[str, int]:
    """The column of each printed number."""
    return {str(sheet.cell(NUMBER_ROW, column).value): column for column in range(1, sheet.max_column + 1)}
