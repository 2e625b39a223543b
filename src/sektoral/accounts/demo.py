"""Accounts that anybody may use, in a demo installation and a sample office only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from sektoral.domain.errors import Refused
from sektoral.domain.roles import AGENCY_ROLES, Role
from sektoral.records.models import Assignment, Office, Person

DEMO_PASSWORD = "kata-sandi-contoh"
MOST_AGENCIES = 2  # agencies whose accounts are listed; the others sign in the same way


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account with its seat in words."""

    email: str
    name: str
    seat: str
    password: str


def demo_accounts() -> Sequence[DemoAccount]:
    """This will list one account a seat of the sample offices; nothing unless the installation is a demo."""
    if not settings.DEMO:
        return ()
    seats = Assignment.objects.filter(office__is_sample=True, valid_to__isnull=True, person__is_active=True)
    chosen = [seat for seat in seats.select_related("person", "agency") if seat.person.has_usable_password()]
    chosen.sort(key=lambda seat: (list(Role).index(Role(seat.role)), seat.agency.position if seat.agency else 0))
    shown: dict[tuple[str, str], DemoAccount] = {}
    for seat in chosen:
        number = sum(1 for role, _ in shown if role == seat.role)
        if number < (MOST_AGENCIES if Role(seat.role) in AGENCY_ROLES else 1):
            shown[seat.role, seat.person.email] = _account(seat)
    return tuple(shown.values())


def open_demo_accounts(office: Office) -> int:
    """This will give every person of a sample office the demo password and count them.

    Raises `Refused` (`not_a_demo`) for a real office or a real installation.
    """
    if not (settings.DEMO and office.is_sample):
        raise Refused("not_a_demo")
    password = make_password(DEMO_PASSWORD)  # hashed once: a demo starts in seconds
    return Person.objects.filter(assignments__office=office).distinct().update(password=password)


def _account(seat: Assignment) -> DemoAccount:
    title = f"{seat.title}, {seat.agency.name}" if seat.agency and seat.agency.name not in seat.title else seat.title
    return DemoAccount(email=seat.person.email, name=seat.person.name, seat=title, password=DEMO_PASSWORD)
