"""The release calendar for calendar programs (RFC 5545), releases for feed readers (RFC 4287), and the site map."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from django.urls import reverse

from sektoral.portal.queries.home import Gone, list_coming, list_gone
from sektoral.records.models import Office

FEED_ENTRIES = 50
FOLD_AT = 73  # bytes of a line of iCalendar, its line break and the leading blank not counted


def calendar_ics(office: Office, *, base: str, at: datetime) -> str:
    """This will write what is planned as all-day events."""
    host = base.split("//", 1)[-1]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sektoral//kalender rilis//ID", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_text(f'Kalender rilis {office.name} {office.regency}')}")
    for one in list_coming(office, at=at):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.key}@{host}",
            f"DTSTAMP:{_stamp(at)}",
            f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(f'Rilis: {one.title}, {one.period}')}",
            f"DESCRIPTION:{_text(f'{one.agency}. Edisi {one.edition}.')}",
            f"URL:{base}{reverse('portal:calendar', args=[office.slug])}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join(part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)) + "\r\n"


def atom_feed(office: Office, *, base: str, at: datetime) -> str:
    """This will write the newest releases."""
    gone = list_gone(office, at=at)[:FEED_ENTRIES]
    here = f"{base}{reverse('portal:feed', args=[office.slug])}"
    home = f"{base}{reverse('portal:office', args=[office.slug])}"
    updated = max((one.released_at for one in gone), default=at)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">',
        f"<id>{escape(home)}</id>",
        f"<title>{escape(f'Rilis data {office.name} {office.regency}')}</title>",
        f"<updated>{_iso(updated)}</updated>",
        f'<link rel="self" href={quoteattr(here)}/>',
        f"<link href={quoteattr(home)}/>",
        f"<author><name>{escape(f'{office.name} {office.regency}')}</name></author>",
    ]
    return "\n".join([*head, *(_entry(office, one, base) for one in gone), "</feed>"]) + "\n"


def sitemap_xml(office: Office, *, base: str, at: datetime) -> str:
    """This will name the pages of the office: its first page, its tables, the newest edition of every period."""
    addresses = dict.fromkeys(_addresses(office, list_gone(office, at=at)))
    urls = "\n".join(f"<url><loc>{escape(base + one)}</loc></url>" for one in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{space}">\n{urls}\n</urlset>\n'


def _addresses(office: Office, gone: Iterable[Gone]) -> Iterator[str]:
    yield reverse("portal:office", args=[office.slug])
    yield reverse("portal:calendar", args=[office.slug])
    for one in gone:
        yield reverse("portal:series", args=[office.slug, one.agency_code, one.code])
        yield reverse("portal:period", args=[office.slug, one.agency_code, one.code, one.period])


def _entry(office: Office, one: Gone, base: str) -> str:
    url = base + reverse("portal:edition", args=[office.slug, one.agency_code, one.code, one.period, one.edition])
    note = f" {one.note}" if one.note else ""
    return (
        f"<entry><id>urn:uuid:{one.key}</id><title>{escape(f'{one.title}, {one.period}, edisi {one.edition}')}</title>"
        f"<updated>{_iso(one.released_at)}</updated><link href={quoteattr(url)}/>"
        f"<summary>{escape(f'{one.agency}.{note}')}</summary></entry>"
    )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """RFC 5545 3.3.11; a line break in a title is a blank."""
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """RFC 5545 3.1: no line is longer than 75 bytes, and none is cut within a letter."""
    part, lead = "", ""
    for letter in line:
        if len((part + letter).encode()) > FOLD_AT:
            yield lead + part
            part, lead = "", " "
        part += letter
    yield lead + part
