"""How official papers write numbers, dates and times in Indonesian: in words, in full, with the zone's name."""

from datetime import date, datetime, timedelta

from sektoral.domain.errors import Invalid

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONES = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}

_SMALL = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_STEPS = ((1000, "ribu"), (100, "ratus"), (10, "puluh"))


def terbilang(n: int) -> str:
    """This will write a whole number from 0 to 999999 in words: 214 becomes "dua ratus empat belas".

    Raises `Invalid` (`number_not_in_words`) for any other number.
    """
    if not 0 <= n < 1_000_000:
        raise Invalid("number_not_in_words", number=n)
    if n < 12:
        return _SMALL[n]
    if n < 20:
        return f"{_SMALL[n - 10]} belas"
    unit, name = next(step for step in _STEPS if n >= step[0])
    many, rest = divmod(n, unit)
    head = f"se{name}" if many == 1 else f"{terbilang(many)} {name}"
    return f"{head} {terbilang(rest)}" if rest else head


def counted(n: int) -> str:
    """This will write a number with its words: 5 becomes "5 (lima)"."""
    return f"{n} ({terbilang(n)})"


def long_date(day: date) -> str:
    """This will write "12 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_name(day: date) -> str:
    """This will name the day of the week: "Kamis"."""
    return DAYS[day.weekday()]


def zone_name(moment: datetime) -> str:
    """This will name the moment's Indonesian time zone (WIB, WITA, WIT).

    Raises `Invalid` (`time_zone_unknown`) for a moment in another zone or in none: a paper must not leave it open.
    """
    offset = moment.utcoffset()
    if offset is None or offset not in ZONES:
        raise Invalid("time_zone_unknown", offset=str(offset))
    return ZONES[offset]


def clock(moment: datetime) -> str:
    """This will write "16.00 WIB"."""
    return f"{moment:%H.%M} {zone_name(moment)}"


def clock_to_the_second(moment: datetime) -> str:
    """This will write "14.22.31 WIB"."""
    return f"{moment:%H.%M.%S} {zone_name(moment)}"
