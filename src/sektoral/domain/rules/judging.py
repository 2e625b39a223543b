"""A rule held against rows: one judgement for each row, or a single one for the table."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar, cast

from sektoral.domain.rules.values import Value, number_of

Row = Mapping[str, Decimal | str | None]
Rows = Mapping[str, Row]  # row code -> column code -> what stands there; the order is that of the table
T = TypeVar("T")


class Outcome(StrEnum):
    """What a rule says of one row, or of a table."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDED = "undecided"


class Surroundings(Protocol):
    """What a rule may look up beyond its own rows. Whatever is not at hand is `None`, and the rule undecided."""

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """The figure in the same cell, `back` periods before."""

    def table(self, agency: str, code: str) -> Rows | None:
        """Another table of this period; an empty `agency` means the same agency."""


class NothingElse:
    """No earlier period and no other table is at hand."""

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """Nothing."""

    def table(self, agency: str, code: str) -> Rows | None:
        """Nothing."""


NOTHING_ELSE = NothingElse()


@dataclass(frozen=True, slots=True)
class Reference:
    """A column (or, if empty, the rows) of another table that a rule looks into; no `agency`: the same agency."""

    agency: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of what was compared: its text in the rule and its value. `column` where it is one column's code."""

    text: str
    value: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison that does not hold, or (`is_decided` is false) that could not be decided. `row` is a row code.

    `sides` are those with something to tell: no literals.
    """

    row: str
    sides: tuple[Side, ...]
    is_decided: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of a row; of the table where `row` is empty. `compared` says why, and is empty when valid.

    `at` is the code of the first row concerned, empty for a table without rows.
    """

    row: str
    outcome: Outcome
    at: str
    compared: tuple[Compared, ...] = ()


@dataclass(slots=True)
class Scene:
    """The state of one judging: the rows, where it stands, what did not hold, and what was reckoned already."""

    rows: Rows
    around: Surroundings
    row: str = ""
    missed: list[Compared] = field(default_factory=list)
    _known: dict[Hashable, object] = field(default_factory=dict)

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """Find something once for the whole table."""
        if key not in self._known:
            self._known[key] = find()
        return cast("T", self._known[key])

    def each_row(self) -> Iterator[str]:
        """Stand on each row in turn, then again where we stood."""
        stood = self.row
        for code in self.rows:
            self.row = code
            yield code
        self.row = stood

    def earlier(self, column: str, back: int) -> Decimal | None:
        """The figure in this row, `back` periods before."""
        return number_of(self.around.earlier(self.row, column, back))

    def other(self, agency: str, table: str) -> Rows | None:
        """Another table, asked for once."""
        return self.once(("table", agency, table), lambda: self.around.table(agency, table))


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule. `names` are the columns of its own table that it uses, in the order they occur."""

    text: str
    tolerance: Decimal
    names: tuple[str, ...]
    references: tuple[Reference, ...]
    periods_back: int
    is_over_table: bool
    _evaluate: Callable[[Scene], Value]

    def judge(self, rows: Rows, around: Surroundings = NOTHING_ELSE) -> list[Judgement]:
        """Judge each row, or the table as a whole. This never raises, whatever the rows hold."""
        scene = Scene(rows, around)
        if self.is_over_table:
            return [self._judge(scene, "")]
        return [self._judge(scene, code) for code in scene.each_row()]

    def _judge(self, scene: Scene, row: str) -> Judgement:
        scene.missed = []
        answer = self._evaluate(scene)
        at = row or next(iter(scene.rows), "")
        if answer is True:
            return Judgement(row, Outcome.VALID, at)
        compared = tuple(one for one in scene.missed if one.is_decided == (answer is False))
        first = row or next((one.row for one in compared if one.row), at)
        return Judgement(row, Outcome.UNDECIDED if answer is None else Outcome.INVALID, first, compared)
