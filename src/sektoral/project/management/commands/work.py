"""`sektoral work`: settles what the journal still owes, until it is told to stop."""

import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, connections

from sektoral.domain.errors import SektoralError
from sektoral.intake import files
from sektoral.outbox.actions.delivering import deliver_all
from sektoral.project import clock, worker
from sektoral.project.clock_watch import ClockWatch
from sektoral.project.connections import bound_waits
from sektoral.project.heartbeat import Heart
from sektoral.project.keeping import presence
from sektoral.project.outages import outage_of
from sektoral.project.postmen import Postmen
from sektoral.project.reactions import TICKS, Tick
from sektoral.records import schema

PAUSE = 0.25  # seconds between two looks
REST = 60.0  # seconds that a tick which failed is left alone
ABANDONED = timedelta(days=1)  # after that an unfinished file belongs to a process that was killed

log = logging.getLogger("sektoral.worker")


class Command(BaseCommand):
    """The worker process. It may be killed at any moment and started again."""

    help = "Kerjakan tindak lanjut dari jurnal: instrumen, pesan, tanda terima, pemeriksaan berkas."
    requires_system_checks = []  # they load every page, and a worker that was killed should be back soon

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="selesaikan yang ada, lalu berhenti")
        parser.add_argument("--lease", type=float, default=60, help="lama sewa satu pekerjaan, dalam detik")

    def handle(self, *, once: bool, lease: float, **_: object) -> None:
        stop = _Stop()
        presence.announce()
        fits = schema.Watch()
        _clear_unfinished()
        patience = timedelta(seconds=lease)
        bound_waits(connections.settings["default"], worker.longest(patience).total_seconds())
        if once:
            ticks: tuple[Tick, ...] = (*TICKS, partial(deliver_all, now=clock.real_now, lease=2 * patience))
            while not stop.asked and worker.work_off(clock.now, lease=patience, stop=stop, ticks=ticks):
                close_old_connections()
            return
        watched: tuple[Tick, ...] = (*TICKS, ClockWatch())
        postmen, lasting = Postmen(2 * patience), [_Lasting(tick) for tick in watched]
        postmen.start()
        heart = Heart()
        while not stop.asked:
            close_old_connections()
            heart.beat(clock.real_now())
            _check(fits)
            if not _work_off_patiently(clock.now, lease=patience, stop=stop, ticks=lasting):
                time.sleep(PAUSE)
        postmen.stop()


def _work_off_patiently(
    now: Callable[[], datetime], *, lease: timedelta, stop: Callable[[], bool], ticks: Sequence[Tick]
) -> int:
    """A database that is away, locked for too long, or full is waited for; what was in hand is claimed again."""
    try:
        return worker.work_off(now, lease=lease, stop=stop, ticks=ticks)
    except DatabaseError as error:
        if outage_of(error) is None:
            raise
        log.warning("the database does not do its part; trying again", exc_info=True)
        connection.close()
        return 0


def _check(fits: schema.Watch) -> None:
    """Whoever changes the schema under a worker ends it: the next one fits, or says why it does not."""
    with suppress(DatabaseError):
        fits.check()


def _clear_unfinished() -> None:
    """A disk that does not even let this be done is no reason not to begin."""
    try:
        files.file_store().clear_unfinished(before=clock.real_now() - ABANDONED)
    except (OSError, SektoralError):
        log.warning("unfinished files could not be looked for", exc_info=True)


class _Lasting:
    """A tick that may fail: it is told, and left alone for a while. A database that is away is the worker's to meet."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._again = 0.0

    def __call__(self, *, at: datetime) -> None:
        if time.monotonic() < self._again:
            return
        try:
            self._tick(at=at)
        except DatabaseError:
            raise
        except Exception:
            log.exception("what time brings with it failed; trying again in a minute")
            self._again = time.monotonic() + REST


class _Stop:
    """Remembers that somebody asked the worker to end, so that the event in hand is finished first."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def __call__(self) -> bool:
        return self.asked

    def _ask(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
