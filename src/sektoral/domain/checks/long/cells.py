"""The figures of a long table, column by column: sweeps over what is plain, a close look at what is not.

A numeric cell holds a double, whose shortest decimal is the truth (`numbers.parse_number`). The sweeps never reckon
with doubles where that could tell otherwise: they only find the cells that need no closer look.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress, repeat
from math import inf
from operator import is_not

from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.heads import Heading
from sektoral.domain.checks.long.keys import Keys
from sektoral.domain.checks.long.lines import Lines
from sektoral.domain.checks.long.sure import Doubles
from sektoral.domain.checks.readings import ZERO_MARKS, label_of, read_cell
from sektoral.domain.checks.values import bound_fault, content_fault, kind_fault
from sektoral.domain.grids import Cell, Raw, kind_of
from sektoral.domain.instruments import ColumnDef, TableDef, VariableDef
from sektoral.domain.numbers import (
    EMPTY,
    SIGNIFICANT_DIGITS,
    CellValue,
    Locale,
    StyleEvidence,
    ValueState,
    evidence,
    parse_number,
    parse_text,
)
from sektoral.domain.validations import WHOLE

CERTAIN = 10.0**SIGNIFICANT_DIGITS  # below it, every whole number has at most 15 digits
WHOLE_INTEGERS = 2**53
ANSWERS = frozenset(
    {ValueState.NUMBER, ValueState.NONE, ValueState.NOT_AVAILABLE, ValueState.NOT_SHOWN, ValueState.NEGLIGIBLE}
)
NumberFaults = Sequence[tuple[str, Mapping[str, str]]]


@dataclass(slots=True)
class FigureColumn:
    """One column of figures. `values` holds a double wherever the cell is a plain number, else what stands there.

    `odd` are the lines of all cells that needed a closer look, with what they say; `plain` has a harmless double there,
    so that every line can be swept over, and none of those is larger than `bound`. `answered` counts numbers and marks.
    Without a `variable` each row of the table has its own, and every cell is looked at.
    """

    column: ColumnDef
    variable: VariableDef | None
    number: int
    values: Sequence[Raw]
    plain: Sequence[float] = ()
    bound: float = 0.0
    odd: dict[int, CellValue] = field(default_factory=dict)
    marks: Counter[str] = field(default_factory=Counter)
    answered: int = 0

    def doubles(self) -> Doubles:
        """The plain doubles of all lines; what stands for the odd ones says nothing."""
        is_whole = self.variable is not None and self.variable.kind in WHOLE
        return Doubles(self.plain, self.bound, is_whole=is_whole)

    def said(self, line: int) -> CellValue:
        """What the cell of a line says."""
        value = self.values[line]
        return self.odd.get(line) or (parse_number(value) if isinstance(value, float) else EMPTY)

    def amount(self, line: int) -> Decimal | None:
        """The number for sums and rules: nil and negligible count as zero; `None` where nothing certain stands."""
        said = self.said(line)
        return Decimal(0) if said.state in ZERO_MARKS else said.number


def decide_style(table: TableDef, lines: Lines, heading: Heading, faults: Faults, said: Locale | None) -> Locale | None:
    """The style of numbers: what a person said, or what all the figures of the file show together."""
    if said:
        return said
    numbers = [number for _, number in _figures(table, heading)]
    style = evidence(text for number in numbers for text in _texts(lines, number) if not text.isdecimal())
    if style.quarrel:
        _tell_quarrel(lines, numbers, style, faults)
    return style.locale


def read_figures(
    table: TableDef,
    lines: Lines,
    heading: Heading,
    keys: Keys,
    faults: Faults,
    style: Locale | None,
    *,
    gaps: bool = False,
) -> list[FigureColumn]:
    """Read and check every column of figures. With `gaps`, an empty cell is no fault."""
    columns = []
    for column, number in _figures(table, heading):
        variable = None if table.has_variables_in_rows else table.variable_of(column)
        one = FigureColumn(column, variable, number, _plain(lines, number, style))
        _Look(table, lines, keys, faults, one, style, gaps).check()
        columns.append(one)
    return columns


def _figures(table: TableDef, heading: Heading) -> list[tuple[ColumnDef, int]]:
    """The columns of the table that the file has, each with its sheet column."""
    places = ((column, heading.parts.get(("figure", column.code))) for column in table.columns)
    return [(column, number) for column, number in places if number is not None]


def _texts(lines: Lines, number: int) -> Iterator[str]:
    """The texts of a column, each once, in the order of the lines."""
    if str in lines.kinds.get(number, ()):
        raw = lines.columns[number]
        found = (raw[line] for line in _strangers(raw, lines.kinds[number]))
        yield from dict.fromkeys(value for value in found if isinstance(value, str) and value)


def _strangers(values: Sequence[Raw], kinds: Set[type]) -> Sequence[int]:
    """The lines that hold no double; `kinds` are the types that may occur."""
    if kinds <= {float}:
        return ()
    if float not in kinds:
        return range(len(values))
    return list(compress(range(len(values)), map(is_not, map(type, values), repeat(float))))


def _tell_quarrel(lines: Lines, numbers: Sequence[int], style: StyleEvidence, faults: Faults) -> None:
    number, line = next(
        (number, line)
        for number in numbers
        for line, value in enumerate(lines.columns.get(number, ()))
        if value == style.quarrel
    )
    faults.add("style_quarrel", lines.row_of(line), number, {"other": style.witness}, value=style.quarrel)


def _plain(lines: Lines, number: int, locale: Locale | None) -> Sequence[Raw]:
    """The column with a double for each whole number and each text that is plainly a number of 15 digits at most."""
    raw, kinds = lines.columns.get(number, ()), lines.kinds.get(number, frozenset())
    if str in kinds:
        doubles = {text: found for text in _texts(lines, number) if (found := _double(text, locale)) is not None}
        raw = list(map(doubles.get, raw, raw)) if doubles else raw  # type: ignore[arg-type]
    if int in kinds:
        raw = [float(value) if type(value) is int and abs(value) < WHOLE_INTEGERS else value for value in raw]
    return raw


def _double(text: str, locale: Locale | None) -> float | None:
    """The double that holds a text's number for certain, `None` for marks, flags, faults and long numbers."""
    found = parse_text(text, locale)
    if found.number is None or found.mark or len(found.number.as_tuple().digits) > SIGNIFICANT_DIGITS:
        return None
    return float(found.number) if abs(found.number) < int(CERTAIN) else None


@dataclass(frozen=True, slots=True)
class _Look:
    """The look at one column."""

    table: TableDef
    lines: Lines
    keys: Keys
    faults: Faults
    figures: FigureColumn
    locale: Locale | None
    gaps: bool

    def check(self) -> None:
        """Note every fault of the column, and count its answers and marks."""
        figures, blank = self.figures, self.lines.blank
        values, number = figures.values, figures.number
        special = self.lines.errors.get(number, {}).keys() | self.lines.formulas.get(number, {}).keys()
        figures.answered = len(values) - len(blank)
        odd = range(len(values)) if figures.variable is None else _strangers(values, self._kinds())
        known: dict[Raw, tuple[CellValue, NumberFaults]] = {}
        for line in odd:
            if line not in blank and line not in special:
                self._check_odd(line, known)
        for line in self._sweep(odd):
            if line not in special:
                self._note(line, *self._judge(line, self.lines.columns[number][line]))
        for line in sorted(special):
            self._check_special(line)

    def _kinds(self) -> Set[type]:
        """The types that occur; where texts were turned into doubles, all of them may be."""
        kinds = self.lines.kinds.get(self.figures.number, frozenset())
        return kinds if kinds <= {float} else set(map(type, self.figures.values))

    def _check_odd(self, line: int, known: dict[Raw, tuple[CellValue, NumberFaults]]) -> None:
        raw = self.figures.values[line]
        if isinstance(raw, str) and self.figures.variable is not None:
            if raw not in known:
                known[raw] = self._judge(line, raw)
            said, faults = known[raw]
        else:
            said, faults = self._judge(line, raw)
        self._note(line, said, faults)

    def _check_special(self, line: int) -> None:
        """An error cell, or a formula: its stored result counts, but somebody must have looked at it."""
        number, raw = self.figures.number, self.figures.values[line]
        if error := self.lines.errors.get(number, {}).get(line):
            self._note(line, CellValue(ValueState.UNREADABLE, error), [("error_in_input", {})])
            return
        formula = self.lines.formulas[number][line]
        if raw == "":
            self._note(line, CellValue(ValueState.UNREADABLE, f"={formula}"), [("formula_without_result", {})])
            return
        said, faults = self._judge(line, raw)
        self._note(line, said, [*faults, ("formula_result", {"formula": formula[:200]})])

    def _judge(self, line: int, raw: Raw) -> tuple[CellValue, NumberFaults]:
        """What a cell says, and what is wrong with it: the same rules as for a cell of a workbook."""
        cell = Cell(self.lines.row_of(line), self.figures.number, kind_of(raw), raw)
        said, variable = read_cell(cell, self.locale), self._variable(line)
        if said.state is ValueState.EMPTY:
            return said, [] if self.gaps else [("cell_empty", {})]
        content = content_fault(cell, said)
        if content or variable is None:
            return said, [(content, {})] if content else []
        faults = (kind_fault(said, variable), bound_fault(said, variable))
        return said, [one for one in faults if one]

    def _variable(self, line: int) -> VariableDef | None:
        """The variable of a cell; `None` where its row could not be read, which is a finding of its own."""
        row = self.keys.rows[line]
        return self.figures.variable or (self.table.variable_at(row, self.figures.column) if row else None)

    def _note(self, line: int, said: CellValue, faults: NumberFaults) -> None:
        figures, row = self.figures, self.lines.row_of(line)
        figures.odd[line] = said
        figures.answered -= said.state not in ANSWERS
        if said.mark:
            figures.marks[said.mark] += 1
        for code, facts in faults:
            labels = {"row": self.keys.label(line), "column": label_of(figures.column)}
            self.faults.add(code, row, figures.number, {**labels, **facts}, value=said.source)

    def _sweep(self, odd: Sequence[int]) -> Sequence[int]:
        """Find the doubles that may be at fault; a few sweeps show when none is."""
        if self.figures.variable is None:
            return ()
        sweep = _Sweep.of(self.figures.variable)
        plain: Sequence[float] = self.figures.values  # type: ignore[assignment]
        if odd:
            plain = _with(plain, odd, sweep.harmless)
        least, greatest = min(plain, default=0.0), max(plain, default=0.0)
        failing = sorted(sweep.failing(plain, least, greatest).difference(odd))
        if failing:
            plain, least, greatest = _with(plain, failing, sweep.harmless), sweep.low, sweep.high
        self.figures.plain, self.figures.bound = plain, max(-least, greatest)
        return failing


def _with(values: Sequence[float], lines: Sequence[int], instead: float) -> list[float]:
    changed = list(values)
    for line in lines:
        changed[line] = instead
    return changed


@dataclass(frozen=True, slots=True)
class _Sweep:
    """What a plain number of a variable is: between two doubles, and whole or of few decimals.

    `scale` is the power of ten that makes it whole. A number of so many decimals is the double nearest to a whole
    number divided by the scale, and division of doubles rounds right, so that the test below is exact.
    """

    low: float
    high: float
    scale: float

    @classmethod
    def of(cls, variable: VariableDef) -> "_Sweep":
        """The sweep of a variable. A bound that no double holds exactly leaves nothing plain."""
        low, high = variable.bounds
        scale = 1.0 if variable.kind in WHOLE else 10.0**variable.decimals
        most = CERTAIN / scale
        least = -most if low is None else max(-most, float(low) if _is_exact(low) else inf)
        greatest = most if high is None else min(most, float(high) if _is_exact(high) else -inf)
        return cls(least, greatest, scale)

    @property
    def harmless(self) -> float:
        """A double that is never at fault by its size."""
        return max(self.low, min(self.high, 0.0))

    def failing(self, doubles: Sequence[float], least: float, greatest: float) -> set[int]:
        """The lines that are not plain, which a few sweeps show to be none in most files.

        `least` and `greatest` may be wrong where NaN is among the doubles, but the sum tells of it.
        """
        low, high, scale, total = self.low, self.high, self.scale, sum(doubles)
        outside: set[int] = set()
        if total - total != 0 or least < low or greatest > high:
            outside = {line for line, one in enumerate(doubles) if not low <= one <= high}
        if scale != 1 and not outside:
            return {line for line, one in enumerate(doubles) if round(one * scale) / scale != one}
        if scale != 1:
            return outside.union(
                line for line, one in enumerate(doubles) if low <= one <= high and round(one * scale) / scale != one
            )
        if all(map(float.is_integer, doubles)):
            return outside
        return outside.union(line for line, is_whole in enumerate(map(float.is_integer, doubles)) if not is_whole)


def _is_exact(bound: Decimal) -> bool:
    return Decimal(repr(float(bound))) == bound
