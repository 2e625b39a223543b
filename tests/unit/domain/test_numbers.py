"""Numbers as agencies write them, and what is refused rather than guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.numbers import (
    EXACT,
    Locale,
    Problem,
    ValueState,
    decide_locale,
    evidence,
    parse_number,
    parse_text,
    plain_text,
    render,
)

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)


@pytest.mark.parametrize(
    ("text", "locale", "canonical"),
    [
        ("1250", None, "1250"),
        ("0", None, "0"),
        ("-0", None, "0"),
        ("-5", None, "-5"),
        ("  7 ", None, "7"),
        ("1.234,56", Locale.ID, "1234.56"),
        ("1.234,56", None, "1234.56"),
        ("1.234", Locale.ID, "1234"),
        ("1,234", Locale.ID, "1.234"),
        ("1.234", Locale.EN, "1.234"),
        ("1,234.50", Locale.EN, "1234.5"),
        ("2 691,8", Locale.ID, "2691.8"),
        ("2\u00a0691,8", None, "2691.8"),
        ("398026.00", Locale.PLAIN, "398026"),
        ("0.123", None, "0.123"),
        ("1.234.567", None, "1234567"),
        ("12345678901234567890", None, "12345678901234567890"),
    ],
)
def test_number_is_read_exactly(text: str, locale: Locale | None, canonical: str) -> None:
    value = parse_text(text, locale)
    assert (value.state, value.text, value.source) == (ValueState.NUMBER, canonical, text)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "999,000"])
def test_lone_separator_before_three_digits_is_never_guessed(text: str) -> None:
    value = parse_text(text, None)
    assert (value.state, value.number) == (ValueState.AMBIGUOUS, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        *((text, Problem.WORDS) for text in ("٣", "１２", "1_000", "1e5", "0x10", "½", "²", "+1", "abc", "Rp 1.000,-")),
        *((text, Problem.WORDS) for text in ("5 %", "(5)", "±5", "NaN", "inf", "-", "n/a") if text != "-"),
        *((text, Problem.STYLE) for text in ("1.23.4", "1,2,3", "1.234.5", "12 34", "1..2", "1.2,3.4", "5.")),
        *((text, Problem.LEADING_ZERO) for text in ("007", "-01", "00")),
        ("1" * 29, Problem.TOO_LONG),
        ("0,12345678901", Problem.TOO_LONG),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text: str, problem: Problem) -> None:
    value = parse_text(text, Locale.ID)
    assert (value.state, value.problem) == (ValueState.UNREADABLE, problem)


@pytest.mark.parametrize(
    ("text", "state", "mark"),
    [
        ("", ValueState.EMPTY, ""),
        ("   ", ValueState.EMPTY, ""),
        ("-", ValueState.NONE, "–"),
        ("–", ValueState.NONE, "–"),
        ("...", ValueState.NOT_AVAILABLE, "…"),
        ("…", ValueState.NOT_AVAILABLE, "…"),
        ("NA", ValueState.NOT_SHOWN, "NA"),
        ("~0", ValueState.NEGLIGIBLE, "~0"),
        ("0", ValueState.NUMBER, ""),
    ],
)
def test_empty_zero_none_and_not_available_stay_different(text: str, state: ValueState, mark: str) -> None:
    value = parse_text(text, None)
    assert (value.state, value.mark) == (state, mark)


@pytest.mark.parametrize("flag", ["*", "**", "***", "r", "e"])
def test_flag_stands_beside_its_number(flag: str) -> None:
    for text in (f"12,5{flag}", f"12,5 {flag}"):
        value = parse_text(text, Locale.ID)
        assert (value.text, value.mark) == ("12.5", flag)


@pytest.mark.parametrize(
    ("texts", "locale"),
    [
        (["1250", "7"], None),
        (["1.234", "5.678"], None),
        (["1.234", "12,5"], Locale.ID),
        (["1.234", "12.5"], Locale.EN),
        (["1.234.567"], Locale.ID),
        (["12,5*", "Kualuh Hulu"], Locale.ID),
        (["12,5", "12.5"], None),
    ],
)
def test_style_is_decided_by_evidence_alone(texts: list[str], locale: Locale | None) -> None:
    assert decide_locale(texts) is locale


def test_quarrel_names_both_witnesses() -> None:
    found = evidence(["1.234", "12,5", "3.25"])
    assert (found.witness, found.quarrel) == ("12,5", "3.25")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e400])
def test_cell_without_a_finite_number_is_refused(value: float) -> None:
    assert parse_number(value).problem is Problem.NOT_FINITE


@pytest.mark.parametrize(
    ("value", "text", "is_long"),
    [
        (3.0, "3", False),
        (-0.0, "0", False),
        (9.84, "9.84", False),
        (0.1 + 0.2, "0.30000000000000004", True),
        (9007199254740993.0, "9007199254740992", True),
        (2e16, "20000000000000000", False),
        (1e-7, "0.0000001", False),
    ],
)
def test_numeric_cell_gives_the_shortest_text_of_its_double(value: float, text: str, is_long: bool) -> None:
    found = parse_number(value)
    assert (found.text, found.is_long) == (text, is_long)


@given(NUMBERS, st.sampled_from(Locale))
def test_rendered_number_reads_back_exactly(number: Decimal, locale: Locale) -> None:
    assert parse_text(render(number, locale), locale).text == plain_text(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_canonical_text_means_the_same_double(value: float) -> None:
    found = parse_number(value)
    if found.problem is Problem.TOO_LONG:
        assert not 1e-30 < abs(value) < 1e28
        return
    assert float(found.text) == value
    assert "e" not in found.text.lower()


@given(st.text(max_size=30), st.sampled_from([*Locale, None]))
def test_no_text_breaks_the_grammar_and_only_ascii_digits_count(text: str, locale: Locale | None) -> None:
    value = parse_text(text, locale)
    if value.state is ValueState.NUMBER:
        assert all(character.isascii() for character in text if character.isdigit())
        assert value.number is not None


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_sum_does_not_depend_on_the_order(values: list[float]) -> None:
    def add(numbers: list[float]) -> str:
        total = Decimal(0)
        for number in numbers:
            total = EXACT.add(total, Decimal(repr(number)))
        return plain_text(total)

    assert add(values) == add(values[::-1])


@pytest.mark.parametrize("value", [1e28, -1e28, 1.5e40, 1e300, 1e-60])
def test_a_stored_number_that_the_bank_cannot_hold_is_too_long(value: float) -> None:
    assert parse_number(value).problem is Problem.TOO_LONG


def test_the_largest_stored_number_that_the_bank_holds_is_read() -> None:
    assert parse_number(9e27).text == "9" + "0" * 27
