"""Notices when somebody sets the machine's clock, and writes it into every office's journal: it explains why an event
may stand behind a later one.

No lease, deadline or order depends on it. Two clocks are compared that only differ when one of them is set.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sektoral.project import clock
from sektoral.records import journal
from sektoral.records.models import Event, Office

LEAST = timedelta(seconds=1)  # NTP corrects less than this slowly, without a step
KIND = "clock.stepped"
SAME = timedelta(minutes=1)  # two workers that notice the same step

log = logging.getLogger("sektoral.clock")


def steady() -> float:
    """This will give seconds that nobody can set; they go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ClockWatch:
    """Asked again and again, as a tick of the worker; the first time it looks at what the journal says."""

    def __init__(self, now: Callable[[], datetime] = clock.real_now, beside: Callable[[], float] = steady) -> None:
        self._now, self._beside = now, beside
        self._last: tuple[datetime, float] | None = None

    def __call__(self, *, at: datetime) -> None:
        """This will compare, and note a step. A rehearsal's time jumps by itself and is not looked at."""
        if settings.REHEARSAL_CLOCK is not None:
            return
        now, beside = self._now(), self._beside()
        moved = _behind_the_journal(now) if self._last is None else self._moved(now, beside)
        if abs(moved) >= LEAST:
            _note(moved, at=now)
        self._last = now, beside  # not before it is written down: a database that is away loses no step

    def _moved(self, now: datetime, beside: float) -> timedelta:
        if self._last is None:
            return timedelta()
        then, beside_then = self._last
        return (now - then) - timedelta(seconds=beside - beside_then)


def _behind_the_journal(now: datetime) -> timedelta:
    """How far the clock was set back while no worker watched: no event lies in the future of a clock that goes on."""
    last = Event.objects.order_by("-at").values_list("at", flat=True).first()
    return min(now - last, timedelta()) if last else timedelta()


def _note(moved: timedelta, *, at: datetime) -> None:
    log.warning("the clock was set by %+.1f seconds", moved.total_seconds())
    for office in Office.objects.order_by("slug"):
        with transaction.atomic():
            known = Event.objects.filter(office_id=office.pk, kind=KIND, at__gt=at - SAME, at__lt=at + SAME)
            if not known.exists():
                seconds = round(moved.total_seconds())
                journal.append("clock.stepped", office=office, about=office, by=None, at=at, seconds=seconds)
