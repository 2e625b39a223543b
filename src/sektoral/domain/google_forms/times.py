"""The instants that a form writes beside its responses, in whichever of its styles; local time, as the form has it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from sektoral.domain.grids import Raw

_PARTS = re.compile(
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{1,4})[ T,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[AP]M)?\s*(?:GMT|UTC|WIB|WITA|WIT)?[+-]?[\d.:]*",
    re.ASCII | re.IGNORECASE,
)

EARLIEST = 2000  # a year before it is no year of a response


class TimeStyle(StrEnum):
    """In which order a form writes day and month."""

    DAY_FIRST = "day"  # 23/11/2026 9:15:04, as Sheets writes for Indonesia
    MONTH_FIRST = "month"  # 11/23/2026 9:15:04
    YEAR_FIRST = "year"  # 2026/11/23 9:15:04 AM GMT+7, as Forms exports


ORDER = {TimeStyle.DAY_FIRST: "cba", TimeStyle.MONTH_FIRST: "cab", TimeStyle.YEAR_FIRST: "abc"}  # year, month, day


def read_times(values: Sequence[Raw]) -> tuple[Sequence[datetime | None], TimeStyle | None]:
    """This will read the instants of a column and tell their style; `None` where both orders of day and month would do.

    Responses are written as they come, so of two readings the one in rising order is right.
    """
    if all(isinstance(value, datetime) for value in values if value != ""):
        return [value if isinstance(value, datetime) else None for value in values], TimeStyle.YEAR_FIRST
    readings = {style: [_read(value, style) for value in values] for style in TimeStyle}
    whole = {style: read for style, read in readings.items() if _is_whole(values, read)}
    rising = {style: read for style, read in whole.items() if _rises(read)} or whole
    if not rising:
        return [None] * len(values), None
    style, read = next(iter(rising.items()))
    differ = len({tuple(each) for each in rising.values()}) > 1
    return read, None if differ else style


def _read(value: Raw, style: TimeStyle) -> datetime | None:
    if isinstance(value, datetime):
        return value
    found = _PARTS.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = (int(found[name]) for name in ORDER[style])
    time = (_hour(found), int(found["minute"]), int(found["second"] or 0))
    try:
        at = datetime(year, month, day, *time)  # noqa: DTZ001 - local time, as the form has it
    except ValueError:
        return None
    return at if at.year >= EARLIEST else None


def _hour(found: re.Match[str]) -> int:
    hour = int(found["hour"])
    return hour % 12 + 12 * (found["half"].upper() == "PM") if found["half"] else hour


def _is_whole(values: Sequence[Raw], read: Sequence[datetime | None]) -> bool:
    return all(one is not None for value, one in zip(values, read, strict=True) if value != "")


def _rises(read: Sequence[datetime | None]) -> bool:
    return all(a <= b for a, b in pairwise(_known(read)))


def _known(read: Sequence[datetime | None]) -> Iterator[datetime]:
    return (one.replace(tzinfo=None) for one in read if one is not None)
