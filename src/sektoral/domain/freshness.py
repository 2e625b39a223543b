"""How fresh the bank's figures of a table are: the SOP's warning of figures gone stale ("Peringatan"), as a rule.

A table is due once the period after its last one has ended, and stale once `due_after_days` more have passed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sektoral.domain.errors import Invalid
from sektoral.domain.periods import PER_YEAR, Period, PeriodType, period_at, read_period


class Freshness(StrEnum):
    """How fresh a table is."""

    FRESH = "fresh"  # no later period has ended
    DUE = "due"  # one has, and its figures are still in time
    STALE = "stale"  # its figures should be there by now
    EMPTY = "empty"  # the bank never had one


@dataclass(frozen=True, slots=True)
class Fresh:
    """`last` is the last period that was answered, `awaited` the next one, and `due_on` the last day it is in time.

    Of a table that was never answered the awaited period is the latest that has ended.
    """

    state: Freshness
    last: Period | None
    awaited: Period
    due_on: date


def freshness(period_type: PeriodType, last: Period | None, *, today: date, due_after_days: int) -> Fresh:
    """This will tell how fresh a table of these periods is whose `last` period was answered.

    A yearly round asks monthly tables for their year too: they are awaited for the next year then.
    """
    awaited = _next(last, period_type) if last else period_at(today, period_type).previous
    due_on = awaited.last_day + timedelta(days=due_after_days)
    if last is None:
        state = Freshness.EMPTY
    elif today <= awaited.last_day:
        state = Freshness.FRESH
    else:
        state = Freshness.DUE if today <= due_on else Freshness.STALE
    return Fresh(state, last, awaited, due_on)


def last_period(codes: Iterable[str]) -> Period | None:
    """This will give the period that ends last of these codes, whatever their lengths; what is none is left out."""
    return max(filter(None, map(_read, codes)), key=lambda period: period.last_day, default=None)


def period_type_of(word: str) -> PeriodType:
    """This will read the period of a table's definition; a table that names another one is asked every year."""
    return next((kind for kind in PeriodType if kind == word), PeriodType.YEAR)


def _next(last: Period, period_type: PeriodType) -> Period:
    longer = min(last.type, period_type, key=PER_YEAR.__getitem__)
    return period_at(last.last_day + timedelta(days=1), longer)


def _read(code: str) -> Period | None:
    try:
        return read_period(code)
    except Invalid:
        return None
