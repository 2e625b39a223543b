"""What differs between two answers to one table: where, what was there, what is there now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sektoral.domain.checks.context import Place
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import EXACT

T = TypeVar("T")


class Kind(StrEnum):
    """How a cell differs; the first that holds tells it."""

    FILLED = "filled"
    EMPTIED = "emptied"
    CHANGED = "changed"
    MARKED = "marked"  # the figure stands, its mark does not
    EXPLAINED = "explained"  # only what is said of it


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency says in one cell: exact decimal text, or a mark, or both, and its explanation."""

    text: str = ""
    mark: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the cell holds no answer."""
        return not (self.text or self.mark)


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs."""

    place: Place
    kind: Kind
    before: Said
    now: Said

    @property
    def amount(self) -> Decimal | None:
        """By how much the figure grew, where there are two."""
        if not (self.before.text and self.now.text):
            return None
        return EXACT.subtract(Decimal(self.now.text), Decimal(self.before.text))


def differences(table: TableDef, before: Mapping[Place, Said], now: Mapping[Place, Said]) -> Iterator[Difference]:
    """List the cells that differ, in the table's order."""
    for place in differing_places(table, before, now, Said()):
        was, is_ = before.get(place, Said()), now.get(place, Said())
        yield Difference(place, _kind(was, is_), was, is_)


def differing_places(table: TableDef, before: Mapping[Place, T], now: Mapping[Place, T], none: T) -> Sequence[Place]:
    """List the places whose answers differ, in the table's order; what an older edition of it asked comes last."""
    asked = [(row.code, column.code) for row in table.rows for column in table.columns]
    known = frozenset(asked)
    others = sorted(place for place in {*before, *now} if place not in known)
    return [place for place in (*asked, *others) if before.get(place, none) != now.get(place, none)]


def _kind(before: Said, now: Said) -> Kind:
    if before.is_empty and not now.is_empty:
        return Kind.FILLED
    if now.is_empty and not before.is_empty:
        return Kind.EMPTIED
    if before.text != now.text:
        return Kind.CHANGED
    return Kind.MARKED if before.mark != now.mark else Kind.EXPLAINED
