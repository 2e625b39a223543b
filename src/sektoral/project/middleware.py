"""Headers that every answer carries, the verbs and the size of what a visitor sends, and the time of a rehearsal."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from sektoral.domain.errors import Invalid
from sektoral.intake.files import MAX_UPLOAD
from sektoral.project import clock
from sektoral.ui.refusals import answer_refusal

Handler = Callable[[HttpRequest], HttpResponse]

MOST_BYTES = 12 * 1024 * 1024  # of a whole request: the largest file and the form around it, as nginx has it
VERBS = ("GET", "HEAD", "POST")
VERBS_OF_PARTS = (*VERBS, "PATCH", "DELETE")
_PARTS = re.compile(r"/langkah-3/[0-9a-f-]{36}/unggahan/[0-9a-f-]{36}/")  # an upload that comes in parts
PAGES = frozenset({"text/html", "text/css", "text/javascript"})  # whatever else is sent is a file
SEALED = "default-src 'none'; frame-ancestors 'none'; sandbox"  # a file that is opened here still runs nothing
_ALWAYS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": SEALED,
    "Cache-Control": "no-store",
}


def security_headers(get_response: Handler) -> Handler:
    """This will switch off what no page needs, seal files, and keep in no cache what no view has let into one.

    It stands around all others, so that their own answers (a redirect to HTTPS, a refused host) are dressed too.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kind, _, parameters = response.headers.get("Content-Type", "").partition(";")
        if kind and kind not in PAGES:
            response.headers["Content-Security-Policy"] = SEALED
        if (kind.startswith("text/") or kind.endswith("xml")) and "charset" not in parameters:
            response.headers["Content-Type"] += "; charset=utf-8"
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def known_verbs(get_response: Handler) -> Handler:
    """This will refuse every verb that no page knows, before anything is looked up; `/api/` answers for itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        verbs = VERBS_OF_PARTS if _PARTS.fullmatch(request.path) else VERBS
        if request.method in verbs or request.path.startswith("/api/"):
            return get_response(request)
        return HttpResponseNotAllowed(verbs)

    return answer


def body_cap(get_response: Handler) -> Handler:
    """This will refuse a body that is too big before anything reads it, and one that does not say how long it is.

    Whatever stands in front of this server: nginx gives each body its length, also one that came in chunks.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return answer_refusal(request, Invalid("length_missing"))
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
