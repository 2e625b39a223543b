"""A table as it is checked: totals only over what is there, changes in per cent, findings on their cells."""

from dataclasses import replace

import pytest

from sektoral.setup.made_up import made_up_table
from sektoral.ui.components import Tone
from sektoral.ui.table_grid import Comparison, Figure, Flag, Grid, Sheet, build_grid, changes

KEYS = [("A", "l"), ("A", "p"), ("B", "l"), ("B", "p")]
SHEET = Sheet(
    sheet="T01",
    table=made_up_table(1),
    figures={key: Figure(str(number)) for number, key in enumerate(KEYS, 10)},
    places={},
)


def _grid(sheet: Sheet, comparison: Comparison = Comparison.BEFORE) -> Grid:
    return build_grid(sheet, comparison=comparison, now="2025", before="2024")


def _shown(grid: Grid) -> list[list[str]]:
    return [[cell.shown for cell in row.cells] for row in grid.rows]


def test_totals_are_reckoned_over_rows_and_columns() -> None:
    assert _shown(_grid(SHEET)) == [["10", "11", "21"], ["12", "13", "25"], ["22", "24", "46"]]


def test_no_total_stands_over_a_missing_part() -> None:
    missing = replace(SHEET, figures={**SHEET.figures, ("A", "p"): Figure(mark="…")})
    assert _shown(_grid(missing)) == [["10", "…", ""], ["12", "13", "25"], ["22", "", ""]]


def test_nil_adds_nothing_to_a_total() -> None:
    nil = replace(SHEET, figures={**SHEET.figures, ("A", "p"): Figure(mark="–")})
    assert _shown(_grid(nil))[0] == ["10", "–", "10"]


def test_without_anything_to_compare_there_is_one_column_each() -> None:
    assert _grid(SHEET).beside == ""


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ("110", "100", "+10,0\N{NO-BREAK SPACE}%"),
        ("2", "3", "-33,3\N{NO-BREAK SPACE}%"),
        ("5", "0", "–"),
        ("9" * 28, "1", f"+{'999.' * 8}999.800,0\N{NO-BREAK SPACE}%"),
        ("7", "", "–"),
    ],
)
def test_a_change_is_told_in_per_cent(now: str, before: str, said: str) -> None:
    sheet = replace(SHEET, figures={("A", "l"): Figure(now)}, before={("A", "l"): Figure(before)})
    assert _grid(sheet, Comparison.CHANGE).rows[0].cells[0].beside == said


def test_findings_stand_on_inputs_and_on_totals() -> None:
    found = {"C8": (Flag(1, Tone.BAD),), "E8": (Flag(2, Tone.WAIT),), "C11": (Flag(3, Tone.WAIT),)}
    flags = {("T01", cell): flag for cell, flag in found.items()}
    grid = _grid(replace(SHEET, flags=flags))
    numbers = {cell.address: [flag.number for flag in cell.flags] for row in grid.rows for cell in row.cells}
    assert (numbers["C8"], numbers["E8"], numbers["C11"]) == ([1], [2], [3])  # C11: the agency's own total


def test_a_moved_row_keeps_its_own_address() -> None:
    sheet = replace(SHEET, places={("A", "l"): ("T01", "C9")}, flags={("T01", "C9"): (Flag(1, Tone.WAIT),)})
    assert _grid(sheet).rows[0].cells[0].flags == (Flag(1, Tone.WAIT),)


def test_what_changed_since_the_return_is_listed() -> None:
    sheet = replace(SHEET, returned={**SHEET.figures, ("B", "l"): Figure("99")})
    assert changes(sheet) == [("Kelompok B", "Laki-laki", "99", "12")]
    changed = [cell.changed for row in _grid(sheet, Comparison.RETURNED).rows for cell in row.cells]
    assert sum(changed) == 1


def test_decimals_are_filled_up_and_never_cut() -> None:
    assert [Figure(text).shown(2) for text in ("1234.5", "7", "0.125")] == ["1.234,50", "7,00", "0,125"]


def test_equal_cells_of_two_sheets_of_an_own_file_are_told_apart() -> None:
    places = {("A", "l"): ("Rekap", "C8"), ("A", "p"): ("Desa", "C8")}
    cells = _grid(replace(SHEET, places=places, flags={("Desa", "C8"): (Flag(1, Tone.WAIT),)})).rows[0].cells
    assert [(cell.source, cell.address, bool(cell.flags)) for cell in cells[:2]] == [
        ("Rekap!C8", "", False),
        ("Desa!C8", "", True),
    ]
