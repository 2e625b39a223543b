"""`sektoral work`: settles what the journal still owes, until it is told to stop."""

import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection

from sektoral.intake import files
from sektoral.outbox.actions.delivering import deliver_all
from sektoral.project import clock, worker
from sektoral.project.heartbeat import Heart
from sektoral.project.keeping import presence
from sektoral.project.postmen import Postmen
from sektoral.project.reactions import TICKS, Tick
from sektoral.records import schema

PAUSE = 0.25  # seconds between two looks
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
        files.file_store().clear_unfinished(before=clock.real_now() - ABANDONED)
        patience = timedelta(seconds=lease)
        if once:
            ticks: tuple[Tick, ...] = (*TICKS, partial(deliver_all, now=clock.real_now, lease=2 * patience))
            while not stop.asked and worker.work_off(clock.now, lease=patience, stop=stop, ticks=ticks):
                close_old_connections()
            return
        postmen = Postmen(2 * patience)
        postmen.start()
        heart = Heart()
        while not stop.asked:
            close_old_connections()
            heart.beat(clock.real_now())
            _check(fits)
            if not _work_off_patiently(clock.now, lease=patience, stop=stop):
                time.sleep(PAUSE)
        postmen.stop()


def _work_off_patiently(now: Callable[[], datetime], *, lease: timedelta, stop: Callable[[], bool]) -> int:
    """A database that is away, or locked for too long, is waited for; what was in hand is claimed again."""
    try:
        return worker.work_off(now, lease=lease, stop=stop, ticks=TICKS)
    except (OperationalError, InterfaceError):
        log.warning("the database does not answer; trying again", exc_info=True)
        connection.close()
        return 0


def _check(fits: schema.Watch) -> None:
    """Whoever changes the schema under a worker ends it: the next one fits, or says why it does not."""
    with suppress(OperationalError, InterfaceError):
        fits.check()


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
