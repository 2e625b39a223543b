"""Who acts: roles come from the assignments of that day in that office, and from nothing else."""

from datetime import UTC, date, datetime

import pytest

from sektoral.domain.errors import NotFound, Refused
from sektoral.domain.roles import Permission, Role, Standing
from sektoral.records.actors import actor_for, holder_of, local_date, seats_of
from sektoral.records.models import Agency, Assignment, Office, Person
from tests.offices import make_tiny_office, make_two_offices, person_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def office() -> Office:
    return make_tiny_office()


def seat(office: Office, key: str, role: Role, first: date, last: date | None = None, **more: object) -> Assignment:
    person = person_of(office, key)
    return Assignment.objects.create(
        office=office, person=person, role=role, title="Uji", valid_from=first, valid_to=last, **more
    )


def holds_kadis(office: Office, at: datetime) -> bool:
    return actor_for(person_of(office, "admin"), office, at).holds(Role.KADIS)


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), False),  # the 22nd, a second before midnight in WIB
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), False),
    ],
)
def test_a_seat_is_held_from_its_first_to_its_last_day_where_the_office_is(
    office: Office, at: datetime, holds: bool
) -> None:
    seat(office, "admin", Role.KADIS, TODAY, date(2026, 11, 24), standing=Standing.DAILY)
    assert holds_kadis(office, at) is holds


def test_two_offices_have_their_own_midnight() -> None:
    here, there = make_two_offices()
    at = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert (local_date(here, at), local_date(there, at)) == (date(2026, 11, 22), date(2026, 11, 23))


def test_roles_add_up_and_those_of_an_agency_count_there_only(office: Office) -> None:
    dinkes, disdik = (Agency.objects.get(office=office, code=code) for code in ("dinkes", "disdik"))
    seat(office, "jp1", Role.OPERATOR, TODAY, agency=dinkes)
    actor = actor_for(person_of(office, "jp1"), office, AT)
    assert actor.all_roles == {Role.JP, Role.OPERATOR}
    assert actor.may(Permission.SUBMIT, dinkes)
    assert not actor.may(Permission.SUBMIT, disdik)
    assert not actor.may(Permission.SUBMIT)
    with pytest.raises(Refused, match="not_permitted"):
        actor.check(Permission.SUBMIT, disdik)


def test_without_a_seat_one_is_a_stranger(office: Office) -> None:
    Assignment.objects.filter(person=person_of(office, "admin")).update(valid_to=date(2026, 11, 22))
    with pytest.raises(NotFound, match="no_assignment"):
        actor_for(person_of(office, "admin"), office, AT)


def test_who_was_switched_off_is_a_stranger(office: Office) -> None:
    person = person_of(office, "kadis")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(NotFound, match="no_assignment"):
        actor_for(person, office, AT)
    with pytest.raises(NotFound, match="seat_vacant"):
        holder_of(office, Role.KADIS, AT)


def test_a_stand_in_goes_before_the_definitive_holder_whoever_came_first(office: Office) -> None:
    Assignment.objects.filter(role=Role.KADIS).update(valid_from=TODAY)
    daily = seat(office, "admin", Role.KADIS, date(2026, 11, 1), TODAY, standing=Standing.DAILY)
    assert holder_of(office, Role.KADIS, AT) == daily
    assert holder_of(office, Role.KADIS, datetime(2026, 11, 24, 1, tzinfo=UTC)).person == person_of(office, "kadis")


def test_a_seat_names_the_title_of_that_day(office: Office) -> None:
    later = seat(office, "kadis", Role.KADIS, TODAY)
    actor = actor_for(person_of(office, "kadis"), office, AT)
    assert seats_of(actor, AT).held(Role.KADIS, None) == later
    with pytest.raises(Refused, match="seat_not_held"):
        seats_of(actor, AT).held(Role.KABID, None)


def test_a_row_of_another_office_is_not_here() -> None:
    here, there = make_two_offices()
    actor = actor_for(person_of(here, "kadis"), here, AT)
    own, other = (Agency.objects.get(office=office, code="dinkes") for office in (here, there))
    actor.check_here(own)
    with pytest.raises(NotFound, match="not_found"):
        actor.check_here(own, other)
