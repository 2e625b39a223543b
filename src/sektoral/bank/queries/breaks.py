"""Where a table's series is broken, found from its figures, and said in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.bank.queries.figures import Recorded
from sektoral.domain.breaks import WORDS, Break, BreakChange, breaks_of
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period


@dataclass(frozen=True, slots=True)
class BreakNote:
    """What a reader is told of a break: where it lies, and each thing that changed with its words before and after."""

    title: str
    changes: Sequence[tuple[str, str, str]]


def breaks_in(editions: Sequence[TableDef], known: Iterable[Recorded], *, as_of: datetime | None) -> tuple[Break, ...]:
    """This will find the breaks in the figures that hold now, or held at the instant; each tells its own edition."""
    given: dict[str, set[int]] = {}
    for one in known:
        if one.holds(as_of):
            given.setdefault(one.period, set()).add(one.edition)
    in_order = dict(sorted(given.items(), key=lambda pair: read_period(pair[0]).first_day))
    return breaks_of({one.version: one for one in editions}, in_order)


def broken_before(breaks: Iterable[Break]) -> frozenset[str]:
    """This will name the periods before which the series is broken."""
    return frozenset(one.after for one in breaks if not one.is_within)


def notes_of(breaks: Iterable[Break]) -> Sequence[BreakNote]:
    """This will put the breaks into words."""
    return [BreakNote(_title(one), [_said(change) for change in one.changes]) for one in breaks]


def _title(one: Break) -> str:
    if one.is_within:
        return f"Angka {one.after} tidak diberikan menurut satu rumusan"
    return f"Deret terputus antara {one.before} dan {one.after}"


def _said(change: BreakChange) -> tuple[str, str, str]:
    name = f"{WORDS[change.kind]} {change.variable}".strip()
    return name, change.before or "–", change.after or "–"
