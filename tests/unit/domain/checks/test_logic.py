"""The rules of a table as findings: their weight, their words, their cells, and what they look up beyond the sheet."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.results import Verdict
from sektoral.domain.checks.sentences import finding_parts, finding_sentence, spoken
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.grids import Raw
from sektoral.domain.instruments import InstrumentDef, RuleDef, TableDef
from sektoral.domain.rules.judging import Rule
from sektoral.domain.rules.tables import parse_rule_of
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

SPENT = "realisasi <= pagu"
Typed = Mapping[tuple[str, str], Raw]


def with_rule(rule: RuleDef, sheet: str = "T05") -> InstrumentDef:
    """The health instrument, whose only rule is this one, on this sheet."""
    definition = health_instrument()
    tables = ((name, replace(one, rules=(rule,) if name == sheet else ())) for name, one in definition.sheets)
    return replace(definition, sheets=tuple(tables))


def broken(
    rule: RuleDef, typed: Typed, sheet: str = "T05", context: CheckContext = NOTHING_KNOWN
) -> list[tuple[str, str]]:
    """Where the rule is broken and what was compared."""
    return [(one.cell, one.facts["values"]) for one in findings(rule, typed, sheet, context)]


def findings(rule: RuleDef, typed: Typed, sheet: str = "T05", context: CheckContext = NOTHING_KNOWN) -> list[Finding]:
    """The findings of the rule."""
    definition = with_rule(rule, sheet)
    found = check_instrument(definition, filled_grids(typed, definition=definition), context).findings
    assert {one.table for one in found if one.code.startswith("rule_")} <= {sheet}
    return [one for one in found if one.code == "rule_broken"]


BUDGET: Typed = {
    ("T05", f"{letter}{row}"): figure for row in (8, 9, 10) for letter, figure in (("C", 20.0), ("D", 10.0))
}
OVERSPENT = {**BUDGET, ("T05", "D9"): 20.5}


@pytest.mark.parametrize(
    ("severity", "on_trial", "weighs", "verdict", "remedy"),
    [
        (Severity.ERROR, False, Severity.ERROR, Verdict.REJECTED, "Perbaiki angkanya."),
        (Severity.WARNING, False, Severity.WARNING, Verdict.EXPLAIN, "Perbaiki, atau jelaskan."),
        (Severity.INFO, False, Severity.INFO, Verdict.ACCEPTED, "Periksa kembali."),
        (Severity.ERROR, True, Severity.INFO, Verdict.ACCEPTED, "belum perlu dijelaskan.)"),
    ],
)
def test_a_broken_rule_weighs_as_its_author_said_and_only_informs_while_on_trial(
    severity: Severity, on_trial: bool, weighs: Severity, verdict: Verdict, remedy: str
) -> None:
    definition = with_rule(RuleDef("R7", SPENT, severity, says="Realisasi tidak melebihi pagu.", on_trial=on_trial))
    definition = replace(definition, previous=())
    result = check_instrument(definition, filled_grids({**BUDGET, ("T05", "D9"): 21.0}, definition=definition))
    [found] = [one for one in result.findings if one.code == "rule_broken"]
    assert (found.severity, result.verdict) == (weighs, verdict)
    assert finding_sentence(found).endswith(remedy)
    assert ("trial" in found.facts) is on_trial


def test_the_sentence_says_what_must_hold_and_what_was_compared_with_which_tolerance() -> None:
    rule = RuleDef("R7", "realisasi + 1000.5 <= pagu", says="Pagu cukup.", tolerance="0.25")
    [*_, found] = findings(rule, {**BUDGET, ("T05", "C8"): 2000.0, ("T05", "C9"): 2000.0, ("T05", "C10"): 1010.0})
    assert finding_parts(found) == (
        "Peningkatan kapasitas SDM kesehatan",
        "Tidak memenuhi aturan R7 “Pagu cukup” (Realisasi + 1000.5 = 1.010,5, Pagu 1.010, toleransi 0,25).",
        "Perbaiki angkanya.",
    )
    assert (found.cell, found.facts["column"], found.value) == ("D10", "Realisasi", "10")


def test_a_rule_without_a_sentence_shows_its_expression() -> None:
    [found] = findings(RuleDef("R1", SPENT), OVERSPENT)
    assert "aturan R1 “Realisasi <= Pagu” (Realisasi 20,5, Pagu 20)" in finding_sentence(found)


ON_THE_SHEET: list[tuple[str, Typed, list[tuple[str, str]]]] = [
    # the rule, what is typed, and the cells with what was compared
    (SPENT, BUDGET, []),
    (SPENT, OVERSPENT, [("D9", "Realisasi 20,5, Pagu 20")]),
    (SPENT, {**OVERSPENT, ("T05", "C9"): "..."}, []),  # not available: undecided
    (SPENT, {**OVERSPENT, ("T05", "C9"): "-"}, [("D9", "Realisasi 20,5, Pagu 0")]),
    ("1.02.905 <= 1.02.904", OVERSPENT, [("D9", "Realisasi 20,5, Pagu 20")]),  # by the variables' codes
    ("total(realisasi) <= 30", OVERSPENT, [("D8", "jumlah(Realisasi) = 40,5")]),
    ("every(realisasi < pagu)", OVERSPENT, [("D9", "Pemenuhan upaya kesehatan: Realisasi 20,5, Pagu 20")]),
    ("count(realisasi > 15) == 0", OVERSPENT, [("D8", "banyaknya(Realisasi > 15) = 1")]),
    ("count(realisasi > 15) == 0", {**OVERSPENT, ("T05", "D9"): "..."}, []),
    ("is_unique(pagu)", {**BUDGET, ("T05", "C8"): 30.0}, [("C9", "Pagu 20"), ("C10", "Pagu 20")]),
    ('if_then(row_code == "1.02.02", realisasi < 5)', BUDGET, [("D9", "Realisasi 10")]),
    ('if_then(program == "1.02.02", realisasi < 5)', BUDGET, [("D9", "Realisasi 10")]),
    ('lookup(pagu, row_code="1.02.03") > 20', BUDGET, [("C8", 'nilai(Pagu, kode baris="1.02.03") = 20')]),
    ("not is_missing(pagu)", {**BUDGET, ("T05", "C9"): "NA"}, [("C9", "Pagu kosong")]),
    ("not every(pagu > 0)", BUDGET, [("C8", "lihat isian yang disebut aturan ini")]),
    ("count() == 4", BUDGET, [("C8", "banyaknya() = 3")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "typed", "cells"), ON_THE_SHEET)
def test_a_finding_points_to_the_first_cell_that_the_rule_uses(
    text: str, typed: Typed, cells: list[tuple[str, str]]
) -> None:
    assert broken(RuleDef("R1", text), typed) == cells


def test_a_rule_over_the_table_speaks_of_the_whole_table() -> None:
    [found] = findings(RuleDef("R1", "total(realisasi) <= 30", says="Realisasi paling banyak 30."), OVERSPENT)
    assert finding_parts(found)[0] == "Seluruh tabel"


def test_the_last_period_stands_in_the_workbook_and_older_ones_in_the_bank() -> None:
    before = Decimal(dict(health_instrument().previous)["T05", "1.02.01", "pagu"])
    same: Typed = {("T05", "C8"): int(before)}
    assert broken(RuleDef("R1", 'row_code != "1.02.01" or pagu == previous(pagu)'), same) == []
    [(cell, _)] = broken(RuleDef("R1", 'row_code != "1.02.01" or pagu > previous(pagu)'), same)
    assert cell == "C8"
    rule = RuleDef("R1", "1.02.904 <= previous(1.02.904, 2)")
    assert broken(rule, BUDGET) == []
    older = CheckContext(history={("T05", "1.02.02", "pagu"): (("2022", "1"), ("2023", "19.5"), ("2024", "50"))})
    assert broken(rule, BUDGET, context=older) == [("C9", "Pagu 20, periode lalu(Pagu, 2) = 19,5")]


BIRTHS: Typed = {("T01", f"{letter}{row}"): 10.0 for row in range(8, 16) for letter in "CD"}
CASES: Typed = {("T02", f"{letter}{row}"): 1.0 for row in range(8, 16) for letter in "CDEFGH"}


def test_another_sheet_of_the_workbook_is_looked_into_row_by_row_or_in_total() -> None:
    beside = {**BIRTHS, **CASES, ("T02", "C9"): 21.0}
    rule = RuleDef("R1", 'L + P >= figure_in("KES-02", "A09.0-4")')
    assert broken(rule, beside, "T01") == [
        ("C9", 'Laki-laki + Perempuan = 20, nilai di tabel("KES-02", "A09.0-4") = 21')
    ]  # fmt: skip
    assert broken(rule, {**beside, ("T02", "C9"): "NA"}, "T01") == []
    over = RuleDef("R1", 'total(L) == total_in("KES-02", "A09.0-4", agency="1.02")')
    assert broken(over, beside, "T01") == [
        ("C8", 'jumlah(Laki-laki) = 80, jumlah di tabel("KES-02", "A09.0-4", OPD="1.02") = 28')
    ]  # fmt: skip


def test_tables_of_other_agencies_and_of_earlier_letters_come_from_the_bank() -> None:
    figures = {("12.23.01", "lahir"): "20", ("12.23.02", "lahir"): "19", ("12.23.03", "lahir"): ""}
    known = CheckContext(elsewhere={("2.12", "DUK-01"): figures, ("1.02", "KES-90"): figures})
    for reference in ('"DUK-01", "lahir", agency="2.12"', '"KES-90", "lahir"'):
        rule = RuleDef("R1", f"L + P == figure_in({reference})")
        [(cell, _)] = broken(rule, BIRTHS, "T01", known)
        assert cell == "C9"
        assert broken(rule, BIRTHS, "T01") == []
        assert broken(RuleDef("R1", f"total_in({reference}) == 39"), BIRTHS, "T01", known) == []  # one is missing
        assert broken(RuleDef("R1", f"total_in({reference}) == 40"), BIRTHS, "T01", known) == []
    [(cell, told)] = broken(RuleDef("R1", 'count_in("DUK-01", agency="2.12") == 8'), BIRTHS, "T01", known)
    assert (cell, told) == ("C8", 'banyaknya di tabel("DUK-01", OPD="2.12") = 3')  # fmt: skip


def test_a_rule_is_parsed_once_for_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[RuleDef] = []

    def count(table: TableDef, defined: RuleDef) -> Rule:
        parsed.append(defined)
        return parse_rule_of(table, defined)

    monkeypatch.setattr("sektoral.domain.checks.logic.parse_rule_of", count)
    rule = RuleDef("R1", SPENT)
    assert len(findings(rule, {**BUDGET, **{("T05", f"D{row}"): 30.0 for row in (8, 9, 10)}})) == 3
    assert parsed == [rule]


def test_a_rule_that_cannot_be_read_is_told_with_the_reason_and_blocks_nothing() -> None:
    definition = with_rule(RuleDef("R9", "realisai <= pagu"))
    result = check_instrument(definition, filled_grids(definition=definition))
    [found] = [one for one in result.findings if one.code == "rule_unreadable"]
    assert (found.severity, found.cell, found.facts["rule"]) == (Severity.INFO, "A1", "R9")
    assert "“realisai” pada huruf ke-1 bukan kolom tabel ini. Yang ada: realisasi" in finding_sentence(found)


def test_a_part_of_a_rule_is_spoken_with_labels_but_quotes_are_left_alone() -> None:
    labels = {"total": "Jumlah", "L": "Laki-laki", "A09.0-4": "Diare 0–4 th"}
    text = 'total(total) - A09.0-4 + lookup(L, row_code="L")'
    assert spoken(text, labels) == 'jumlah(Jumlah) - Diare 0–4 th + nilai(Laki-laki, kode baris="L")'
    assert spoken("if_then(L > 1 and not is_missing(total), every(L in (1, 2)))", labels) == (
        "bila(Laki-laki > 1 dan tidak kosong(Jumlah), semua(Laki-laki salah satu dari (1, 2)))"
    )
