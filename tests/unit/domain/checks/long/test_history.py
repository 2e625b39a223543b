"""Old years, long or narrow: every figure keeps its cell, and a fault is told where it stands in the file."""

from dataclasses import replace

import pytest

from sektoral.domain.checks.long.history import History, OldFigure, read_history
from sektoral.domain.checks.results import Verdict
from sektoral.domain.grids import Grid, Raw
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef
from tests.instruments import BEDS, INDEX
from tests.workbooks.long_tables import TABLE, long_grid, long_rows

NARROW = ("Periode", "Baris", "Kode wilayah", "Kolom", "Nilai", "Tanda", "Satuan")
OWN_ROWS = TableDef(
    "RS-01", 1, "Rumah sakit", "", "kabupaten", "tahunan", "Uraian",
    (
        RowDef("tt", "Tempat tidur", "", (("variabel", BEDS.code),)),
        RowDef("ix", "Indeks", "", (("variabel", INDEX.code),)),
    ),
    (ColumnDef("nilai", "Nilai", ""),), (BEDS, INDEX),
)  # fmt: skip


def narrow_rows() -> list[list[Raw]]:
    return [
        [2024.0, "Kualuh Hulu", "12.23.01", "Kelahiran, Laki-laki", 20.0, "", "orang"],
        [2024.0, "Kualuh Hulu", "12.23.01", "Kelahiran, Perempuan", 22.0, "*", "orang"],
        [2024.0, "Kualuh Hulu", "12.23.01", "Jumlah", 42.0, "", "orang"],
        [2024.0, "Kualuh Hulu", "12.23.01", "Imunisasi dasar", "", "…", "persen"],
        ["2023", "", "1223070", "L", "1.019", "", "orang"],
    ]


def narrow(rows: list[list[Raw]], heads: tuple[str, ...] = NARROW) -> History:
    return read_history(TABLE, [Grid("Daftar", [["Ekspor", *[""] * (len(heads) - 1)], [*heads], *rows])])


def faults(history: History) -> list[tuple[str, str]]:
    return [(one.code, one.cell) for one in history.result.findings]


def test_what_the_bank_exports_is_read_back_with_marks_and_cells() -> None:
    rows = narrow_rows()
    rows[4][4] = "1.019,0"  # shows how the file writes numbers
    history = narrow(rows)
    assert (history.result.verdict, faults(history)) == (Verdict.ACCEPTED, [])
    assert list(history.figures) == [
        OldFigure("2024", "12.23.01", "L", "20", "", "E3"),
        OldFigure("2024", "12.23.01", "P", "22", "*", "E4"),
        OldFigure("2024", "12.23.01", "total", "42", "", "E5"),
        OldFigure("2024", "12.23.01", "share", "", "…", "E6"),
        OldFigure("2023", "12.23.01", "L", "1019", "", "E7"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "found"),
    [
        (0, 0, "2024-01", ("period_unknown", "A3")),
        (0, 0, "", ("key_empty", "A3")),
        (0, 2, "12.99", ("row_unknown", "C3")),
        (0, 3, "Bayi", ("place_unknown", "D3")),
        (0, 3, "", ("key_empty", "D3")),
        (0, 4, "banyak", ("not_a_number", "E3")),
        (0, 4, "", ("cell_empty", "E3")),
        (0, 4, 20.5, ("not_whole", "E3")),
        (1, 3, "L", ("key_twice", "E4")),
        (2, 4, 43.0, ("rule_broken", "E3")),
    ],
)
def test_a_fault_of_a_narrow_list_is_told_at_its_cell(
    row: int, column: int, value: Raw, found: tuple[str, str]
) -> None:
    rows = narrow_rows()[:4]
    rows[row][column] = value
    history = narrow(rows)
    assert (history.result.verdict, found in faults(history)) == (Verdict.REJECTED, True), faults(history)


def test_places_are_told_by_variable_and_category_as_well() -> None:
    heads = ("TIME_PERIOD", "REF_AREA", "VARIABLE", "JK", "OBS_VALUE")
    rows: list[list[Raw]] = [["2023", "12.23.02", "1.02.003", "L", 5.0], ["2023", "12.23.02", "1.02.099", "_T", 9.0]]
    history = narrow(rows, heads)
    assert [(one.column, one.text, one.cell) for one in history.figures] == [("L", "5", "E3"), ("total", "9", "E4")]


def test_a_column_that_nobody_reads_is_told_and_looked_at_for_persons() -> None:
    history = narrow([[*row[:6], "12230101" + "01900001"] for row in narrow_rows()[:4]], (*NARROW[:6], "NIK"))
    assert ("column_unknown", "G2") in faults(history)
    assert history.result.personal_columns != ()


def test_unfilled_lines_of_a_long_table_are_passed_over_but_no_gap_is() -> None:
    rows = long_rows()
    rows[1][3:] = [""] * 4
    history = read_history(TABLE, [long_grid(rows)])
    assert (history.result.verdict, len(history.figures)) == (Verdict.ACCEPTED, 20)
    assert history.figures[0] == OldFigure("2024", "12.23.01", "L", "20", "", "D2")
    rows[2][4] = ""
    assert faults(read_history(TABLE, [long_grid(rows)])) == [("cell_empty", "E4")]


def test_rows_with_a_variable_of_their_own_are_checked_by_it() -> None:
    heads = ["Periode", "Kode", "nilai"]
    rows: list[list[Raw]] = [["2023", "tt", 12.0], ["2023", "ix", -1.25], ["2024", "tt", 12.5], ["2024", "ix", "–"]]
    history = read_history(OWN_ROWS, [Grid("Data", [heads, *rows])])
    assert faults(history) == [("not_whole", "C4")]
    sound = read_history(OWN_ROWS, [Grid("Data", [heads, *rows[:2]])])
    assert [(one.row, one.text) for one in sound.figures] == [("tt", "12"), ("ix", "-1.25")]


def test_a_sheet_without_any_heading_is_rejected_whole() -> None:
    history = read_history(replace(TABLE), [Grid("Data", [["apa", "saja"], [1.0, 2.0]])])
    assert (history.result.verdict, faults(history), history.figures) == (
        Verdict.REJECTED,
        [("heading_missing", "A1")],
        (),
    )
