"""Dates, numbers and sizes stand on the page as an Indonesian office writes them, and nothing is rounded by the way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.ui import formats

JAKARTA, MAKASSAR, JAYAPURA = (ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura"))
MOMENT = datetime(2026, 11, 19, 7, 22, tzinfo=UTC)


def test_a_day_is_written_in_full() -> None:
    assert formats.date_text(date(2026, 11, 3)) == "3 November 2026"
    assert formats.day_text(date(2026, 11, 19)) == "Kamis, 19 November 2026"


@pytest.mark.parametrize(
    ("zone", "said"), [(JAKARTA, "14.22\u00a0WIB"), (MAKASSAR, "15.22\u00a0WITA"), (JAYAPURA, "16.22\u00a0WIT")]
)
def test_a_time_carries_the_zone_of_the_office(zone: ZoneInfo, said: str) -> None:
    assert formats.time_text(MOMENT, zone) == said
    assert formats.moment_text(MOMENT, zone) == f"19 November 2026, {said}"


def test_an_instant_near_midnight_falls_on_the_day_of_the_office() -> None:
    assert formats.moment_text(datetime(2026, 11, 19, 16, 30, tzinfo=UTC), JAYAPURA).startswith("20 November 2026")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.time_text(datetime(2026, 11, 19, 7, 22), JAKARTA)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("1234.50"), "1.234,50"),
        ("1234567.8", "1.234.567,8"),
        (999, "999"),
        (1000, "1.000"),
        (-52130, "-52.130"),
        (Decimal("1E+6"), "1.000.000"),
        (Decimal("0.000000001"), "0,000000001"),
        ("–", "–"),
        ("…", "…"),
        ("NA", "NA"),
        ("1.2.3", "1.2.3"),
        ("²", "²"),
        ("", ""),
    ],
)
def test_a_number_keeps_every_digit_and_a_mark_stays_a_mark(value: formats.Number, said: str) -> None:
    assert formats.number_text(value) == said


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**18), max_value=10**18))
def test_a_written_number_reads_back_exactly(value: Decimal) -> None:
    said = formats.number_text(value)
    assert Decimal(said.replace(".", "").replace(",", ".")) == value


def test_a_share_says_all_only_when_it_is_all() -> None:
    assert formats.share_text(213, 214) == "99\u00a0%"
    assert formats.share_text(214, 214) == "100\u00a0%"
    assert formats.share_text(0, 0) == "–"


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 B"), (999, "999 B"), (1500, "1,5 KB"), (2000, "2 KB"), (84_211, "84 KB"), (10_000_000, "10 MB")],
)
def test_a_size_is_short(size: int, said: str) -> None:
    assert formats.size_text(size).replace("\u00a0", " ") == said


@pytest.mark.parametrize(("minutes", "said"), [(80, "1 jam 20 menit"), (60, "1 jam"), (0, "0 menit"), (38, "38 menit")])
def test_a_span_is_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert formats.duration_text(minutes) == said
