"""Spreadsheets that agencies keep for themselves: letterhead, headings in two rows, totals, notes. All invented."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from sektoral.domain.grids import Raw

Lines = Sequence[Sequence[Raw]]


def own_table(first: tuple[int, int], second: tuple[int, int]) -> Lines:
    """This will answer CONTOH table T1 as an agency keeps it: groups by sex, with a total row and column."""
    sums = (first[0] + second[0], first[1] + second[1])
    return (
        ("PEMERINTAH KABUPATEN MUNGIL",),
        ("DINAS KESEHATAN",),
        (),
        ("Jumlah Contoh 1 menurut Kelompok dan Jenis Kelamin, 2025",),
        ("No", "Kelompok", "Jenis Kelamin", "", "Jumlah"),
        ("", "", "Laki-laki", "Perempuan", ""),
        (1, "Kelompok A", *first, sum(first)),
        (2, "Kelompok B", *second, sum(second)),
        ("", "Jumlah", *sums, sum(sums)),
        ("Sumber: Dinas Kesehatan",),
    )


OWN_TABLE = own_table((10, 11), (12, 13))
LISTED: Lines = (  # each row another variable, years in columns
    ("Uraian", "Satuan", 2023, 2024, 2025),
    ("Jumlah Puskesmas", "Unit", 11, 12, 13),
    ("Jumlah Dokter Umum", "Orang", 101, 102, 103),
    ("Jumlah Anggaran", "Juta rupiah", 7, 8, 9),
)


def write_foreign(sheets: Mapping[str, Lines]) -> bytes:
    """This will write sheets as xlsx, each from A1; empty texts stay empty cells."""
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, value in enumerate(line):
                    if value != "":
                        page.write(row, column, value)
    return target.getvalue()
