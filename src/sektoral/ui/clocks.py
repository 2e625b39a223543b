"""A limit in working days as the clock that pages show: how much of it is used, and in words what is left.

Amber on the last working day, red once it is late. The calendar is read once a page and passed in.
"""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sektoral.domain.errors import Invalid
from sektoral.domain.workdays import Calendar, is_late
from sektoral.ui.components import Clock, Tone
from sektoral.ui.formats import duration_text, short_date_text, time_text

MINUTE = 60
WEEK, WORKDAYS = 7, 5
NOT_BEGUN = Clock(Tone.IDLE, "Belum mulai", 0, 1)


def clock_of(
    calendar: Calendar,
    *,
    begun_at: datetime | None,
    due_at: datetime | None,
    at: datetime,
    ended_at: datetime | None = None,
    limit_word: str = "Batas",
) -> Clock:
    """This will make the clock of a limit that runs from `begun_at` to `due_at`, seen at `at`.

    With `ended_at` it has stopped, in time or late. Without a beginning or a limit it has not begun. `limit_word`
    stands before the deadline in the note: `Batas 19 November, 16.00 WIB`.
    """
    if begun_at is None or due_at is None:
        return NOT_BEGUN
    total = max(1, _days(calendar, begun_at, due_at))
    note = f"{limit_word} {moment_words(calendar, due_at)}"
    if ended_at is not None:
        return _ended(calendar, begun_at, due_at, ended_at, total, note)
    if is_late(at, due_at):
        return Clock(Tone.BAD, f"Lewat {_span(calendar, due_at, at)}", total, total, note)
    left = _days(calendar, at, due_at)
    if left < 1:
        return Clock(Tone.WAIT, f"Sisa {_minutes(at, due_at)}, hari ini", total - 1, total, note)
    return Clock(Tone.RUN, f"Sisa {left} hari kerja", max(total - left, 0), total, note)


def clock_of_data(
    calendar: Calendar,
    *,
    begun_at: datetime | None,
    due_at: datetime | None,
    data_at: datetime | None,
    complete_at: datetime | None,
    at: datetime,
) -> Clock:
    """This will make the clock of step 3, which ends with data and letter: it tells which of the two was late.

    Data in time with a letter after it are no lateness of the data (DESIGN 4), so such a clock is not red.
    """
    clock = clock_of(calendar, begun_at=begun_at, due_at=due_at, at=at, ended_at=complete_at)
    if clock.tone is not Tone.BAD or data_at is None or due_at is None or is_late(data_at, due_at):
        return clock
    late = _span(calendar, due_at, complete_at or at)
    if complete_at is None:
        return replace(clock, tone=Tone.WAIT, words=f"Data tepat waktu, surat belum: lewat {late}")
    return replace(clock, tone=Tone.DONE, words=f"Data tepat waktu, surat lewat {late}")


def moment_words(calendar: Calendar, at: datetime) -> str:
    """This will write an instant short, on the calendar's own clock: `19 November, 16.00 WIB`."""
    zone = ZoneInfo(calendar.zone)
    return f"{short_date_text(at.astimezone(zone).date())}, {time_text(at, zone)}"


def _ended(
    calendar: Calendar, begun_at: datetime, due_at: datetime, ended_at: datetime, total: int, note: str
) -> Clock:
    if is_late(ended_at, due_at):
        return Clock(Tone.BAD, f"Selesai, lewat {_span(calendar, due_at, ended_at)}", total, total, note)
    early = _days(calendar, ended_at, due_at)
    words = f"Selesai {early} hari kerja lebih cepat" if early > 0 else "Selesai tepat waktu"
    used = max(total - early, 1)  # what ended on the day it began has used that day
    return Clock(Tone.DONE, words, min(total, used), total, note)


def _span(calendar: Calendar, due_at: datetime, at: datetime) -> str:
    """How late: in working days, on the same day (or before the next working day) in hours."""
    days = _days(calendar, due_at, at)
    return f"{days} hari kerja" if days > 0 else _minutes(due_at, at)


def _minutes(begin: datetime, end: datetime) -> str:
    minutes = int((end - begin).total_seconds()) // MINUTE
    return f"{minutes // (24 * MINUTE)} hari" if minutes >= 24 * MINUTE else duration_text(max(minutes, 1))


def _days(calendar: Calendar, begin: datetime, end: datetime) -> int:
    """Working days after the day of `begin` up to that of `end`; weekdays where no calendar covers the year."""
    first, last = calendar.local_date(begin), calendar.local_date(end)
    try:
        return calendar.working_days_between(first, last)
    except Invalid:
        return _weekdays(first, last)


def _weekdays(first: date, last: date) -> int:
    weeks, rest = divmod((last - first).days, WEEK)
    return weeks * WORKDAYS + sum((first.weekday() + day) % WEEK < WORKDAYS for day in range(1, rest + 1))
