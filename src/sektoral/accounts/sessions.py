"""Sessions: how long one lasts, which ones a person has, and ending them (ADR 0047).

allauth keeps a row for each; the session itself is Django's. When it was last used stands in the row, not in the
session, so that noting it never overwrites what another request of the same browser stores there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.internal.flows.logout import logout
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from sektoral.domain.errors import NotFound
from sektoral.records.models import Person
from sektoral.ui.security_log import Occurrence, tell
from sektoral.ui.visit import at_of

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=1)
LEFT = '"cache", "cookies", "storage"'  # what a browser forgets when somebody signs out
OVER = "Sesi Anda berakhir karena {reason}. Masuklah lagi untuk meneruskan."
Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which the person is signed in."""

    key: int
    device: str
    address: str
    begun_at: datetime
    last_seen_at: datetime
    is_this: bool


def session_bounds(get_response: Handler) -> Handler:
    """This will end a session that is too old or was left alone, and have the browser forget it at sign-out."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_BOUNDS and settings.SESSION_COOKIE_NAME in request.COOKIES:
            _hold(request)
        response = get_response(request)
        if getattr(request, "has_signed_out", False):
            response.headers["Clear-Site-Data"] = LEFT
        return response

    return answer


def list_sessions(request: HttpRequest, person: Person) -> list[OwnSession]:
    """This will list where the person is signed in, this browser first."""
    rows = [_shown(request, row) for row in UserSession.objects.purge_and_list(person)]
    return sorted(rows, key=lambda row: (not row.is_this, -row.last_seen_at.timestamp()))


def end_session(request: HttpRequest, person: Person, key: int) -> None:
    """This will end one session of the person. Raises `NotFound` (`not_found`) for anybody else's."""
    row = UserSession.objects.filter(user=person, pk=key).first()
    if row is None:
        raise NotFound("not_found")
    row.end()
    tell(Occurrence.SESSIONS_ENDED, request, count=1)


def end_other_sessions(request: HttpRequest, person: Person) -> int:
    """This will end the person's sessions but this one, and count them."""
    return _end(request, person, but=request.session.session_key)


def end_all_sessions(request: HttpRequest, person: Person) -> int:
    """This will end every session of a person, and count them."""
    return _end(request, person, but=None)


def forget_session(request: HttpRequest) -> None:
    """This will drop the row of the session that is being signed out of."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()


def _end(request: HttpRequest, person: Person, *, but: str | None) -> int:
    rows = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for row in rows:
        row.end()
    if rows:
        tell(Occurrence.SESSIONS_ENDED, request, count=len(rows), of=str(person.pk))
    return len(rows)


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


def _shown(request: HttpRequest, row: UserSession) -> OwnSession:
    return OwnSession(
        key=row.pk,
        device=device_of(row.user_agent),
        address=str(row.ip),
        begun_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_this=row.session_key == request.session.session_key,
    )


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """This will say in two words what browser it is; what a browser claims is no proof of anything."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "Peramban lain")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} di {system}" if system else browser
