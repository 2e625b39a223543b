"""One line of the log for every answer, and how long answers take; by the route's name, never by the raw address."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from sektoral.project import logs
from sektoral.project.latencies import LATENCIES

Handler = Callable[[HttpRequest], HttpResponse]

QUIET = frozenset({"healthz", "readyz", "metrics", "-"})  # asked every few seconds, or static files
_GIVEN_ID = re.compile(r"[0-9a-f]{32}")  # as nginx makes it

log = logging.getLogger("sektoral.access")


def access_log(get_response: Handler) -> Handler:
    """This will give the request its id (`logs.current_id`), and tell method, route, status and milliseconds."""

    def answer(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        with logs.within(_id_of(request)):
            response = get_response(request)
            seconds, route = time.monotonic() - began, _route(request)
            LATENCIES.add(seconds)
            facts = {
                "method": _method(request),
                "route": route,
                "status": response.status_code,
                "ms": round(seconds * 1000),
            }
            log.log(logging.DEBUG if route in QUIET else logging.INFO, "answered", extra={"facts": facts})
        return response

    return answer


def _id_of(request: HttpRequest) -> str:
    """The proxy's own id, so that its log and ours meet; nobody else can choose one."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(16)


def _route(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return (match.view_name or match.route) if isinstance(match, ResolverMatch) else "-"


def _method(request: HttpRequest) -> str:
    return request.method if request.method and request.method.isalpha() and len(request.method) < 10 else "?"
