"""Doors to released figures: one edition for ever, or the newest of a period."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import Path, Query, Router

from sektoral.api.queries.cursors import read_cursor
from sektoral.api.queries.datasets import DatasetAnswer, dataset_of
from sektoral.api.queries.offices import fetch_office
from sektoral.api.queries.released import fetch_release, fetch_table, last_redescribed
from sektoral.api.views.answers import FAILURES, next_page
from sektoral.api.views.door import tag_of
from sektoral.api.views.formats import IN_FORMATS, OWN, chosen, write
from sektoral.api.views.parameters import DataParams
from sektoral.bank.queries.released import released_cube
from sektoral.domain.errors import Invalid
from sektoral.records.models import Release
from sektoral.ui.visit import at_of

router = Router(tags=["Terbuka"])
Edition = Annotated[int, Path(ge=1, le=32_000)]
Answer = DatasetAnswer | HttpResponseBase


@router.get(
    "/offices/{office}/tables/{agency}/{table}/releases/{period}/{edition}",
    response={200: DatasetAnswer, **FAILURES},
    summary="Angka satu edisi; alamat ini tetap",
    url_name="release",
    openapi_extra=IN_FORMATS,
)
def release(
    request: HttpRequest,
    response: HttpResponse,
    office: str,
    agency: str,
    table: str,
    period: str,
    edition: Edition,
    params: Query[DataParams],
) -> Answer:
    """This will give the figures of one edition."""
    found = fetch_release(fetch_office(office), agency, table, period, edition, at=at_of(request))
    return _figures(request, response, found, params)


@router.get(
    "/offices/{office}/tables/{agency}/{table}/data/{period}",
    response={200: DatasetAnswer, **FAILURES},
    summary="Angka satu periode menurut edisi yang terbaru",
    url_name="data",
    openapi_extra=IN_FORMATS,
)
def data(
    request: HttpRequest,
    response: HttpResponse,
    office: str,
    agency: str,
    table: str,
    period: str,
    params: Query[DataParams],
) -> Answer:
    """This will give the figures of a period in their newest edition."""
    found = fetch_release(fetch_office(office), agency, table, period, None, at=at_of(request))
    return _figures(request, response, found, params)


def _figures(request: HttpRequest, response: HttpResponse, found: Release, params: DataParams) -> Answer:
    """Who holds the newest answer is told so before a figure is read."""
    at, kind, listing = at_of(request), chosen(request, params.format), f"release {found.pk}"
    table = fetch_table(found.office, found.agency.code, found.code, at=at)
    tag = tag_of(found.pk, found.as_of, table.pk, table.hides_small, last_redescribed(found), kind, request.GET.dict())
    told = get_conditional_response(request, etag=tag, last_modified=_stamp(found))
    if told is not None:
        return _validated(told, tag, found)
    if kind != OWN:
        if params.cursor:
            raise Invalid("cursor_invalid")
        return _validated(write(kind, released_cube(found, at=at)), tag, found)
    first = int((read_cursor(params.cursor, listing=listing) or (0,))[0])
    cube = released_cube(found, at=at)
    last = (first + params.limit,) if len(cube.figures) > first + params.limit else ()
    _validated(response, tag, found)
    return dataset_of(cube, first=first, limit=params.limit, following=next_page(request, last, listing=listing))


def _validated(answer: HttpResponseBase, tag: str, found: Release) -> HttpResponseBase:
    answer["ETag"] = tag
    answer["Last-Modified"] = http_date(_stamp(found))
    return answer


def _stamp(found: Release) -> int:
    """When the public could see it first, in seconds."""
    public_since = [moment for moment in (found.released_at, found.embargo_until) if moment]
    return int(max(public_since).timestamp())
