"""Heroicons (20 px, "mini") drawn inline before a verb; decoration, hidden from screen readers."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_mini


@cache
def icon(name: str) -> SafeString:
    """This will draw the icon as an `<svg class="icon">`; an unknown name raises `IconDoesNotExist`."""
    drawn = heroicon_mini(name, size=None, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe(drawn)  # noqa: S308 - the drawing comes from the installed package, never from people
