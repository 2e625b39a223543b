"""The journal as people read it: what happened, to what, by whom and when; read page by page from a long table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sektoral.board.queries.journal_subject import Subject
from sektoral.board.queries.journal_subjects import subjects_of
from sektoral.board.queries.journal_words import AREAS, facts_in_words, recorded_facts
from sektoral.domain.events import LABELS
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Person
from sektoral.ui.lists import Choice, Column, ListPage, ListSpec

PER_PAGE = 50
SYSTEM = "Sistem"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `hash` proves its place in the chain; `facts` are ids and counts as they were recorded."""

    sequence: int
    at: datetime
    kind: str
    label: str
    subject: Subject
    by: str
    facts: str
    short_facts: str
    hash: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see: one area, one day or a span of days, one thing."""

    area: str = ""
    first: date | None = None
    last: date | None = None
    about: str = ""
    page: int = 1

    @property
    def query(self) -> dict[str, str]:
        """The same as a query string's pairs."""
        days = {"dari": self.first, "sampai": self.last}
        pairs = {"jenis": self.area, "tentang": self.about, **{k: d.isoformat() for k, d in days.items() if d}}
        return {key: value for key, value in pairs.items() if value}


EVENTS: ListSpec[EventRow] = ListSpec(
    name="jurnal",
    columns=(
        Column("no", "Urutan", lambda row: row.sequence, numeric=True),
        Column("waktu", "Waktu", lambda row: row.at),
        Column("kejadian", "Kejadian", lambda row: row.label),
        Column("tentang", "Tentang", lambda row: row.subject.words),
        Column("oleh", "Oleh", lambda row: row.by),
        Column("jenis", "Jenis", lambda row: row.kind),
        Column("keterangan", "Keterangan", lambda row: row.facts),
        Column("sidik", "Sidik (SHA-256)", lambda row: row.hash),
    ),
)


def read_asked(query: Mapping[str, str]) -> Asked:
    """This will read the filters of a query string; what is no such filter is left out."""
    area = query.get("jenis", "")
    page = query.get("hal", "")
    return Asked(
        area=area if area in AREAS else "",
        first=_day(query.get("dari", "")),
        last=_day(query.get("sampai", "")),
        about=query.get("tentang", "")[:40],
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
    )


def journal_page(actor: Actor, asked: Asked) -> ListPage[EventRow]:
    """This will read one page of the journal, the newest first."""
    events = _events(actor, asked)
    found = events.count()
    total = Event.objects.filter(office_id=actor.office.pk).count() if asked.query else found
    pages = max(1, -(-found // PER_PAGE))
    page = min(max(asked.page, 1), pages)
    begin = (page - 1) * PER_PAGE
    choices = tuple(AREAS.items())
    return ListPage(
        rows=_rows(actor, list(events[begin : begin + PER_PAGE])),
        first=begin + 1 if found else 0,
        found=found,
        total=total,
        page=page,
        pages=pages,
        heads=(),
        filters=(Choice("jenis", "Tentang", choices, asked.area),),
        search="",
        search_label="",
        has_search=False,
        sort="",
        xlsx=_link(asked, ekspor="xlsx"),
        csv=_link(asked, ekspor="csv"),
        earlier=_link(asked, hal=str(page - 1)) if page > 1 else "",
        later=_link(asked, hal=str(page + 1)) if page < pages else "",
    )


def all_rows(actor: Actor, asked: Asked) -> Sequence[EventRow]:
    """This will read every event that was asked for, to take away."""
    return [row for batch in _batches(list(_events(actor, asked))) for row in _rows(actor, batch)]


def _batches(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    for begin in range(0, len(events), 500):  # SQLite binds some thousands of ids at most
        yield events[begin : begin + 500]


def _events(actor: Actor, asked: Asked) -> QuerySet[Event]:
    zone = ZoneInfo(actor.office.time_zone)
    events = Event.objects.filter(office_id=actor.office.pk).order_by("-sequence")
    if asked.area:
        events = events.filter(kind__startswith=f"{asked.area}.")
    if asked.first:
        events = events.filter(at__gte=datetime.combine(asked.first, time(), zone))
    if asked.last:
        events = events.filter(at__lt=datetime.combine(asked.last + timedelta(days=1), time(), zone))
    return events.filter(about_id=asked.about) if asked.about else events


def _rows(actor: Actor, events: Sequence[Event]) -> Sequence[EventRow]:
    subjects = subjects_of(actor, [(event.about_type, event.about_id) for event in events])
    names = {str(p.pk): p.name for p in Person.objects.filter(pk__in={event.by for event in events if event.by})}
    return [
        EventRow(
            sequence=event.sequence,
            at=event.at,
            kind=event.kind,
            label=LABELS.get(event.kind, event.kind),
            subject=subjects.get((event.about_type, event.about_id), Subject(event.about_type, "", event.about_id)),
            by=names.get(event.by, SYSTEM),
            facts=recorded_facts(event),
            short_facts=facts_in_words(event),
            hash=event.hash,
        )
        for event in events
    ]


def _link(asked: Asked, **more: str) -> str:
    return f"?{urlencode({**asked.query, **more})}"


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 3000 else None
