"""A whole column on the wrong scale."""

from dataclasses import replace

import pytest

from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.instruments import InstrumentDef, ValueKind
from tests.instruments import health_instrument
from tests.workbooks.grids import filled_grids

WITHOUT_PREVIOUS = replace(health_instrument(), previous=())
SHARE = "1.02.008"  # column C of T04


def told(numbers: list[float], definition: InstrumentDef = WITHOUT_PREVIOUS) -> list[str]:
    typed = {("T04", f"C{row}"): number for row, number in enumerate([*numbers, *[0.0] * 9][:9], 8)}
    result = check_instrument(definition, filled_grids(typed, definition=definition))
    return [finding_sentence(one) for one in result.findings if one.code.endswith(("as_proportion", "as_percent"))]


def measured_as(unit: str) -> InstrumentDef:
    table = WITHOUT_PREVIOUS.table("T04")
    first, *others = table.variables
    changed = replace(table, variables=(replace(first, unit=unit, kind=ValueKind.DECIMAL), *others))
    return replace(WITHOUT_PREVIOUS, sheets=(("T04", changed),))


def with_previous(text: str) -> InstrumentDef:
    rows = WITHOUT_PREVIOUS.table("T04").rows
    return replace(WITHOUT_PREVIOUS, previous=tuple((("T04", row.code, SHARE), text) for row in rows))


@pytest.mark.parametrize(
    ("numbers", "is_told"),
    [
        ([0.87, 0.9, 0.75], True),
        ([0.87, 0.9, 1.0], True),
        ([0.87, 0.9, 1.01], False),
        ([0.87, 0.9], False),  # two figures may be small shares by chance
        ([1.0, 1.0, 1.0], False),  # nowhere the sign of a proportion
        ([87.0, 90.0, 75.0], False),
    ],
)
def test_percentages_within_nought_and_one_are_told(numbers: list[float], is_told: bool) -> None:
    assert bool(told(numbers)) is is_told


def test_the_remedy_is_an_example() -> None:
    (sentence,) = told([0.87, 0.9, 0.75])
    assert "Tulis 87,5 bukan 0,875" in sentence


def test_small_shares_that_were_small_last_period_are_right() -> None:
    assert told([0.31, 0.4, 0.25], with_previous("0.3")) == []
    assert len(told([0.31, 0.4, 0.25], with_previous("31"))) == 1


@pytest.mark.parametrize(("numbers", "is_told"), [([1.01, 90.0, 75.0], True), ([1.0, 90.0, 75.0], False)])
def test_proportions_above_one_are_told(numbers: list[float], is_told: bool) -> None:
    assert bool(told(numbers, measured_as("proporsi"))) is is_told


def test_other_units_have_no_scale() -> None:
    assert told([0.1, 0.2, 0.3], measured_as("kilometer")) == []
    assert told([10.0, 20.0, 30.0], measured_as("kilometer")) == []
