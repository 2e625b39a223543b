"""Exact numbers and spans: a span decides a comparison only where each number in it decides alike."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.rules.values import (
    OPPOSITES,
    Quantity,
    Span,
    Value,
    absolute,
    compare,
    counted,
    greatest,
    inverse,
    least,
    number_of,
    reckon,
    shown,
)

FIGURES = st.decimals(min_value=-(10**30), max_value=10**30, places=10)
SMALL = st.integers(-4, 4).map(Decimal)
SPANS = st.tuples(SMALL, st.integers(0, 3)).map(lambda ends: Span(ends[0], ends[0] + ends[1]))
SIGNS = st.sampled_from(list(OPPOSITES))
ARITHMETIC = st.sampled_from("+-*/")


@given(ARITHMETIC, FIGURES, FIGURES)
def test_reckoning_agrees_with_fractions_to_the_last_digit(sign: str, left: Decimal, right: Decimal) -> None:
    a, b = Fraction(left), Fraction(right)
    exact = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else None}[sign]
    found = reckon(sign, left, right)
    assert not isinstance(found, float)
    assert found == exact


@given(SIGNS, FIGURES | st.fractions(max_denominator=99), FIGURES | st.fractions(max_denominator=99))
def test_the_opposite_of_a_comparison_says_the_opposite(
    sign: str, left: Decimal | Fraction, right: Decimal | Fraction
) -> None:
    assert compare(OPPOSITES[sign], left, right) is inverse(compare(sign, left, right))


def within(span: Span) -> list[Decimal]:
    """Some of the numbers in a span, its ends among them."""
    low, high = Decimal(span.low), Decimal(span.high)  # type: ignore[arg-type]
    return [low + (high - low) * Decimal(step) / 12 for step in range(13)]


@given(SIGNS, SPANS, SPANS, st.sampled_from(["0", "1", "0.5"]))
def test_a_span_decides_where_every_number_of_it_decides_alike(
    sign: str, left: Span, right: Span, tolerance: str
) -> None:
    answers = {compare(sign, a, b, Decimal(tolerance)) for a, b in product(within(left), within(right))}
    assert compare(sign, left, right, Decimal(tolerance)) is (answers.pop() if len(answers) == 1 else None)


@given(ARITHMETIC, SPANS, SPANS)
def test_what_comes_of_spans_holds_whatever_comes_of_their_numbers(sign: str, left: Span, right: Span) -> None:
    found = reckon(sign, left, right)
    for a, b in product(within(left), within(right)):
        one = reckon(sign, a, b)
        assert found is None or one is None or compare("<=", bounds(found).low, one)
        assert found is None or one is None or compare(">=", bounds(found).high, one)


def bounds(quantity: Quantity) -> Span:
    """The quantity as a span."""
    assert quantity is not None
    return quantity if isinstance(quantity, Span) else Span(quantity, quantity)


def test_a_fraction_too_fine_to_keep_becomes_a_narrow_span_that_holds_it() -> None:
    exact, total = Fraction(0), Decimal(0)
    found: Quantity = total
    for number in range(3, 400, 2):
        exact += Fraction(1, number)
        found = reckon("+", found, reckon("/", Decimal(1), Decimal(number)))
    assert isinstance(found, Span)
    assert found.low <= exact <= found.high
    assert Fraction(found.high) - Fraction(found.low) < Fraction(1, 10**90)
    assert compare("<", found, Decimal(3)) is True
    assert compare("==", found, exact) is None


def test_what_grows_beyond_all_measure_is_not_at_hand() -> None:
    figure: Quantity = Decimal("9" * 50)
    for _ in range(4):
        figure = reckon("*", figure, figure)
    assert figure is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1.50", "1.50"), ("NaN", None), ("sNaN", None), ("-Infinity", None), ("1e59", "1e59"), ("1e60", None),
        ("1e-60", "1e-60"), ("1e-61", None), ("1e999999", None), ("0e-999999", None),
    ],
)  # fmt: skip
def test_only_finite_figures_of_a_sensible_length_come_in(value: str, number: str | None) -> None:
    assert number_of(Decimal(value)) == (None if number is None else Decimal(number))
    assert number_of(value) is None


def test_division_by_zero_or_by_what_may_be_zero_is_not_at_hand() -> None:
    zeros: list[Quantity] = [Decimal(0), Fraction(0), Span(Decimal(-1), Decimal(1)), None]
    assert [reckon("/", one, zero) for one in (Decimal(0), Fraction(1, 3)) for zero in zeros] == [None] * 8


def test_least_greatest_and_distance_of_spans() -> None:
    span = Span(Decimal(-2), Decimal(3))
    assert (absolute(span), absolute(Span(Decimal(-3), Decimal(-2)))) == (
        Span(Decimal(0), Decimal(3)),
        Span(Decimal(2), Decimal(3)),
    )
    assert (least([span, Decimal(0)]), greatest([span, Decimal(5)])) == (Span(Decimal(-2), Decimal(0)), Decimal(5))
    assert least([]) is greatest([span, None]) is None


def test_values_are_shown_plainly() -> None:
    values: list[Value] = [Decimal("1E+3"), Decimal("-0.50"), Fraction(2, 3), Fraction(-1, 2), None, "high", True]
    assert [shown(one) for one in values] == ["1000", "-0.5", "0.6666666667", "-0.5", "", "high", "1"]
    assert shown(counted([True, None, False])) == "1–2"
