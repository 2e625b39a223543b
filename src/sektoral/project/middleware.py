"""Headers that every answer carries, the cap on what a visitor sends, and the time of a rehearsal."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from sektoral.domain.errors import Invalid
from sektoral.intake.files import MAX_UPLOAD
from sektoral.project import clock
from sektoral.ui.refusals import answer_refusal

Handler = Callable[[HttpRequest], HttpResponse]

MOST_BYTES = 12 * 1024 * 1024  # of a whole request: the largest file and the form around it, as nginx has it
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


def body_cap(get_response: Handler) -> Handler:
    """This will refuse a body that is too big before anything reads it, whatever stands in front of this server."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= MOST_BYTES:
            return get_response(request)
        return answer_refusal(request, Invalid("file.too_large", limit=MAX_UPLOAD))

    return answer


def pretended_time(get_response: Handler) -> Handler:
    """This will put a rehearsal's time in the place of the machine's; elsewhere it is not there at all."""
    if settings.REHEARSAL_CLOCK is None:
        raise MiddlewareNotUsed("no rehearsal")

    def answer(request: HttpRequest) -> HttpResponse:
        request.at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return answer
