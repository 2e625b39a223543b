"""The totals that a found table states itself, held against the figures that they would sum up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.numbers import EXACT, plain_text
from sektoral.domain.softcopies.regions import ColumnFound, Reading, Region, RowFound, RowRole

Amounts = Mapping[tuple[int, int], Decimal]


@dataclass(frozen=True, slots=True)
class Footing:
    """A stated total: its cell, what stands there, and the nearest sum of rows it could mean, both as exact text.

    `parts` counts the figures of that sum. A total that sums up nothing (an average, another area) differs too.
    """

    cell: str
    label: str
    stated: str
    reckoned: str
    parts: int

    @property
    def agrees(self) -> bool:
        """Whether the two are the same."""
        return self.stated == self.reckoned


def footings(region: Region) -> Iterator[Footing]:
    """This will hold every total of a total row against its rows: all of them, those above it, those below it."""
    amounts: Amounts = {(one.row, one.column): Decimal(one.text) for one in region.readings if one.text}
    spans = {row.row: tuple(_spans(region.rows, row)) for row in region.rows if row.role is RowRole.TOTAL}
    labels = {row.row: row.label for row in region.rows}
    columns = {one.column: one for one in region.columns if one.has_figures}
    for reading in region.readings:
        if reading.row in spans and reading.column in columns and reading.text:
            yield _footing(reading, labels[reading.row], columns[reading.column], spans[reading.row], amounts)


def _footing(
    total: Reading, label: str, column: ColumnFound, spans: Sequence[tuple[int, ...]], amounts: Amounts
) -> Footing:
    stated = Decimal(total.text)
    found = [_sum(amounts[row, column.column] for row in span if (row, column.column) in amounts) for span in spans]
    nearest, parts = min(found, key=lambda one: abs(EXACT.subtract(one[0], stated)))
    where = ", ".join(filter(None, (label, " ".join(column.heads))))
    return Footing(total.cell, where, plain_text(stated), plain_text(nearest), parts)


def _spans(rows: Sequence[RowFound], total: RowFound) -> Iterator[tuple[int, ...]]:
    """The rows that a total may sum up: the whole table, and its own stretch above and below."""
    yield tuple(one.row for one in rows if one.role is RowRole.FIGURES)
    place = rows.index(total)
    yield _stretch(reversed(rows[:place]))
    yield _stretch(rows[place + 1 :])


def _stretch(rows: Iterable[RowFound]) -> tuple[int, ...]:
    """The rows with figures up to the next total or heading."""
    found: list[int] = []
    for one in rows:
        if one.role in (RowRole.TOTAL, RowRole.SECTION):
            break
        found.append(one.row)
    return tuple(found)


def _sum(parts: Iterable[Decimal]) -> tuple[Decimal, int]:
    total, count = Decimal(0), 0
    for part in parts:
        total, count = EXACT.add(total, part), count + 1
    return total, count
