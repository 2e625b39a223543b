"""The stored SOP version as the value that rules take, and the clocks it sets."""

import json
from datetime import datetime
from functools import lru_cache

from sektoral.domain.sop import Sop, TimeUnit
from sektoral.domain.sop_text import load_sop
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Round
from sektoral.records.models import Sop as StoredSop


def sop_of(round_: Round) -> Sop:
    """This will read the SOP version that the round began with and keeps."""
    return sop_from(round_.sop)


def sop_from(stored: StoredSop) -> Sop:
    """This will read a stored version."""
    return _read(json.dumps(stored.content))


@lru_cache(maxsize=16)
def _read(text: str) -> Sop:
    """A batch of letters asks for the same version again and again."""
    return load_sop(text)


def due_of_step(round_: Round, number: int, start: datetime) -> datetime:
    """This will give the instant by which step `number` must end when it begins at `start`."""
    limit = sop_of(round_).step(number).time_limit
    calendar = calendar_of(round_.office)
    match limit.unit:
        case TimeUnit.HOURS:
            return calendar.due_at_hours(start, limit.value)
        case TimeUnit.WORKING_DAYS:
            return calendar.due_at_days(start, limit.value)
