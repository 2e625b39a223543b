"""Figures of a publisher: where they may stand, how a file is read, and how far two figures lie apart."""

from decimal import Decimal

import pytest

from sektoral.domain.grids import Grid
from sektoral.domain.references import Comparison, amount_at, compare, places_of, read_references
from sektoral.setup.made_up import made_up_table

TABLE = made_up_table(1)
HEAD = ["kode_baris", "baris", "kode_kolom", "kolom", "periode", "angka"]


def test_a_publisher_may_state_every_cell_and_every_total_that_may_be_added() -> None:
    places = {(place.row, place.column): place for place in places_of(TABLE)}
    assert len(places) == 9
    assert places["_T", "_T"].parts == (("A", "l"), ("A", "p"), ("B", "l"), ("B", "p"))
    assert (places["_T", "l"].row_label, places["A", "_T"].column_label) == ("Jumlah", "Jumlah")


def test_a_total_is_exact_and_open_where_a_part_is_lacking() -> None:
    whole = next(place for place in places_of(TABLE) if (place.row, place.column) == ("_T", "_T"))
    values = {("A", "l"): Decimal("0.1"), ("A", "p"): Decimal("0.2"), ("B", "l"): Decimal(9007199254740993)}
    assert amount_at(whole, {**values, ("B", "p"): Decimal(0)}) == Decimal("9007199254740993.3")
    assert amount_at(whole, values) is None
    assert amount_at(whole, {**values, ("B", "p"): None}) is None


@pytest.mark.parametrize(
    ("own", "reference", "difference", "percent", "is_apart"),
    [
        ("399306", "401863", "-2557", "-0.64", False),
        ("105", "100", "5", "5.00", False),
        ("105.01", "100", "5.01", "5.01", True),
        ("-95", "-100", "5", "-5.00", False),
        ("0", "0", "0", None, False),
        ("1", "0", "1", None, True),
        ("9" * 28, "0.0000000001", f"{'9' * 27}8.{'9' * 10}", f"{'9' * 27}8{'9' * 10}00.00", True),
    ],
)
def test_two_figures_are_apart_beyond_the_threshold(
    own: str, reference: str, difference: str, percent: str | None, is_apart: bool
) -> None:
    expected = Decimal(percent) if percent else None
    found = compare(Decimal(own), Decimal(reference), threshold=5)
    assert found == Comparison(Decimal(own), Decimal(reference), Decimal(difference), expected, is_apart)


def test_nothing_is_apart_from_a_figure_that_is_not_there() -> None:
    assert compare(None, Decimal(1), threshold=0).is_apart is False


def test_a_file_is_read_by_its_heads_with_the_cell_of_each_figure() -> None:
    rows: list[list[float | str]] = [
        ["Angka BPS"],
        [*HEAD],
        ["_T", "Jumlah", "_T", "Jumlah", 2023.0, 401863.0],
        ["A", "", "l", "", "2024", "1.234,5"],
        ["A", "", "p", "", "2024", ""],
        ["B", "", "l", "", "2024", "–"],
        ["B", "", "p", "", "2024", "kira-kira 5"],
    ]
    lines = read_references(Grid("Daftar", [[*row, *[""] * (6 - len(row))] for row in rows]))
    assert lines is not None
    assert [(one.row, one.column, one.period, one.text, one.cell) for one in lines] == [
        ("_T", "_T", "2023", "401863", "Daftar!F3"),
        ("A", "l", "2024", "1234.5", "Daftar!F4"),
        ("B", "p", "2024", "", "Daftar!F7"),
    ]
    assert lines[2].said == "kira-kira 5"
    assert read_references(Grid("Daftar", [["a", "b"]])) is None
