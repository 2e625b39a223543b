"""Template filters for Indonesian formats, in the zone of the office; part of `{% load sektoral %}`."""

from datetime import date, datetime

from django import template
from django.utils.timezone import get_current_timezone

from sektoral.ui import formats

register = template.Library()


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """This will write `23 November 2026`; nothing for nothing."""
    return formats.date_text(_day(value)) if value else ""


@register.filter
def tanggal_pendek(value: date | datetime | None) -> str:
    """This will write `19 November`."""
    return formats.short_date_text(_day(value)) if value else ""


@register.filter
def hari(value: date | datetime | None) -> str:
    """This will write `Kamis, 19 November 2026`."""
    return formats.day_text(_day(value)) if value else ""


@register.filter
def waktu(value: datetime | None) -> str:
    """This will write `14.22 WIB` in the office's zone, which is the active one of the request."""
    return formats.time_text(value, get_current_timezone()) if value else ""


@register.filter
def tanggal_waktu(value: datetime | None) -> str:
    """This will write `19 November 2026, 14.22 WIB`."""
    return formats.moment_text(value, get_current_timezone()) if value else ""


@register.filter
def saat(value: datetime | None) -> str:
    """This will write an instant short, for narrow columns: `19 November, 14.22`."""
    if not value:
        return ""
    here = formats.local(value, get_current_timezone())
    return f"{formats.short_date_text(here.date())}, {here:%H.%M}"


@register.filter
def angka(value: formats.Number | None) -> str:
    """This will write `1.234,5` exactly as many decimals as it has; text that is no number stays."""
    return "" if value is None else formats.number_text(value)


@register.filter
def persen(part: int, whole: int | None = None) -> str:
    """This will write `{{ done|persen:total }}` as `69 %`, or a figure already in per cent."""
    return formats.percent_text(part) if whole is None else formats.share_text(part, whole)


@register.filter
def ukuran_berkas(size: int) -> str:
    """This will write `84 KB`."""
    return formats.size_text(size)


@register.filter
def durasi(minutes: int) -> str:
    """This will write `1 jam 20 menit`."""
    return formats.duration_text(minutes)


def _day(value: date | datetime) -> date:
    return formats.local(value, get_current_timezone()).date() if isinstance(value, datetime) else value
