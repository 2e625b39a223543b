"""Who sits where today: the people whom a message is for."""

from collections.abc import Sequence
from datetime import datetime

from sektoral.domain.roles import Role
from sektoral.records.actors import assignments_on, local_date
from sektoral.records.models import Agency, Office, Person


def people_of(agency: Agency, roles: Sequence[Role], *, at: datetime) -> list[Person]:
    """This will list who sits in one of these seats of an agency on that day, each person once."""
    seats = assignments_on(agency.office, local_date(agency.office, at)).filter(agency=agency, role__in=roles)
    return sorted({seat.person for seat in seats.select_related("person")}, key=lambda one: one.email)


def staff_of(office: Office, role: Role, *, at: datetime) -> list[Person]:
    """This will list who sits in a seat of the office on that day."""
    seats = assignments_on(office, local_date(office, at)).filter(role=role, agency=None)
    return sorted({seat.person for seat in seats.select_related("person")}, key=lambda one: one.email)
