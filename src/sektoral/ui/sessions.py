"""The sessions of a person: in which browsers they are signed in, and ending them (ADR 0049).

allauth keeps a row for each; the session itself is Django's, and its key stands on no page.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from sektoral.domain.errors import NotFound
from sektoral.records.models import Person
from sektoral.ui.security_log import Occurrence, tell


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser in which the person is signed in."""

    key: int
    device: str
    address: str
    begun_at: datetime
    last_seen_at: datetime
    is_this: bool


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
    rows = UserSession.objects.filter(user=person).exclude(session_key=but or "")
    living = 0
    for row in rows:
        living += row.exists()  # not one that ran out, or that this browser had before its key changed
        row.end()
    if living:
        tell(Occurrence.SESSIONS_ENDED, request, count=living, of=str(person.pk))
    return living


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
