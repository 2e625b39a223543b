"""Figures that are suspiciously alike: a column that equals another one, a row that equals another one, one figure all
the way down. What was alike last period already is in the nature of the thing, and no finding.

Only telling figures count: 0 to 9 are often the same by chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sektoral.domain.checks.readings import Reading, TableReading, label_of
from sektoral.domain.findings import Finding
from sektoral.domain.instruments import ColumnDef
from sektoral.domain.numbers import plain_text

LINES_AT_LEAST = 4  # telling figures in a row or column
KINDS_AT_LEAST = 3  # of them different ones
REPEATED_AT_LEAST = 5  # rows with one and the same figure
TELLING = 10

Line = list[Reading]
Numbers = tuple[Decimal, ...]
Seen = dict[tuple[tuple[str, ...], Numbers], tuple[TableReading, ColumnDef]]


def check_columns(readings: Sequence[TableReading]) -> Iterator[Finding]:
    """No column equals another one of the workbook that measures something else, and none repeats one figure."""
    seen: Seen = {}
    for reading in readings:
        rows = tuple(reading.rows)
        if len(rows) < LINES_AT_LEAST:
            continue
        for column in reading.table.columns:
            cells = [one for row in rows if (one := reading.cells.get((row, column.code)))]
            numbers = tuple(one.value.number for one in cells if one.value.number is not None)
            if len(numbers) < len(rows):
                continue
            yield from _repeated(reading, column, cells, numbers)
            if not _is_telling(numbers):
                continue
            other, twin = seen.setdefault((rows, numbers), (reading, column))
            same_thing = (twin.variable, twin.dims) == (column.variable, column.dims)
            if same_thing or _columns_were_alike(reading, column, other, twin):
                continue
            facts = {"other": label_of(twin), "other_table": other.layout.sheet, "count": str(len(cells))}
            yield reading.fault_at("column_like_another", cells[0], **facts)


def check_rows_alike(reading: TableReading) -> Iterator[Finding]:
    """No row equals another one of its table."""
    columns = [column.code for column in reading.table.columns]
    if len(columns) < LINES_AT_LEAST:
        return
    seen: dict[Numbers, Reading] = {}
    for row in reading.rows:
        cells = [one for column in columns if (one := reading.cells.get((row, column)))]
        numbers = tuple(one.value.number for one in cells if one.value.number is not None)
        if len(numbers) < len(columns) or not _is_telling(numbers):
            continue
        first = seen.setdefault(numbers, cells[0])
        if first is not cells[0] and not _rows_were_alike(reading.previous, row, first.row.code, columns):
            facts = {"other": first.row.label, "count": str(len(cells))}
            yield reading.fault_at("row_like_another", cells[0], **facts)


def _repeated(reading: TableReading, column: ColumnDef, cells: Line, numbers: Numbers) -> Iterator[Finding]:
    """One and the same figure in all rows, but nothing at all or all there can be."""
    first = numbers[0]
    if len(numbers) < REPEATED_AT_LEAST or numbers[1] != first or not _tells(first):
        return
    is_bound = first in cells[0].variable.bounds
    if not is_bound and all(number == first for number in numbers) and not _was_repeated(reading, column):
        facts = {"count": str(len(cells)), "repeated": plain_text(first)}
        yield reading.fault_at("column_repeated", cells[0], **facts)


def _is_telling(numbers: Numbers) -> bool:
    if len(set(numbers)) < KINDS_AT_LEAST:
        return False
    telling = [number for number in numbers if _tells(number)]
    return len(telling) >= LINES_AT_LEAST and len(set(telling)) >= KINDS_AT_LEAST


def _tells(number: Decimal) -> bool:
    return number >= TELLING or number <= -TELLING or number != number.to_integral_value()


def _columns_were_alike(one: TableReading, column: ColumnDef, other: TableReading, twin: ColumnDef) -> bool:
    if not one.previous or not other.previous:
        return False
    pairs = [(one.previous.get((row, column.code)), other.previous.get((row, twin.code))) for row in one.rows]
    return all(a is not None and a == b for a, b in pairs)


def _rows_were_alike(previous: Mapping[tuple[str, str], str], one: str, other: str, columns: Sequence[str]) -> bool:
    pairs = [(previous.get((one, column)), previous.get((other, column))) for column in columns]
    return all(a is not None and a == b for a, b in pairs)


def _was_repeated(reading: TableReading, column: ColumnDef) -> bool:
    texts = {reading.previous.get((row, column.code)) for row in reading.rows}
    return len(texts) == 1 and None not in texts
