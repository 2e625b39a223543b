"""Writes a list as a workbook or as CSV; text that a spreadsheet would run as a formula stays text."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | datetime | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")  # OWASP, CSV injection
EXACT_DIGITS = 15  # a spreadsheet keeps no more; longer numbers go out as text
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, and whether its cells are figures."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list of a workbook."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def to_xlsx(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, zone: tzinfo) -> bytes:
    """This will write one sheet with a frozen head and a filter; instants are shown in `zone`."""
    return to_workbook([Sheet("Daftar", columns, rows)], zone=zone)


def to_workbook(sheets: Sequence[Sheet], *, zone: tzinfo) -> bytes:
    """This will write several lists as one workbook, each with a frozen head and a filter."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for each in sheets:
        _fill(book.add_worksheet(each.title), each, bold, (day, moment), zone)
    book.close()
    return target.getvalue()


def _fill(sheet: Worksheet, each: Sheet, bold: Format, formats: tuple[Format, Format], zone: tzinfo) -> None:
    for at, column in enumerate(each.columns):
        sheet.write_string(0, at, column.label, bold)
        sheet.set_column(at, at, _width(column, [row[at] for row in each.rows]))
    for line, row in enumerate(each.rows, start=1):
        for at, cell in enumerate(row):
            _write(sheet, line, at, cell, formats, zone)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(each.rows), 1), max(len(each.columns) - 1, 0))


def _write(sheet: Worksheet, line: int, at: int, cell: Cell, formats: tuple[Format, Format], zone: tzinfo) -> None:
    day, moment = formats
    match cell:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(line, at, cell.astimezone(zone).replace(tzinfo=None, microsecond=0), moment)
        case date():
            sheet.write_datetime(line, at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day
        case int() | Decimal() if len(str(abs(cell)).replace(".", "")) <= EXACT_DIGITS:
            sheet.write_number(line, at, cell)
        case _:
            sheet.write_string(line, at, str(cell)[:32767])


def _width(column: Column, cells: Sequence[Cell]) -> int:
    longest = max([len(column.label), *(len(_text(cell, None)) for cell in cells[:200])], default=8)
    return min(max(longest + 2, 8), WIDEST)


def to_csv(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, zone: tzinfo) -> bytes:
    """This will write semicolons, UTF-8 with a mark, decimal commas, as Excel opens it in Indonesia."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([inert(column.label) for column in columns])
    for row in rows:
        writer.writerow([inert(_text(cell, zone)) if isinstance(cell, str) else _text(cell, zone) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _text(cell: Cell, zone: tzinfo | None) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell.astimezone(zone) if zone else cell:%Y-%m-%d %H:%M}"
        case Decimal():
            return f"{cell:f}".replace(".", ",")
        case _:
            return str(cell)


def inert(text: str) -> str:
    """This will put an apostrophe before text that a spreadsheet would run, and leave all other text alone."""
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) and text not in ("–", "-") else text
