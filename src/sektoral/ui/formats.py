"""Dates, times, numbers and sizes as an Indonesian civil servant writes them.

Pure functions; numbers stay exact text (no float), times come with their zone.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from sektoral.domain.wording import DAYS, MONTHS, ZONES

NBSP = "\u00a0"
SIZE_UNITS = ("B", "KB", "MB", "GB", "TB")

Number = Decimal | int | str


def local(moment: datetime, zone: tzinfo) -> datetime:
    """This will show an aware instant on the office's own clock; a naive one raises `ValueError`."""
    if moment.tzinfo is None:
        raise ValueError("an instant without a zone cannot be shown")
    return moment.astimezone(zone)


def zone_name(zone: tzinfo, at: datetime) -> str:
    """This will name the zone as Indonesia does (WIB, WITA, WIT), any other one by its offset."""
    offset = local(at, zone).utcoffset() or timedelta()
    return ZONES.get(offset, f"UTC{offset.total_seconds() / 3600:+g}")


def office_zone(time_zone: str) -> str:
    """This will name an office's zone (`Asia/Makassar`: `WITA`); Indonesia has had no summer time since 1964."""
    return zone_name(ZoneInfo(time_zone), datetime(2026, 1, 1, tzinfo=UTC))


def date_text(day: date) -> str:
    """This will write a day as `23 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_text(day: date) -> str:
    """This will write a day with its weekday, as `Kamis, 19 November 2026`."""
    return f"{DAYS[day.weekday()]}, {date_text(day)}"


def short_date_text(day: date) -> str:
    """This will write a day without its year, as `19 November`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def time_text(moment: datetime, zone: tzinfo) -> str:
    """This will write the time of an instant with its zone, as `14.22 WIB`."""
    return f"{local(moment, zone):%H.%M}{NBSP}{zone_name(zone, moment)}"


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """This will write an instant in full, as `19 November 2026, 14.22 WIB`."""
    return f"{date_text(local(moment, zone))}, {time_text(moment, zone)}"


def number_text(value: Number) -> str:
    """This will write an exact number as `1.234,5`, keeping its decimals; text that is no number comes back as it is.

    Marks of the statistics office (`–`, `…`, `NA`) are such text.
    """
    plain = f"{value:f}" if isinstance(value, Decimal) else str(value).strip()
    digits = plain.removeprefix("-")
    whole, point, fraction = digits.partition(".")
    if not (whole.isdecimal() and whole.isascii()) or (point and not (fraction.isdecimal() and fraction.isascii())):
        return plain
    sign = "-" if plain.startswith("-") else ""
    return f"{sign}{_grouped(whole)}{',' if point else ''}{fraction}"


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return ".".join(groups)


def percent_text(value: Number) -> str:
    """This will write a number that is already in per cent, as `9 %` with a space that does not break."""
    return f"{number_text(value)}{NBSP}%"


def share_text(part: int, whole: int) -> str:
    """This will write what `part` is of `whole` in whole per cent; `–` where there is no whole.

    It rounds down, so that 100 % means all of them.
    """
    return percent_text(part * 100 // whole) if whole else "–"


def size_text(size: int) -> str:
    """This will write a number of bytes as `84 KB`; a kilobyte has 1,000 bytes, and small files keep one decimal."""
    amount, unit = Decimal(size), 0
    while amount >= 1000 and unit < len(SIZE_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    rounded = amount.quantize(Decimal("0.1") if unit and amount < 10 else Decimal(1))
    shown = rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded
    return f"{number_text(shown)}{NBSP}{SIZE_UNITS[unit]}"


def duration_text(minutes: int) -> str:
    """This will write a span as `1 jam 20 menit`."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} jam"] if hours else []
    parts += [f"{rest} menit"] if rest or not hours else []
    return " ".join(parts)
