"""Totals are held against what was filled in, and only where every part of them is there."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sektoral.domain.checks.engine import check_instrument
from tests.instruments import health_instrument
from tests.workbooks.grids import Typed, filled_grids

DEFINITION = health_instrument()
FILLED = {("T01", f"C{row}"): float(100 + row) for row in range(8, 16)}  # boys: 892 in all
OWN_TOTAL = ("T01", "C17")


def told(typed: Typed) -> list[tuple[str, str]]:
    result = check_instrument(DEFINITION, filled_grids({**FILLED, **typed}))
    return [(one.code, one.cell) for one in result.findings if one.code.startswith("total_")]


@pytest.mark.parametrize(("total", "is_told"), [(891.0, True), (892.0, False), (893.0, True)])
def test_own_total_agrees_with_its_parts(total: float, is_told: bool) -> None:
    assert told({OWN_TOTAL: total}) == ([("total_differs", "C17")] if is_told else [])


@pytest.mark.parametrize("lost", [{("T01", "A9"): "12.23.99"}, {("T01", "C9"): "..."}, {("T01", "C9"): "lupa"}])
def test_a_total_that_lacks_a_part_is_undecided(lost: Typed) -> None:
    assert told({OWN_TOTAL: 892.0, **lost}) == []


@pytest.mark.parametrize(
    ("typed", "code"), [(Decimal(892), "total_overwritten"), (Decimal(890), "total_differs")], ids=["right", "wrong"]
)
def test_a_total_formula_typed_over_weighs_only_where_it_is_wrong(typed: Decimal, code: str) -> None:
    grids = filled_grids({**FILLED, ("T01", "C16"): float(typed)})
    kept = {place: text for place, text in grids[0].formulas.items() if place != (16, 3)}
    grids[0] = replace(grids[0], formulas=kept)
    result = check_instrument(DEFINITION, grids)
    assert [(one.code, one.cell) for one in result.findings if one.code.startswith("total_")] == [(code, "C16")]
