"""Who works off the journal in a rehearsal: this process itself; tests have workers of their own, and kill them."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sektoral.domain.states import MessageState
from sektoral.project.worker import work_off
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Message

ON_THEIR_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.RETRYING)


class Stuck(RuntimeError):
    """Events stayed unsettled: their reactions keep failing."""


class Worker(Protocol):
    """Settles everything that is due."""

    def settle(self) -> None: ...


class OwnWorker:
    """Works in the rehearsal's own process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def settle(self) -> None:
        """This will work off all events. Raises `Stuck` where one fails."""
        work_off(self._clock)
        check_settled()


def unsettled() -> list[tuple[str, str]]:
    """This will list kind and last error of the events and messages that the worker has still to look at."""
    events = Event.objects.filter(settled_at__isnull=True).values_list("kind", "last_error_code")
    on_their_way = Message.objects.filter(state__in=ON_THEIR_WAY).values_list("kind", "last_error_code")
    return [*events, *on_their_way]


def check_settled() -> None:
    """This will raise `Stuck` where a reaction has failed."""
    failed = Event.objects.filter(settled_at__isnull=True, attempts__gt=0, attempts__lte=MAX_ATTEMPTS)
    if failed.exists():
        raise Stuck(", ".join(f"{event.kind}: {event.last_error_code}" for event in failed[:5]))
