"""Deadlines in working days and working hours, on one office's own calendar; it reads no clock and no database.

Five days of 37 h 30 min a week, 32 h 30 min in Ramadan, breaks not counted: Perpres 21/2023. The closing hours are the
head of the office's to set. Holidays and joint leave (cuti bersama) come from the yearly SKB of three ministers.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sektoral.domain.errors import Invalid

DAY = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


class HolidayKind(StrEnum):
    """Why a weekday is off: by national decree, as joint leave of civil servants, or for this region only."""

    NATIONAL = "libur_nasional"
    JOINT_LEAVE = "cuti_bersama"
    LOCAL = "libur_daerah"


HOLIDAY_LABELS: dict[HolidayKind, str] = {
    HolidayKind.NATIONAL: "Libur nasional",
    HolidayKind.JOINT_LEAVE: "Cuti bersama",
    HolidayKind.LOCAL: "Libur daerah",
}
WEEKEND_LABELS: dict[int, str] = {SATURDAY: "Sabtu", SUNDAY: "Minggu"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off, its name, and the decree it rests on."""

    date: date
    name: str
    kind: HolidayKind = HolidayKind.NATIONAL
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening and closing time of one day, local time."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise Invalid("hours_reversed", opens=self.opens.isoformat(), closes=self.closes.isoformat())


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Office hours of a five-day week: Monday to Thursday, and Friday."""

    mon_thu: Hours
    fri: Hours

    def on(self, day: date) -> Hours:
        """This will give the hours of a weekday."""
        return self.fri if day.weekday() == FRIDAY else self.mon_thu


REGULAR_HOURS = WeekHours(Hours(time(7, 30), time(16, 0)), Hours(time(7, 30), time(16, 30)))
RAMADAN_HOURS = WeekHours(Hours(time(8, 0), time(15, 0)), Hours(time(8, 0), time(15, 30)))


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Other hours from `first` to `last`, both included: Ramadan, or whatever the head of the office orders."""

    first: date
    last: date
    hours: WeekHours
    name: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that does not count, and why, in words for the screen."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day a deadline falls on, and the days between that did not count."""

    date: date
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one office works. `covered_years` are those whose decree is entered: beyond them nothing is computed.

    `zone` is an IANA name (`Asia/Jakarta`). Of overlapping `overrides` the last one holds.
    """

    zone: str
    holidays: tuple[Holiday, ...]
    covered_years: frozenset[int]
    hours: WeekHours = REGULAR_HOURS
    overrides: tuple[DatedHours, ...] = ()
    _reasons: dict[date, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reasons: dict[date, str] = {}
        for holiday in self.holidays:
            reason = f"{HOLIDAY_LABELS[holiday.kind]}: {holiday.name}"
            reasons[holiday.date] = "; ".join(filter(None, (reasons.get(holiday.date), reason)))
        object.__setattr__(self, "_reasons", reasons)

    def adding(self, *, holidays: tuple[Holiday, ...] = (), overrides: tuple[DatedHours, ...] = ()) -> "Calendar":
        """This will give the same calendar with more days off and more dated hours; the new hours win."""
        return replace(self, holidays=self.holidays + holidays, overrides=self.overrides + overrides)

    def reason_off(self, day: date) -> str:
        """This will say why `day` is not worked, or give empty text for a working day.

        Raises `Invalid("calendar_missing")` for a year that is not covered.
        """
        if day.year not in self.covered_years:
            raise Invalid("calendar_missing", year=day.year)
        return "; ".join(filter(None, (WEEKEND_LABELS.get(day.weekday()), self._reasons.get(day))))

    def is_workday(self, day: date) -> bool:
        """This will tell whether the office works on `day`."""
        return not self.reason_off(day)

    def due_day(self, start: date, n: int) -> DueDay:
        """This will find the `n`-th working day after `start`, which itself does not count; `n` is at least 1."""
        if n < 1:
            raise Invalid("days_not_positive", days=n)
        day, skipped = start, list[Skipped]()
        while n:
            day = _next(day)
            reason = self.reason_off(day)
            if reason:
                skipped.append(Skipped(day, reason))
            else:
                n -= 1
        return DueDay(day, tuple(skipped))

    def due_at_days(self, start: datetime, n: int) -> datetime:
        """This will give the close of office hours of the `n`-th working day after the office's date of `start`.

        What happens after hours keeps its date: a letter sent on Friday night starts from Friday.
        """
        return self.close_of(self.due_day(self.local_date(start), n).date)

    def due_at_hours(self, start: datetime, hours: int) -> datetime:
        """This will run `hours` of office time from `start`; outside office hours the clock stands still.

        No break is deducted. An hour from Friday 16:00, closing 16:30, ends on Monday half an hour after opening.
        """
        if hours < 1:
            raise Invalid("hours_not_positive", hours=hours)
        begin, left, day = _utc(start), timedelta(hours=hours), self.local_date(start)
        while True:
            for opens, closes in self._window(day):
                since = max(begin, opens)
                if left <= closes - since:
                    return (since + left).astimezone(ZoneInfo(self.zone))
                left -= max(closes - since, timedelta())
            day = _next(day)

    def open_from(self, at: datetime) -> datetime:
        """This will give `at` itself where the office is open then, else its next opening; the close is still open."""
        begin, day = _utc(at), self.local_date(at)
        while True:
            for opens, closes in self._window(day):
                if begin <= closes:
                    return max(begin, opens).astimezone(ZoneInfo(self.zone))
            day = _next(day)

    def close_of(self, day: date) -> datetime:
        """This will give the instant at which the office closes on `day`; `Invalid` where it does not work then."""
        if not self.is_workday(day):
            raise Invalid("not_a_workday", date=day.isoformat(), reason=self.reason_off(day))
        return self._local(day, self.hours_on(day).closes)

    def hours_on(self, day: date) -> Hours:
        """This will give the office hours of a weekday, dated overrides considered, holidays not."""
        dated = [override for override in self.overrides if override.first <= day <= override.last]
        return (dated[-1].hours if dated else self.hours).on(day)

    def working_days_between(self, start: date, end: date) -> int:
        """This will count the working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_workday(start + DAY * n) for n in range(1, (end - start).days + 1))

    def working_seconds_between(self, start: datetime, end: datetime) -> int:
        """This will count the whole seconds of office time from `start` to `end`; 0 when `end` lies before.

        Parts add up: the seconds of a–b and of b–c are those of a–c.
        """
        begin, stop = _whole_second(start), _whole_second(end)
        first, last = self.local_date(start), self.local_date(end)
        total = timedelta()
        for n in range((last - first).days + 1):
            for opens, closes in self._window(first + DAY * n):
                total += max(min(stop, closes) - max(begin, opens), timedelta())
        return total // timedelta(seconds=1)

    def local_date(self, at: datetime) -> date:
        """This will give the office's date at an instant."""
        return _utc(at).astimezone(ZoneInfo(self.zone)).date()

    def _window(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        if not self.is_workday(day):
            return ()
        hours = self.hours_on(day)
        return ((_utc(self._local(day, hours.opens)), _utc(self._local(day, hours.closes))),)

    def _local(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.zone))


def is_late(at: datetime, due: datetime) -> bool:
    """This will tell whether `at` lies after `due`; a deadline includes its own second, so fractions are cut."""
    return _whole_second(at) > _whole_second(due)


def _next(day: date) -> date:
    if day == date.max:
        raise Invalid("calendar_missing", year=day.year + 1)
    return day + DAY


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("An instant without a time zone says nothing.")
    return at.astimezone(UTC)


def _whole_second(at: datetime) -> datetime:
    return _utc(at).replace(microsecond=0)
