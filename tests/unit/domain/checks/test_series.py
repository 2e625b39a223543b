"""Against the series: the bounds of the modified z-score, and when there is no judging."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sektoral.domain.checks.context import CheckContext, Series
from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.checks.series import allowance, median
from sektoral.domain.findings import Finding, Severity
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

DEFINITION = health_instrument()
CELL = ("T01", "12.23.01", "L")  # C8


def series(*texts: str, last: int = 2024) -> Series:
    years = range(last - len(texts) + 1, last + 1)
    return tuple((str(year), text) for year, text in zip(years, texts, strict=True))


SPREAD = series("100", "120", "80", "110", "90")  # median 100, MAD 10: 51.89 is allowed
STEADY = series("100", "102", "98", "101", "99")  # MAD 1: a tenth of the median is allowed


def far(number: float, known: Series | None) -> list[Finding]:
    context = CheckContext(history={CELL: known} if known is not None else {})
    result = check_instrument(DEFINITION, filled_grids({("T01", "C8"): number}), context)
    return [one for one in result.findings if one.code == "far_from_series"]


def test_median_is_exact_for_an_even_and_an_odd_number() -> None:
    assert median([Decimal("0.1"), Decimal("0.3")]) == Decimal("0.2")
    assert median([Decimal(3), Decimal(1), Decimal(2)]) == 2
    with pytest.raises(ValueError, match="no numbers"):
        median([])


def test_allowance_is_three_and_a_half_deviations_or_a_tenth() -> None:
    assert allowance([Decimal(text) for _, text in SPREAD]) == Decimal("51.89")
    assert allowance([Decimal(text) for _, text in STEADY]) == 10
    assert allowance([Decimal(0)] * 5) == 0


@pytest.mark.parametrize(
    ("known", "number", "is_far"),
    [
        (SPREAD, 151.0, False),
        (SPREAD, 152.0, True),
        (SPREAD, 49.0, False),
        (SPREAD, 48.0, False),  # last period had come nearly as far: 90
        (SPREAD, 38.0, True),
        (STEADY, 110.0, False),
        (STEADY, 111.0, True),
        (STEADY, 90.0, False),
        (STEADY, 88.0, True),
        (STEADY[1:], 500.0, False),  # four periods are too few
        (series("0", "0", "0", "0", "0"), 4.0, False),  # a count moved by less than five says nothing
        (series("0", "0", "0", "0", "0"), 5.0, True),
        (series("100", "102", "98", "101", "149"), 150.0, False),  # the new level was told last period
        (None, 500.0, False),
    ],
)
def test_figure_is_far_only_beyond_what_the_series_allows(known: Series | None, number: float, is_far: bool) -> None:
    assert bool(far(number, known)) is is_far


def test_finding_says_what_was_compared_and_only_informs() -> None:
    (one,) = far(152.0, SPREAD)
    assert (one.sheet, one.cell, one.severity) == ("T01", "C8", Severity.INFO)
    sentence = finding_sentence(one)
    assert "152 jauh dari nilai tengah 5 periode sebelumnya (2020–2024), yaitu 100" in sentence
    assert "paling banyak 52" in sentence
    assert "percobaan" in sentence


def test_a_semester_is_held_against_the_same_semester_only() -> None:
    halves = tuple((f"{year}-S{half}", text) for year in range(2020, 2025) for half, text in ((1, "100"), (2, "500")))
    context = CheckContext(history={CELL: halves})
    for period, number, is_far in (("2025-S1", 101.0, False), ("2025-S2", 101.0, True)):
        definition = replace(DEFINITION, period=period)
        result = check_instrument(definition, filled_grids({("T01", "C8"): number}, definition=definition), context)
        assert ("far_from_series" in result.totals) is is_far


def test_later_periods_are_no_history() -> None:
    assert far(500.0, series("100", "102", "98", "101", "99", last=2026)) == []
