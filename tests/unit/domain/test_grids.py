"""Coordinates and kinds of cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.grids import CellKind, Grid, column_index, column_letters, parse_address


@given(st.integers(1, 16_384))
def test_letters_lead_back_to_their_column(column: int) -> None:
    assert column_index(column_letters(column)) == column


@pytest.mark.parametrize(("text", "place"), [("A1", (1, 1)), ("$C$8", (8, 3)), ("XFD1048576", (1_048_576, 16_384))])
def test_address_is_row_then_column(text: str, place: tuple[int, int]) -> None:
    assert parse_address(text) == place


@pytest.mark.parametrize("text", ["", "A0", "a1", "A", "1", "XFE1", "A1048577", "AAAA1", "A1:B2", "A٣"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_address(text)


def test_cells_keep_their_true_places_and_kinds() -> None:
    grid = Grid(
        "T", [["", 1.5, "x", True], [date(2026, 1, 2), "", "", float("nan")]], first_row=3, first_column=2,
        errors={(4, 3): "#REF!"}, formulas={(3, 3): "1+0.5", (4, 4): "A1", (9, 9): "B1"},
    )  # fmt: skip
    kinds = {grid.cell(row, column).address: grid.cell(row, column).kind for row in (3, 4) for column in (2, 3, 4, 5)}
    assert kinds == {
        "B3": CellKind.EMPTY, "C3": CellKind.NUMBER, "D3": CellKind.TEXT, "E3": CellKind.BOOLEAN,
        "B4": CellKind.DATE, "C4": CellKind.ERROR, "D4": CellKind.UNCALCULATED, "E4": CellKind.ERROR,
    }  # fmt: skip
    assert grid.cell(3, 3).formula == "1+0.5"
    assert grid.cell(1, 1).kind is CellKind.EMPTY
    assert (grid.last_row, grid.last_column) == (9, 9)
    assert grid.cell(4, 3).text == "#REF!"


def test_texts_show_numbers_as_they_are_written() -> None:
    grid = Grid("T", [[7.0, 0.1, 1e22, True, " x "]])
    assert [grid.text(1, column) for column in range(1, 6)] == ["7", "0.1", "1e+22", "TRUE", "x"]
