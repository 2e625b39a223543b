"""A calendar written down: holidays as CSV, office hours as JSON, read into a `Calendar` and checked on the way."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, time
from typing import TypedDict

from sektoral.domain.errors import Invalid
from sektoral.domain.workdays import Calendar, DatedHours, Holiday, HolidayKind, Hours, WeekHours


class WeekText(TypedDict):
    mon_thu: list[str]
    fri: list[str]


DatedText = TypedDict("DatedText", {"from": str, "to": str, "name": str, "mon_thu": list[str], "fri": list[str]})


class HoursText(TypedDict):
    """The shape of `hours.json`: an IANA zone, the regular week, and weeks that differ."""

    zone: str
    regular: WeekText
    dated: list[DatedText]


def read_holidays(text: str) -> tuple[Holiday, ...]:
    """This will read CSV with the columns `tanggal, nama, jenis, dasar`; else `Invalid("holidays_unreadable")`."""
    holidays: list[Holiday] = []
    for row in csv.DictReader(io.StringIO(text)):
        try:
            day, kind = date.fromisoformat(row["tanggal"]), HolidayKind(row["jenis"])
            holidays.append(Holiday(day, row["nama"], kind, row.get("dasar") or ""))
        except (KeyError, TypeError, ValueError) as error:
            raise Invalid("holidays_unreadable", row=len(holidays) + 2, reason=str(error)) from error
    return tuple(holidays)


def read_calendar(*, holidays: str, hours: str) -> Calendar:
    """This will compose a calendar from both texts; it covers the years that have a national holiday entered."""
    days = read_holidays(holidays)
    try:
        facts: HoursText = json.loads(hours)
        regular, dated = read_week(facts["regular"]), read_dated_hours(facts["dated"])
        zone = facts["zone"]
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("hours_unreadable", reason=str(error)) from error
    years = frozenset(day.date.year for day in days if day.kind is HolidayKind.NATIONAL)
    return Calendar(zone, days, years, regular, dated)


def read_dated_hours(entries: Sequence[DatedText]) -> tuple[DatedHours, ...]:
    """This will read ranges of days with other hours; `name` may be missing."""
    return tuple(
        DatedHours(
            date.fromisoformat(entry["from"]),
            date.fromisoformat(entry["to"]),
            read_week({"mon_thu": entry["mon_thu"], "fri": entry["fri"]}),
            entry.get("name", ""),
        )
        for entry in entries
    )


def read_week(week: WeekText) -> WeekHours:
    """This will read opening and closing times such as `["07:30", "16:00"]`."""
    return WeekHours(_hours(week["mon_thu"]), _hours(week["fri"]))


def _hours(pair: Sequence[str]) -> Hours:
    opens, closes = pair
    return Hours(time.fromisoformat(opens), time.fromisoformat(closes))
