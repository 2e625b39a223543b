"""The office's stored calendar as the value that the working-day rules take."""

import json
from datetime import date, time
from functools import lru_cache

from sektoral.domain.workdays import Calendar, DatedHours, Holiday, HolidayKind, Hours, WeekHours
from sektoral.records.models import DayOff, Office, WorkHours

DayRow = tuple[date, str, str]  # date, name, kind
HoursRow = tuple[date | None, date | None, str]  # from, to, the week's hours as JSON
KEPT = 64  # calendars; a page or a batch of letters asks for the same one again and again


def calendar_of(office: Office) -> Calendar:
    """This will read the office's days off and hours; a year is covered once its national holidays are entered."""
    days = DayOff.objects.filter(office=office, is_active=True).values_list("date", "name", "kind")
    hours = WorkHours.objects.filter(office=office).values_list("valid_from", "valid_to", "hours")
    return _built(office.time_zone, tuple(days), tuple((first, last, json.dumps(week)) for first, last, week in hours))


@lru_cache(maxsize=KEPT)
def _built(zone: str, days: tuple[DayRow, ...], hours: tuple[HoursRow, ...]) -> Calendar:
    """Rows that are the same make the same calendar."""
    holidays = tuple(Holiday(date=day, name=name, kind=HolidayKind(kind)) for day, name, kind in days)
    return Calendar(
        zone=zone,
        holidays=holidays,
        covered_years=frozenset(day.date.year for day in holidays if day.kind is HolidayKind.NATIONAL),
        hours=next(_week(week) for first, _, week in hours if first is None),
        overrides=tuple(
            DatedHours(first=first, last=last or first, hours=_week(week))
            for first, last, week in hours
            if first is not None
        ),
    )


def _week(stored: str) -> WeekHours:
    hours: dict[str, list[str]] = json.loads(stored)
    return WeekHours(mon_thu=_hours(hours["mon_thu"]), fri=_hours(hours["fri"]))


def _hours(pair: list[str]) -> Hours:
    return Hours(opens=time.fromisoformat(pair[0]), closes=time.fromisoformat(pair[1]))
