"""`sektoral work`: settles what the journal still owes, until it is told to stop."""

import signal
import time
from argparse import ArgumentParser
from datetime import timedelta
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from sektoral.project import clock, worker

PAUSE = 0.25  # seconds between two looks


class Command(BaseCommand):
    """The worker process. It may be killed at any moment and started again."""

    help = "Kerjakan tindak lanjut dari jurnal: instrumen, pesan, tanda terima, pemeriksaan berkas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="selesaikan yang ada, lalu berhenti")
        parser.add_argument("--lease", type=int, default=60, help="lama sewa satu pekerjaan, dalam detik")

    def handle(self, *, once: bool, lease: int, **_: object) -> None:
        stop = _Stop()
        while not stop.asked:
            close_old_connections()
            worked = worker.work_off(clock.now, lease=timedelta(seconds=lease), stop=stop)
            if once and not worked:
                return
            if not worked:
                time.sleep(PAUSE)


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
