"""A table's public pages: one edition of one period, all periods side by side, and what is left of a withdrawn one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from sektoral.bank.queries.breaks import BreakNote, notes_of
from sektoral.bank.queries.grid import Grid
from sektoral.domain.affairs import affairs_of
from sektoral.domain.charts import Chart
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period
from sektoral.domain.states import ReleaseState
from sektoral.portal.queries.breaks import breaks_of_releases
from sektoral.portal.queries.chart import chart_of
from sektoral.portal.queries.citation import LICENCE, LICENCE_URL, Citation, citation_of
from sektoral.portal.queries.figures import Layout, lay_out_releases
from sektoral.portal.queries.offices import Address, editions_of, newest_editions
from sektoral.records.models import Office, Release, Table
from sektoral.ui.components import Fact
from sektoral.ui.formats import moment_text


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition of the same period."""

    number: int
    url: str
    at: datetime | None
    note: str
    is_withdrawn: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class OpenPage:
    """What the public sees of a table: of one edition, or of all periods (then `edition` is 0).

    `newer` is the address of a newer edition, `url` the permanent one of what is shown.
    """

    office: Office
    table: Table
    title: str
    lead: str
    unit: str
    is_sample: bool
    grid: Grid
    legend: str
    notes: Sequence[str]
    breaks: Sequence[BreakNote]
    facts: Sequence[Fact]
    period: str
    period_label: str
    edition: int
    url: str
    newer: str
    editions: Sequence[EditionLink]
    periods: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    column: str
    released_at: datetime
    citation: Citation | None
    chart: Chart | None
    licence: str = LICENCE
    licence_url: str = LICENCE_URL


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """What a permanent link says of an edition that was taken back."""

    office: Office
    table: Table
    release: Release
    newest: str


def edition_page(
    address: Address, period: str, edition: int | None, *, base: str, at: datetime
) -> OpenPage | WithdrawnPage:
    """This will read one edition, or the newest of a period. `base` is the installation's address.

    Raises `NotFound` for what the public never had.
    """
    editions = editions_of(address, period, at=at)
    newest = next((one for one in editions if one.state == ReleaseState.RELEASED), None)
    chosen = next((one for one in editions if one.edition == edition), None) if edition else newest or editions[0]
    if chosen is None:
        raise NotFound("not_found")
    newer = edition_url(address, newest) if newest and newest.edition > chosen.edition else ""
    if chosen.state == ReleaseState.WITHDRAWN:
        return WithdrawnPage(address.office, address.table, chosen, edition_url(address, newest) if newest else "")
    layout = lay_out_releases(address.table, [chosen], column="", at=at)
    url = base + edition_url(address, chosen)
    page = _page(address, layout, chosen, at=at)
    return replace(
        page,
        period=period,
        period_label=read_period(period).label,
        edition=chosen.edition,
        url=url,
        newer=newer,
        editions=[_link(address, one, chosen) for one in editions],
        citation=citation_of(address.table, chosen, url),
    )


def series_page(address: Address, *, column: str, base: str, at: datetime) -> OpenPage:
    """This will read all periods that the public has, side by side. Raises `NotFound` where there are none."""
    releases = newest_editions(address, at=at)
    layout = lay_out_releases(address.table, releases, column=column, at=at)
    page = _page(address, layout, releases[-1], at=at)
    return replace(page, url=base + table_url(address), breaks=notes_of(breaks_of_releases(address.table, releases)))


def charts_of_release(address: Address, release: Release, *, at: datetime) -> Sequence[Chart]:
    """This will give the pictures that an edition's page and its table's page show. Raises `NotFound`."""
    edition = edition_page(address, release.period, release.edition, base="", at=at)
    pages = [series_page(address, column="", base="", at=at), edition]
    return [page.chart for page in pages if isinstance(page, OpenPage) and page.chart]


def table_url(address: Address) -> str:
    """This will give the address of a table with all its periods."""
    return reverse("portal:series", args=[address.office.slug, address.agency.code, address.table.code])


def edition_url(address: Address, release: Release) -> str:
    """This will give the permanent address of an edition."""
    names = [address.office.slug, address.agency.code, address.table.code, release.period, release.edition]
    return reverse("portal:edition", args=names)


def _page(address: Address, layout: Layout, newest: Release, *, at: datetime) -> OpenPage:
    table, definition = address.table, layout.definition
    periods = newest_editions(address, at=at) if newest.state == ReleaseState.RELEASED else []
    return OpenPage(
        office=address.office,
        table=table,
        title=definition.title,
        lead=_lead(definition),
        unit=definition.unit,
        is_sample=definition.sample,
        grid=layout.grid,
        legend=layout.legend,
        notes=[definition.note] if definition.note else [],
        breaks=[],
        facts=_facts(table, definition, newest),
        period="",
        period_label="",
        edition=0,
        url="",
        newer="",
        editions=[],
        periods=[(one.period, _period_url(address, one.period)) for one in reversed(periods)],
        columns=[(each.code, ", ".join(filter(None, (each.group, each.label)))) for each in definition.columns],
        column=layout.column,
        released_at=newest.released_at or at,
        citation=None,
        chart=chart_of(layout.grid, layout.slots, title=definition.title, unit=definition.unit),
    )


def _period_url(address: Address, period: str) -> str:
    return reverse("portal:period", args=[address.office.slug, address.agency.code, address.table.code, period])


def _link(address: Address, one: Release, shown: Release) -> EditionLink:
    return EditionLink(
        number=one.edition,
        url=edition_url(address, one),
        at=one.released_at,
        note=one.note,
        is_withdrawn=one.state == ReleaseState.WITHDRAWN,
        is_shown=one.pk == shown.pk,
    )


def _lead(definition: TableDef) -> str:
    concepts = "; ".join(dict.fromkeys(one.concept for one in definition.variables if one.concept))
    return ", ".join(filter(None, (concepts, f"dalam {definition.unit}")))


def _facts(table: Table, definition: TableDef, release: Release) -> Sequence[Fact]:
    zone = ZoneInfo(table.office.time_zone)
    several = len(definition.variables) > 1
    meanings = [
        Fact(f"{word} {variable.name}" if several else word, text)
        for variable in definition.variables
        for word, text in (("Konsep", variable.concept), ("Definisi", variable.definition))
        if text
    ]
    return [
        Fact("Produsen data", table.agency.name),
        Fact("Walidata", f"{table.office.name} {table.office.regency}"),
        Fact("Urusan", ", ".join(affairs_of(table.agency.affairs))),
        *meanings,
        Fact("Satuan", definition.unit),
        Fact("Tingkat penyajian", definition.level.capitalize()),
        Fact("Periode", definition.period_type.capitalize()),
        Fact("Cara pengumpulan", "Kompilasi produk administrasi", note="Dikumpulkan dan diperiksa Walidata"),
        Fact("Kode wilayah", f"Kemendagri {table.office.region_code}"),
        Fact("Dirilis", moment_text(release.released_at, zone) if release.released_at else "–"),
        Fact("Kode tabel", table.code, is_code=True),
    ]
