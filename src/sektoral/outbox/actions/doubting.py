"""After a restore from a backup: what the backup holds as unsent may have left since, so a person decides."""

from datetime import datetime

from sektoral.domain.outbox import RESTORED, TAKEN_AWAY
from sektoral.domain.states import MessageState, check_move
from sektoral.records import journal
from sektoral.records.models import Message, Office

UNSENT = (MessageState.QUEUED, MessageState.RETRYING, MessageState.SENDING)


def doubt_unsent(office: Office, *, at: datetime) -> int:
    """This will make every message that somebody outside should have taken *unknown*; returns how many.

    Must run inside a transaction.
    """
    unsent = Message.objects.select_for_update(no_key=True, of=("self",)).filter(office=office, channel__in=TAKEN_AWAY)
    found = list(unsent.filter(state__in=UNSENT).order_by("queued_at", "pk"))
    for message in found:
        check_move(MessageState(message.state), MessageState.UNKNOWN)
        message.state, message.claimed_until, message.next_try_at = MessageState.UNKNOWN, None, None
        message.fence, message.last_error_code = message.fence + 1, RESTORED
        message.save(update_fields=["state", "claimed_until", "next_try_at", "fence", "last_error_code"])
        journal.append("message.unknown", office=office, about=message, by=None, at=at, code=RESTORED)
    return len(found)
