"""Handing messages over: claim one, send it outside any transaction, note what became of it.

A claim is a lease with a fencing token, as the worker's for events. What a lost worker may have handed over already
is *unknown* and waits for a person; what it certainly had not is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from sektoral.adapters import targets
from sektoral.domain.outbox import (
    GIVEN_UP_CODE,
    LONGEST_WAIT,
    MOST_TRIES,
    TAKEN_AWAY,
    WORKER_LOST,
    WORKER_LOST_BEFORE,
    Attempt,
    ClaimLost,
    MessageChannel,
    Outcome,
    wait_after,
)
from sektoral.domain.states import MessageState, check_move
from sektoral.outbox.mails import send_mail
from sektoral.records import journal
from sektoral.records.models import Message

MOST_AT_ONCE = 20  # messages of one run: then the channel lets others have their turn
LEASE = timedelta(seconds=120)  # longer than any attempt may take
FARTHEST = timedelta(minutes=15)  # no lease reaches further but one given before somebody set the clock back
WAITING = (MessageState.QUEUED, MessageState.RETRYING)
NOTED = {
    MessageState.SENT: "message.sent",
    MessageState.UNKNOWN: "message.unknown",
    MessageState.GIVEN_UP: "message.failed",
}


@dataclass(frozen=True, slots=True)
class Hands:
    """Who delivers by which channel, and how long it may hold one message. `now` is the machine's own time."""

    channel: MessageChannel
    now: Callable[[], datetime]
    lease: timedelta = LEASE


def deliver_all(*, at: datetime, now: Callable[[], datetime], lease: timedelta = LEASE) -> int:
    """This will hand over by every channel what is due, and return how many messages were taken."""
    return sum(deliver(Hands(channel, now, lease), at=at) for channel in TAKEN_AWAY)


def deliver(hands: Hands, *, at: datetime) -> int:
    """This will hand over what is due by one channel; where the whole channel is away, the rest waits its turn.

    `at` is when it happens in the office's time. Returns how many messages were taken.
    """
    _take_back_from_the_lost(hands, at=at)
    taken = 0
    for _ in range(MOST_AT_ONCE):
        message = _claim(hands)
        if message is None:
            break
        attempt = _try(hands, message)
        settle(message, attempt, at=at, now=hands.now())
        taken += attempt.outcome is Outcome.TAKEN
        if attempt.blocks:
            _let_the_rest_wait(hands, message)
            break
    return taken


def settle(message: Message, attempt: Attempt, *, at: datetime, now: datetime) -> bool:
    """This will note what came of an attempt, if nobody has decided about the message meanwhile.

    A worker that was given up as lost tells what it knows after all, as long as its claim was the last.
    """
    with transaction.atomic():
        still = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
        row = still.filter(pk=message.pk, fence=message.fence).first()
        if row is None or row.state not in (MessageState.SENDING, MessageState.UNKNOWN):
            return False
        then = _state_after(attempt, row)
        if then != row.state:
            check_move(MessageState(row.state), then)
            _note(row, then, attempt, at=at, now=now)
    return True


def _state_after(attempt: Attempt, row: Message) -> MessageState:
    match attempt.outcome:
        case Outcome.TAKEN:
            return MessageState.SENT
        case Outcome.UNKNOWN:
            return MessageState.UNKNOWN
        case Outcome.NOT_YET if row.state == MessageState.UNKNOWN:
            return MessageState.UNKNOWN  # a person is asked already
        case Outcome.NOT_YET if row.attempts < MOST_TRIES:
            return MessageState.RETRYING
        case Outcome.NOT_YET | Outcome.NEVER:
            return MessageState.UNKNOWN if row.state == MessageState.UNKNOWN else MessageState.GIVEN_UP


def _note(row: Message, then: MessageState, attempt: Attempt, *, at: datetime, now: datetime) -> None:
    row.state, row.claimed_until, row.last_error_code = then, None, attempt.code
    row.next_try_at = now + wait_after(row.attempts) if then is MessageState.RETRYING else None
    if then is MessageState.SENT:
        row.sent_at = at
    if then is MessageState.GIVEN_UP and attempt.outcome is Outcome.NOT_YET:
        row.last_error_code = GIVEN_UP_CODE
    row.save(update_fields=["state", "claimed_until", "last_error_code", "next_try_at", "sent_at"])
    if then in NOTED:
        facts = {"code": row.last_error_code} if row.last_error_code else {}
        journal.append(NOTED[then], office=row.office, about=row, by=None, at=at, **facts)


def _claim(hands: Hands) -> Message | None:
    if not _due(hands).exists():  # a transaction takes SQLite's one write lock even where it changes nothing
        return None
    with transaction.atomic():
        # what failed steps behind what was not tried: one address that fails keeps no other waiting
        due = _due(hands).select_related("office").order_by("attempts", "queued_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(no_key=True, skip_locked=True, of=("self",))
        message = due.first()
        if message is None:
            return None
        message.state, message.claimed_until = MessageState.SENDING, hands.now() + hands.lease
        message.handed_at = None
        message.fence, message.attempts = message.fence + 1, message.attempts + 1
        message.save(update_fields=["state", "claimed_until", "handed_at", "fence", "attempts"])
    return message


def _due(hands: Hands) -> QuerySet[Message]:
    now = hands.now()
    ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_WAIT)
    return Message.objects.filter(ready, channel=hands.channel, state__in=WAITING)


def _try(hands: Hands, message: Message) -> Attempt:
    def before_text() -> None:
        mine = Message.objects.filter(pk=message.pk, fence=message.fence, state=MessageState.SENDING)
        if not mine.update(handed_at=hands.now()):
            raise ClaimLost

    try:
        return _send(message, before_text)
    except ClaimLost:
        return Attempt(Outcome.NOT_YET, WORKER_LOST_BEFORE)


def _send(message: Message, before_text: Callable[[], None]) -> Attempt:
    if message.channel == MessageChannel.EMAIL:
        return send_mail(message, before_text=before_text)
    return targets.send(
        settings.APPRISE_CONFIG,
        message.to,
        subject=message.subject,
        body=message.body,
        seconds=settings.MESSAGE_DEADLINE,
        before_text=before_text,
    )


def _take_back_from_the_lost(hands: Hands, *, at: datetime) -> None:
    now = hands.now()
    is_over = Q(claimed_until__lt=now) | Q(claimed_until__gt=now + FARTHEST)
    lost = Message.objects.filter(is_over, channel=hands.channel, state=MessageState.SENDING)
    for key in lost.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        with transaction.atomic():
            message = lost.select_for_update(no_key=True, of=("self",)).filter(pk=key).first()
            if message is not None:  # and locked, so that it cannot be handed over in this very moment
                settle(message, _lost(message), at=at, now=hands.now())


def _lost(message: Message) -> Attempt:
    was_handed = message.handed_at is not None
    return Attempt(Outcome.UNKNOWN, WORKER_LOST) if was_handed else Attempt(Outcome.NOT_YET, WORKER_LOST_BEFORE)


def _let_the_rest_wait(hands: Hands, message: Message) -> None:
    """Nobody else is tried while the channel is away; that costs them no attempt."""
    until = hands.now() + wait_after(message.attempts)
    _due(hands).update(next_try_at=until)
