"""Doors for who holds a key: the whole bank of the key's office at any instant, its metadata, its rounds."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import is_naive
from ninja import Query, Router

from sektoral.api.queries import bank
from sektoral.api.queries.bank import BankAnswer, BankTable, MetadataAnswer, OriginsAnswer
from sektoral.api.queries.cursors import read_cursor
from sektoral.api.queries.datasets import DatasetAnswer, dataset_of
from sektoral.api.queries.links import link
from sektoral.api.queries.released import after
from sektoral.api.queries.rounds import RoundAnswer, RoundListed, RoundsAnswer, fetch_round, round_answer
from sektoral.api.views.answers import FAILURES, next_page
from sektoral.api.views.door import tag_of
from sektoral.api.views.formats import IN_FORMATS, OWN, chosen, write
from sektoral.api.views.keyholders import KeyFor, office_of
from sektoral.api.views.parameters import BankDataParams, BankParams, Paging
from sektoral.bank.queries.cubes import cube_of
from sektoral.domain.api_keys import Scope
from sektoral.domain.errors import Invalid
from sektoral.records.models import Round
from sektoral.ui.visit import at_of

router = Router(tags=["Dengan kunci"])
BANK, PROVENANCE, METADATA, ROUNDS = (KeyFor(scope) for scope in Scope)


@router.get(
    "/bank/tables",
    auth=BANK,
    response={200: BankAnswer, **FAILURES},
    summary="Semua tabel kantor dan isi Bank Data menurut periode",
)
def bank_tables(request: HttpRequest, params: Query[Paging]) -> BankAnswer:
    """This will list the tables of the key's office."""
    office, listing = office_of(request), "bank"
    place = read_cursor(params.cursor, listing=listing)
    found = list(after(bank.tables_of(office).defer("definition"), place)[: params.limit + 1])
    shown = found[: params.limit]
    held = bank.holdings_of(shown)
    rows = tuple(
        BankTable(
            agency=one.agency.code,
            agency_name=one.agency.name,
            table=one.code,
            edition=one.version,
            title=one.title,
            level=one.level,
            classification=one.classification,
            is_priority=one.is_priority,
            holdings=held.get((one.agency_id, one.code), ()),
            url=link("bank_data", one.agency.code, one.code),
        )
        for one in shown
    )
    last = (shown[-1].agency.code, shown[-1].code) if len(found) > params.limit else ()
    return BankAnswer(rows, next_page(request, last, listing=listing))


@router.get(
    "/bank/tables/{agency}/{table}/data",
    auth=BANK,
    response={200: DatasetAnswer, **FAILURES},
    summary="Angka satu tabel, juga yang belum dirilis, kini atau pada suatu waktu",
    openapi_extra=IN_FORMATS,
)
def bank_data(
    request: HttpRequest, response: HttpResponse, agency: str, table: str, params: Query[BankDataParams]
) -> DatasetAnswer | HttpResponseBase:
    """This will give the figures of a table as of an instant."""
    at, kind = at_of(request), chosen(request, params.format)
    found, as_of = bank.fetch_bank_table(office_of(request), agency, table), _instant(params.as_of, at)
    tag = tag_of(found.pk, bank.last_change(found), kind, request.GET.dict())
    told = get_conditional_response(request, etag=tag)
    if told is None and kind == OWN:
        response["ETag"] = tag
        listing = f"bank {found.pk} {params.period} {as_of}"
        first = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
        cube = cube_of(found, at=at, as_of=as_of, periods=[params.period] if params.period else [])
        last = (first + params.limit,) if len(cube.figures) > first + params.limit else ()
        return dataset_of(cube, first=first, limit=params.limit, following=next_page(request, last, listing=listing))
    if told is None:
        told = write(kind, cube_of(found, at=at, as_of=as_of, periods=[params.period] if params.period else []))
    told["ETag"] = tag
    return told


@router.get(
    "/bank/tables/{agency}/{table}/observations",
    auth=PROVENANCE,
    response={200: OriginsAnswer, **FAILURES},
    summary="Setiap versi angka dengan asalnya: berkas, lembar, sel, surat, dan entri jurnal",
)
def observations(request: HttpRequest, agency: str, table: str, params: Query[BankParams]) -> OriginsAnswer:
    """This will give figures with their origins."""
    found, as_of = bank.fetch_bank_table(office_of(request), agency, table), _instant(params.as_of, at_of(request))
    listing = f"origins {found.pk} {params.period} {as_of}"
    place = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
    rows = bank.origins_of(found, period=params.period, as_of=as_of, after=place, limit=params.limit + 1)
    last = (rows[params.limit - 1].id,) if len(rows) > params.limit else ()
    return OriginsAnswer(tuple(rows[: params.limit]), next_page(request, last, listing=listing))


@router.get(
    "/bank/tables/{agency}/{table}/metadata",
    auth=METADATA,
    response={200: MetadataAnswer, **FAILURES},
    summary="Standar Data variabelnya, serta MS-Var dan MS-Ind; isian yang menyebut orang tidak disertakan",
)
def metadata(request: HttpRequest, agency: str, table: str) -> MetadataAnswer:
    """This will give what is known of a table's meaning."""
    return bank.metadata_of(bank.fetch_bank_table(office_of(request), agency, table))


@router.get("/rounds", auth=ROUNDS, response={200: RoundsAnswer, **FAILURES}, summary="Putaran pengumpulan")
def rounds(request: HttpRequest, params: Query[Paging]) -> RoundsAnswer:
    """This will list the rounds of the key's office."""
    listing = "rounds"
    first = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
    rows = Round.objects.filter(office=office_of(request)).order_by("-opened_at", "pk")
    found = list(rows[first : first + params.limit + 1])
    listed = tuple(
        RoundListed(
            id=one.pk,
            title=one.title,
            period=one.period,
            state=one.state,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            url=link("round", str(one.pk)),
        )
        for one in found[: params.limit]
    )
    last = (first + params.limit,) if len(found) > params.limit else ()
    return RoundsAnswer(listed, next_page(request, last, listing=listing))


@router.get(
    "/rounds/{id}",
    auth=ROUNDS,
    response={200: RoundAnswer, **FAILURES},
    summary="Kelengkapan dan ketepatan waktu satu putaran menurut OPD",
    url_name="round",
)
def round_(request: HttpRequest, id: UUID) -> RoundAnswer:  # noqa: A002  the name in the address
    """This will count a round."""
    return round_answer(fetch_round(office_of(request), id))


def _instant(as_of: datetime | None, at: datetime) -> datetime | None:
    """Raise `Invalid` for an instant that has no zone, or has not come yet: its answer could still change."""
    if as_of is None:
        return None
    if is_naive(as_of):
        raise Invalid("parameter_invalid", parameter="as_of", reason="tanpa zona waktu")
    if as_of > at:
        raise Invalid("as_of_in_future")
    return as_of
