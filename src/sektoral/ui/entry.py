"""What who has signed in must set up before anything opens: a second factor, a newer password (ADR 0049).

Recovery codes are no factor by themselves: they come with one and are for getting back in.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from sektoral.domain.roles import ONE_FACTOR_ROLES
from sektoral.records.models import Assignment, Person

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ALL, STAFF, NOBODY = "all", "staff", "nobody"  # whom settings.SECOND_FACTOR asks
SET_UP, CHANGE = "accounts:second_factor", "account_change_password"  # the pages that mend it


def lacks(request: HttpRequest, *, at: datetime) -> str | None:
    """This will name the page on which who is signed in must first set something up; none where nothing lacks."""
    if not isinstance(request.user, Person):
        return None
    if not hasattr(request, "lacks"):
        request.lacks = _page_to_mend(request.user, at)  # type: ignore[attr-defined]  # guard and frame both ask
    found: str | None = request.lacks  # type: ignore[attr-defined]
    return found


def has_factor(person: Person) -> bool:
    """This will tell whether the person has an authenticator app or a security key."""
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def has_app(person: Person) -> bool:
    """This will tell whether the person has an authenticator app."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def must_have_factor(person: Person, *, at: datetime) -> bool:
    """This will tell whether the person is one of whom the installation asks a second factor."""
    match settings.SECOND_FACTOR:
        case "all":
            return True
        case "staff":
            day = at.date()
            seats = Assignment.objects.filter(person=person).exclude(role__in=ONE_FACTOR_ROLES)
            return seats.exclude(valid_to__lt=day - timedelta(days=1)).exists()
        case _:
            return False


def is_expired(person: Person, *, at: datetime) -> bool:
    """This will tell whether the person's password is older than the installation lets one be."""
    if not settings.PASSWORD_DAYS or not person.has_usable_password():
        return False
    changed_at = person.password_changed_at
    return changed_at is None or changed_at < at - timedelta(days=settings.PASSWORD_DAYS)


def _page_to_mend(person: Person, at: datetime) -> str | None:
    if settings.SECOND_FACTOR != NOBODY and not has_factor(person) and must_have_factor(person, at=at):
        return SET_UP
    return CHANGE if is_expired(person, at=at) else None
