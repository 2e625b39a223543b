"""The calendar of reminders: its order, and when each notice is due in working days and office hours."""

from datetime import UTC, date, datetime, time

import pytest

from sektoral.domain.errors import Invalid
from sektoral.domain.reminders import (
    DEFAULT,
    MOST_NOTICES,
    Notice,
    NoticeKind,
    check_notices,
    own_or_default,
    planned_at,
    read_notices,
    store_notices,
)
from sektoral.setup.facts import load_calendar

K = NoticeKind
CALENDAR = load_calendar("labura")
NINE, TEN = time(9), time(10)


def test_the_shipped_calendar_is_in_order_and_kept_as_it_is() -> None:
    check_notices(DEFAULT)
    assert read_notices(store_notices(DEFAULT)) == own_or_default([]) == DEFAULT


@pytest.mark.parametrize(
    ("notices", "code"),
    [
        ([Notice(K.REMINDER, 0, NINE), Notice(K.REMINDER, -2, NINE)], "notices_out_of_order"),
        ([Notice(K.OVERDUE, 1, TEN), Notice(K.ESCALATION, 1, NINE)], "notices_out_of_order"),
        ([Notice(K.OVERDUE, 1, NINE), Notice(K.OVERDUE, 1, TEN)], "notice_twice"),
        ([Notice(K.OVERDUE, 0, NINE)], "notice_on_wrong_side"),
        ([Notice(K.ESCALATION, -1, NINE)], "notice_on_wrong_side"),
        ([Notice(K.REMINDER, 1, NINE)], "notice_on_wrong_side"),
        ([Notice(K.OVERDUE, 21, NINE)], "notice_too_far"),
        ([Notice(K.OVERDUE, n + 1, NINE) for n in range(MOST_NOTICES + 1)], "notices_too_many"),
    ],
)
def test_a_calendar_that_is_not_in_order_is_refused(notices: list[Notice], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        check_notices(notices)


@pytest.mark.parametrize(
    ("due", "days", "clock", "planned"),
    [
        (date(2026, 11, 30), -2, NINE, "2026-11-26T09:00:00+07:00"),
        (date(2026, 11, 30), 0, NINE, "2026-11-30T09:00:00+07:00"),
        (date(2026, 11, 30), 1, NINE, "2026-12-01T09:00:00+07:00"),
        (date(2026, 12, 28), -2, NINE, "2026-12-22T09:00:00+07:00"),  # across Christmas and its joint leave
        (date(2026, 12, 30), 5, NINE, "2027-01-08T09:00:00+07:00"),  # across the new year and Isra Mikraj
        (date(2026, 11, 27), 0, time(16, 15), "2026-11-27T16:15:00+07:00"),  # Friday closes at 16.30
        (date(2026, 11, 26), 0, time(16, 15), "2026-11-27T07:30:00+07:00"),  # Thursday at 16.00: the next opening
        (date(2026, 11, 26), 0, time(6, 0), "2026-11-26T07:30:00+07:00"),
        (date(2026, 12, 25), 0, NINE, "2026-12-28T07:30:00+07:00"),  # a day that was made a holiday meanwhile
        (date(2026, 2, 20), 0, time(15, 15), "2026-02-20T15:15:00+07:00"),  # Ramadan, Friday until 15.30
        (date(2026, 2, 19), 0, time(15, 15), "2026-02-20T08:00:00+07:00"),
    ],
)
def test_a_notice_is_planned_in_working_days_and_within_office_hours(
    due: date, days: int, clock: time, planned: str
) -> None:
    kind = K.REMINDER if days <= 0 else K.OVERDUE
    due_at = datetime(due.year, due.month, due.day, 9, tzinfo=UTC)
    assert planned_at(Notice(kind, days, clock), due_at, CALENDAR).isoformat() == planned


def test_nothing_is_planned_into_a_year_without_holidays() -> None:
    with pytest.raises(Invalid, match="calendar_missing"):
        planned_at(Notice(K.OVERDUE, 5, NINE), datetime(2027, 12, 30, tzinfo=UTC), CALENDAR)
