"""Against last period: changes that want an explanation, and answers that were merely copied."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sektoral.domain.checks.readings import Reading, TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.instruments import ValueKind
from sektoral.domain.numbers import plain_text
from sektoral.domain.validations import EXPLAIN_ABOVE

FACTORS = tuple(Decimal(10) ** power for power in (1, 2, 3, 6))
FACTOR_SLACK = Decimal("0.1")
SMALL_CHANGE = 5  # of a count; below, a percentage says little
COPIED_AT_LEAST = 4  # cells


def check_changes(reading: TableReading) -> Iterator[Finding]:
    """A change of more than half since last period wants an explanation; a factor of 10, 100 … hints at the unit."""
    for one, now, before in _pairs(reading):
        if before == 0 or _is_small(one, now, before):
            continue
        change = now / before - 1
        if abs(change) <= EXPLAIN_ABOVE or not one.is_sound:
            continue
        factor = _factor(now, before)
        previous = plain_text(before)
        if factor:
            yield reading.fault_at("factor_suspected", one, previous=previous, factor=factor)
        else:
            yield reading.fault_at("changed_much", one, previous=previous, change=_percent(change))


def check_copied(reading: TableReading) -> Iterator[Finding]:
    """All figures equal to last period's, and not all zero: probably a copy."""
    pairs = list(_pairs(reading))
    same = [one for one, now, before in pairs if now == before]
    if len(pairs) >= COPIED_AT_LEAST and len(same) == len(pairs) and any(now for _, now, _ in pairs):
        yield reading.fault("copied_last_period", pairs[0][0].cell)


def _pairs(reading: TableReading) -> Iterator[tuple[Reading, Decimal, Decimal]]:
    """Cells with a number now and last period."""
    for key, text in reading.previous.items():
        one = reading.cells.get(key)
        before = _number(text)
        if one is not None and one.value.number is not None and before is not None:
            yield one, one.value.number, before


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_small(one: Reading, now: Decimal, before: Decimal) -> bool:
    return one.variable.kind is ValueKind.COUNT and abs(now - before) < SMALL_CHANGE


def _factor(now: Decimal, before: Decimal) -> str:
    """`1000` or `1/1000` where the ratio is close to such a factor, else empty."""
    if now == 0:
        return ""
    for factor in FACTORS:
        for ratio, words in ((now / before, f"{factor:f}"), (before / now, f"1/{factor:f}")):
            if abs(ratio / factor - 1) <= FACTOR_SLACK:
                return words
    return ""


def _percent(change: Decimal) -> str:
    return f"{change * 100:+.1f} %".replace(".", ",")
