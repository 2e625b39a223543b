"""A long table: what is read by its headings, what is found and where, one fault each."""

from dataclasses import replace
from datetime import date

import pytest

from sektoral.domain.checks.long.check import LongResult, check_long
from sektoral.domain.checks.long.faults import FINDINGS_AT_MOST
from sektoral.domain.checks.results import Verdict
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.findings import Severity
from sektoral.domain.grids import Grid, Raw, Visibility
from sektoral.domain.instruments import RuleDef
from sektoral.domain.numbers import Locale
from tests.workbooks.long_tables import HEADINGS, TABLE, long_grid, long_rows

Found = list[tuple[str, str]]


def found(result: LongResult) -> Found:
    return [(one.code, one.cell) for one in result.findings]


def with_cell(row: int, column: int, value: Raw) -> list[list[Raw]]:
    rows = long_rows()
    rows[row][column] = value
    return rows


def test_plausible_series_are_accepted_whole() -> None:
    result = check_long(TABLE, [long_grid(long_rows())])
    assert (result.verdict, found(result), result.rows, result.observations) == (Verdict.ACCEPTED, [], 6, 24)
    assert result.periods == ["2024", "2025"]
    assert result.headings[0] == ("A1", "Periode", "period")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (0, "", "key_empty"),
        (0, "2025-01", "period_unknown"),
        (0, 1.5, "period_unknown"),
        (0, True, "period_unknown"),
        (1, "", "key_empty"),
        (1, "99", "row_unknown"),
        (1, "12.23.03", "key_twice"),
        (2, "Marbau", "row_label_differs"),
        (3, "", "cell_empty"),
        (3, " ", "cell_empty"),
        (3, True, "boolean_in_input"),
        (3, date(2026, 1, 2), "date_in_input"),
        (3, "sekitar 5", "not_a_number"),
        (3, "=1+1", "formula_text"),
        (3, "1.234", "number_ambiguous"),
        (3, "007", "leading_zero"),
        (3, "1" * 30, "number_too_long"),
        (3, float("nan"), "not_finite"),
        (3, float("inf"), "not_finite"),
        (6, -1.0, "below_minimum"),
        (6, 100.01, "above_maximum"),
        (6, 0.1 + 0.2, "too_many_decimals"),
        (6, "87,1251", "too_many_decimals"),
        (5, 41.0, "rule_broken"),
        (4, 12345678901234568.0, "digits_lost"),
    ],
)
def test_each_fault_is_found_at_its_cell(column: int, value: Raw, code: str) -> None:
    result = check_long(TABLE, [long_grid(with_cell(1, column, value))])
    where = {"row_label_differs": "C3", "rule_broken": "D3", "key_twice": "B4"}.get(code, f"{'ABCDEFG'[column]}3")
    assert (code, where) in found(result)
    assert {one for one, _ in found(result)} <= {code, "rule_broken", "row_label_differs"}
    assert [one for one in result.findings if "–" in finding_sentence(one)] == []  # every fact is there


@pytest.mark.parametrize("value", ["-", "–", "...", "…", "NA", "~0", "12,5*", "0", 0.0, 87.13])
def test_marks_flags_and_plain_numbers_are_no_fault(value: Raw) -> None:
    result = check_long(TABLE, [long_grid(with_cell(1, 6, value))])
    assert (found(result), result.observations) == ([], 24)
    is_marked = isinstance(value, str) and not value.isdecimal()
    assert sum(result.marks.values()) == is_marked


def test_columns_are_known_by_code_or_label_in_any_order_below_a_title() -> None:
    order = [6, 3, 1, 5, 0, 4]
    rows: list[list[Raw]] = [["Angka lama", *[""] * 5], [""] * 6, [[*HEADINGS][i] for i in order]]
    rows[2] = ["IMUNISASI  dasar", "kelahiran laki-laki", "Kode", "jumlah", "TAHUN", "p"]
    rows.append([f"({i})" for i in range(1, 7)])
    rows += [[line[i] for i in order] for line in long_rows()]
    result = check_long(TABLE, [Grid("Data", rows, first_row=3, first_column=2)])
    assert (result.verdict, found(result)) == (Verdict.ACCEPTED, [])
    assert {part: cell for cell, _, part in result.headings}["share"] == "B5"


def test_headings_that_lack_repeat_or_are_strange_are_told() -> None:
    headings = ["Periode", "Kode", "Keterangan", "L", "L", "total", "Imunisasi dasar"]
    result = check_long(TABLE, [long_grid(long_rows(), headings)])
    assert found(result) == [("column_missing", "A1"), ("column_unknown", "C1"), ("heading_twice", "E1")]
    missing = result.findings[0]
    assert finding_sentence(missing) == "Kolom Kelahiran Perempuan tidak ada. Tambahkan kolom dengan judul “P”."


def test_a_file_without_the_headings_says_which_are_wanted() -> None:
    result = check_long(TABLE, [Grid("Data", [["a", "b"], [1.0, 2.0]])])
    assert (result.verdict, found(result)) == (Verdict.REJECTED, [("heading_missing", "A1")])
    assert "periode, kode, L, P, total, share" in finding_sentence(result.findings[0])


def test_twins_name_both_cells() -> None:
    twin = check_long(TABLE, [long_grid([*long_rows(), long_rows()[2]])]).findings[0]
    assert (twin.code, twin.cell, twin.facts["other"]) == ("key_twice", "B8", "B4")
    assert finding_sentence(twin).startswith("2024, Kualuh Hilir ada dua kali: di B4 dan B8.")


def test_errors_and_formulas_are_told_apart() -> None:
    rows = with_cell(1, 3, "")
    rows[2][3] = ""
    grid = replace(long_grid(rows), errors={(3, 4): "#REF!"}, formulas={(4, 4): "SUM(A1)", (5, 4): "1+1", (9, 4): "0"})
    result = check_long(TABLE, [grid])
    assert found(result) == [
        ("error_in_input", "D3"),
        ("formula_without_result", "D4"),
        ("formula_result", "D5"),
        ("key_empty", "A9"),
        ("key_empty", "B9"),
        ("formula_without_result", "D9"),
        ("cell_empty", "E9"),
        ("cell_empty", "F9"),
        ("cell_empty", "G9"),
    ]


def test_blank_lines_are_passed_over_and_short_ones_filled_up() -> None:
    rows: list[list[Raw]] = [*long_rows(), [""] * 7, [], ["2026", "12.23.01"]]
    result = check_long(TABLE, [long_grid(rows)])
    assert found(result) == [("cell_empty", f"{letter}10") for letter in "DEFG"]
    assert result.rows == 7


def test_the_style_of_numbers_is_one_for_the_file_or_said_by_a_person() -> None:
    rows = with_cell(1, 6, "1,5")
    assert found(check_long(TABLE, [long_grid(rows)])) == []
    rows[2][6] = "1.25"
    result = check_long(TABLE, [long_grid(rows)])
    assert ("style_quarrel", "G4") in found(result)
    assert found(check_long(TABLE, [long_grid(rows)], locale=Locale.ID)) == [("number_style", "G4")]


def test_text_figures_are_as_good_as_numbers() -> None:
    texts: list[list[Raw]] = [[str(cell).removesuffix(".0") for cell in line] for line in long_rows()]
    result = check_long(TABLE, [long_grid(texts)])
    assert (result.verdict, result.observations, result.locale) == (Verdict.ACCEPTED, 24, "en")


def test_only_one_visible_sheet_is_read() -> None:
    other = replace(long_grid(long_rows()), name="Lain")
    hidden = replace(other, visibility=Visibility.HIDDEN)
    result = check_long(TABLE, [hidden, long_grid(long_rows()), other])
    assert [(one.code, one.sheet) for one in result.findings] == [("sheet_not_read", "Lain")]


def test_personal_data_in_a_column_that_is_not_read_is_told() -> None:
    rows = long_rows()
    for i, line in enumerate(rows):
        line[2] = f"120123450190000{i}"
    headings = [*HEADINGS[:2], "NIK", *HEADINGS[3:]]
    assert check_long(TABLE, [long_grid(rows, headings)]).personal_columns == ("Data kolom C (NIK/KK)",)


def test_rules_look_at_other_rows_and_at_earlier_periods_of_the_file() -> None:
    rules = (
        RuleDef("R1", "total(L) <= 100"),
        RuleDef("R2", "P >= previous(P)", says="Tidak turun.", severity=Severity.WARNING),
        RuleDef("R3", "L + X == 1"),
        RuleDef("R4", "L > 1000", on_trial=True),
    )
    table = replace(TABLE, rules=rules)
    rows = long_rows()
    rows[4][4], rows[4][5] = 1.0, rows[4][3] + 1.0  # type: ignore[operator]
    result = check_long(table, [long_grid(rows)])
    told = [
        (one.code, one.cell, one.severity, one.facts["rule"]) for one in result.findings if one.facts["rule"] != "R4"
    ]
    assert told == [
        ("rule_unreadable", "A2", Severity.INFO, "R3"),
        ("rule_broken", "E6", Severity.WARNING, "R2"),
    ]
    assert result.totals["rule_broken"] == 7
    assert result.verdict is Verdict.EXPLAIN
    rows[0][3] = 90.0
    assert ("rule_broken", "D2") in [
        (one.code, one.cell) for one in check_long(table, [long_grid(rows)]).findings if one.facts["rule"] == "R1"
    ]


def test_a_rule_that_names_what_a_row_is_judges_every_line() -> None:
    table = replace(TABLE, rules=(RuleDef("R1", "row_code != row_area and L >= 0"),))
    rows = long_rows()
    result = check_long(table, [long_grid(rows)])
    assert result.totals == {"rule_broken": len(rows)}


def test_beyond_the_cap_findings_are_counted_and_the_gravest_kept() -> None:
    lines: list[list[Raw]] = [[str(1000 + i % 1900), "12.23.01", "", 1.5, 5.0, 6.0, 100.0] for i in range(1900)]
    lines += [["2950", "12.23.02", "", 1.0, 5.0, 6.0, 50.125]]
    lines += [["2951", "12.23.02", "", -1.0, 5.0, 4.0, -50.0]]
    result = check_long(TABLE, [long_grid([[*line] for line in lines * 2])])
    assert len(result.findings) == FINDINGS_AT_MOST
    assert result.findings_total > FINDINGS_AT_MOST
    assert result.totals["not_whole"] == 3800
    assert {one.severity for one in result.findings} == {Severity.ERROR}
    cells = [(int(one.cell[1:]), one.cell[0]) for one in result.findings]
    assert cells == sorted(cells)
