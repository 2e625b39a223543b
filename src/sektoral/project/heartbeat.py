"""Whether a worker is alive: it says so in the shared cache every few seconds, outside the journal.

The loop itself says it, not a thread beside it, so that a worker that hangs is missed. While it works on one event the
renewal of its lease speaks for it, and that ends too.
"""

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError

EVERY = timedelta(seconds=10)
MISSED_AFTER = timedelta(minutes=2)

_KEY = "worker-seen-at"

log = logging.getLogger("sektoral.worker")


class Heart:
    """The beat of one worker."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def beat(self, at: datetime) -> None:
        """This will say that the worker lives, unless it said so a moment ago; `at` is the machine's own time."""
        if self._last is not None and timedelta(0) <= at - self._last < EVERY:
            return
        self._last = at
        try:
            cache.set(_KEY, at.isoformat(), timeout=None)
        except (DatabaseError, InterfaceError):
            log.warning("the worker could not say that it lives", exc_info=True)


def seen_at() -> datetime | None:
    """This will tell when any worker last said that it lives; None where none ever did."""
    said = cache.get(_KEY)
    return datetime.fromisoformat(said) if isinstance(said, str) else None


def is_alive(at: datetime) -> bool:
    """This will tell whether a worker spoke lately; `at` is the machine's own time."""
    seen = seen_at()
    return seen is not None and at - seen <= MISSED_AFTER
