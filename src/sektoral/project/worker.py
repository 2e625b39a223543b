"""The worker's loop: claim the oldest unsettled event, run its reactions, settle it or count the failure.

Receipts go before all else, a release's charts after it. A claim is a lease with a fencing token: a worker that wakes
after its lease has run out cannot settle any more. While it works it renews the lease, so a short one suffices; a
worker that never comes back has used up one attempt.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from sektoral.domain.errors import SektoralError
from sektoral.intake.scanning import SILENT
from sektoral.project import logs
from sektoral.project.clock import real_now
from sektoral.project.heartbeat import Heart
from sektoral.project.outages import outage_of
from sektoral.project.reactions import ALL_TICKS, FIRST, LAST, REACTIONS, Tick
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event

LEASE = timedelta(seconds=60)
RENEWALS = 30  # each half a lease later
BACK_OFF = timedelta(seconds=2)
# A neighbour that is away; so is a full disk, and a database: the event waits for it, however long, without a person,
# and none of its attempts is used up, for a worker may yet be killed over it.
PATIENT = frozenset({SILENT})
DOUBLED = 4  # so often at most the wait for a neighbour: half a minute after it is back all goes on
# No lease and no back-off reaches further; one that does was given before somebody set the clock back.
FARTHEST = timedelta(minutes=15)
LOST = "worker_lost"  # the worker that had claimed the event never came back

log = logging.getLogger("sektoral.worker")


@dataclass(frozen=True, slots=True)
class Claim:
    """An event that this worker may work on until `until`."""

    event: Event
    fence: int
    until: datetime


def longest(lease: timedelta) -> timedelta:
    """This will tell how long one event may take (15 minutes): who works longer hangs, and loses it."""
    return RENEWALS * lease / 2


def never() -> bool:
    """Nobody asks to stop."""
    return False


def work_off(
    clock: Callable[[], datetime],
    *,
    lease: timedelta = LEASE,
    stop: Callable[[], bool] = never,
    ticks: Sequence[Tick] = ALL_TICKS,
) -> int:
    """This will settle events until none is due or somebody asks to stop; returns how many were worked on."""
    count, claim = 0, None if stop() else _claim(real_now(), lease)
    while claim is not None:
        with logs.within(_log_id(claim)), _renewing(claim, lease):
            error = _react(claim.event, clock)
        count += 1
        done, claim = claim, None
        try:
            with transaction.atomic():  # one commit both for the end of one event and for the beginning of the next
                if error is None:
                    _settle(done, real_now())
                else:
                    with logs.within(_log_id(done)):
                        _count_failure(done, error, real_now())
                claim = None if stop() else _claim(real_now(), lease)
        except DatabaseError:
            _give_back([one for one in (done, claim) if one])
            raise
    for tick in ticks:
        tick(at=clock())
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
        _drop_broken_connection()  # the failure is counted on a new one
        return error
    return None


def _give_back(claims: Sequence[Claim]) -> None:
    """Let go of what this worker has in hand when its database fails it: it lives, so that must cost no attempt."""
    _drop_broken_connection()
    with suppress(DatabaseError):
        for claim in claims:
            _mine(claim).update(claimed_until=None)


def _drop_broken_connection() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


@contextmanager
def _renewing(claim: Claim, lease: timedelta) -> Iterator[None]:
    """Keep the lease alive from a thread beside the work; it dies with the process, however that ends."""
    done = threading.Event()
    thread = threading.Thread(target=_renew, args=(claim, lease, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(claim: Claim, lease: timedelta, done: threading.Event) -> None:
    heart = Heart()
    try:
        for _ in range(RENEWALS):
            if done.wait(lease.total_seconds() / 2):
                return
            try:
                _mine(claim).update(claimed_until=real_now() + lease)
            except DatabaseError:  # the work itself may hold SQLite's one write lock: the fence still guards the end
                log.warning("the lease of event %s was not renewed", claim.event.sequence, exc_info=True)
            heart.beat(real_now())
    finally:
        connection.close()


def _claim(at: datetime, lease: timedelta) -> Claim | None:
    with transaction.atomic(savepoint=False):
        event = _next_due(at)
        if event is None:
            return None
        event.fence += 1
        event.claimed_until = at + lease
        event.save(update_fields=["fence", "claimed_until", "attempts", "last_error_code"])
    return Claim(event, event.fence, at + lease)


def _next_due(at: datetime) -> Event | None:
    """Give the oldest event that may be tried, locked; one that has cost too many workers is parked on the way."""
    due = _due(at)
    while (event := due.first()) is not None:
        if event.claimed_until is None:
            return event
        event.attempts, event.last_error_code, event.claimed_until = event.attempts + 1, LOST, None
        if event.attempts < MAX_ATTEMPTS:
            return event
        log.error("event %s has cost %s attempts and waits for a person", event.sequence, event.attempts)
        event.save(update_fields=["attempts", "last_error_code", "claimed_until"])
    return None


def _due(at: datetime) -> QuerySet[Event]:
    farthest = at + FARTHEST
    due = Event.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=at) | Q(claimed_until__gt=farthest),
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=at) | Q(next_try_at__gt=farthest),
        settled_at__isnull=True,
        attempts__lt=MAX_ATTEMPTS,
        kind__in=REACTIONS,
    ).order_by(Case(When(kind__in=FIRST, then=Value(0)), When(kind__in=LAST, then=Value(2)), default=Value(1)), "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(no_key=True, skip_locked=True)
    return due


def _settle(claim: Claim, at: datetime) -> None:
    _mine(claim).update(settled_at=at, claimed_until=None, last_error_code="")


def _count_failure(claim: Claim, error: Exception, at: datetime) -> None:
    code = error.code if isinstance(error, SektoralError) else type(error).__name__
    log.warning(
        "event %s failed: %s", claim.event.sequence, code, exc_info=None if isinstance(error, SektoralError) else error
    )
    attempts = claim.event.attempts
    is_patient = code in PATIENT or outage_of(error) is not None
    _mine(claim).update(
        attempts=max(attempts, 1) if is_patient else attempts + 1,
        next_try_at=at + BACK_OFF * 2 ** (min(claim.fence - 1, DOUBLED) if is_patient else attempts),
        claimed_until=None,
        last_error_code=code[:80],
    )


def _log_id(claim: Claim) -> str:
    return f"event-{claim.event.pk}"


def _mine(claim: Claim) -> QuerySet[Event]:
    return Event.objects.filter(pk=claim.event.pk, fence=claim.fence, settled_at__isnull=True)
