"""The one thing that can be done at the board itself: letting the worker try again what it gave up."""

from sektoral.domain.roles import Permission
from sektoral.records.actors import Actor
from sektoral.records.models import Event


def try_again(event: Event, *, by: Actor) -> None:
    """This will let the worker take a failed event up at once; the chain of the journal is untouched."""
    by.check(Permission.SET_UP)
    Event.objects.filter(pk=event.pk, settled_at__isnull=True).update(attempts=0, next_try_at=None, claimed_until=None)
