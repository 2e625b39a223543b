"""Files of old years for a made-up table, and the whole way of one into the bank."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import xlsxwriter

from sektoral.bank.actions.importing import OldYears, read_import, receive_import, store_import
from sektoral.records.actors import actor_for
from sektoral.records.models import BulkImport, Office, Table
from tests.offices import CREATED_AT, person_of

NOW = CREATED_AT + timedelta(days=1)
HEADS = ("Periode", "Kode", "Kelompok", "l", "p")
Years = Mapping[str, Sequence[object]]  # period -> the figures of rows A and B: l, p, l, p
YEARS: Years = {"2023": (10, 11, 20, 21), "2024": (12, "13*", "…", 23)}


def rows_of(years: Years) -> list[list[object]]:
    """This will give the lines of a long file: each period with both rows of the table."""
    return [
        [period, code, f"Kelompok {code}", *figures[2 * at : 2 * at + 2]]
        for period, figures in years.items()
        for at, code in enumerate("AB")
    ]


def sheet(rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> bytes:
    """This will write a workbook of one sheet, the heading in its first row."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet("Data")
        for number, row in enumerate([heads, *rows]):
            page.write_row(number, 0, row)
    return target.getvalue()


def a_table(office: Office, agency: str = "dinkes") -> Table:
    """This will find the first table of an agency."""
    return Table.objects.filter(office=office, agency__code=agency).order_by("code")[0]


def brought(table: Table, data: bytes, *, correction: str = "", name: str = "lama.xlsx") -> BulkImport:
    """This will have a clerk bring in a file, and have it read."""
    clerk = actor_for(person_of(table.office, "jp1"), table.office, NOW)
    upload = OldYears(table, name, (data,), "Buku profil 2024", correction)
    imported = receive_import(upload, by=clerk, at=NOW)
    read_import(imported, at=NOW)
    imported.refresh_from_db()
    return imported


def stored(imported: BulkImport, *, at: datetime = NOW + timedelta(hours=1)) -> int:
    """This will have the office's sub-coordinator store it."""
    made = store_import(imported, by=actor_for(person_of(imported.office, "sukor"), imported.office, at), at=at)
    imported.refresh_from_db()
    return made
