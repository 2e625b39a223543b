"""Against the whole series: a figure far from what this cell held in earlier periods.

The measure is the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, ASQC 1993): a figure x
is told where 0.6745 · |x − median| > 3.5 · MAD, the median and the MAD (median of the absolute deviations from it)
being of the earlier periods. 0.6745 makes the MAD comparable with a standard deviation and 3.5 is their limit; unlike
mean and deviation, neither is moved by one wrong figure among the earlier ones. All of it in exact decimals.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sektoral.domain.checks.context import Series
from sektoral.domain.checks.history import as_number, is_small
from sektoral.domain.checks.readings import Reading, TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.numbers import EXACT, plain_text

PERIODS_AT_LEAST = 5  # two wrong ones among five move the median no further than to a right one
LIMIT = Decimal("5.189")  # 3.5 / 0.6745, rounded
YEAR_LENGTH, PLAINLY = 4, 0.09
STEADY = Decimal("0.1")  # within a tenth of the median nothing is far, however steady the series was


def check_series(reading: TableReading) -> Iterator[Finding]:
    """No figure lies far from the median of its series, unless the last period had come as far."""
    if not reading.context.history:
        return
    for (row, column), one in reading.cells.items():
        series = reading.context.history.get((reading.layout.sheet, row, column), ())
        if one.value.number is None or len(series) < PERIODS_AT_LEAST:
            continue
        if not _is_plainly_near(one.value.number, series) and one.is_sound:
            yield from _judge(reading, one, one.value.number, _alike(series, reading.period))


def _is_plainly_near(now: Decimal, series: Series) -> bool:
    """Whether a look in doubles shows that last period was near: by less than nine tenths of what any median allows.

    Most figures are, and need no sorting. Of several series of one cell (seasons) the last figure is another season's.
    """
    if len(series[-1][0]) > YEAR_LENGTH:
        return False
    numbers = [float(text) for _, text in series]
    least = min(numbers)
    return least > 0 and abs(float(now) - numbers[-1]) <= PLAINLY * least


def _judge(reading: TableReading, one: Reading, now: Decimal, series: Series) -> Iterator[Finding]:
    known = [(period, number) for period, text in series if (number := as_number(text)) is not None]
    if len(known) < PERIODS_AT_LEAST:
        return
    numbers = [number for _, number in known]
    middle, allowed = median(numbers), allowance(numbers)
    last = numbers[-1]
    if abs(now - middle) <= allowed or abs(now - last) <= allowed or is_small(one, now, middle):
        return
    yield reading.fault_at(
        "far_from_series",
        one,
        median=plain_text(middle),
        allowed=plain_text(round(allowed, one.variable.decimals)),
        count=str(len(known)),
        first=known[0][0],
        last=known[-1][0],
    )


def median(numbers: Sequence[Decimal]) -> Decimal:
    """The median, exactly. Raise `ValueError` for none."""
    if not numbers:
        raise ValueError("no numbers")
    ordered, half = sorted(numbers), len(numbers) // 2
    if len(numbers) % 2:
        return ordered[half]
    return EXACT.multiply(EXACT.add(ordered[half - 1], ordered[half]), Decimal("0.5"))


def allowance(numbers: Sequence[Decimal]) -> Decimal:
    """How far from the median of these a further one may lie."""
    middle = median(numbers)
    spread = median([abs(EXACT.subtract(number, middle)) for number in numbers])
    return max(EXACT.multiply(LIMIT, spread), EXACT.multiply(STEADY, abs(middle)))


def _alike(series: Series, period: str) -> Series:
    """Of semesters, quarters and months only the same one of each year: seasons are no outliers."""
    return tuple(one for one in series if one[0][4:] == period[4:] and one[0] < period)
