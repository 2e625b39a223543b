"""Of messages: what left has its event, nothing left twice, nothing is lost, and each reminder sent has its message."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sektoral.domain.outbox import MessageChannel
from sektoral.domain.states import MessageState
from sektoral.records.models import Event, Message, Office, Reminder, ReminderOutcome

LEFT = ("message.sent", "message.assumed_sent")
LONGEST = timedelta(days=3)  # by then a message has left or been given up


def check_messages(office: Office, at: datetime) -> Iterator[str]:
    """This will hold the messages against the journal."""
    yield from _left(office)
    yield from _queued(office)
    yield from _forgotten(office, at)
    yield from _reminders(office)


def _left(office: Office) -> Iterator[str]:
    """Each message that left has exactly one event that says so."""
    told: dict[str, list[datetime]] = {}
    events = Event.objects.filter(office_id=office.pk, about_type="message", kind__in=LEFT)
    for event in events.order_by("sequence"):
        told.setdefault(event.about_id, []).append(event.at)
    rows = {str(one.pk): one for one in Message.objects.filter(office=office).defer("body", "subject")}
    for key in told.keys() - rows.keys():
        yield f"Pesan {key} ada dalam jurnal, tetapi tidak ada lagi."
    for key, row in rows.items():
        left = told.get(key, [])
        if row.channel == MessageChannel.IN_APP:
            left = [row.queued_at]  # it shows from the moment when it was queued
        if len(left) > 1:
            yield f"Pesan {key} tercatat terkirim lebih dari sekali."
        if left[-1:] != ([row.sent_at] if row.sent_at else []):
            yield f"Pesan {key}: waktu terkirimnya bukan menurut peristiwanya."


def _queued(office: Office) -> Iterator[str]:
    """Each announcement in the journal still has its messages; those of before announcements were told are older."""
    rows = Counter(_announced(key) for key in Message.objects.filter(office=office).values_list("key", flat=True))
    told: Counter[str] = Counter()
    for event in Event.objects.filter(office_id=office.pk, kind="message.queued"):
        told[str(event.facts.get("key"))] += int(event.facts.get("messages", 0))
    for key, count in told.items():
        if rows[key] != count:
            yield f"Dari {count} pesan yang disiapkan sebagai {key} ada {rows[key]}."


def _announced(key: str) -> str:
    """The announcement's part of a message's key: without the person, the app, or the target."""
    head, _, end = key.partition(":apprise:")
    return head if end else key.removesuffix(":app").rpartition(":")[0]


def _forgotten(office: Office, at: datetime) -> Iterator[str]:
    moving = (MessageState.QUEUED, MessageState.SENDING, MessageState.RETRYING)
    for row in Message.objects.filter(office=office, state__in=moving, queued_at__lt=at - LONGEST):
        resent = Event.objects.filter(office_id=office.pk, about_id=str(row.pk), kind="message.resent").last()
        if resent is None or resent.at < at - LONGEST:
            yield f"Pesan {row.pk} tidak pernah terkirim."


def _reminders(office: Office) -> Iterator[str]:
    sent = Reminder.objects.filter(office=office, outcome=ReminderOutcome.SENT).exclude(notice__startswith="suggestion")
    keys = {_announced(key) for key in Message.objects.filter(office=office).values_list("key", flat=True)}
    for row in sent:
        if f"reminder:{row.pk}" not in keys:
            yield f"Pengingat {row.pk} tercatat terkirim, tetapi pesannya tidak ada."
