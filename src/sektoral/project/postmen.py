"""Threads beside the worker that hand messages over, one a channel: a server that hangs keeps nothing else waiting."""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from sektoral.domain.outbox import TAKEN_AWAY, MessageChannel
from sektoral.outbox.actions.delivering import Hands, deliver
from sektoral.project import clock

PAUSE = 0.5  # seconds between two looks

log = logging.getLogger("sektoral.postmen")


class Postmen:
    """Begin with `start`; `stop` lets each finish the message in hand."""

    def __init__(self, lease: timedelta) -> None:
        self._asked = threading.Event()
        self._threads = [
            threading.Thread(target=self._walk, args=(Hands(channel, clock.real_now, lease),), name=channel.value)
            for channel in TAKEN_AWAY
        ]

    def start(self) -> None:
        """This will send them out; they die with the process, however that ends."""
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def stop(self) -> None:
        """This will call them back and wait as long as one message may take."""
        self._asked.set()
        for thread in self._threads:
            thread.join(timeout=settings.MESSAGE_DEADLINE)

    def _walk(self, hands: Hands) -> None:
        while not self._asked.is_set():
            close_old_connections()
            if not _round(hands):
                self._asked.wait(PAUSE)
        connection.close()


def _round(hands: Hands) -> int:
    """One round; whatever goes wrong is told and never the end: the message is taken up again after its lease."""
    try:
        return deliver(hands, at=clock.now())
    except DatabaseError:
        log.warning("the database does not do its part; trying again", exc_info=True)
        connection.close()
    except Exception:
        log.exception("a message by %s could not be dealt with", MessageChannel(hands.channel).value)
    return 0
