"""Against last period: changes that want an explanation, and answers that were merely copied."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
TELLING = 100  # smaller whole numbers often stay the same from year to year

Pair = tuple[Reading, Decimal, Decimal]  # a cell, its number now and last period


def check_history(reading: TableReading) -> Iterator[Finding]:
    """Hold every figure against last period's: what changed much, and what was copied."""
    pairs = list(_pairs(reading))
    yield from _changes(reading, pairs)
    yield from _copies(reading, pairs)


def as_number(text: str) -> Decimal | None:
    """The number of a canonical decimal text, `None` for any other text."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_small(one: Reading, now: Decimal, before: Decimal) -> bool:
    """Whether a count changed by so few that it says nothing."""
    return one.variable.kind is ValueKind.COUNT and abs(now - before) < SMALL_CHANGE


def _pairs(reading: TableReading) -> Iterator[Pair]:
    """Cells with a number now and last period."""
    for key, text in reading.previous.items():
        one = reading.cells.get(key)
        if one is not None and one.value.number is not None and (before := as_number(text)) is not None:
            yield one, one.value.number, before


def _changes(reading: TableReading, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """A change of more than half since last period wants an explanation; a factor of 10, 100 … hints at the unit."""
    for one, now, before in pairs:
        if now == before or before == 0 or is_small(one, now, before):
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


def _copies(reading: TableReading, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """All figures equal to last period's, and not all zero: probably a copy. Or all of one column, for a part is
    copied by the column; single figures are equal by chance. What never moved before may well stand still again."""
    if len(pairs) < COPIED_AT_LEAST:
        return
    same = [one for one, now, before in pairs if now == before]
    if len(same) == len(pairs):
        if any(now for _, now, _ in pairs) and not _stood_still(reading, same):
            yield reading.fault("copied_last_period", pairs[0][0].cell)
        return
    for cells in _columns(pairs):
        telling = [now for _, now, _ in cells if abs(now) >= TELLING or now != now.to_integral_value()]
        found = [one for one, _, _ in cells]
        is_copy = len(telling) >= COPIED_AT_LEAST and all(now == before for _, now, before in cells)
        if is_copy and not _stood_still(reading, found):
            yield reading.fault_at("column_copied", found[0], count=str(len(found)))


def _columns(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    columns: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        columns[pair[0].column.code].append(pair)
    return iter(columns.values())


def _stood_still(reading: TableReading, cells: Sequence[Reading]) -> bool:
    """Whether none of these figures moved between the two periods before: a number of villages, an area."""
    sheet, history = reading.layout.sheet, reading.context.history
    series = [history.get((sheet, one.row.code, one.column.code), ()) for one in cells] if history else []
    return bool(series) and all(len(one) > 1 and one[-1][1] == one[-2][1] for one in series)


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
