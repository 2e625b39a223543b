"""What leaves as XLSX or CSV is exact, and nothing in it runs when it is opened."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from sektoral.adapters.exports import Cell, Column, to_csv, to_xlsx

ZONE = ZoneInfo("Asia/Makassar")
HOSTILE = ("=1+1", "+62812", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://contoh.test")', " =1", "|calc")


def read(columns: list[Column], rows: list[list[Cell]]) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(columns, rows, zone=ZONE)))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Column("a")], [[text]], zone=ZONE)))
    assert book.worksheets[0]["A2"].data_type == "s"
    assert to_csv([Column("a")], [[text]], zone=ZONE).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_figure_is_a_figure_and_a_minus_is_no_formula() -> None:
    assert read([Column("n", numeric=True)], [[Decimal("-12.5")], [7]])[1:] == [[-12.5], [7]]
    assert to_csv([Column("n")], [[Decimal("-12.50")]], zone=ZONE).decode("utf-8-sig").splitlines()[1] == "-12,50"


def test_a_number_longer_than_a_spreadsheet_keeps_goes_out_as_text() -> None:
    assert read([Column("n")], [[12345678901234567890]])[1] == ["12345678901234567890"]


def test_an_instant_is_shown_on_the_offices_clock() -> None:
    moment = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
    assert read([Column("t")], [[moment], [date(2026, 11, 19)]])[1:] == [
        [datetime(2026, 11, 20, 4, 0)],  # noqa: DTZ001
        [datetime(2026, 11, 19)],  # noqa: DTZ001
    ]
    assert "2026-11-20 04:00" in to_csv([Column("t")], [[moment]], zone=ZONE).decode("utf-8-sig")


def test_marks_and_nothing_stay_apart() -> None:
    lines = (
        to_csv([Column("a"), Column("b"), Column("c")], [["–", None, 0]], zone=ZONE).decode("utf-8-sig").splitlines()
    )
    assert lines[1] == "–;;0"


def test_an_empty_list_is_still_a_workbook_with_heads() -> None:
    assert read([Column("OPD"), Column("Tabel")], []) == [["OPD", "Tabel"]]
