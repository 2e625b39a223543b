"""Hands a mail about somebody's account over in the background, so that no answer waits for it.

Such mails hold codes and links, which never enter the queue or the database; one that is lost is asked for again.
"""

import logging
from threading import BoundedSemaphore, Thread

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
MOST_AT_ONCE = 8  # while a mail server hangs, more are dropped and logged
_slots = BoundedSemaphore(MOST_AT_ONCE)


def send_soon(message: EmailMessage) -> None:
    """This will send a mail, in a thread of its own unless the installation is a demo."""
    if settings.MAIL_AT_ONCE:
        message.send()
        return
    if not _slots.acquire(blocking=False):
        log.error("a mail was dropped: %d others wait for the mail server", MOST_AT_ONCE)
        return
    Thread(target=_send, args=(message,), daemon=True).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        log.exception("a mail could not be handed over")
    finally:
        _slots.release()
