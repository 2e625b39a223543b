"""A person decides about a message that the outbox cannot bring to its end by itself."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.outbox import MessageChannel
from sektoral.domain.states import MessageState, check_move
from sektoral.outbox.rights import check_may_decide
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Message


def send_again(message: Message, *, by: Actor, at: datetime) -> None:
    """This will queue a message once more, to the person's present address. Raises `WrongState` for any other state."""
    check_may_decide(by)
    by.check_here(message)
    with transaction.atomic():
        row = _locked(message)
        check_move(MessageState(row.state), MessageState.QUEUED)
        row.state, row.attempts, row.next_try_at, row.fence = MessageState.QUEUED, 0, None, row.fence + 1
        if row.channel == MessageChannel.EMAIL and row.person is not None:
            row.to = row.person.email
        row.save(update_fields=["state", "attempts", "next_try_at", "fence", "to"])
        journal.append("message.resent", office=row.office, about=row, by=by.person, at=at)


def assume_sent(message: Message, *, by: Actor, at: datetime) -> None:
    """This will hold a message for received: a person has made sure of it, or has told it in another way."""
    check_may_decide(by)
    by.check_here(message)
    with transaction.atomic():
        row = _locked(message)
        check_move(MessageState(row.state), MessageState.SENT)
        row.state, row.sent_at, row.fence = MessageState.SENT, at, row.fence + 1
        row.save(update_fields=["state", "sent_at", "fence"])
        journal.append("message.assumed_sent", office=row.office, about=row, by=by.person, at=at)


def _locked(message: Message) -> Message:
    rows = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("office", "person")
    return rows.get(pk=message.pk)
