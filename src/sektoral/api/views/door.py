"""The one door of every address under /api/v1/: what it refuses before a view is asked, and what each answer carries.

1. a key in the address, a parameter that is unknown or stands there twice, control characters;
2. more requests in a minute than one network address may make (a key has its own limit, see `keyholders`);
3. the view; a HEAD is answered as a GET without its body;
4. validators and the rules for caches; whoever holds the newest answer gets 304.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from sektoral.domain.api_keys import FORM, MARK
from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError
from sektoral.ui.limits import Limit, address_of
from sektoral.ui.messages import error_body
from sektoral.ui.refusals import RETRY_AFTER
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import at_of

View = Callable[..., HttpResponseBase]

MINUTE = 60
BY_ADDRESS = Limit("api.address", most=60, seconds=MINUTE)
LONGEST_ACCEPT = 1_000  # characters: each type in it is compared with each of ours
READS = ("GET", "HEAD", "OPTIONS")
SHARED = "public, max-age=300"
OWN = "private, no-cache"
STATUSES = {  # what HTTP says more exactly than the five kinds of refusal
    "api_key_missing": 401,
    "api_key_unknown": 401,
    "api_key_expired": 401,
    "api_key_in_query": 400,
    "parameter_twice": 400,
    "api_method_unknown": 405,
    "format_unknown": 406,
    "sdmx_syntax": 400,
    "sdmx_not_implemented": 501,
    "too_many_requests": 429,
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HIDDEN = re.compile(rf"{MARK}[0-9a-f]{{8}}_")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address takes. Without `parameters` it takes any, and looks at them itself."""

    parameters: Collection[str] | None
    is_public: bool


def guard(view: View, address: Address) -> View:
    """This will put the door before a view, and mark it for the guard test."""

    @wraps(view)
    def door(request: HttpRequest, **fields: object) -> HttpResponseBase:
        try:
            answer = _answer(request, view, address, fields)
        except SektoralError as error:
            answer = refusal(error)
        return _dressed(request, answer, address)

    door.guard = "public" if address.is_public else "api_key"  # type: ignore[attr-defined]
    door.csrf_exempt = True  # type: ignore[attr-defined]  # it knows no cookies and changes nothing
    return door


def refusal(error: SektoralError) -> HttpResponse:
    """This will answer with `{"code", "message", "facts"}` and the status that belongs to the code."""
    answer = JsonResponse(error_body(error), status=STATUSES.get(error.code, error.status))
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="sektoral"'
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(error.facts["seconds"])
    if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = RETRY_AFTER
    if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer["Allow"] = ", ".join(READS)
    return answer


def take(limit: Limit, who: str, request: HttpRequest) -> None:
    """This will count a request. Raises `Refused` (`too_many_requests`) with the seconds until the next window."""
    at = at_of(request)
    try:
        limit.take(who, at)
    except Refused as error:
        tell(Occurrence.LIMIT_REACHED, request, door=limit.door)
        raise Refused("too_many_requests", seconds=limit.seconds - int(at.timestamp()) % limit.seconds) from error


def tag_of(*parts: object) -> str:
    """This will make a strong validator of whatever an answer depends on."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _answer(request: HttpRequest, view: View, address: Address, fields: Mapping[str, object]) -> HttpResponseBase:
    if request.method not in READS:
        raise Refused("api_method_unknown", method=_shown(request.method or ""))
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(READS)})
    if settings.IS_HTTPS and not request.is_secure():
        raise Refused("api_needs_https")
    if len(request.headers.get("Accept", "")) > LONGEST_ACCEPT:
        raise Invalid("parameter_invalid", parameter="Accept", reason="terlalu panjang")
    _check_key_is_not_told(request)
    _check_parameters(request, address.parameters)
    if any(_CONTROL.search(str(value)) for value in fields.values()):
        raise NotFound("not_found")
    if address.is_public:
        take(BY_ADDRESS, address_of(request), request)
    method, request.method = request.method, "GET"
    answer = view(request, **fields)
    request.method = method
    return answer


def _check_key_is_not_told(request: HttpRequest) -> None:
    """An address is written down in many places, so a key in it is lost, whatever the parameter is called."""
    if _HIDDEN.search(request.get_full_path()) or FORM.search(" ".join(map(str, request.GET.values()))):
        raise Invalid("api_key_in_query")


def _check_parameters(request: HttpRequest, known: Collection[str] | None) -> None:
    for name, values in request.GET.lists():
        if known is not None and name not in known:
            raise Invalid("parameter_unknown", parameter=_shown(name), known=", ".join(sorted(known)) or "–")
        if len(values) > 1:
            raise Invalid("parameter_twice", parameter=_shown(name))
        if _CONTROL.search(name) or _CONTROL.search(values[0]):
            raise Invalid("parameter_invalid", parameter=_shown(name), reason="memuat karakter kendali")


def _shown(text: str) -> str:
    return _CONTROL.sub("�", text)[:60]


def _dressed(request: HttpRequest, answer: HttpResponseBase, address: Address) -> HttpResponseBase:
    """Put the headers on; only what was found may be kept by anybody."""
    checked = _conditional(request, answer)
    if address.is_public:
        checked["Access-Control-Allow-Origin"] = "*"
        checked["Access-Control-Allow-Methods"] = ", ".join(READS)
        checked["Access-Control-Allow-Headers"] = "Accept, If-None-Match, If-Modified-Since"
        checked["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
        checked["Cross-Origin-Resource-Policy"] = "cross-origin"
    if checked.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        checked["Cache-Control"] = SHARED if address.is_public else OWN
        patch_vary_headers(checked, ["Accept"] if address.is_public else ["Accept", "Authorization"])
    else:
        checked["Cache-Control"] = "no-store"
    return checked


def _conditional(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Answer 304 to who holds this very answer, and a HEAD without the body."""
    if not isinstance(answer, HttpResponse) or answer.status_code != HTTPStatus.OK:
        return answer
    if not answer.has_header("ETag"):
        answer["ETag"] = tag_of(answer["Content-Type"], answer.content)
    checked = get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    if request.method == "HEAD" and checked.status_code == HTTPStatus.OK:
        checked["Content-Length"] = str(len(checked.content))
        checked.content = b""
    return checked
