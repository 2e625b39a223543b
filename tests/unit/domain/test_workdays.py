"""Deadlines, each with the second before and after, on the decreed calendar of 2026 and 2027."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.workdays import (
    RAMADAN_HOURS,
    REGULAR_HOURS,
    Calendar,
    DatedHours,
    Holiday,
    HolidayKind,
    Hours,
    is_late,
)
from sektoral.setup.facts import load_calendar

WIB = ZoneInfo("Asia/Jakarta")
SECOND = timedelta(seconds=1)
CALENDAR = load_calendar("labura")
PLAIN = Calendar("Asia/Jakarta", (), frozenset({2026, 2027}))

DUE_DAYS = [
    ("2026-11-23", 1, "2026-11-24"),
    ("2026-11-23", 5, "2026-11-30"),
    ("2026-12-18", 4, "2026-12-28"),
    ("2026-12-21", 5, "2026-12-30"),
    ("2026-12-23", 1, "2026-12-28"),
    ("2026-12-30", 5, "2027-01-08"),
    ("2027-03-05", 5, "2027-03-22"),
    ("2027-05-14", 5, "2027-05-27"),
    ("2026-03-13", 5, "2026-03-27"),
]


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(("start", "n", "due"), DUE_DAYS)
def test_a_deadline_falls_on_the_nth_working_day_after_its_start(start: str, n: int, due: str) -> None:
    assert CALENDAR.due_day(date.fromisoformat(start), n).date == date.fromisoformat(due)


@pytest.mark.parametrize(("start", "n", "due"), DUE_DAYS)
def test_a_day_deadline_holds_until_the_close_of_its_day_and_not_a_second_longer(start: str, n: int, due: str) -> None:
    at = CALENDAR.due_at_days(wib(f"{start} 09:00"), n)
    day = date.fromisoformat(due)
    assert at == CALENDAR.close_of(day)
    assert at == wib(f"{due} {'16:30' if day.weekday() == 4 else '16:00'}")
    assert not is_late(at - SECOND, at)
    assert not is_late(at, at)
    assert not is_late(at + timedelta(microseconds=999_999), at)
    assert is_late(at + SECOND, at)


def test_skipped_days_are_listed_with_their_reasons() -> None:
    skipped = CALENDAR.due_day(date(2026, 12, 23), 1).skipped
    assert [(s.date.isoformat(), s.reason) for s in skipped] == [
        ("2026-12-24", "Cuti bersama: Kelahiran Yesus Kristus"),
        ("2026-12-25", "Libur nasional: Kelahiran Yesus Kristus"),
        ("2026-12-26", "Sabtu"),
        ("2026-12-27", "Minggu"),
    ]


def test_a_holiday_on_a_weekend_names_both() -> None:
    assert CALENDAR.reason_off(date(2026, 3, 21)) == "Sabtu; Libur nasional: Idulfitri 1447 H"


def test_two_holidays_on_one_day_are_both_named() -> None:
    day = date(2026, 7, 1)
    twice = PLAIN.adding(
        holidays=(Holiday(day, "Pilkada", HolidayKind.LOCAL), Holiday(day, "Hari Jadi", HolidayKind.LOCAL))
    )
    assert twice.reason_off(day) == "Libur daerah: Pilkada; Libur daerah: Hari Jadi"


@pytest.mark.parametrize(("year", "days"), [(2026, 240), (2027, 242)])
def test_the_shipped_years_have_the_decreed_number_of_working_days(year: int, days: int) -> None:
    assert sum(CALENDAR.is_workday(date(year, 1, 1) + timedelta(n)) for n in range(365)) == days


def test_a_deadline_that_reaches_an_uncovered_year_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        CALENDAR.due_day(date(2027, 12, 30), 5)
    assert (caught.value.code, caught.value.facts) == ("calendar_missing", {"year": 2028})


def test_the_last_covered_day_is_still_computed() -> None:
    assert CALENDAR.due_day(date(2027, 12, 30), 1).date == date(2027, 12, 31)


def test_a_start_in_an_uncovered_year_is_fine_because_it_does_not_count() -> None:
    assert CALENDAR.due_day(date(2025, 12, 31), 1).date == date(2026, 1, 2)


@pytest.mark.parametrize("n", [0, -1])
def test_a_deadline_of_no_days_is_refused(n: int) -> None:
    with pytest.raises(Invalid, match="days_not_positive"):
        CALENDAR.due_day(date(2026, 11, 23), n)
    with pytest.raises(Invalid, match="hours_not_positive"):
        CALENDAR.due_at_hours(wib("2026-11-23 09:00"), n)


HOUR_CASES = [
    ("2026-11-23 09:10:00", 1, "2026-11-23 10:10:00"),
    ("2026-11-27 16:00:00", 1, "2026-11-30 08:00:00"),  # half an hour on Friday, half on Monday
    ("2026-11-27 15:30:00", 1, "2026-11-27 16:30:00"),  # ends with the day itself
    ("2026-11-27 15:30:01", 1, "2026-11-30 07:30:01"),
    ("2026-11-27 16:29:59", 1, "2026-11-30 08:29:59"),
    ("2026-11-27 16:30:00", 1, "2026-11-30 08:30:00"),  # closed: next opening
    ("2026-11-27 16:30:01", 1, "2026-11-30 08:30:00"),
    ("2026-11-27 23:59:59", 1, "2026-11-30 08:30:00"),
    ("2026-11-28 10:00:00", 1, "2026-11-30 08:30:00"),
    ("2026-11-23 03:00:00", 1, "2026-11-23 08:30:00"),
    ("2026-12-23 15:30:00", 1, "2026-12-28 08:00:00"),  # over Christmas
    ("2026-12-31 15:30:00", 1, "2027-01-04 08:00:00"),  # over the new year and a weekend
    ("2027-02-11 14:30:00", 1, "2027-02-12 08:30:00"),  # Ramadan hours on both days
    ("2027-03-05 15:00:00", 1, "2027-03-16 08:00:00"),  # a Ramadan Friday, then Lebaran
    ("2026-11-23 09:00:00", 8, "2026-11-24 08:30:00"),
]


@pytest.mark.parametrize(("start", "hours", "due"), HOUR_CASES)
def test_an_hour_deadline_runs_in_office_hours_only(start: str, hours: int, due: str) -> None:
    at = CALENDAR.due_at_hours(wib(start), hours)
    assert at == wib(due)
    assert not is_late(wib(due) - SECOND, at)
    assert not is_late(wib(due), at)
    assert is_late(wib(due) + SECOND, at)


def test_ramadan_closes_earlier() -> None:
    assert CALENDAR.close_of(date(2027, 2, 10)) == wib("2027-02-10 15:00")
    assert CALENDAR.close_of(date(2027, 2, 12)) == wib("2027-02-12 15:30")
    assert CALENDAR.close_of(date(2027, 3, 16)) == wib("2027-03-16 16:00")


@pytest.mark.parametrize(
    ("day", "closes"),
    [(date(2026, 6, 29), 16), (date(2026, 6, 30), 15), (date(2026, 7, 2), 15), (date(2026, 7, 3), 16)],
)
def test_dated_hours_hold_from_their_first_to_their_last_day(day: date, closes: int) -> None:
    special = PLAIN.adding(overrides=(DatedHours(date(2026, 6, 30), date(2026, 7, 2), RAMADAN_HOURS),))
    assert special.close_of(day).hour == closes


def test_of_overlapping_dated_hours_the_last_one_holds() -> None:
    day = date(2026, 6, 30)
    both = PLAIN.adding(overrides=(DatedHours(day, day, RAMADAN_HOURS),)).adding(
        overrides=(DatedHours(day, day, REGULAR_HOURS),)
    )
    assert both.hours_on(day) == REGULAR_HOURS.mon_thu


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Asia/Jakarta", "2026-11-24T09:00"),
        ("Asia/Makassar", "2026-11-24T08:00"),
        ("Asia/Jayapura", "2026-11-24T07:00"),
    ],
)
def test_every_office_closes_by_its_own_clock(zone: str, utc: str) -> None:
    office = Calendar(zone, CALENDAR.holidays, CALENDAR.covered_years)
    due = office.due_at_days(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), 1)
    assert due == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_start_day_is_the_date_on_the_offices_wall() -> None:
    late_in_utc = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # already Tuesday in every Indonesian zone
    assert CALENDAR.due_at_days(late_in_utc, 1) == wib("2026-11-25 16:00")
    early_in_jayapura = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    assert CALENDAR.due_at_days(early_in_jayapura, 1) == wib("2026-11-24 16:00")
    assert Calendar("Asia/Jayapura", (), frozenset({2026})).due_at_days(early_in_jayapura, 1).day == 25


def test_what_is_sent_at_night_keeps_its_date() -> None:
    assert CALENDAR.due_at_days(wib("2026-11-23 23:59:59"), 1) == CALENDAR.due_at_days(wib("2026-11-23 00:00:00"), 1)


def test_a_day_off_has_no_close() -> None:
    with pytest.raises(Invalid, match="not_a_workday"):
        CALENDAR.close_of(date(2026, 11, 28))


def test_hours_must_not_run_backwards() -> None:
    with pytest.raises(Invalid, match="hours_reversed"):
        Hours(time(16, 0), time(7, 30))


def test_an_instant_without_a_zone_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.due_at_days(datetime(2026, 11, 23, 9, 0), 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-11-23 07:30:00", "2026-11-23 16:00:00", 30_600),
        ("2026-11-23 07:29:59", "2026-11-23 16:00:01", 30_600),
        ("2026-11-23 15:59:59", "2026-11-24 07:30:01", 2),
        ("2026-11-27 16:00:00", "2026-11-30 08:00:00", 3_600),
        ("2026-11-28 00:00:00", "2026-11-29 23:59:59", 0),
        ("2026-11-24 10:00:00", "2026-11-23 10:00:00", 0),
    ],
)
def test_office_time_between_two_instants(start: str, end: str, seconds: int) -> None:
    assert CALENDAR.working_seconds_between(wib(start), wib(end)) == seconds


def test_working_days_between_counts_the_end_and_not_the_start() -> None:
    assert CALENDAR.working_days_between(date(2026, 11, 23), date(2026, 11, 30)) == 5
    assert CALENDAR.working_days_between(date(2026, 11, 30), date(2026, 11, 23)) == -5
    assert CALENDAR.working_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0


days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001


@given(days, st.integers(1, 60))
def test_a_due_day_is_worked_and_lies_n_working_days_on(start: date, n: int) -> None:
    due = CALENDAR.due_day(start, n)
    assert CALENDAR.is_workday(due.date)
    assert CALENDAR.working_days_between(start, due.date) == n
    assert len(due.skipped) == (due.date - start).days - n


@given(days, st.integers(1, 30), st.integers(1, 30))
def test_days_add_up(start: date, n: int, m: int) -> None:
    assert CALENDAR.due_day(CALENDAR.due_day(start, n).date, m).date == CALENDAR.due_day(start, n + m).date


@given(instants, st.integers(1, 40))
def test_an_hour_deadline_leaves_exactly_that_much_office_time(start: datetime, hours: int) -> None:
    whole = start.replace(microsecond=0)
    assert CALENDAR.working_seconds_between(whole, CALENDAR.due_at_hours(whole, hours)) == hours * 3600


@given(instants, st.timedeltas(timedelta(), timedelta(20)), st.timedeltas(timedelta(), timedelta(20)))
def test_office_time_of_two_holders_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second
    parts = CALENDAR.working_seconds_between(start, middle) + CALENDAR.working_seconds_between(middle, end)
    assert parts == CALENDAR.working_seconds_between(start, end)
