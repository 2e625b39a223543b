"""Headers that every answer carries, beside those of Django and django-csp; and the time of a rehearsal."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from sektoral.project import clock

Handler = Callable[[HttpRequest], HttpResponse]

_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def security_headers(get_response: Handler) -> Handler:
    """This will switch off what no page needs, and keep signed-in pages out of every cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", _POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def pretended_time(get_response: Handler) -> Handler:
    """This will put a rehearsal's time in the place of the machine's; elsewhere it is not there at all."""
    if settings.REHEARSAL_CLOCK is None:
        raise MiddlewareNotUsed("no rehearsal")

    def answer(request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return answer
