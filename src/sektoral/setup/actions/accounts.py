"""What the administrator does to an account: end its sessions, close it, open it again, take a lost factor off."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Assignment, Person


def end_sessions(person: Person, *, by: Actor, at: datetime) -> None:
    """This will note that all sessions of the account are ended; the door ends them."""
    _change(person, "account.sessions_ended", lambda locked: None, by=by, at=at)


def close_account(person: Person, *, by: Actor, at: datetime) -> None:
    """This will let nobody sign in as the person any more. Raises `WrongState` (`account_is_closed`)."""

    def close(locked: Person) -> None:
        if not locked.is_active:
            raise WrongState("account_is_closed")
        _set_active(locked, is_active=False)

    _change(person, "account.closed", close, by=by, at=at)


def reopen_account(person: Person, *, by: Actor, at: datetime) -> None:
    """This will let the person sign in again. Raises `WrongState` (`account_is_open`)."""

    def reopen(locked: Person) -> None:
        if locked.is_active:
            raise WrongState("account_is_open")
        _set_active(locked, is_active=True)

    _change(person, "account.reopened", reopen, by=by, at=at)


def remove_factor(person: Person, *, by: Actor, at: datetime) -> None:
    """This will take the second factor off who has lost it, to be set up anew at the next sign-in.

    Raises `WrongState` (`account_without_factor`).
    """

    def remove(locked: Person) -> None:
        if not Authenticator.objects.filter(user=locked).delete()[0]:
            raise WrongState("account_without_factor")

    _change(person, "account.factor_removed", remove, by=by, at=at)


def _change(person: Person, kind: str, change: Callable[[Person], None], *, by: Actor, at: datetime) -> None:
    """Do it in the journal's sight.

    Raises `Refused`, `NotFound` (`not_found`) for who has no account or no seat here, and `WrongState` for one's own
    account (`account_is_own`) and for who works in another office too (`account_of_two_offices`): a seat that has ended
    there binds nobody.
    """
    by.check(Permission.SET_UP)
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        seats = Assignment.objects.filter(person=locked)
        if not (locked.has_account and seats.filter(office=by.office).exists()):
            raise NotFound("not_found")
        if locked == by.person:
            raise WrongState("account_is_own")
        if _held(seats, at).exclude(office=by.office).exists():
            raise WrongState("account_of_two_offices", name=locked.name)
        change(locked)
        journal.append(kind, office=by.office, about=locked, by=by.person, at=at)


def _held(seats: QuerySet[Assignment], at: datetime) -> QuerySet[Assignment]:
    """Those that have not ended, in whatever zone their office is."""
    return seats.exclude(valid_to__lt=at.date() - timedelta(days=1))


def _set_active(person: Person, *, is_active: bool) -> None:
    person.is_active = is_active
    person.save(update_fields=["is_active"])
