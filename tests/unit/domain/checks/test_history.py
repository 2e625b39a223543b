"""Copies of last period: a whole table, a whole column; and what stood still before may stand still again."""

from decimal import Decimal

import pytest

from sektoral.domain.checks.context import CheckContext
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.results import CheckResult, Verdict
from sektoral.domain.findings import Severity
from tests.instruments import health_instrument
from tests.workbooks.grids import Typed, filled_grids

DEFINITION = health_instrument()
BEFORE = {key: text for key, text in DEFINITION.previous if key[0] == "T01"}
PLACES = {code: f"{letter}{row}" for letter, sex in (("C", "L"), ("D", "P")) for row, code in enumerate(
    [(f"12.23.0{number}", sex) for number in range(1, 9)], 8)}  # fmt: skip
COPY: Typed = {("T01", PLACES[row, column]): float(text) for (_, row, column), text in BEFORE.items()}
LEFT: Typed = {place: number for place, number in COPY.items() if place[1].startswith("C")}


def check(typed: Typed, context: CheckContext | None = None) -> CheckResult:
    return check_instrument(DEFINITION, filled_grids(typed), context or CheckContext())


def history(*years_before: int) -> CheckContext:
    """A history in which the figures of these years were last period's and those of other years were not."""

    def text_of(year: int, text: str) -> str:
        return text if year in {*years_before, 2024} else f"{Decimal(text) + 1}"

    series = {
        key: tuple((str(year), text_of(year, text)) for year in range(2022, 2025)) for key, text in BEFORE.items()
    }
    return CheckContext(history=series)


def test_a_copied_table_is_told_once() -> None:
    result = check(COPY)
    assert result.totals == {"copied_last_period": 1}
    assert result.verdict is Verdict.EXPLAIN


def test_one_other_figure_leaves_two_columns_of_which_one_is_a_copy() -> None:
    result = check({**COPY, ("T01", "D8"): COPY["T01", "D8"] + 1.0})  # type: ignore[operator]
    assert [(one.code, one.cell, one.severity) for one in result.findings] == [("column_copied", "C8", Severity.INFO)]


def test_a_column_is_a_copy_with_four_telling_figures() -> None:
    telling = sum(number >= 100 for number in LEFT.values())  # type: ignore[operator]
    assert telling >= 4
    assert check(LEFT).totals == {"column_copied": 1}
    assert check({**LEFT, ("T01", "C15"): LEFT["T01", "C15"] + 1.0}).totals == {}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("context", "is_told"),
    [
        (history(2023), False),  # it did not move between the two periods before either
        (history(2022), True),
        (CheckContext(), True),
    ],
)
def test_what_stood_still_before_may_stand_still_again(context: CheckContext, is_told: bool) -> None:
    assert ("copied_last_period" in check(COPY, context).totals) is is_told
    assert ("column_copied" in check(LEFT, context).totals) is is_told
