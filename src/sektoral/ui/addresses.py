"""Addresses of other slices' pages: a slice may name a page that this installation does not have."""

from uuid import UUID

from django.urls import NoReverseMatch, resolve, reverse

from sektoral.domain.roles import permissions_of
from sektoral.records.actors import Actor

OPEN_TO_ALL = frozenset({"public", "signed_in", "entering"})


def page_url(name: str, *keys: UUID | str | int) -> str:
    """This will give the address of a page such as `step3:request`; empty where the installation has no such page."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return ""


def open_url(actor: Actor, name: str, *keys: UUID | str | int) -> str:
    """This will give the address of a page that this person may open; empty where its door is not theirs.

    The door's own mark decides (`ui/guards.py`), so that a page offers no link which leads to a refusal.
    """
    url = page_url(name, *keys)
    guard = str(getattr(resolve(url).func, "guard", "")) if url else ""
    may = {permission.value for permission in permissions_of(actor.all_roles)}
    return url if (may | OPEN_TO_ALL) & set(guard.split(", ")) else ""
