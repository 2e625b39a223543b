"""What a rule reckons with: exact numbers, texts, three truths, and spans for counts that are not decided.

Nothing is rounded: what decimals cannot hold, such as a third, is a fraction. `None` is a value that is not at hand.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from math import floor

from sektoral.domain.numbers import plain_text

Number = Decimal | Fraction
DIGITS = 60  # a value that comes in lies between 10⁻⁶⁰ and 10⁶⁰
SHOWN_DECIMALS = 10
FINEST = 10**100  # a fraction with a greater denominator becomes a span of this width
GREATEST = 10**200
_EXACT = Context(prec=120, traps=[InvalidOperation, DivisionByZero, Overflow, Inexact])


@dataclass(frozen=True, slots=True)
class Span:
    """A number known to lie from `low` to `high`, both included."""

    low: Number
    high: Number


Quantity = Number | Span | None
Value = Quantity | str | bool
ZERO, ONE = Decimal(0), Decimal(1)
_DECIMALS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _EXACT.divide,
}
_FRACTIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
# sign -> whether a difference is as it says; all but the last allow for a tolerance
_HOLDS: Mapping[str, Callable[[Number, Decimal], bool]] = {
    "<": lambda difference, slack: difference < slack,
    "<=": lambda difference, slack: difference <= slack,
    ">": lambda difference, slack: difference > slack.copy_negate(),
    ">=": lambda difference, slack: difference >= slack.copy_negate(),
    "==": lambda difference, slack: slack.copy_negate() <= difference <= slack,
    "!=": lambda difference, _: difference != 0,
}
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def number_of(value: object) -> Decimal | None:
    """A value that comes in, as a number; `None` for whatever is none, or is longer than a figure can sensibly be."""
    if not isinstance(value, Decimal) or not (value.is_finite() and -DIGITS <= value.adjusted() < DIGITS):
        return None
    try:
        return _EXACT.plus(value)
    except Inexact:
        return None


def quantity_of(value: Value) -> Quantity:
    """The value where it is a quantity, else `None`."""
    return None if isinstance(value, str | bool) else value


def reckon(sign: str, left: Quantity, right: Quantity) -> Quantity:
    """Add, subtract, multiply or divide exactly. `None` where an input is missing, for x / 0, and beyond 10²⁰⁰."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _reckon_decimals(sign, left, right)
    if left is None or right is None:
        return None
    if isinstance(left, Span) or isinstance(right, Span):
        return _reckon_spans(sign, _span(left), _span(right))
    return _reckon_fractions(sign, Fraction(left), Fraction(right))


def _reckon_decimals(sign: str, left: Decimal, right: Decimal) -> Quantity:
    try:
        return _DECIMALS[sign](left, right)
    except Inexact:
        return _reckon_fractions(sign, Fraction(left), Fraction(right))
    except (DivisionByZero, InvalidOperation):  # x / 0 and 0 / 0
        return None


def _reckon_fractions(sign: str, left: Fraction, right: Fraction) -> Quantity:
    return None if sign == "/" and right == 0 else _bounded(_FRACTIONS[sign](left, right))


def _bounded(exact: Fraction) -> Quantity:
    """Keep a fraction small enough to reckon on: a span holds it where it is too fine."""
    if abs(exact) >= GREATEST:
        return None
    if exact.denominator <= FINEST:
        return exact
    low = Fraction(floor(exact * FINEST), FINEST)
    return Span(low, low + Fraction(1, FINEST))


def _reckon_spans(sign: str, left: Span, right: Span) -> Quantity:
    """All that may come of it lies between what comes of the ends."""
    if sign == "/" and right.low <= 0 <= right.high:
        return None
    ends = [reckon(sign, a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    spans = [_span(one) for one in ends if one is not None]
    return span(spans) if len(spans) == len(ends) else None


def _span(quantity: Number | Span) -> Span:
    return quantity if isinstance(quantity, Span) else Span(quantity, quantity)


def span(parts: Iterable[Span]) -> Number | Span:
    """The span over all parts, or the number where they are all the same one."""
    found = list(parts)
    low, high = min(one.low for one in found), max(one.high for one in found)
    return low if low == high else Span(low, high)


def absolute(quantity: Quantity) -> Quantity:
    """The distance from zero."""
    match quantity:
        case None:
            return None
        case Decimal():
            return quantity.copy_abs()
        case Fraction():
            return abs(quantity)
    if quantity.low <= 0 <= quantity.high:
        ends = [one for one in (absolute(quantity.low), absolute(quantity.high)) if isinstance(one, Decimal | Fraction)]
        return Span(ZERO, max(ends))
    return quantity if quantity.low > 0 else reckon("-", ZERO, quantity)


def least(quantities: Iterable[Quantity]) -> Quantity:
    """The least of several; `None` where one is missing, or where there is none at all."""
    return _end(quantities, min)


def greatest(quantities: Iterable[Quantity]) -> Quantity:
    """The greatest of several; `None` where one is missing, or where there is none at all."""
    return _end(quantities, max)


def _end(quantities: Iterable[Quantity], choose: Callable[[list[Number]], Number]) -> Quantity:
    given = list(quantities)
    spans = [_span(one) for one in given if one is not None]
    if not spans or len(spans) < len(given):
        return None
    low, high = choose([one.low for one in spans]), choose([one.high for one in spans])
    return low if low == high else Span(low, high)


def added(quantities: Iterable[Quantity]) -> Quantity:
    """The exact sum, 0 of nothing; `None` where a part is missing."""
    total: Quantity = ZERO
    for one in quantities:
        total = reckon("+", total, one)
    return total


def compare(sign: str, left: Value, right: Value, tolerance: Decimal = ZERO) -> bool | None:
    """Compare two quantities, or two texts by `==` and `!=`; a span decides where each number of it decides alike."""
    if isinstance(left, str) and isinstance(right, str):
        return (left == right) == (sign == "==")
    difference = reckon("-", quantity_of(left), quantity_of(right))
    if difference is None:
        return None
    if not isinstance(difference, Span):
        return _HOLDS[sign](difference, tolerance)
    return _compare_span(sign, difference, tolerance)


def _compare_span(sign: str, difference: Span, tolerance: Decimal) -> bool | None:
    low, high = _HOLDS[sign](difference.low, tolerance), _HOLDS[sign](difference.high, tolerance)
    if low != high:
        return None
    crosses = difference.low < 0 < difference.high  # between ends that agree, only == and != may turn twice
    if crosses and ((sign == "==" and not low) or (sign == "!=" and low)):
        return None
    return low


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's and: a false part decides, whatever is missing."""
    given = set(answers)
    if False in given:
        return False
    return None if None in given else True


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Kleene's or: a true part decides, whatever is missing."""
    return inverse(all_of(inverse(one) for one in answers))


def inverse(answer: bool | None) -> bool | None:
    """Kleene's not: undecided stays so."""
    return None if answer is None else not answer


def truth_of(value: Value) -> bool | None:
    """The value where it is a truth, else `None`."""
    return value if isinstance(value, bool) else None


def counted(answers: Iterable[bool | None]) -> Number | Span:
    """How many are true: a span where some are undecided."""
    given = list(answers)
    sure, open_ = sum(one is True for one in given), sum(one is None for one in given)
    return Span(Decimal(sure), Decimal(sure + open_)) if open_ else Decimal(sure)


def shown(value: Value) -> str:
    """A value as text: canonical decimals, at most ten places of what has no end; empty for what is not at hand."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case str():
            return value
        case Decimal():
            return plain_text(value)
        case Fraction():
            return plain_text(Decimal(round(value * 10**SHOWN_DECIMALS)).scaleb(-SHOWN_DECIMALS, Context(prec=400)))
    return f"{shown(value.low)}–{shown(value.high)}"
