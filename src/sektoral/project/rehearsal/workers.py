"""Who works off the journal in a rehearsal: this process itself, or a separate one that may be killed at any moment."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from sektoral.domain.states import MessageState
from sektoral.project.worker import work_off
from sektoral.records.journal import MAX_ATTEMPTS
from sektoral.records.models import Event, Message

PATIENCE = 120.0  # seconds of real time for one settling
ON_THEIR_WAY = (MessageState.QUEUED, MessageState.SENDING, MessageState.RETRYING)
LEASE = "0.3"  # seconds: nobody else works here, so what a killed worker held may be taken up at once


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


class SeparateWorker:
    """Starts `sektoral work` and starts it again whenever it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def settle(self) -> None:
        """This will wait until all events are settled. Raises `Stuck` after too long."""
        until = time.monotonic() + PATIENCE
        while unsettled():
            if self._process is None or self._process.poll() is not None:
                self._start()
            if time.monotonic() > until:
                raise Stuck(str(unsettled()[:5]))
            time.sleep(0.02)

    def stop(self) -> None:
        """This will end the process."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sektoral", "work", "--lease", LEASE],
            env=dict(os.environ),
            stdout=subprocess.DEVNULL,
        )


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
