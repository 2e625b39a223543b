"""The worker's loop: claim the oldest unsettled event, run its reactions, settle it or count the failure.

A claim is a lease with a fencing token: a worker that wakes after its lease has run out cannot settle any more.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from sektoral.domain.errors import SektoralError
from sektoral.project.clock import real_now
from sektoral.project.reactions import REACTIONS
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event

LEASE = timedelta(seconds=60)
BACK_OFF = timedelta(seconds=2)
LOST = "worker_lost"  # the worker that had claimed the event never came back; no attempt is counted for that

log = logging.getLogger("sektoral.worker")


@dataclass(frozen=True, slots=True)
class Claim:
    """An event that this worker may work on until `until`."""

    event: Event
    fence: int
    until: datetime


def never() -> bool:
    """Nobody asks to stop."""
    return False


def work_off(clock: Callable[[], datetime], *, lease: timedelta = LEASE, stop: Callable[[], bool] = never) -> int:
    """This will settle events until none is due or somebody asks to stop; returns how many were worked on."""
    count, claim = 0, None if stop() else _claim(real_now(), lease)
    while claim is not None:
        error = _react(claim.event, clock)
        count += 1
        with transaction.atomic():  # one commit both for the end of one event and for the beginning of the next
            if error is None:
                _settle(claim, real_now())
            else:
                _count_failure(claim, error, real_now())
            claim = None if stop() else _claim(real_now(), lease)
    settle_silent(clock())
    return count


def settle_silent(at: datetime) -> None:
    """This will settle at once all events that nothing follows from."""
    silent = Event.objects.filter(settled_at__isnull=True).exclude(kind__in=REACTIONS)
    if silent.exists():  # an update takes SQLite's one write lock even where it changes nothing
        silent.update(settled_at=at)


def _react(event: Event, clock: Callable[[], datetime]) -> Exception | None:
    """Whatever a reaction meets is counted and shown, and never the worker's end."""
    try:
        for reaction in REACTIONS.get(event.kind, ()):
            reaction(event, at=clock())
    except Exception as error:  # noqa: BLE001
        return error
    return None


def _claim(at: datetime, lease: timedelta) -> Claim | None:
    due = Event.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=at),
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=at),
        settled_at__isnull=True,
        attempts__lt=MAX_ATTEMPTS,
        kind__in=REACTIONS,
    ).order_by("id")
    with transaction.atomic(savepoint=False):
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        event = due.first()
        if event is None:
            return None
        if event.claimed_until is not None:
            event.last_error_code = LOST
        event.fence += 1
        event.claimed_until = at + lease
        event.save(update_fields=["fence", "claimed_until", "last_error_code"])
    return Claim(event, event.fence, at + lease)


def _settle(claim: Claim, at: datetime) -> None:
    _mine(claim).update(settled_at=at, claimed_until=None, last_error_code="")


def _count_failure(claim: Claim, error: Exception, at: datetime) -> None:
    code = error.code if isinstance(error, SektoralError) else type(error).__name__
    log.warning(
        "event %s failed: %s", claim.event.sequence, code, exc_info=None if isinstance(error, SektoralError) else error
    )
    _mine(claim).update(
        attempts=F("attempts") + 1,
        next_try_at=at + BACK_OFF * 2**claim.event.attempts,
        claimed_until=None,
        last_error_code=code[:80],
    )


def _mine(claim: Claim) -> QuerySet[Event]:
    return Event.objects.filter(pk=claim.event.pk, fence=claim.fence, settled_at__isnull=True)
