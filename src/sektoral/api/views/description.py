"""The API as a whole: its parts, how it refuses, and its description in OpenAPI."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.params.models import ParamModel

from sektoral.api.views import data, keyed, public
from sektoral.api.views.door import Address, guard, refusal
from sektoral.api.views.keyholders import KeyFor
from sektoral.domain.errors import Invalid, SektoralError

PREFIX = "/api/v1/"
ABOUT = """Data statistik sektoral yang dikumpulkan Walidata menurut SOP-nya.

Yang sudah dirilis terbuka tanpa kunci. Selebihnya memerlukan kunci API pada kepala permintaan
`Authorization: Bearer <kunci>`. Semua alamat hanya membaca. Angka ditulis sebagai teks desimal yang persis; tanda BPS
(`–` `…` `NA` `~0`) berdiri terpisah dari angkanya."""

api = NinjaAPI(
    title="sektoral", version="1", description=ABOUT, openapi_url=None, docs_url=None, urls_namespace="api_operations"
)
for part in (public, data, keyed):
    api.add_router("", part.router)


@api.exception_handler(SektoralError)
def _refused(request: HttpRequest, error: SektoralError) -> HttpResponse:
    return refusal(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    return refusal(Invalid("parameter_invalid", parameter=str(first["loc"][-1])[:60], reason=str(first["type"])))


def operations() -> Iterator[URLPattern]:
    """This will give the addresses of all operations, each behind the door."""
    for router in api._get_bound_routers():
        for route, view in router.path_operations.items():
            (operation,) = view.operations
            queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
            names = [name for model in queries for name in _of(model)]
            address = Address(names, is_public=not operation.auth_callbacks)
            fields = f"{router.prefix}{route}".lstrip("/").replace("{", "<").replace("}", ">")
            name = getattr(operation, "url_name", operation.view_func.__name__)
            yield path(fields, guard(view.get_view(), address), name=name)


@dataclass(frozen=True, slots=True)
class Listed:
    """An operation as the page lists it; `scopes` are what a key must open, empty for what is open to all."""

    address: str
    summary: str
    scopes: str


def list_operations() -> Sequence[Listed]:
    """This will list the operations in their order."""
    return [
        Listed(
            f"{PREFIX}{router.prefix}{route}".replace("//", "/"),
            operation.summary,
            ", ".join(auth.scope.value for auth in operation.auth_callbacks if isinstance(auth, KeyFor)),
        )
        for router in api._get_bound_routers()
        for route, view in router.path_operations.items()
        for operation in view.operations
    ]


@cache
def described() -> str:
    """This will write the description of the API."""
    found = api.get_openapi_schema(path_prefix=PREFIX)
    for methods in found["paths"].values():
        for operation in methods.values():
            operation.pop("description", None)  # the summary says it, in the language of who reads it
    return json.dumps(found, ensure_ascii=False)


def _of(model: type[ParamModel]) -> Iterable[str]:
    names: Mapping[str, object] = getattr(model, "__ninja_flatten_map__", {})
    return names
