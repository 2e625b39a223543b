"""Doors for everybody: what is released, and how it is coded."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from sektoral.api.queries import released
from sektoral.api.queries.calendar import CalendarAnswer, list_entries
from sektoral.api.queries.codelists import (
    CodelistAnswer,
    CodelistListed,
    CodelistsAnswer,
    codes_of,
    fetch_codelist,
)
from sektoral.api.queries.cursors import read_cursor
from sektoral.api.queries.links import link
from sektoral.api.queries.offices import OfficesAnswer, fetch_office, list_offices
from sektoral.api.queries.released import Asked, CatalogueAnswer, TableAnswer, TableListed
from sektoral.api.views.answers import FAILURES, edition_answer, next_page
from sektoral.api.views.parameters import CatalogueParams, Paging
from sektoral.records.models import Codelist
from sektoral.ui.visit import at_of

router = Router(tags=["Terbuka"])
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@router.get("/offices", response={200: OfficesAnswer, **FAILURES}, summary="Kantor Walidata pada pemasangan ini")
def offices(request: HttpRequest) -> OfficesAnswer:
    """This will list the offices."""
    return list_offices()


@router.get(
    "/offices/{office}/tables",
    response={200: CatalogueAnswer, **FAILURES},
    summary="Katalog tabel yang sudah dirilis, urut menurut kode OPD dan kode tabel",
)
def tables(request: HttpRequest, office: str, params: Query[CatalogueParams]) -> CatalogueAnswer:
    """This will search the catalogue of what is released."""
    at, here = at_of(request), fetch_office(office)
    priority = {"yes": True, "no": False}.get(params.priority)
    asked = Asked(params.q.split()[:8], params.agency, params.period, priority)
    listing = f"tables {office} {asked.listing}"
    place = read_cursor(params.cursor, listing=listing)
    found = list(released.after(released.released_tables(here, asked, at=at), place)[: params.limit + 1])
    shown = found[: params.limit]
    editions = released.editions_of(shown, at=at)
    rows = []
    for one in shown:
        mine = editions[one.agency_id, one.code]
        rows.append(
            TableListed(
                agency=one.agency.code,
                agency_name=one.agency.name,
                table=one.code,
                title=one.title,
                level=one.level,
                is_priority=one.is_priority,
                periods=tuple(dict.fromkeys(edition.period for edition in mine)),
                updated_at=max(edition.released_at for edition in mine if edition.released_at),
                url=link("table", office, one.agency.code, one.code),
            )
        )
    last = (shown[-1].agency.code, shown[-1].code) if len(found) > params.limit else ()
    return CatalogueAnswer(tuple(rows), next_page(request, last, listing=listing))


@router.get(
    "/offices/{office}/tables/{agency}/{table}",
    response={200: TableAnswer, **FAILURES},
    summary="Satu tabel: variabel, rilis, lisensi, dan cara mengutipnya",
    url_name="table",
)
def table(request: HttpRequest, office: str, agency: str, table: str) -> TableAnswer:
    """This will describe a released table."""
    at, here = at_of(request), fetch_office(office)
    found = released.fetch_table(here, agency, table, at=at)
    definition = released.definition_of(found)
    editions = released.editions_of([found], at=at)[found.agency_id, found.code]
    return TableAnswer(
        office=office,
        agency=found.agency.code,
        agency_name=found.agency.name,
        table=found.code,
        edition=found.version,
        title=found.title,
        note=definition.note,
        level=found.level,
        unit=definition.unit,
        period_type=definition.period_type,
        classification=found.classification,
        is_priority=found.is_priority,
        is_sample=here.is_sample or definition.sample,
        variables=released.variables_of(definition),
        releases=tuple(edition_answer(one) for one in editions),
        licence=LICENCE,
        citation=f"{found.agency.name}, {found.title}. {here.name} {here.regency}, {settings.BASE_URL}",
    )


@router.get("/offices/{office}/calendar", response={200: CalendarAnswer, **FAILURES}, summary="Jadwal rilis")
def calendar(request: HttpRequest, office: str, params: Query[Paging]) -> CalendarAnswer:
    """This will list the days of releases, the last first."""
    at, here, listing = at_of(request), fetch_office(office), f"calendar {office}"
    first = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
    found = list_entries(here, first=first, limit=params.limit + 1, at=at)
    last = (first + params.limit,) if len(found) > params.limit else ()
    return CalendarAnswer(found[: params.limit], next_page(request, last, listing=listing))


@router.get("/offices/{office}/codelists", response={200: CodelistsAnswer, **FAILURES}, summary="Kode referensi")
def codelists(request: HttpRequest, office: str) -> CodelistsAnswer:
    """This will list the code lists of an office."""
    rows = Codelist.objects.filter(office=fetch_office(office)).order_by("code")[:1000]
    return CodelistsAnswer(
        tuple(CodelistListed(one.code, one.name, one.source, link("codelist", office, one.code)) for one in rows)
    )


@router.get(
    "/offices/{office}/codelists/{codelist}",
    response={200: CodelistAnswer, **FAILURES},
    summary="Satu daftar kode, dengan masa berlaku dan kode BPS di sampingnya",
    url_name="codelist",
)
def codelist(request: HttpRequest, office: str, codelist: str, params: Query[Paging]) -> CodelistAnswer:
    """This will give the codes of a list."""
    found, listing = fetch_codelist(fetch_office(office), codelist), f"codes {office} {codelist}"
    first = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
    codes = codes_of(found, first=first, limit=params.limit + 1)
    last = (first + params.limit,) if len(codes) > params.limit else ()
    following = next_page(request, last, listing=listing)
    return CodelistAnswer(found.code, found.name, found.source, codes[: params.limit], following)
