"""Who is visiting, and when: one instant a request, and the person with the roles of that day.

The middleware `visit` is the door that looks at the clock; everything below takes `request.at`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sektoral.domain.errors import NotFound
from sektoral.records.actors import Actor, actor_for, local_date
from sektoral.records.models import Office, Person
from sektoral.ui.entry import lacks

OFFICE = "office"  # the session's key for the chosen office
DEFAULT_ZONE = "Asia/Jakarta"


class Visit(HttpRequest):
    """A request that has passed the guard: its instant, and who acts (`None` for the public)."""

    at: datetime
    actor: Actor | None


class Work(Visit):
    """A request of a person with a seat in an office."""

    actor: Actor


def visit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """This will look at the clock once a request and keep it as `request.at`: one page, one instant."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]  # noqa: TID251 - a door
        return get_response(request)

    return answer


def actor_of(request: HttpRequest) -> Actor | None:
    """This will give who acts in this request: nobody for the public, or before an office is chosen."""
    if not hasattr(request, "actor"):
        request.actor = _read_actor(request)  # type: ignore[attr-defined]
    found: Actor | None = request.actor  # type: ignore[attr-defined]
    return found


def _read_actor(request: HttpRequest) -> Actor | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return None
    office = chosen_office(request, person)
    if office is None or lacks(request, at=at_of(request)):
        return None  # on a public page too, who has not come in all the way is nobody in particular
    try:
        return actor_for(person, office, at_of(request))
    except NotFound:
        return None


def at_of(request: HttpRequest) -> datetime:
    """This will give the request's instant."""
    at: datetime = request.at  # type: ignore[attr-defined]
    return at


def chosen_office(request: HttpRequest, person: Person) -> Office | None:
    """This will give the office that the person works in now: the only one, or the one chosen for this session."""
    offices = offices_of(person, at_of(request))
    if len(offices) == 1:
        return offices[0]
    chosen = request.session.get(OFFICE)
    return next((office for office in offices if str(office.pk) == chosen), None)


def offices_of(person: Person, at: datetime) -> list[Office]:
    """This will list the offices in which the person has a seat on that day, by name."""
    seats = person.assignments.select_related("office").order_by("office__name")
    held: dict[UUID, Office] = {}
    for seat in seats:
        day = local_date(seat.office, at)
        if seat.valid_from <= day and (seat.valid_to is None or seat.valid_to >= day):
            held[seat.office_id] = seat.office
    return list(held.values())


@contextmanager
def office_time(office: Office | None) -> Iterator[None]:
    """This will show times in the office's zone while a page is made."""
    with timezone.override(ZoneInfo(office.time_zone if office else DEFAULT_ZONE)):
        yield
