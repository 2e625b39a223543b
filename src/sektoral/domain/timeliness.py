"""How an agency kept its deadline, and by whom the time of a step was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.reports import Held, Timeliness
from sektoral.domain.workdays import Calendar, is_late


def timeliness(*, due_at: datetime | None, data_at: datetime | None, letter_at: datetime | None) -> Timeliness:
    """This will judge a request by when its data were handed over and when the transmittal letter came.

    Data in time with a letter after the deadline, or none yet, is its own count.
    """
    if data_at is None or due_at is None:
        return Timeliness.NOT_SENT
    if is_late(data_at, due_at):
        return Timeliness.LATE
    if letter_at is None or is_late(letter_at, due_at):
        return Timeliness.LETTER_LATER
    return Timeliness.ON_TIME


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody held the work from one instant to the next."""

    holder: str
    begun_at: datetime
    ended_at: datetime


def split_time(calendar: Calendar, holdings: Sequence[Holding]) -> tuple[Held, ...]:
    """This will add the working minutes that each holder had the step, in the order of first holding.

    What one holder held at the same time counts once.
    """
    seconds: dict[str, int] = {}
    until: dict[str, datetime] = {}
    for holding in sorted(holdings, key=lambda one: one.begun_at):
        begun = max(holding.begun_at, until.get(holding.holder, holding.begun_at))
        spent = calendar.working_seconds_between(begun, holding.ended_at)
        seconds[holding.holder] = seconds.get(holding.holder, 0) + spent
        until[holding.holder] = max(begun, holding.ended_at)
    return tuple(Held(holder, total // 60) for holder, total in seconds.items())
