"""The first public page of an office: every table that the public has, the newest releases, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sektoral.bank.queries.released import public_releases
from sektoral.domain.affairs import affairs_of
from sektoral.domain.periods import read_period
from sektoral.domain.releases import Classification
from sektoral.domain.states import ReleaseState
from sektoral.records.actors import local_date
from sektoral.records.models import Office, Release, Table
from sektoral.ui.lists import Column, Filter, ListSpec

NEWEST, NEXT = 6, 5
Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that the public has: of which periods, and since when the newest of them. `words` are searched."""

    agency_code: str
    code: str
    title: str
    agency: str
    affairs: Sequence[str]
    level: str
    periods: Sequence[str]
    released_at: datetime
    words: str

    @property
    def span(self) -> str:
        """The periods from first to last."""
        return "–".join(dict.fromkeys((self.periods[0], self.periods[-1])))


@dataclass(frozen=True, slots=True)
class Coming:
    """A release of the calendar: planned, or released and still under embargo. `until` is the embargo's end."""

    title: str
    agency: str
    period: str
    on: date
    until: datetime | None
    key: UUID
    edition: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A release that the public has."""

    title: str
    agency: str
    agency_code: str
    code: str
    period: str
    edition: int
    released_at: datetime
    note: str
    key: UUID


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page of an office."""

    office: Office
    rows: Sequence[OpenTable]
    newest: Sequence[Gone]
    coming: Sequence[Coming]


def home_page(office: Office, *, at: datetime) -> HomePage:
    """This will read an office's first page."""
    newest: dict[tuple[str, str], Gone] = {}
    for one in list_gone(office, at=at):
        newest.setdefault((one.agency_code, one.code), one)
    return HomePage(office, _tables(office, at=at), list(newest.values())[:NEWEST], list_coming(office, at=at)[:NEXT])


def list_gone(office: Office, *, at: datetime) -> Sequence[Gone]:
    """This will list what the public has, the newest first."""
    titles = _titles(office)
    rows = sorted(public_releases(office, at=at), key=lambda one: (_seen_at(one), one.period), reverse=True)
    return [
        Gone(
            title=titles[one.agency_id, one.code].title,
            agency=one.agency.name,
            agency_code=one.agency.code,
            code=one.code,
            period=one.period,
            edition=one.edition,
            released_at=_seen_at(one),
            note=one.note,
            key=one.pk,
        )
        for one in rows
    ]


def list_coming(office: Office, *, at: datetime) -> Sequence[Coming]:
    """This will list the release calendar from today on; a plan whose day has passed is overdue and stays first."""
    titles = _titles(office)
    standing = Release.objects.filter(office=office, state__in=(ReleaseState.PLANNED, ReleaseState.RELEASED))
    rows = [
        one
        for one in standing.select_related("agency")
        if (one.agency_id, one.code) in titles
        and (one.state == ReleaseState.PLANNED or (one.embargo_until is not None and one.embargo_until > at))
    ]
    coming = [
        Coming(
            title=titles[one.agency_id, one.code].title,
            agency=one.agency.name,
            period=one.period,
            on=_day(office, one),
            until=one.embargo_until,
            key=one.pk,
            edition=one.edition,
        )
        for one in rows
    ]
    return sorted(coming, key=lambda one: (one.on, one.title))


def _day(office: Office, one: Release) -> date:
    return max(one.planned_on, local_date(office, one.embargo_until)) if one.embargo_until else one.planned_on


def _seen_at(one: Release) -> datetime:
    """Since when the public sees it."""
    return max(filter(None, (one.released_at, one.embargo_until)))


def _titles(office: Office) -> dict[Key, Table]:
    """The open tables alone: the calendar names no other."""
    rows = Table.objects.filter(office=office, is_current=True, classification=Classification.OPEN)
    return {(row.agency_id, row.code): row for row in rows.select_related("agency")}


def _tables(office: Office, *, at: datetime) -> Sequence[OpenTable]:
    released: dict[Key, list[Release]] = {}
    for one in public_releases(office, at=at):
        released.setdefault((one.agency_id, one.code), []).append(one)
    tables = _titles(office)
    rows = [_open_table(tables[key], releases) for key, releases in released.items()]
    return sorted(rows, key=lambda row: row.title)


def _open_table(table: Table, releases: Sequence[Release]) -> OpenTable:
    periods = sorted({one.period for one in releases}, key=lambda code: read_period(code).first_day)
    affairs = affairs_of(table.agency.affairs)
    variables = table.definition.get("variables", [])
    words = [f"{one.get('name', '')} {one.get('concept', '')} {one.get('unit', '')}" for one in variables]
    return OpenTable(
        agency_code=table.agency.code,
        code=table.code,
        title=table.title,
        agency=table.agency.name,
        affairs=affairs,
        level=table.level,
        periods=periods,
        released_at=max(_seen_at(one) for one in releases),
        words=" ".join((table.title, table.code, table.agency.name, table.agency.short_name, *affairs, *words)),
    )


def list_spec(rows: Sequence[OpenTable]) -> ListSpec[OpenTable]:
    """This will describe the list of tables."""
    years = sorted({period[:4] for row in rows for period in row.periods}, reverse=True)
    return ListSpec(
        name="data-terbuka",
        columns=(
            Column("tabel", "Tabel", lambda row: row.title),
            Column("opd", "Produsen data", lambda row: row.agency),
            Column("urusan", "Urusan", lambda row: ", ".join(row.affairs)),
            Column("tingkat", "Tingkat", lambda row: row.level.capitalize()),
            Column("periode", "Periode", lambda row: row.span),
            Column("rilis", "Rilis terakhir", lambda row: row.released_at),
        ),
        filters=(
            Filter("urusan", "Urusan", _words(one for row in rows for one in row.affairs), _has_affair),
            Filter("opd", "Produsen data", _words(row.agency for row in rows), lambda row, name: row.agency == name),
            Filter("tingkat", "Tingkat", _words(row.level for row in rows), lambda row, name: row.level == name),
            Filter("tahun", "Tahun", [(one, one) for one in years], _has_year),
        ),
        text=lambda row: row.words,
        search_label="Cari judul, konsep, satuan, atau OPD",
        per_page=25,
    )


def _has_affair(row: OpenTable, name: str) -> bool:
    return name in row.affairs


def _has_year(row: OpenTable, year: str) -> bool:
    return any(period.startswith(year) for period in row.periods)


def _words(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(word, word[:1].upper() + word[1:]) for word in sorted(set(words))]
