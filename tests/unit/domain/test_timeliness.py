"""Timeliness at the second before and after, and the time of a step by who held it."""

from datetime import UTC, datetime, timedelta

import pytest

from sektoral.domain.reports import Held, Timeliness
from sektoral.domain.timeliness import Holding, split_time, timeliness
from sektoral.domain.workdays import Calendar

DUE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # 16.00 WIB
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("data_at", "letter_at", "expected"),
    [
        (DUE, DUE, Timeliness.ON_TIME),
        (DUE + timedelta(microseconds=999_999), DUE, Timeliness.ON_TIME),
        (DUE + SECOND, DUE + SECOND, Timeliness.LATE),
        (DUE, DUE + SECOND, Timeliness.LETTER_LATER),
        (DUE - SECOND, None, Timeliness.LETTER_LATER),
        (None, None, Timeliness.NOT_SENT),
    ],
)
def test_a_deadline_includes_its_own_second(
    data_at: datetime | None, letter_at: datetime | None, expected: Timeliness
) -> None:
    assert timeliness(due_at=DUE, data_at=data_at, letter_at=letter_at) is expected


def test_what_one_holder_held_at_the_same_time_counts_once() -> None:
    calendar = Calendar(zone="Asia/Jakarta", holidays=(), covered_years=frozenset({2026}))
    morning = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08.00 WIB
    hour = timedelta(hours=1)
    holdings = [
        Holding("JP", morning, morning + 2 * hour),
        Holding("JP", morning + hour, morning + 3 * hour),
        Holding("Kadis", morning + 3 * hour, morning + 4 * hour),
    ]
    assert split_time(calendar, holdings) == (Held("JP", 180), Held("Kadis", 60))
