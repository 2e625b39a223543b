"""A subset of the SDMX REST API 2.1, for what is released: structures of five kinds, and data by dataflow.

What the standard has and this service has not is refused as *not implemented*, never ignored. Refusals carry the
standard's error number in `facts.error`: 100 no results, 140 syntax, 501 not implemented.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from sektoral.adapters.exchange import sdmx_registry
from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.sdmx_registry import MEDIA_TYPES, Artefact
from sektoral.api.queries.sdmx import cube_of_flow, find_flow, list_flows
from sektoral.api.views.door import Address, guard
from sektoral.api.views.sdmx_query import ANY, check_parameters, read_query
from sektoral.domain.errors import NotFound, Refused
from sektoral.records.models import Office
from sektoral.ui.visit import at_of

DATA_FORMATS = {one.media_type: one for name, one in FORMATS.items() if name.startswith("sdmx-")}
STRUCTURE_PARAMETERS = {"detail": ("full",), "references": ("none", "all", "descendants", "children")}


def structure(request: HttpRequest, what: str, owner: str = "*", id: str = "*", version: str = "+") -> HttpResponse:  # noqa: A002
    """This will answer for an artefact, or for the list of dataflows or agencies."""
    at, media_type = at_of(request), _media_type(request, MEDIA_TYPES)
    check_parameters(request.GET.dict(), STRUCTURE_PARAMETERS)
    kind = next((one for one in Artefact if one.value == what), None)
    if kind is None:
        raise Refused("sdmx_not_implemented", error=501, what=what[:60])
    if kind is Artefact.AGENCY_SCHEME and owner in ("SDMX", *ANY):
        offices = list(Office.objects.order_by("slug").values_list("slug", "name"))
        return HttpResponse(sdmx_registry.list_agencies(offices, media_type, at=at), content_type=media_type)
    references = request.GET.get("references", "none")
    if id in ANY and kind is Artefact.DATAFLOW and references == "none":
        return HttpResponse(
            sdmx_registry.list_flows(list_flows(owner, at=at), media_type, at=at), content_type=media_type
        )
    if id in ANY:
        raise Refused("sdmx_not_implemented", error=501, what=f"{what} *")
    flow = find_flow(owner, id, version, at=at)
    cube = cube_of_flow(flow, at=at)
    body = sdmx_registry.structures(cube, flow, kind, id, media_type, with_all=references != "none", at=at)
    if not body:
        raise NotFound("sdmx_no_results", error=100)
    return HttpResponse(body, content_type=media_type)


def data(request: HttpRequest, context: str, owner: str, id: str, version: str = "+", key: str = "*") -> HttpResponse:  # noqa: A002
    """This will answer a data query over one dataflow, with the newest edition of each period."""
    at, media_type = at_of(request), _media_type(request, tuple(DATA_FORMATS))
    if context != "dataflow" or id in ANY or owner in ANY:
        raise Refused("sdmx_not_implemented", error=501, what=f"{context}/{owner}/{id}"[:60])
    query = read_query(request.GET.dict(), key)
    found = DATA_FORMATS[media_type]
    cube = cube_of_flow(find_flow(owner, id, version, at=at), at=at, query=query)
    return HttpResponse(found.to_bytes(cube), content_type=media_type)


def not_implemented(request: HttpRequest, rest: str) -> HttpResponse:
    """This will refuse the resources of the standard that this service has not."""
    raise Refused("sdmx_not_implemented", error=501, what=rest.partition("/")[0][:60])


def _media_type(request: HttpRequest, known: Sequence[str]) -> str:
    """The type that is preferred; JSON or XML in short are understood too. Raises `Refused` (`format_unknown`)."""
    found = request.get_preferred_type(list(known))
    if found:
        return found
    for short in ("json", "xml", "csv"):
        if request.accepts(f"application/{short}") or request.accepts(f"text/{short}"):
            for one in known:
                if f"+{short}" in one:
                    return one
    raise Refused("format_unknown", known=", ".join(known))


_DOOR = Address(None, is_public=True)
_ENDS = ("", "/")  # pysdmx, like other clients, ends an address with a slash
urlpatterns: list[URLPattern] = [
    *(
        path(f"structure/<what>{fields}{end}", guard(structure, _DOOR), name="sdmx_structure")
        for fields in ("", "/<owner>", "/<owner>/<id>", "/<owner>/<id>/<version>")
        for end in _ENDS
    ),
    *(
        path(f"data/<context>/<owner>/<id>{fields}{end}", guard(data, _DOOR), name="sdmx_data")
        for fields in ("", "/<version>", "/<version>/<key>")
        for end in _ENDS
    ),
    path("<path:rest>", guard(not_implemented, _DOOR), name="sdmx_rest"),
]
