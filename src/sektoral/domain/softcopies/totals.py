"""Which rows and columns only sum up others: told by their words, and by adding up."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sektoral.domain.softcopies.facts import Facts
from sektoral.domain.softcopies.regions import LineReason, RowFound
from sektoral.domain.softcopies.words import is_total, starts_as_total

Values = Mapping[tuple[int, int], Decimal]  # place -> number
ADDENDS_AT_LEAST = 2
UNNAMED_AT_LEAST = 3  # addends that make a row without the word a total
_HALF = Decimal("0.5")
_EXACT_PLACES = 6  # more decimals come from reckoning in doubles, which loses the last of their digits
_NOISE = Decimal("1e-9")


def adds_up(
    values: Values, total: Sequence[tuple[int, int]], parts: Sequence[Sequence[tuple[int, int]]]
) -> tuple[int, int]:
    """Compare each figure of a line with the sum of its parts, as far as rounding may go. Give how many figures that
    say something (parts enough, and not all of them zero) agree, and how many there are."""
    agreed = compared = 0
    for place, addends in zip(total, parts, strict=True):
        stated = values.get(place)
        numbers = [values[one] for one in addends if one in values]
        telling = sum(1 for number in numbers if number)
        if stated is None or len(numbers) < ADDENDS_AT_LEAST or not telling:
            continue
        compared += 1
        agreed += abs(sum(numbers, Decimal(0)) - stated) <= _slack([*numbers, stated])
    return agreed, compared


def _slack(numbers: Iterable[Decimal]) -> Decimal:
    """How far rounding of the parts may move their sum: half a unit of the last place for each of them."""
    found = list(numbers)
    places = max((-int(number.as_tuple().exponent) for number in found), default=0)
    noise = max(map(abs, found), default=Decimal(0)) * _NOISE if places > _EXACT_PLACES else Decimal(0)
    return Decimal(0) if places <= 0 else max(min(_HALF.scaleb(-places) * len(found), Decimal(1)), noise)


def rows_summing(
    values: Values,
    rows: Sequence[int],
    labels: Mapping[int, str],
    columns: Sequence[int],
    children: Mapping[int, Sequence[int]],
) -> dict[int, LineReason]:
    """Find the rows that are totals. `children` gives the rows that stand below a row by number or indentation.

    The word alone is enough. Without it the sums must hold in every column, over three rows or more. A row without a
    label is a total that nobody can store, whether its sums hold or not.
    """
    found = {row: LineReason.WORDS for row in rows if is_total(labels[row])}
    for row in rows:
        if row not in found and children.get(row) and _sums(values, row, children[row], columns, 2):
            found[row] = LineReason.ARITHMETIC
    plain = [row for row in rows if row not in found]
    for row in _suspects(plain, labels):
        others = [one for one in plain if one != row]
        if any(_sums(values, row, group, columns, UNNAMED_AT_LEAST) for group in _groups(row, others, found)):
            found[row] = LineReason.ARITHMETIC
        elif not labels[row]:
            found[row] = LineReason.UNLABELLED
    return found


def _suspects(rows: Sequence[int], labels: Mapping[int, str]) -> list[int]:
    """The first and last rows, those without a label, and those that begin as totals do; in this order, each once."""
    ends = [*rows[:1], *rows[-1:]]
    return list(dict.fromkeys([*(row for row in rows if not labels[row]), *ends]))


def _groups(row: int, others: Sequence[int], totals: Mapping[int, LineReason]) -> list[list[int]]:
    """What a row may sum up: all others, those above it, those below it."""
    above = [one for one in others if one < row]
    below = [one for one in others if one > row]
    since = max((one for one in totals if one < row), default=0)
    groups = [list(others), above, below, [one for one in above if one > since]]
    return [group for index, group in enumerate(groups) if group and group not in groups[:index]]


def _sums(values: Values, row: int, parts: Sequence[int], columns: Sequence[int], at_least: int) -> bool:
    if len(parts) < at_least:
        return False
    places = [(row, column) for column in columns]
    agreed, compared = adds_up(values, places, [[(one, column) for one in parts] for column in columns])
    return compared > 0 and agreed == compared


def columns_summing(
    values: Values, rows: Sequence[int], columns: Sequence[int], named: Mapping[int, str]
) -> dict[int, LineReason]:
    """Find the columns that sum up their neighbours; `named` holds the innermost heading of each.

    A column called a total is one where its sums hold in most rows; a column without a heading, where they all hold.
    """
    found: dict[int, LineReason] = {}
    if len(columns) < 1 + ADDENDS_AT_LEAST:
        return found
    sample = rows if len(rows) <= 200 else rows[:200]
    for column in columns:
        word = is_total(named[column])
        if not word and named[column]:
            continue
        for parts in _neighbours(column, columns, found):
            places = [(row, column) for row in sample]
            agreed, compared = adds_up(values, places, [[(row, one) for one in parts] for row in sample])
            if compared and (agreed >= 0.6 * compared if word else agreed == compared > 2):
                found[column] = LineReason.WORDS if word else LineReason.ARITHMETIC
                break
    return found


def _neighbours(column: int, columns: Sequence[int], totals: Mapping[int, LineReason]) -> list[list[int]]:
    """Runs of columns right before or right after one, from the longest; other totals are no parts."""
    plain = [one for one in columns if one not in totals and one != column]
    before = [one for one in plain if one < column]
    after = [one for one in plain if one > column]
    runs = [before[start:] for start in range(len(before) - 1)] + [after[:end] for end in range(len(after), 1, -1)]
    return runs[:60]


def summing_of_variables(
    values: Values, rows: Mapping[int, RowFound], columns: Sequence[int], children: Mapping[int, Sequence[int]]
) -> dict[int, LineReason]:
    """Of a list of variables, those that sum up the ones below them and are of the same unit."""
    found: dict[int, LineReason] = {}
    for row, below in children.items():
        parts = [one for one in below if one in rows]
        alike = row in rows and all(rows[one].facts.unit == rows[row].facts.unit for one in parts)
        if alike and _sums(values, row, parts, columns, ADDENDS_AT_LEAST):
            found[row] = LineReason.ARITHMETIC
    return found


def summing_of_period(values: Values, rows: Sequence[RowFound], columns: Sequence[int]) -> dict[int, LineReason]:
    """Of a long table, the rows that begin as totals do and sum up the others of their period, in two periods at least:
    a discrepancy in the others makes them no different."""
    groups: dict[str, list[RowFound]] = {}
    for row in rows:
        groups.setdefault(row.facts.period, []).append(row)
    sums: dict[str, list[bool]] = {}
    for group in groups.values():
        for row in group:
            if any(map(starts_as_total, row.facts.words)):
                parts = [one.row for one in group if one is not row]
                sums.setdefault(row.key, []).append(_sums(values, row.row, parts, columns, ADDENDS_AT_LEAST))
    totals = {key for key, held in sums.items() if sum(held) >= min(2, len(held))}
    return {row.row: LineReason.ARITHMETIC for row in rows if row.key in totals}


def wholes_summing(
    values: Values, lines: Mapping[int, Facts], others: Sequence[int], *, are_rows: bool
) -> dict[int, LineReason]:
    """Of lines for a whole dimension (men and women together), those that are the sums of its parts. An index of the
    whole is no sum: it is a figure of its own."""
    parts: dict[object, list[int]] = {}
    for line, facts in lines.items():
        if not facts.is_whole:
            parts.setdefault(_beside(facts), []).append(line)
    found: dict[int, LineReason] = {}
    for line, facts in lines.items():
        below = parts.get(_beside(facts), []) if facts.is_whole else []
        if len(below) < ADDENDS_AT_LEAST:
            continue
        places = [_place(line, other, are_rows=are_rows) for other in others]
        addends = [[_place(one, other, are_rows=are_rows) for one in below] for other in others]
        agreed, compared = adds_up(values, places, addends)
        if compared and agreed == compared:
            found[line] = LineReason.ARITHMETIC
    return found


def _beside(facts: Facts) -> tuple[object, ...]:
    """What a line says beside the codes of its dimensions."""
    return facts.words, facts.area, facts.period, tuple(name for name, _ in facts.dims)


def _place(line: int, other: int, *, are_rows: bool) -> tuple[int, int]:
    return (line, other) if are_rows else (other, line)
