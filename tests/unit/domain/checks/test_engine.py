"""The whole check on the invented instrument: one fault each, found at its cell, with its weight and its sentence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from sektoral.domain.checks.engine import FINDINGS_AT_MOST, check_instrument
from sektoral.domain.checks.results import CheckResult, TableState, Verdict
from sektoral.domain.checks.sentences import SENTENCES, finding, finding_sentence, shown_number
from sektoral.domain.findings import Severity
from sektoral.domain.grids import Grid, Raw
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

DEFINITION = health_instrument()
Typed = Mapping[tuple[str, str], Raw]


def check(typed: Typed | None = None, **changes: Mapping[tuple[str, str], str]) -> CheckResult:
    return check_instrument(DEFINITION, filled_grids(typed, **changes))  # type: ignore[arg-type]


def found(result: CheckResult) -> list[tuple[str, str, str]]:
    return [(one.code, one.sheet, one.cell) for one in result.findings if one.severity is not Severity.INFO]


def test_plausible_answer_is_accepted_whole() -> None:
    result = check()
    assert (result.verdict, found(result), result.observations) == (Verdict.ACCEPTED, [], 104)
    assert {table.state for table in result.tables} == {TableState.FILLED}


FAULTS: dict[str, tuple[Typed, str, str, Verdict]] = {
    # code: what stands where, and the sheet and cell of the finding
    "cell_empty": ({("T01", "C8"): ""}, "T01", "C8", Verdict.REJECTED),
    "boolean_in_input": ({("T01", "C8"): True}, "T01", "C8", Verdict.REJECTED),
    "date_in_input": ({("T01", "C8"): date(2026, 1, 2)}, "T01", "C8", Verdict.REJECTED),
    "not_a_number": ({("T01", "C8"): "sekitar 5"}, "T01", "C8", Verdict.REJECTED),
    "formula_text": ({("T01", "C8"): "=1+1"}, "T01", "C8", Verdict.REJECTED),
    "number_ambiguous": ({("T01", "C8"): "1.234"}, "T01", "C8", Verdict.REJECTED),
    "number_style": ({("T01", "C8"): "1.2.3"}, "T01", "C8", Verdict.REJECTED),
    "leading_zero": ({("T01", "C8"): "007"}, "T01", "C8", Verdict.REJECTED),
    "number_too_long": ({("T01", "C8"): "1" * 30}, "T01", "C8", Verdict.REJECTED),
    "not_finite": ({("T01", "C8"): float("inf")}, "T01", "C8", Verdict.REJECTED),
    "not_whole": ({("T01", "C8"): 300.5}, "T01", "C8", Verdict.REJECTED),
    "below_minimum": ({("T01", "C8"): -1.0}, "T01", "C8", Verdict.REJECTED),
    "above_maximum": ({("T04", "C8"): 100.5}, "T04", "C8", Verdict.REJECTED),
    "too_many_decimals": ({("T06", "D8"): 50.55}, "T06", "D8", Verdict.EXPLAIN),
    "changed_much": ({("T01", "C8"): 10_000_001.0}, "T01", "C8", Verdict.EXPLAIN),
    "total_differs": ({("T01", "C17"): 1.0}, "T01", "C17", Verdict.EXPLAIN),
    "code_changed": ({("T01", "A9"): "12.23.99"}, "T01", "A9", Verdict.REJECTED),
    "code_twice": ({("T01", "A10"): "12.23.02"}, "T01", "A10", Verdict.REJECTED),
    "label_changed": ({("T01", "B9"): "Kualuh Hilir"}, "T01", "B9", Verdict.REJECTED),
    "column_changed": ({("T01", "C7"): "(9)"}, "T01", "C7", Verdict.REJECTED),
    "column_twice": ({("T01", "C7"): "(4)"}, "T01", "D7", Verdict.REJECTED),
    "nil_unknown": ({("Daftar", "H8"): "ya"}, "Daftar", "H8", Verdict.REJECTED),
    "reason_unknown": ({("Daftar", "I8"): "malas"}, "Daftar", "I8", Verdict.REJECTED),
    "nature_unknown": ({("Daftar", "J8"): "kira-kira"}, "Daftar", "J8", Verdict.REJECTED),
    "declared_and_filled": ({("Daftar", "H8"): "Nihil"}, "T01", "C8", Verdict.REJECTED),
    "declared_twice": ({("Daftar", "H8"): "Nihil", ("Daftar", "I8"): "1 · Belum"}, "Daftar", "H8", Verdict.REJECTED),
    "reason_needs_remark": ({("Daftar", "I8"): "6 · Lainnya"}, "Daftar", "K8", Verdict.REJECTED),
    "rule_broken": ({("T05", "D8"): 99e9}, "T05", "D8", Verdict.REJECTED),
}  # fmt: skip


@pytest.mark.parametrize("code", FAULTS)
def test_fault_is_found_at_its_cell_with_its_weight(code: str) -> None:
    typed, sheet, cell, verdict = FAULTS[code]
    result = check(typed)
    assert (code, sheet, cell) in found(result)
    assert result.verdict is verdict
    assert result.totals[code] == 1


def test_row_inserted_among_the_regions_is_told() -> None:
    grids = filled_grids()
    table = grids[0]
    rows = [list(line) for line in table.rows]
    rows.insert(9, ["", "Kecamatan lain", 5.0, 6.0, *[""] * (len(rows[0]) - 4)])
    result = check_instrument(DEFINITION, [replace(table, rows=rows, formulas={}), *grids[1:]])
    assert ("row_added", "T01", "A10") in found(result)
    assert result.totals["row_moved"] == 6
    assert result.verdict is Verdict.REJECTED


def test_formula_in_an_input_cell_blocks_with_its_remedy() -> None:
    result = check(formulas={("T01", "C8"): "1+1"})
    assert found(result) == [("formula_in_input", "T01", "C8")]
    assert "tempel sebagai nilai" in finding_sentence(result.findings[0])
    assert result.observations == 103


def test_formula_without_a_stored_result_is_no_empty_cell() -> None:
    result = check({("T01", "C8"): ""}, formulas={("T01", "C8"): "1+1"})
    assert found(result) == [("formula_in_input", "T01", "C8")]


def test_error_cell_is_named() -> None:
    result = check({("T01", "C8"): ""}, errors={("T01", "C8"): "#REF!"})
    assert found(result) == [("error_in_input", "T01", "C8")]
    assert "#REF!" in finding_sentence(result.findings[0])


def test_missing_and_doubled_sheets_are_told() -> None:
    without = check_instrument(DEFINITION, filled_grids(without=frozenset({"T02", "Daftar"})))
    assert found(without) == [("listing_missing", "Daftar", "A1"), ("sheet_missing", "T02", "A1")]
    grids = filled_grids()
    doubled = check_instrument(DEFINITION, [*grids, replace(grids[0], name="T01 (2)")])
    assert found(doubled) == [("sheet_twice", "T01", "A1")]


def test_sheet_is_known_by_its_tag_not_by_its_name() -> None:
    grids = filled_grids({("T01", "C8"): ""})
    result = check_instrument(DEFINITION, [replace(grids[0], name="Kelahiran"), *grids[1:]])
    assert found(result) == [("cell_empty", "Kelahiran", "C8")]


def test_sorted_rows_are_read_by_their_codes() -> None:
    grids = filled_grids()
    rows = [list(line) for line in grids[0].rows]
    rows[7:15] = rows[14:6:-1]
    result = check_instrument(DEFINITION, [replace(grids[0], rows=rows), *grids[1:]])
    first = result.tables[0].cells[0]
    assert (first.row, first.cell) == ("12.23.01", "C15")
    assert first.text == check().tables[0].cells[0].text
    assert result.totals == {"row_moved": 8}


def test_empty_table_is_one_finding_and_a_declared_one_is_an_answer() -> None:
    empty: dict[tuple[str, str], Raw] = {("T01", f"{c}{r}"): "" for c in "CD" for r in range(8, 16)}
    assert found(check(empty)) == [("table_empty", "T01", "C8")]
    nil = check({**empty, ("Daftar", "H8"): "Nihil"})
    assert (nil.verdict, nil.tables[0].state) == (Verdict.ACCEPTED, TableState.NIL)
    unavailable = check({**empty, ("Daftar", "I8"): "1 · Belum selesai diolah"})
    assert unavailable.tables[0].state is TableState.UNAVAILABLE
    assert unavailable.tables[0].declaration.reason == "1"


def test_marks_are_kept_and_stay_different() -> None:
    marks: dict[str, Raw] = {"C8": "-", "C9": "...", "C10": "NA", "C11": "~0", "C12": 0.0}
    result = check({("T01", cell): text for cell, text in marks.items()})
    cells = {cell.cell: (cell.text, cell.mark, cell.status) for cell in result.tables[0].cells}
    assert {place: cells[place] for place in marks} == {
        "C8": ("", "–", "M"), "C9": ("", "…", "L"), "C10": ("", "NA", "Q"), "C11": ("", "~0", "N"),
        "C12": ("0", "", "A"),
    }  # fmt: skip


def test_nature_of_a_table_marks_every_figure_without_one_of_its_own() -> None:
    result = check({("Daftar", "J8"): "* Sementara", ("T01", "C8"): "300 e"})
    marks = {cell.cell: (cell.mark, cell.status) for cell in result.tables[0].cells}
    assert (marks["C8"], marks["C9"]) == (("e", "E"), ("*", "P"))


def test_style_of_the_file_settles_what_would_be_ambiguous() -> None:
    result = check({("T01", "C8"): "1.234", ("T06", "D8"): "51,5"})
    assert result.locale == "id"
    assert result.tables[0].cells[0].text == "1234"


def test_two_styles_in_one_file_are_told() -> None:
    result = check({("T06", "D8"): "51,5", ("T04", "C8"): "90.5"})
    assert ("style_quarrel", "T04", "C8") in found(result) or ("style_quarrel", "T06", "D8") in found(result)


def test_control_total_is_compared_and_a_missing_part_leaves_it_undecided() -> None:
    cells = check().tables[0].cells
    reckoned = sum(Decimal(cell.text) for cell in cells if cell.column == "L")
    assert found(check({("T01", "C17"): float(reckoned)})) == []
    assert found(check({("T01", "C17"): float(reckoned) + 1})) == [("total_differs", "T01", "C17")]
    assert found(check({("T01", "C17"): 1.0, ("T01", "C9"): "..."})) == []


def test_total_typed_over_its_formula_weighs_only_when_it_differs() -> None:
    grids = filled_grids({("T01", "E8"): 7.0})
    formulas = {place: text for place, text in grids[0].formulas.items() if place != (8, 5)}
    result = check_instrument(DEFINITION, [replace(grids[0], formulas=formulas), *grids[1:]])
    assert found(result) == [("total_differs", "T01", "E8")]


def test_explanation_is_kept_and_settles_what_needed_one() -> None:
    result = check({("T01", "C8"): 10_000_001.0, ("T01", "K8"): "Pemekaran wilayah"})
    assert result.verdict is Verdict.ACCEPTED
    assert result.findings[0].facts["explanation"] == "Pemekaran wilayah"
    assert result.tables[0].cells[0].explanation == "Pemekaran wilayah"


def test_thousandfold_figure_hints_at_the_unit() -> None:
    before = Decimal(dict(DEFINITION.previous)["T05", "1.02.01", "pagu"])
    result = check({("T05", "C8"): float(before / 1000), ("T05", "D8"): 1.0})
    assert ("factor_suspected", "T05", "C8") in found(result)


def test_last_period_copied_whole_is_told() -> None:
    copied: dict[tuple[str, str], Raw] = {}
    for i, code in enumerate(row.code for row in DEFINITION.table("T01").rows):
        for letter, column in (("C", "L"), ("D", "P")):
            copied["T01", f"{letter}{8 + i}"] = float(dict(DEFINITION.previous)["T01", code, column])
    assert found(check(copied)) == [("copied_last_period", "T01", "C8")]


def test_small_counts_of_people_are_pointed_out_only() -> None:
    definition = replace(DEFINITION, previous=())
    result = check_instrument(definition, filled_grids({("T01", "C8"): 3.0}, definition=definition))
    small = [one for one in result.findings if one.code == "small_count"]
    assert [(one.cell, one.severity) for one in small] == [("C8", Severity.INFO)]


PERSONAL = {
    "NIK/KK": [f"122301010190{n:04}" for n in range(1, 5)],
    "telepon": [f"0812345678{n:02}" for n in range(10, 14)],
    "e-mail": [f"orang{n}@contoh.example" for n in range(4)],
}


@pytest.mark.parametrize("kind", PERSONAL)
def test_column_of_personal_data_is_named(kind: str) -> None:
    grid = Grid("Lampiran", [["Nama", "Isian"], *[["x", value] for value in PERSONAL[kind]]])
    result = check_instrument(DEFINITION, [*filled_grids(), grid])
    assert result.personal_columns == (f"Lampiran kolom B ({kind})",)


def test_figures_and_a_single_contact_are_no_personal_data() -> None:
    grid = Grid("Lampiran", [["Kontak", "081234567890"], ["Jumlah", 1_234_567_890_123_456.0]])
    assert check_instrument(DEFINITION, [*filled_grids(), grid]).personal_columns == ()


def test_corrections_of_metadata_are_kept() -> None:
    grids = [grid for grid in filled_grids() if grid.name != "Metadata"]
    metadata = Grid("Metadata", [["Metadata"], ["1.02.003", 5.0, "Definisi", "lama", "baru"], ["?", 5.0, "", "", "x"]])
    result = check_instrument(DEFINITION, [*grids, metadata])
    assert [(one.variable, one.item, one.cell, one.text) for one in result.corrections] == [
        ("1.02.003", 5, "E2", "baru")
    ]


def test_too_many_findings_keep_the_gravest_and_count_all() -> None:
    rows = tuple(replace(DEFINITION.table("T01").rows[0], code=f"R{i}") for i in range(1_900))
    table = replace(DEFINITION.table("T01"), rows=rows)
    definition = replace(DEFINITION, sheets=(("T01", table),), previous=())
    typed: dict[tuple[str, str], Raw] = {("T01", f"C{r}"): 1.0 for r in range(8, 1_908)}
    typed |= {("T01", f"D{r}"): "x" for r in range(8, 1_908)}
    result = check_instrument(definition, filled_grids(typed, definition=definition))
    assert len(result.findings) == FINDINGS_AT_MOST
    assert result.totals == {"small_count": 1_900, "not_a_number": 1_900}
    assert sum(one.code == "not_a_number" for one in result.findings) == 1_900


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_reads_whole_and_names_a_remedy(code: str) -> None:
    sentence = finding_sentence(finding(code, sheet="T01", cell="C8", table="T01", value="7"))
    assert "{" not in sentence
    assert sentence.endswith((".", "~0."))
    assert sentence[0].isupper() or sentence[0] == "–"


def test_numbers_are_shown_as_indonesians_write_them() -> None:
    assert [shown_number(text) for text in ("1234.5", "-7", "abc", "1.234,5", "007")] == [
        "1.234,5", "-7", "abc", "1.234,5", "007",
    ]  # fmt: skip
