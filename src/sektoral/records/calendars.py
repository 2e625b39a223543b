"""The office's stored calendar as the value that the working-day rules take."""

from datetime import time

from sektoral.domain.workdays import Calendar, DatedHours, Holiday, HolidayKind, Hours, WeekHours
from sektoral.records.models import DayOff, Office, WorkHours


def calendar_of(office: Office) -> Calendar:
    """This will read the office's days off and hours; a year is covered once its national holidays are entered."""
    days = DayOff.objects.filter(office=office, is_active=True)
    holidays = tuple(Holiday(date=d.date, name=d.name, kind=HolidayKind(d.kind)) for d in days)
    rows = list(WorkHours.objects.filter(office=office))
    usual = next(row for row in rows if row.valid_from is None)
    return Calendar(
        zone=office.time_zone,
        holidays=holidays,
        covered_years=frozenset(day.date.year for day in holidays if day.kind is HolidayKind.NATIONAL),
        hours=_week(usual.hours),
        overrides=tuple(
            DatedHours(first=row.valid_from, last=row.valid_to or row.valid_from, hours=_week(row.hours))
            for row in rows
            if row.valid_from is not None
        ),
    )


def _week(stored: dict[str, list[str]]) -> WeekHours:
    return WeekHours(mon_thu=_hours(stored["mon_thu"]), fri=_hours(stored["fri"]))


def _hours(pair: list[str]) -> Hours:
    return Hours(opens=time.fromisoformat(pair[0]), closes=time.fromisoformat(pair[1]))
