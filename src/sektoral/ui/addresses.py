"""Addresses of other slices' pages: a slice may name a page that this installation does not have."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def page_url(name: str, *keys: UUID | str | int) -> str:
    """This will give the address of a page such as `step3:request`; empty where the installation has no such page."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return ""
