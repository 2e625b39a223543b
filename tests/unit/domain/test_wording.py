"""Numbers, dates and times as official papers write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.errors import Invalid
from sektoral.domain.wording import (
    clock,
    clock_to_the_second,
    counted,
    day_name,
    long_date,
    terbilang,
    zone_name,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (214, "dua ratus empat belas"),
        (1000, "seribu"),
        (1_017, "seribu tujuh belas"),
        (2_026, "dua ribu dua puluh enam"),
        (100_000, "seratus ribu"),
        (999_999, "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_are_written_in_words(number: int, words: str) -> None:
    assert terbilang(number) == words


@given(st.integers(0, 999_998))
def test_two_numbers_never_share_their_words(number: int) -> None:
    assert terbilang(number) != terbilang(number + 1)
    assert "  " not in terbilang(number)
    assert terbilang(number).strip() == terbilang(number)


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_numbers_beyond_the_words_are_refused(number: int) -> None:
    with pytest.raises(Invalid) as refusal:
        terbilang(number)
    assert refusal.value.code == "number_not_in_words"


def test_a_counted_number_stands_before_its_words() -> None:
    assert counted(5) == "5 (lima)"


def test_dates_and_moments_are_written_in_full() -> None:
    moment = datetime(2026, 11, 19, 16, 0, 7, tzinfo=timezone(timedelta(hours=7)))
    assert long_date(date(2026, 8, 1)) == "1 Agustus 2026"
    assert day_name(moment) == "Kamis"
    assert clock(moment) == "16.00 WIB"
    assert clock_to_the_second(moment) == "16.00.07 WIB"


@pytest.mark.parametrize(("hours", "name"), [(7, "WIB"), (8, "WITA"), (9, "WIT")])
def test_each_indonesian_zone_has_its_name(hours: int, name: str) -> None:
    assert zone_name(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=hours)))) == name


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1)])  # noqa: DTZ001
def test_a_moment_outside_indonesia_or_without_zone_is_refused(moment: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        zone_name(moment)
    assert refusal.value.code == "time_zone_unknown"
