"""Ways to falsify what left the outbox, and what the calendar of reminders brought."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sektoral.records.models import Message, Reminder, Request
from tests.tamperings import NOW


def a_mail() -> Message:
    return Message.objects.filter(channel="email", state="sent")[0]


def lose_a_mail() -> None:
    a_mail().delete()


def lose_a_notice() -> None:
    Message.objects.filter(channel="in_app")[0].delete()


def forge_a_mail() -> None:
    mail = a_mail()
    mail.pk, mail.key = uuid4(), f"forged:{uuid4()}"
    mail.save(force_insert=True)


def say_it_left_a_day_earlier() -> None:
    mail = a_mail()
    Message.objects.filter(pk=mail.pk).update(sent_at=mail.queued_at - timedelta(days=1))


def say_it_never_left() -> None:
    Message.objects.filter(pk=a_mail().pk).update(state="given_up", sent_at=None)


def hide_a_notice() -> None:
    notice = Message.objects.filter(channel="in_app")[0]
    Message.objects.filter(pk=notice.pk).update(sent_at=notice.queued_at + timedelta(days=1))


def forget_a_mail() -> None:
    Message.objects.filter(pk=a_mail().pk).update(state="queued", sent_at=None, queued_at=NOW - timedelta(days=9))


def claim_a_reminder() -> None:
    request = Request.objects.all()[0]
    Reminder.objects.create(
        office=request.office, round=request.round, request=request, notice="overdue:1", due_at=NOW, planned_at=NOW,
        outcome="sent", done_at=NOW,
    )  # fmt: skip


MESSAGE_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I24", lose_a_mail),
    ("I24", lose_a_notice),
    ("I24", forge_a_mail),
    ("I24", say_it_left_a_day_earlier),
    ("I24", say_it_never_left),
    ("I24", hide_a_notice),
    ("I24", forget_a_mail),
    ("I24", claim_a_reminder),
]
