"""Who sits in which seat, from when to when: definitively, or as Plt., Plh. or stand-in for somebody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sektoral.domain.chains import OUTSIDE
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import AGENCY_ROLES, Permission, Role, Standing
from sektoral.domain.wording import long_date
from sektoral.records import journal
from sektoral.records.actors import Actor, assignments_on, local_date
from sektoral.records.models import Agency, Assignment, Office, Person

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A person in a seat. Without `valid_to` it is held until further notice; `title`, `rank` and `nip` are printed.

    `on_behalf` are the lines above the title, *a.n.* and *u.b.*. Only who signs outside may do without an `email`.
    """

    role: Role
    name: str
    email: str
    title: str
    valid_from: date
    valid_to: date | None = None
    standing: Standing = Standing.DEFINITIVE
    agency: Agency | None = None
    rank: str = ""
    nip: str = ""
    on_behalf: tuple[str, ...] = ()


def change_assignment(seat: NewSeat, *, by: Actor, at: datetime) -> Assignment:
    """This will seat a person, who is entered if unknown; a new definitive holder ends the one before.

    Raises `Refused` and `Invalid` (`dates_reversed`, `seat_of_agency`, `name_missing`, `email_missing`, and
    `email_not_ours` for who works in other offices only: nobody is seated unasked).
    """
    by.check(Permission.SET_UP)
    _check(seat)
    with transaction.atomic():
        _locked(by.office)
        person = _person(seat, by)
        if seat.standing is Standing.DEFINITIVE:
            _end_earlier(seat, person, by)
        assignment = Assignment.objects.create(
            office=by.office,
            person=person,
            role=seat.role,
            agency=seat.agency,
            standing=seat.standing,
            title=seat.title,
            rank=seat.rank,
            nip=seat.nip,
            on_behalf=[line.strip() for line in seat.on_behalf if line.strip()],
            valid_from=seat.valid_from,
            valid_to=seat.valid_to,
        )
        _append("assignment.made", assignment, by=by, at=at)
    return assignment


def end_assignment(assignment: Assignment, *, last: date, by: Actor, at: datetime) -> None:
    """This will end an assignment; `last` is its last day. One that has not begun by then never holds.

    Raises `Refused`, `NotFound`, `Invalid` (`seat_end_past`, as what was done before today stays rightly done, and
    `seat_ends_sooner`) and `WrongState` (`last_administrator`).
    """
    by.check(Permission.SET_UP)
    by.check_here(assignment)
    today = local_date(by.office, at)
    if last < today - DAY:
        raise Invalid("seat_end_past", first=long_date(today - DAY))
    with transaction.atomic():
        _locked(by.office)
        locked = Assignment.objects.get(pk=assignment.pk)
        if locked.valid_to is not None and locked.valid_to <= last:
            raise Invalid("seat_ends_sooner", last=long_date(locked.valid_to))
        if locked.role == Role.ADMIN:
            _check_not_alone(locked, last + DAY)
        locked.valid_to = last
        locked.save(update_fields=["valid_to"])
        _append("assignment.ended", locked, by=by, at=at)


def _locked(office: Office) -> None:
    """Seats change one after another: of two administrators one stays, and no two become definitive heads at once."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def _check_not_alone(assignment: Assignment, day: date) -> None:
    others = assignments_on(assignment.office, day).filter(role=Role.ADMIN).exclude(person=assignment.person_id)
    if not others.exists():
        raise WrongState("last_administrator")


def _check(seat: NewSeat) -> None:
    if not seat.name.strip():
        raise Invalid("name_missing")
    if not seat.email.strip() and seat.role not in OUTSIDE:
        raise Invalid("email_missing")
    if (seat.role in AGENCY_ROLES) != (seat.agency is not None):
        raise Invalid("seat_of_agency", role=seat.role.value)
    if seat.valid_to is not None and seat.valid_to < seat.valid_from:
        raise Invalid("dates_reversed", first=seat.valid_from.isoformat(), last=seat.valid_to.isoformat())


def _end_earlier(seat: NewSeat, person: Person, by: Actor) -> None:
    """Nobody has two definitive heads, and nobody one seat twice: what was entered wrongly today never held.

    Of several JP, each keeps the seat.
    """
    earlier = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=seat.valid_from),
        office=by.office,
        role=seat.role,
        agency=seat.agency,
        standing=Standing.DEFINITIVE,
        valid_from__lte=seat.valid_from,
    )
    if seat.role is Role.JP:
        earlier = earlier.filter(person=person)
    earlier.update(valid_to=seat.valid_from - DAY)


def _person(seat: NewSeat, by: Actor) -> Person:
    if not seat.email.strip():  # who signs outside needs no account
        return Person.objects.create_without_account(name=seat.name.strip())
    known = Person.objects.filter(email=seat.email.lower()).first()
    if known is None:
        return Person.objects.create_user(seat.email, name=seat.name.strip())
    offices = {office for (office,) in Assignment.objects.filter(person=known).values_list("office")}
    if offices and by.office.pk not in offices:
        raise Invalid("email_not_ours")
    return known


def _append(kind: str, assignment: Assignment, *, by: Actor, at: datetime) -> None:
    journal.append(
        kind,
        office=by.office,
        about=assignment,
        by=by.person,
        at=at,
        role=str(assignment.role),
        standing=str(assignment.standing),
        valid_from=assignment.valid_from.isoformat(),
        valid_to=assignment.valid_to.isoformat() if assignment.valid_to else None,
    )
