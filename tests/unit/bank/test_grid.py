"""The table of the bank on the screen: which periods stand side by side, heads, exact totals, marks, withdrawals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from sektoral.bank.queries.changes import changes_of, whole_second
from sektoral.bank.queries.dots import dots_of
from sektoral.bank.queries.figures import Recorded, Shown, figure_text, legend_of, total_of
from sektoral.bank.queries.grid import Grid, chosen_periods, heads_of, lay_out, slots_of, whole
from sektoral.domain.instruments import RowDef
from sektoral.setup.made_up import made_up_table

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
TABLE = made_up_table(1)


def figure(row: str, column: str, text: str, *, period: str = "2025", mark: str = "", version: int = 1) -> Recorded:
    at = NOON + timedelta(days=version)
    series = f"{row}|{column}|{period}"
    return Recorded(
        1, series, period, row, column, text, mark, version, at, None, UUID(int=1), version, "1/A", "T01", "C8", 1
    )


FULL = [figure(row, column, text) for row, column, text in [("A", "l", "1"), ("A", "p", "2"), ("B", "l", "3")]]


def grid(*held: Recorded, periods: Sequence[str] = ("2025",), column: str = "") -> Grid:
    return lay_out(TABLE, slots_of(TABLE, periods, column=column), held, as_of=None)


def texts(laid: Grid) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in [*laid.lines, *([laid.total] if laid.total else [])]]


@pytest.mark.parametrize(
    ("text", "decimals", "written"),
    [("1234567.5", 2, "1.234.567,50"), ("0.123456789", 1, "0,123456789"), ("-5", 0, "-5"), ("9" * 28, 0, None)],
)
def test_a_figure_keeps_every_digit(text: str, decimals: int, written: str | None) -> None:
    shown = figure_text(text, decimals)
    assert shown == written or shown.replace(".", "") == text


def test_totals_are_exact_beyond_what_a_float_holds() -> None:
    parts = [Shown("x", amount=Decimal(9007199254740993)), Shown("y", "*", amount=Decimal("0.1"))]
    total = total_of(parts, decimals=0)
    assert (total.text, total.sup) == ("9.007.199.254.740.993,1", "*")


def test_rows_and_columns_are_added_and_a_missing_part_leaves_the_total_open() -> None:
    assert texts(grid(*FULL, figure("B", "p", "", mark="–"))) == [["1", "2", "3"], ["3", "–", "3"], ["4", "2", "6"]]
    assert texts(grid(*FULL, figure("B", "p", "", mark="…"))) == [["1", "2", "3"], ["3", "…", "…"], ["4", "…", "…"]]
    assert texts(grid(*FULL))[2] == ["4", "…", "…"]


def test_a_withdrawn_figure_says_so_and_is_not_added() -> None:
    gone = replace(figure("B", "p", "9"), superseded_at=NOON + timedelta(days=3))
    laid = grid(*FULL, gone)
    assert laid.lines[1].cells[1].withdrawn
    assert texts(laid)[2] == ["4", "…", "…"]


def test_the_version_that_holds_is_shown_with_its_mark() -> None:
    old = replace(figure("A", "l", "1"), superseded_at=NOON + timedelta(days=2))
    laid = grid(old, figure("A", "l", "7", version=2))
    assert (laid.lines[0].cells[0].text, laid.lines[0].cells[0].sup) == ("7", "r")
    assert legend_of(laid.cells) == "r angka diperbaiki · … belum atau tidak tersedia"


@pytest.mark.parametrize(
    ("asked", "columns", "chosen"),
    [
        ("", 3, ["2023", "2024", "2025"]),
        ("", 4, ["2025"]),
        ("semua", 4, ["2023", "2024", "2025"]),
        ("2024", 1, ["2024"]),
        ("1999", 4, ["2025"]),
    ],
)
def test_periods_stand_side_by_side_where_they_fit(asked: str, columns: int, chosen: list[str]) -> None:
    assert list(chosen_periods(["2023", "2024", "2025"], asked=asked, columns=columns)) == chosen


def test_heads_group_columns_over_their_periods() -> None:
    one_period = heads_of(slots_of(TABLE, ["2025"]))
    assert [[head.label for head in row] for row in one_period] == [["Laki-laki", "Perempuan", "Jumlah"]]
    above, below = heads_of(slots_of(TABLE, ["2024", "2025"]))
    assert [(head.label, head.across) for head in above] == [("Laki-laki", 2), ("Perempuan", 2), ("Jumlah", 2)]
    assert [head.label for head in below] == ["2024", "2025"] * 3
    grouped = replace(TABLE, columns=tuple(replace(each, group="Orang") for each in TABLE.columns))
    above, below = heads_of(slots_of(grouped, ["2025"]))
    assert [(head.label, head.across, head.down) for head in above] == [("Orang", 2, 1), ("Jumlah", 1, 2)]


def test_a_row_that_is_asked_no_more_stays_while_the_bank_holds_it() -> None:
    older = replace(TABLE, rows=(*TABLE.rows, RowDef("C", "Kelompok C", ""), RowDef("D", "Kelompok D", "")))
    assert [row.code for row in whole([older, TABLE], [figure("C", "l", "5")]).rows] == ["A", "B", "C"]


def test_one_column_over_three_years_has_a_line_for_each_row() -> None:
    years = ("2023", "2024", "2025")
    laid = grid(*(figure("A", "l", str(at), period=year) for at, year in enumerate(years)), periods=years, column="l")
    assert laid.sparks == "2023–2025"
    assert laid.lines[0].spark is not None
    assert laid.lines[1].spark is None


def test_dots_stand_within_their_axis() -> None:
    table = replace(TABLE, rows=tuple(RowDef(code, code, "") for code in "ABC"))
    amounts = {"2024": ("643", "5", "100"), "2025": ("628", "7", "90")}
    held = [
        figure(row, "l", text, period=period)
        for period, found in amounts.items()
        for row, text in zip("ABC", found, strict=True)
    ]
    laid = lay_out(table, slots_of(table, ["2024", "2025"], column="l"), held, as_of=None)
    drawn = dots_of(laid, ["2024", "2025"], "orang")
    assert drawn is not None
    assert [tick.label for tick in drawn.ticks] == ["0", "200", "400", "600", "800"]
    assert [dot.label for dot in drawn.dots] == ["A", "C", "B"]
    assert drawn.title == "2025 dan 2024, orang. Tertinggi A 628, terendah B 7."


def test_changes_tell_new_corrected_and_withdrawn_figures_the_newest_first() -> None:
    second, third = NOON + timedelta(days=2), NOON + timedelta(days=3)
    old = replace(figure("A", "l", "1"), superseded_at=second)
    new = figure("A", "l", "7", version=2)
    gone = replace(figure("B", "l", "3"), superseded_at=third)
    last, corrected, first = changes_of([old, gone, new], as_of=None)
    assert last.words == "1 nilai ditarik · periode 2025"
    assert corrected.words == "1 nilai diperbaiki · periode 2025 · surat pengiriman 1/A"
    assert first.words.startswith("2 nilai baru · ")
    assert [one.is_last for one in (last, corrected, first)] == [True, False, False]
    assert len(changes_of([old, gone], as_of=second - timedelta(hours=1))) == 1


def test_an_instant_in_an_address_is_never_before_the_change() -> None:
    assert whole_second(NOON.replace(microsecond=1)) == "2026-11-23T05:00:01Z"


def test_a_break_stands_in_the_heads_and_parts_the_line() -> None:
    years = ("2023", "2024", "2025")
    held = [figure("A", "l", str(at), period=year) for at, year in enumerate(years)]
    laid = lay_out(TABLE, slots_of(TABLE, years, column="l", broken={"2025"}), held, as_of=None)
    assert [head.label for head in laid.heads[0]] == ["2023", "2024", "‖ 2025"]
    assert laid.lines[0].spark
    assert laid.lines[0].spark.path.count("M") == 2
    alone = slots_of(TABLE, ("2025",), column="l", broken={"2025"})
    assert [head.label for head in heads_of(alone)[0]] == ["Laki-laki"]
