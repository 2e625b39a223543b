"""Reference periods are read, named and counted back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.periods import PER_YEAR, Period, PeriodType, read_date, read_period


@pytest.mark.parametrize(
    ("code", "label", "previous", "first", "last"),
    [
        ("2025", "Tahun 2025", "2024", "2025-01-01", "2025-12-31"),
        ("2025-S1", "Semester I 2025", "2024-S2", "2025-01-01", "2025-06-30"),
        ("2025-S2", "Semester II 2025", "2025-S1", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "Triwulan I 2025", "2024-Q4", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "Triwulan IV 2025", "2025-Q3", "2025-10-01", "2025-12-31"),
        ("2025-01", "Januari 2025", "2024-12", "2025-01-01", "2025-01-31"),
        ("2024-02", "Februari 2024", "2024-01", "2024-02-01", "2024-02-29"),
        ("2025-12", "Desember 2025", "2025-11", "2025-12-01", "2025-12-31"),
    ],
)
def test_a_period_is_read_and_named(code: str, label: str, previous: str, first: str, last: str) -> None:
    period = read_period(code)
    assert (period.code, period.label, period.previous.code) == (code, label, previous)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025 ",
        "2025-S3",
        "2025-S0",
        "2025-Q5",
        "2025-13",
        "2025-00",
        "2025-1",
        "2025-S01",
        "２０２５",
        "0999",
    ],
)
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="period_unreadable"):
        read_period(text)


periods = st.builds(
    lambda type_, year, number: Period(year, number % PER_YEAR[type_] + 1, type_),
    st.sampled_from(PeriodType),
    st.integers(1900, 2100),
    st.integers(0, 11),
)


@given(periods)
def test_a_period_survives_its_code_and_follows_its_previous_one_without_a_gap(period: Period) -> None:
    assert read_period(period.code) == period
    assert period.previous.last_day + timedelta(days=1) == period.first_day
    assert period.year_before.label.replace(str(period.year - 1), str(period.year)) == period.label


def test_a_date_is_read_as_letters_write_it() -> None:
    assert read_date("20 September 2022") == date(2022, 9, 20)


@pytest.mark.parametrize("text", ["-", "", "20 september 2022", "31 Juni 2022", "20/9/2022"])
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match="date_unreadable"):
        read_date(text)
