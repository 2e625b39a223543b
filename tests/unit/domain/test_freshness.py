"""A table goes from fresh to due to stale as days pass."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.freshness import Freshness, freshness, last_period, period_type_of
from sektoral.domain.periods import PeriodType, period_at, read_period

DAYS = st.dates(date(1950, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("kind", "last", "today", "state", "awaited", "due_on"),
    [
        (PeriodType.YEAR, "2025", "2026-12-31", Freshness.FRESH, "2026", "2027-03-31"),
        (PeriodType.YEAR, "2025", "2027-01-01", Freshness.DUE, "2026", "2027-03-31"),
        (PeriodType.YEAR, "2025", "2027-03-31", Freshness.DUE, "2026", "2027-03-31"),
        (PeriodType.YEAR, "2025", "2027-04-01", Freshness.STALE, "2026", "2027-03-31"),
        (PeriodType.YEAR, "2019", "2026-11-29", Freshness.STALE, "2020", "2021-03-31"),
        (PeriodType.YEAR, None, "2026-11-29", Freshness.EMPTY, "2025", "2026-03-31"),
        (PeriodType.SEMESTER, "2026-S1", "2026-12-31", Freshness.FRESH, "2026-S2", "2027-03-31"),
        (PeriodType.QUARTER, "2026-Q2", "2026-10-01", Freshness.DUE, "2026-Q3", "2026-12-29"),
        (PeriodType.MONTH, "2026-12", "2027-05-02", Freshness.STALE, "2027-01", "2027-05-01"),
        (PeriodType.MONTH, "2025", "2026-12-31", Freshness.FRESH, "2026", "2027-03-31"),
        (PeriodType.YEAR, "2026-Q2", "2026-08-01", Freshness.FRESH, "2026", "2027-03-31"),
    ],
)
def test_the_awaited_period_and_its_last_day_decide(
    kind: PeriodType, last: str | None, today: str, state: Freshness, awaited: str, due_on: str
) -> None:
    held = read_period(last) if last else None
    found = freshness(kind, held, today=date.fromisoformat(today), due_after_days=90)
    assert (found.state, found.awaited.code, found.due_on.isoformat()) == (state, awaited, due_on)
    assert found.last == held


@given(st.sampled_from(PeriodType), DAYS, DAYS, st.integers(0, 1000))
def test_a_table_never_grows_fresher_with_time(kind: PeriodType, held: date, today: date, days: int) -> None:
    order = (Freshness.FRESH, Freshness.DUE, Freshness.STALE)
    last = period_at(held, kind)
    now, later = (freshness(kind, last, today=day, due_after_days=days) for day in sorted((held, today)))
    assert order.index(now.state) <= order.index(later.state)
    assert now.awaited.previous == last


@given(st.sampled_from(PeriodType), DAYS)
def test_a_day_is_in_its_period(kind: PeriodType, day: date) -> None:
    period = period_at(day, kind)
    assert period.type == kind
    assert period.first_day <= day <= period.last_day


def test_the_last_period_is_the_one_that_ends_last() -> None:
    assert last_period(["2024", "2025-Q1", "2025-S1", "2025-03", "tahun lalu"]) == read_period("2025-S1")
    assert last_period(["?"]) is None


def test_a_table_that_names_no_period_is_asked_every_year() -> None:
    assert [period_type_of(word) for word in ("bulanan", "tahunan", "dua tahunan")] == [
        PeriodType.MONTH,
        PeriodType.YEAR,
        PeriodType.YEAR,
    ]
