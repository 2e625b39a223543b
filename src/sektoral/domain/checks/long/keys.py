"""What each line is about: its period and its row of the table. Each spelling is read once, however often it stands."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add
from typing import TypeVar

from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.heads import CODE, LABEL, PERIOD, Heading, fold
from sektoral.domain.checks.long.lines import Column, Lines
from sektoral.domain.errors import Invalid
from sektoral.domain.grids import Raw, raw_text
from sektoral.domain.instruments import RowDef, TableDef
from sektoral.domain.layout import address
from sektoral.domain.periods import PER_YEAR, Period, PeriodType, read_period

T = TypeVar("T")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Keys:
    """The period's code and the row of each line, `None` where it cannot be read."""

    periods: Sequence[str | None]
    rows: Sequence[RowDef | None]

    def label(self, line: int) -> str:
        """A line in words, as far as its keys could be read: `2024, Marbau`."""
        row = self.rows[line]
        known = [part for part in (self.periods[line], row.label if row else None) if part]
        return ", ".join(known) or f"Isian ke-{line + 1}"


def read_keys(table: TableDef, lines: Lines, heading: Heading, faults: Faults) -> Keys:
    """Read the keys of all lines. What cannot be read, what contradicts itself and what stands twice is a finding."""
    kind = next((one for one in PeriodType if one == table.period_type), None)
    by_code, by_label = rows_by_code(table), _rows_by_label(table)
    code, label = heading.parts.get(CODE), heading.parts.get(LABEL)
    names = by_code if code is not None else {**by_code, **by_label}
    reader = _Reader(lines, faults)
    example = Period(2025, 1, kind or PeriodType.YEAR).code
    periods = reader.read(heading.parts.get(PERIOD), lambda value: period_code(value, kind), "period_unknown", example)
    rows = reader.read(heading.key, lambda value: names.get(fold(value)), "row_unknown", table.code)
    if code is not None and label is not None:
        _check_labels(lines, rows, label, by_label, faults)
    _check_twice(lines, heading.key or 1, Keys(periods, rows), faults)
    return Keys(periods, rows)


@dataclass(frozen=True, slots=True)
class _Reader:
    lines: Lines
    faults: Faults

    def read(
        self, number: int | None, read_one: Callable[[Raw], T | None], code: str, expected: str
    ) -> Sequence[T | None]:
        """Read one key of all lines and note what cannot be read."""
        if number is None:
            return [None] * self.lines.count
        raw = _with_errors(self.lines, number)
        known = {value: None if value == "" else read_one(value) for value in set(raw)}
        found = list(map(known.__getitem__, raw))
        if None in known.values():
            for line in [line for line, value in enumerate(found) if value is None]:
                if line not in self.lines.blank:
                    text = raw_text(raw[line])
                    row = self.lines.row_of(line)
                    self.faults.add(
                        code if text.strip() else "key_empty", row, number, {"expected": expected}, value=text
                    )
        return found


def _with_errors(lines: Lines, number: int) -> Column:
    """A column with its error cells as text, and TRUE told apart from 1."""
    raw, errors = lines.columns.get(number, ()), lines.errors.get(number, {})
    if errors or bool in lines.kinds.get(number, ()):
        return [errors.get(i, raw_text(value) if isinstance(value, bool) else value) for i, value in enumerate(raw)]
    return raw


def period_code(value: Raw, kind: PeriodType | None) -> str | None:
    """The code of a period written as code or label; the first day of a month is what Excel makes of `Jan-25`."""
    if isinstance(value, date):
        return f"{value.year}-{value.month:02}" if kind is PeriodType.MONTH and value.day == 1 else None
    text = raw_text(value).strip()
    try:
        found = read_period(text)
    except Invalid:
        return next((one.code for one in _labelled(text, kind)), None)
    return found.code if kind in (None, found.type) else None


def _labelled(text: str, kind: PeriodType | None) -> Iterator[Period]:
    """The period whose label this is: `Triwulan I 2025`."""
    year = _YEAR.search(text)
    if kind and year:
        periods = (Period(int(year[0]), number, kind) for number in range(1, PER_YEAR[kind] + 1))
        yield from (one for one in periods if fold(one.label) == fold(text))


def rows_by_code(table: TableDef) -> Mapping[str, RowDef]:
    """Rows by their code, and by the region's BPS code where it is no row's own code."""
    return {
        **{fold(row.area_bps): row for row in table.rows if row.area_bps},
        **{fold(row.code): row for row in table.rows},
    }


def _rows_by_label(table: TableDef) -> Mapping[str, RowDef]:
    labels = [fold(row.label) for row in table.rows]
    counts = Counter(labels)
    return {label: row for label, row in zip(labels, table.rows, strict=True) if counts[label] == 1}


def _check_labels(
    lines: Lines, rows: Sequence[RowDef | None], number: int, by_label: Mapping[str, RowDef], faults: Faults
) -> None:
    """Where code and name stand side by side, they name the same row."""
    raw = _with_errors(lines, number)
    wrong: dict[tuple[RowDef | None, Raw], RowDef] = {
        (row, text): row
        for row, text in set(zip(rows, raw, strict=True))
        if row is not None and text != "" and fold(text) not in (fold(row.label), fold(row.code))
    }
    if not wrong:
        return
    for line, pair in enumerate(zip(rows, raw, strict=True)):
        if row := wrong.get(pair):
            facts = {"expected": row.label, "code": row.code}
            faults.add("row_label_differs", lines.row_of(line), number, facts, value=raw_text(raw[line]))


def _check_twice(lines: Lines, number: int, keys: Keys, faults: Faults) -> None:
    """Each row of the table once per period; the finding names both cells."""
    pairs = _pair_numbers(keys)
    if len(set(pairs)) == len(pairs):
        return
    first = dict(zip(reversed(pairs), range(len(pairs) - 1, -1, -1), strict=True))
    for line in [line for line, before in enumerate(map(first.__getitem__, pairs)) if before != line]:
        row = keys.rows[line]
        if row and keys.periods[line]:
            facts = {"row": keys.label(line), "other": address(lines.row_of(first[pairs[line]]), number)}
            faults.add("key_twice", lines.row_of(line), number, facts, value=row.code)


def _pair_numbers(keys: Keys) -> list[int]:
    """A number for each pair of period and row, which is compared faster than the pair itself."""
    rows = {row: number for number, row in enumerate(set(map(id, keys.rows)))}
    starts = {period: number * len(rows) for number, period in enumerate(set(keys.periods))}
    return list(map(add, map(starts.__getitem__, keys.periods), map(rows.__getitem__, map(id, keys.rows))))
