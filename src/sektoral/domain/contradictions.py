"""Two agencies state different figures for the same thing: where, and what each may answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sektoral.domain.checks.context import Place, Thing
from sektoral.domain.checks.figures import Figure, figures_of, spans_region
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import EXACT

Amounts = Mapping[Place, Decimal]


class Reply(StrEnum):
    """What an agency answers: its figures hold, or it mends them."""

    HOLDS = "holds"
    MENDS = "mends"


REPLY_WORDS: dict[Reply, str] = {Reply.HOLDS: "Angka kami benar", Reply.MENDS: "Kami perbaiki"}


class Ruling(StrEnum):
    """What the office settles."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"  # by definition or coverage they are not the same thing


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing of which two tables say different amounts."""

    first: Figure
    second: Figure


def shared_variables(first: TableDef, second: TableDef) -> frozenset[str]:
    """List the variables that both tables measure."""
    return frozenset(one.code for one in first.variables) & frozenset(one.code for one in second.variables)


def differing(first: TableDef, ours: Amounts, second: TableDef, theirs: Amounts, variable: str) -> Sequence[Differing]:
    """List where two agencies' tables differ by more than rounding; only where both name the area.

    Only the finest level that differs counts: a wrong figure makes every total over it differ too.
    """
    known = {_regional(one.thing): one for one in figures_of(second, theirs, {variable}) if one.thing[1]}
    found = [
        Differing(one, known[_regional(one.thing)])
        for one in figures_of(first, ours, {variable})
        if one.thing[1] and _regional(one.thing) in known and _differ(one, known[_regional(one.thing)])
    ]
    finest = min((_level(one) for one in found), default=0)
    return [one for one in found if _level(one) == finest]


def _regional(thing: Thing) -> Thing:
    variable, area, dims = thing
    return variable, "" if spans_region(area) else area, dims


def _differ(one: Figure, other: Figure) -> bool:
    return abs(EXACT.subtract(one.amount, other.amount)) > one.slack + other.slack


def _level(one: Differing) -> int:
    return max(one.first.level, one.second.level)
