"""Where a long list goes on: a signed place in one list, so that no page is ever counted off from the first row."""

from collections.abc import Sequence

from django.core import signing

from sektoral.domain.errors import Invalid

SALT = "sektoral.api.cursor"


def write_cursor(place: Sequence[str | int], *, listing: str) -> str:
    """This will sign a place in a listing, which `listing` names with everything that it was asked by."""
    return signing.dumps([listing, *place], salt=SALT)


def read_cursor(cursor: str, *, listing: str) -> tuple[str | int, ...]:
    """This will give the place; nothing without a cursor. Raises `Invalid` (`cursor_invalid`)."""
    if not cursor:
        return ()
    try:
        found = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        found = None
    if not isinstance(found, list) or not found or found[0] != listing:
        raise Invalid("cursor_invalid")
    return tuple(found[1:])
