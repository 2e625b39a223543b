"""What surrounds the answer: told with its cells, and what nobody sees neither hides nor fools a match."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.results import CheckResult
from sektoral.domain.findings import Severity
from sektoral.domain.grids import Grid, Raw, Visibility
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

DEFINITION = health_instrument()
Typed = Mapping[tuple[str, str], Raw]


def check(typed: Typed | None = None, **changed: object) -> CheckResult:
    """Check the filled instrument with the first table's sheet changed."""
    first, *others = filled_grids(typed)
    return check_instrument(DEFINITION, [replace(first, **changed), *others])  # type: ignore[arg-type]


def found(result: CheckResult) -> list[tuple[str, str, str]]:
    return [(one.code, one.sheet, one.cell) for one in result.findings if one.severity is not Severity.INFO]


def test_answers_in_hidden_rows_and_columns_are_read_and_told() -> None:
    result = check(hidden_rows=((9, 10),), hidden_columns=((4, 4),))
    assert found(result) == [("column_hidden", "T01", "D8"), ("row_hidden", "T01", "C9"), ("row_hidden", "T01", "C10")]
    assert result.findings[1].facts["cells"] == "C9, D9"
    assert result.observations == check().observations


def test_hidden_sheet_of_a_table_is_read_and_told() -> None:
    assert found(check(visibility=Visibility.VERY_HIDDEN)) == [("sheet_hidden", "T01", "C8")]


def test_hidden_parts_without_an_answer_are_no_finding() -> None:
    assert found(check(hidden_rows=((1, 5), (60, 900)), hidden_columns=((20, 16_384),))) == []


def test_declaration_in_a_hidden_row_of_the_list_is_told() -> None:
    grids = filled_grids({("Daftar", "J8"): "* Sementara"})
    grids = [replace(grid, hidden_rows=((8, 8),)) if grid.name == "Daftar" else grid for grid in grids]
    assert found(check_instrument(DEFINITION, grids)) == [("row_hidden", "Daftar", "J8")]


def test_own_sheet_of_the_agency_is_told_and_a_hidden_one_wants_a_word() -> None:
    rows: list[list[Raw]] = [["", ""], ["", 4.0]]
    visible, hidden = Grid("Kerja", rows), Grid("Rahasia", rows, Visibility.HIDDEN)
    result = check_instrument(DEFINITION, [*filled_grids(), visible, hidden, Grid("Kosong", [])])
    assert {(one.code, one.sheet, one.cell) for one in result.findings} == {
        ("sheet_added", "Kerja", "B2"),
        ("sheet_hidden", "Rahasia", "B2"),
    }


def test_merge_over_answers_is_wrong_and_one_over_heads_is_not() -> None:
    assert found(check(merges=[(5, 3, 5, 4)])) == []
    result = check(merges=[(8, 3, 9, 4)])
    assert found(result) == [("cells_merged", "T01", "C8")]
    assert result.findings[0].facts["block"] == "C8:D9"


def test_figures_outside_the_form_are_told_with_their_cells() -> None:
    result = check({("T01", "C25"): 5.0, ("T01", "Z3"): "x"})
    assert found(result) == [("outside_form", "T01", "Z3")]
    assert result.findings[0].facts["cells"] == "Z3, C25"


def test_blank_rows_above_a_table_move_nothing() -> None:
    first, *others = filled_grids({("T01", "C9"): "x", ("T01", "A7"): "(1)"})
    lower = [[""] * len(first.rows[0])] * 3 + list(first.rows)
    formulas = {(row + 3, column): text for (row, column), text in first.formulas.items()}
    result = check_instrument(DEFINITION, [replace(first, rows=lower, formulas=formulas), *others])
    assert found(result) == [("not_a_number", "T01", "C12")]
    assert result.observations == 103


UNSEEN = {
    "composed otherwise": ("Kualuh Hulu\u0301", "Kualuh Hul\u00fa"),
    "joiners": ("Kualuh\u200b Hulu\ufeff", "Kualuh Hulu"),
    "soft hyphen": ("Kua\u00adluh Hulu", "Kualuh Hulu"),
    "spaces": ("  Kualuh\u00a0Hulu ", "Kualuh Hulu"),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_unseen_differences_of_a_label_are_none(name: str) -> None:
    typed, label = UNSEEN[name]
    table = DEFINITION.table("T01")
    rows = (replace(table.rows[0], label=label), *table.rows[1:])
    definition = replace(DEFINITION, sheets=(("T01", replace(table, rows=rows)), *DEFINITION.sheets[1:]))
    grids = filled_grids({("T01", "B8"): typed}, definition=definition)
    assert found(check_instrument(definition, grids)) == []


@pytest.mark.parametrize("label", ["Ku\u0430luh Hulu", "\u202eKualuh Hulu", "Kualuh Hulu\u200f"])
def test_letters_of_another_script_and_turned_words_are_another_label(label: str) -> None:
    assert found(check({("T01", "B8"): label})) == [("label_changed", "T01", "B8")]


def test_code_with_spaces_or_joiners_round_it_is_the_code() -> None:
    assert found(check({("T01", "A9"): " 12.23.02\u200b "})) == []


@pytest.mark.parametrize("text", ["12\u200b3", "\u202e123", "1\x0023", "_x0031_23", "1\u030023", "\x1b[1m5"])
def test_unseen_signs_in_a_figure_are_never_passed_over(text: str) -> None:
    assert found(check({("T01", "C8"): text})) == [("not_a_number", "T01", "C8")]


@pytest.mark.parametrize(
    "text", ["a\x0bb", "a\x1b[2Jb", "a\u202eb", "a\u2066b", "a_x0000_b", "a\ufffeb", "a" + "\u0301" * 9]
)
def test_words_with_unseen_signs_are_to_be_typed_again(text: str) -> None:
    for sheet, cell in (("T01", "K8"), ("Daftar", "K8"), ("Metadata", "E8")):
        assert found(check({(sheet, cell): text})) == [("text_unclean", sheet, cell)]


@pytest.mark.parametrize("text", ["Pemekaran wilayah – 2025", "baris 1\nbaris 2_x000D_", "naïve é 😀", "a\tb"])
def test_plain_words_are_let_be(text: str) -> None:
    assert found(check({("T01", "K8"): text})) == []


def test_too_long_a_text_is_told_and_never_cut_silently() -> None:
    assert found(check({("T01", "K8"): "x" * 2_001})) == [("text_too_long", "T01", "K8")]
    assert found(check({("T01", "K8"): "x" * 2_000})) == []
    result = check({("T01", "C8"): "9" * 40_000})
    assert found(result) == [("number_too_long", "T01", "C8")]
    assert len(result.findings[0].value) == 300


@pytest.mark.parametrize("text", ["03/04/2026", "2026-04-03", "3 April 2026"])
def test_date_typed_as_text_is_no_figure(text: str) -> None:
    assert found(check({("T01", "C8"): text})) == [("not_a_number", "T01", "C8")]
