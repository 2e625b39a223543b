"""How long a session lasts: twelve hours at most, half an hour alone (ADR 0049).

When it was last used stands in allauth's row and not in the session, so that noting it never overwrites what another
request of the same browser stores there.
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from sektoral.records.models import Person
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import at_of

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=1)
LEFT = '"cache", "cookies", "storage"'  # what a browser forgets when somebody signs out
OVER = "Sesi Anda berakhir karena {reason}. Masuklah lagi untuk meneruskan."
Handler = Callable[[HttpRequest], HttpResponse]


def session_bounds(get_response: Handler) -> Handler:
    """This will end a session that is too old or was left alone, and have the browser forget it at sign-out."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_BOUNDS and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _hold(request)
        response = get_response(request)
        if settings.SESSION_BOUNDS and getattr(request, "has_signed_out", False):
            response.headers["Clear-Site-Data"] = LEFT
        return response

    return answer


def _hold(request: HttpRequest) -> None:
    if not isinstance(request.user, Person):
        return
    row, at = UserSession.objects.filter(session_key=request.session.session_key).first(), at_of(request)
    if row is None:
        UserSession.objects.create_from_request(request)  # it began before the rows were kept
    elif at - row.created_at >= ABSOLUTE:
        _expire(request, "sudah berlangsung 12 jam")
    elif at - row.last_seen_at >= IDLE:
        _expire(request, "tidak dipakai selama 30 menit")
    elif at - row.last_seen_at >= TOUCH:
        UserSession.objects.filter(pk=row.pk).update(last_seen_at=at)


def _expire(request: HttpRequest, reason: str) -> None:
    tell(Occurrence.SESSION_EXPIRED, request)
    logout(request, show_message=False)
    messages.info(request, OVER.format(reason=reason))
