"""Who acts: a person in one office with the roles that dated assignments give on that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from sektoral.domain.errors import NotFound, Refused
from sektoral.domain.roles import Permission, Role, Standing, check_may, permissions_of
from sektoral.records.models import Agency, Assignment, Office, Person
from sektoral.records.models.base import Record


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as of one day. `roles` are office-wide; `agencies` maps an agency's id to the roles held there."""

    person: Person
    office: Office
    roles: frozenset[Role]
    agencies: Mapping[UUID, frozenset[Role]]

    def may(self, permission: Permission, agency: Agency | None = None) -> bool:
        """This will tell whether the person may do this, in the office or for `agency`."""
        return permission in permissions_of(self.roles | self.roles_at(agency))

    def check(self, permission: Permission, agency: Agency | None = None) -> None:
        """This will raise `Refused` unless the person may."""
        check_may(self.roles | self.roles_at(agency), permission)

    def check_here(self, *rows: Record) -> None:
        """This will raise `NotFound` where a row belongs to another office: there is nothing of it to be seen here."""
        if any(row.office_id != self.office.pk for row in rows):
            raise NotFound("not_found")

    def roles_at(self, agency: Agency | None) -> frozenset[Role]:
        """This will give the roles held at an agency; none for no agency."""
        return self.agencies.get(agency.pk, frozenset()) if agency else frozenset()

    def holds(self, role: Role, agency: Agency | None = None) -> bool:
        """This will tell whether the person sits in this seat."""
        return role in self.roles or role in self.roles_at(agency)

    @property
    def all_roles(self) -> frozenset[Role]:
        """Every role, of the office and of any agency."""
        return self.roles.union(*self.agencies.values())


def local_date(office: Office, at: datetime) -> date:
    """This will give the calendar day of an instant where the office is."""
    return at.astimezone(ZoneInfo(office.time_zone)).date()


def actor_for(person: Person, office: Office, at: datetime) -> Actor:
    """This will read the person's assignments of that day; raises `NotFound` for a stranger to the office."""
    seats = assignments_on(office, local_date(office, at)).filter(person=person)
    roles: set[Role] = set()
    agencies: dict[UUID, frozenset[Role]] = {}
    for seat in seats:
        if seat.agency_id is None:
            roles.add(Role(seat.role))
        else:
            agencies[seat.agency_id] = agencies.get(seat.agency_id, frozenset()) | {Role(seat.role)}
    if not roles and not agencies:
        raise NotFound("no_assignment")
    return Actor(person=person, office=office, roles=frozenset(roles), agencies=agencies)


def assignments_on(office: Office, day: date) -> QuerySet[Assignment]:
    """This will list the assignments that hold on `day`."""
    return Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), office=office, valid_from__lte=day, person__is_active=True
    )


@dataclass(frozen=True, slots=True)
class Seats:
    """The assignments of one person on one day, the latest first, read once for many letters."""

    rows: tuple[Assignment, ...]

    def at(self, role: Role, agency_id: UUID | None) -> Assignment | None:
        """This will give the one by which the person sits in `role`."""
        return next((seat for seat in self.rows if (seat.role, seat.agency_id) == (role, agency_id)), None)

    def held(self, role: Role, agency_id: UUID | None) -> Assignment:
        """This will give the one by which the person sits in `role`. Raises `Refused` where there is none."""
        seat = self.at(role, agency_id)
        if seat is None:
            raise Refused("seat_not_held", role=role.value)
        return seat


def seats_of(actor: Actor, at: datetime) -> Seats:
    """This will read the actor's assignments of that day."""
    held = assignments_on(actor.office, local_date(actor.office, at)).filter(person=actor.person)
    return Seats(tuple(held.select_related("person").order_by("-valid_from", "pk")))


def holder_of(office: Office, role: Role, at: datetime, agency: Agency | None = None) -> Assignment:
    """This will give who sits in `role` on that day: a stand-in before the definitive holder. Raises `NotFound`."""
    seats = assignments_on(office, local_date(office, at)).filter(role=role, agency=agency)
    found = list(seats.select_related("person").order_by("-valid_from", "pk"))
    if not found:
        raise NotFound("seat_vacant", role=role.value, agency=agency.name if agency else "")
    return next((seat for seat in found if seat.standing != Standing.DEFINITIVE), found[0])
