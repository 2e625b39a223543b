"""Sample answers agree with the official figures, with the rules, and with last year's samples."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from sektoral.domain.instruments import TableDef, ValueKind
from sektoral.domain.periods import read_period
from sektoral.setup.facts import load_office_catalogue
from sektoral.setup.samples import population, sample_answers

TABLES = [entry.table for entry in load_office_catalogue("labura")]
PERIODS = ["2019", "2023", "2024", "2025", "2026"]


def table(code: str) -> TableDef:
    return next(one for one in TABLES if one.code == code)


def sums(answers: Mapping[tuple[str, str], str]) -> dict[str, Decimal]:
    columns = {column for _, column in answers}
    return {wanted: sum((Decimal(v) for (_, c), v in answers.items() if c == wanted), Decimal()) for wanted in columns}


def test_every_input_cell_gets_an_answer() -> None:
    for one in TABLES:
        cells = {(row.code, column.code) for row in one.rows for column in one.columns}
        assert sample_answers(one, period="2025", seed=1).keys() == cells


@pytest.mark.parametrize("code", ["2.12.001", "2.12.001-U"])
def test_population_of_2025_adds_up_to_the_official_figures(code: str) -> None:
    assert sums(sample_answers(table(code), period="2025", seed=5)) == {"l": 202_100, "p": 197_206}


def test_other_years_are_scaled_and_not_official() -> None:
    assert population(read_period("2024")) == {"l": 199_877, "p": 195_037}
    assert population(read_period("2025-S2")) == population(read_period("2025"))


def test_faiths_add_up_to_the_population_of_each_kecamatan() -> None:
    people = sample_answers(table("2.12.001"), period="2025")
    faiths = sample_answers(table("2.12.003"), period="2025")
    for row in table("2.12.003").rows:
        both = Decimal(people[row.code, "l"]) + Decimal(people[row.code, "p"])
        assert sum(Decimal(value) for (code, _), value in faiths.items() if code == row.code) == both


@pytest.mark.parametrize("period", PERIODS)
def test_the_desa_by_status_are_always_82(period: str) -> None:
    assert sum(sums(sample_answers(table("2.13.001"), period=period)).values()) == 82


def test_the_same_question_gets_the_same_answer_and_another_seed_another() -> None:
    one = table("1.01.004")
    assert sample_answers(one, period="2025", seed=1) == sample_answers(one, period="2025", seed=1)
    assert sample_answers(one, period="2025", seed=1) != sample_answers(one, period="2025", seed=2)


@pytest.mark.parametrize("period", PERIODS)
def test_answers_keep_kind_decimals_and_limits(period: str) -> None:
    for one in TABLES:
        variables = {column.code: v for column in one.columns for v in one.variables if v.code == column.variable}
        for (_, column), text in sample_answers(one, period=period, seed=3).items():
            variable, value = variables[column], Decimal(text)
            whole = variable.kind in {ValueKind.COUNT, ValueKind.RUPIAH}
            assert len(text.partition(".")[2]) == (0 if whole else variable.decimals)
            assert Decimal(variable.minimum) <= value <= Decimal(variable.maximum or "1e15"), (one.code, column)


@pytest.mark.parametrize("period", PERIODS)
def test_rules_hold_in_every_row(period: str) -> None:
    checked = 0
    for one in TABLES:
        answers = sample_answers(one, period=period, seed=3)
        for rule in one.rules:
            for row in one.rows:
                names = {column.code: Decimal(answers[row.code, column.code]) for column in one.columns}
                assert eval(rule.text, {"__builtins__": {}}, names), (one.code, row.code, rule)  # noqa: S307
                checked += 1
    assert checked > 30


@pytest.mark.parametrize(
    ("before", "after"), [("2023", "2024"), ("2024", "2025"), ("2025", "2026"), ("2025-S1", "2025-S2")]
)
def test_neighbouring_periods_differ_but_never_by_a_leap(before: str, after: str) -> None:
    for one in TABLES:
        old, new = (sample_answers(one, period=period, seed=7) for period in (before, after))
        if any(Decimal(value) for value in new.values()):
            assert old != new or "S" in before, one.code
        for cell, text in new.items():
            then, now = Decimal(old[cell]), Decimal(text)
            assert abs(now - then) <= max(then / 10, Decimal(1)), (one.code, cell, then, now)


def test_people_are_never_counted_one_to_four_in_sensitive_tables() -> None:
    for one in TABLES:
        if one.classification == "terbatas":
            for period in PERIODS:
                assert not [v for v in sample_answers(one, period=period).values() if 0 < Decimal(v) < 5], one.code
