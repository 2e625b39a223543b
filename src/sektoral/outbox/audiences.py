"""Who sits where today: the people whom a message is for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sektoral.domain.roles import Role
from sektoral.records.actors import assignments_on, local_date
from sektoral.records.models import Agency, Office, Person

Holders = Mapping[tuple[UUID | None, Role], Sequence[Person]]  # by agency; None for the office's own staff


def all_holders(office: Office, *, at: datetime) -> Holders:
    """This will read once who sits where on that day, for whoever asks of many agencies; each seat by address."""
    found: dict[tuple[UUID | None, Role], set[Person]] = {}
    for seat in assignments_on(office, local_date(office, at)).select_related("person"):
        found.setdefault((seat.agency_id, Role(seat.role)), set()).add(seat.person)
    return {key: sorted(people, key=lambda one: one.email) for key, people in found.items()}


def people_of(agency: Agency, roles: Sequence[Role], *, at: datetime) -> list[Person]:
    """This will list who sits in one of these seats of an agency on that day, each person once."""
    seats = assignments_on(agency.office, local_date(agency.office, at)).filter(agency=agency, role__in=roles)
    return sorted({seat.person for seat in seats.select_related("person")}, key=lambda one: one.email)


def staff_of(office: Office, role: Role, *, at: datetime) -> list[Person]:
    """This will list who sits in a seat of the office on that day."""
    seats = assignments_on(office, local_date(office, at)).filter(role=role, agency=None)
    return sorted({seat.person for seat in seats.select_related("person")}, key=lambda one: one.email)
