"""The same thing stated twice: within a workbook, by another table of the bank, by another agency."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext, Stated
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.figures import figures_of
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.instruments import InstrumentDef, RowDef, TableDef, ValueKind
from tests.instruments import BIRTHS, KABUPATEN, KECAMATAN, health_instrument
from tests.workbooks.grids import Typed, filled_grids

BY_AREA = health_instrument().table("T01")  # births by kecamatan and sex, with totals over both
AGES = tuple(RowDef(code, f"{code} tahun", "", (("umur_ibu", code),)) for code in ("10-19", "20-34", "35-54"))
BY_AGE = replace(BY_AREA, code="KES-91", rows=AGES, total_label="Semua umur")
OF_REGENCY = replace(BY_AREA, code="KES-92", rows=(KABUPATEN,), total_label="")
CODES = frozenset({BIRTHS.code})


def instrument(*tables: TableDef) -> InstrumentDef:
    sheets = tuple((f"T{number:02}", table) for number, table in enumerate(tables, 1))
    return replace(health_instrument(), sheets=sheets, previous=())


def column(sheet: str, letter: str, *numbers: float) -> dict[tuple[str, str], float]:
    return {(sheet, f"{letter}{row}"): number for row, number in enumerate(numbers, 8)}


AREAS = {**column("T01", "C", *range(10, 18)), **column("T01", "D", *range(20, 28))}  # 108 boys, 188 girls


def disagreements(
    definition: InstrumentDef, typed: Typed, context: CheckContext = NOTHING_KNOWN
) -> list[tuple[str, str, str]]:
    return [(one.code, one.sheet, one.cell) for one in told(definition, typed, context)]


def told(definition: InstrumentDef, typed: Typed, context: CheckContext = NOTHING_KNOWN) -> list[Finding]:
    result = check_instrument(definition, filled_grids(typed, definition=definition), context)
    return [one for one in result.findings if one.code.endswith(("disagree", "disagrees"))]


@pytest.mark.parametrize(
    ("oldest", "expected"),
    [
        (48.0, []),
        (49.0, [("tables_disagree", "T02", "C11")]),  # the total of boys stands in the total row
        ("...", []),  # a total that lacks a part is undecided
    ],
)
def test_totals_of_two_breakdowns_agree(oldest: float | str, expected: list[tuple[str, str, str]]) -> None:
    ages = {**column("T02", "C", 20, 40, 0), **column("T02", "D", 60, 60, 68), ("T02", "C10"): oldest}
    assert disagreements(instrument(BY_AREA, BY_AGE), {**AREAS, **ages}) == expected


def test_finding_says_where_the_other_figure_stands_and_with_which_tolerance() -> None:
    ages = {**column("T02", "C", 20, 40, 49), **column("T02", "D", 60, 60, 68)}
    (one,) = told(instrument(BY_AREA, BY_AGE), {**AREAS, **ages})
    assert one.severity is Severity.INFO
    sentence = finding_sentence(one)
    assert "Jumlah, Laki-laki: 109, sedangkan lembar T01 sel C16 menyatakan 108" in sentence
    assert "paling banyak 0." in sentence


def test_only_the_finest_level_is_told() -> None:
    same = replace(BY_AREA, code="KES-93")
    again = {("T02", cell): number for (_, cell), number in AREAS.items()}
    found = disagreements(instrument(BY_AREA, same), {**AREAS, **again, ("T02", "D9"): 99.0})
    assert found == [("tables_disagree", "T02", "D9")]  # and not the totals of its row, of its column, of all


def test_a_single_row_of_the_regency_is_held_against_the_total_of_its_areas() -> None:
    regency = {("T02", "C8"): 108.0, ("T02", "D8"): 189.0}
    found = disagreements(instrument(BY_AREA, OF_REGENCY), {**AREAS, **regency})
    assert found == [("tables_disagree", "T02", "D8")]


@pytest.mark.parametrize(("share", "expected"), [(87.55, []), (87.56, [("tables_disagree", "T02", "C8")])])
def test_rounding_is_no_disagreement(share: float, expected: list[tuple[str, str, str]]) -> None:
    shares = health_instrument().table("T04")
    rounded = tuple(replace(one, decimals=1) for one in shares.variables)  # 87.5 may be 87.45 to 87.55
    other = replace(shares, code="KES-94", rows=KECAMATAN, variables=rounded)
    typed = {("T01", f"{letter}{row}"): 87.5 for letter in "CD" for row in range(8, 17)}
    typed |= {("T02", f"{letter}{row}"): 87.5 for letter in "CD" for row in range(8, 16)}
    assert disagreements(instrument(shares, other), {**typed, ("T01", "C8"): share}) == expected


def test_shares_have_no_totals() -> None:
    shares = health_instrument().table("T04")
    amounts = {(row.code, one.code): Decimal(50) for row in shares.rows for one in shares.columns}
    found = list(figures_of(shares, amounts, {one.code for one in shares.variables}))
    assert {one.level for one in found} == {0}
    assert {one.slack for one in found} == {Decimal("0.005")}


def test_totals_are_of_the_parent_area_and_of_what_the_parts_have_in_common() -> None:
    amounts = {(row.code, one.code): Decimal(1) for row in BY_AREA.rows for one in BY_AREA.columns}
    found = {one.thing: (int(one.amount), one.level) for one in figures_of(BY_AREA, amounts, CODES)}
    assert found[BIRTHS.code, "12.23", ()] == (16, 2)
    assert found[BIRTHS.code, "12.23", (("jk", "L"),)] == (8, 1)
    assert found[BIRTHS.code, "12.23.01", ()] == (2, 1)
    assert found[BIRTHS.code, "12.23.01", (("jk", "P"),)] == (1, 0)


def test_rows_of_several_levels_make_up_no_area() -> None:
    mixed = replace(BY_AREA, rows=(*KECAMATAN, KABUPATEN))
    amounts = {(row.code, one.code): Decimal(1) for row in mixed.rows for one in mixed.columns}
    assert {one.row for one in figures_of(mixed, amounts, CODES)} == {row.code for row in mixed.rows}


def stated(
    number: str, *, agency: str = "Dinas Kependudukan", area: str = "12.23.01", slack: str = "0"
) -> CheckContext:
    thing = (BIRTHS.code, area, (("jk", "L"),))
    one = Stated(thing, agency, "DUK-07", "T03", "C8", Decimal(number), Decimal(slack), 0)
    return CheckContext(stated=(one,))


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (stated("10"), []),
        (stated("11"), [("agencies_disagree", "T01", "C8")]),
        (stated("11", slack="1"), []),
        (stated("11", agency=""), [("bank_disagrees", "T01", "C8")]),
        (stated("108", area="12.23"), []),
        (stated("109", area="12.23"), [("agencies_disagree", "T01", "C16")]),
        (stated("109", area=""), []),  # another agency's whole may be another one
        (stated("109", area="", agency=""), [("bank_disagrees", "T01", "C16")]),
        (NOTHING_KNOWN, []),
    ],
)
def test_another_table_of_the_bank_states_another_figure(
    context: CheckContext, expected: list[tuple[str, str, str]]
) -> None:
    assert disagreements(instrument(BY_AREA), AREAS, context) == expected


def test_the_other_agency_its_table_and_cell_are_named() -> None:
    (one,) = told(instrument(BY_AREA), AREAS, stated("11"))
    sentence = finding_sentence(one)
    assert "10, sedangkan Dinas Kependudukan (tabel DUK-07, T03 sel C8) menyatakan 11" in sentence
    assert "Cocokkan dengan Dinas Kependudukan, atau jelaskan." in sentence
    assert one.severity is Severity.INFO


def test_a_figure_with_a_fault_of_its_own_is_not_compared() -> None:
    assert disagreements(instrument(BY_AREA), {**AREAS, ("T01", "C8"): 10.5}, stated("11")) == []


def test_none_is_nought() -> None:
    assert disagreements(instrument(BY_AREA), {**AREAS, ("T01", "C8"): "-"}, stated("0")) == []
    assert disagreements(instrument(BY_AREA), {**AREAS, ("T01", "C8"): "..."}, stated("5")) == []


def test_kinds_with_decimals_have_slack_for_each_part() -> None:
    weights = replace(BIRTHS, kind=ValueKind.DECIMAL, decimals=1, measure="berat")
    table = replace(BY_AREA, variables=(weights,))
    amounts = {(row.code, one.code): Decimal(1) for row in table.rows for one in table.columns}
    slacks = {one.level: one.slack for one in figures_of(table, amounts, CODES)}
    assert slacks[0] == Decimal("0.05")
    assert slacks[2] == Decimal("0.8")
