"""A person has read notices: that is theirs alone, and no deed of the office."""

from datetime import datetime

from sektoral.outbox.queries.inbox import notices_of
from sektoral.records.actors import Actor
from sektoral.records.models import Message


def mark_read(notice: Message, *, at: datetime) -> None:
    """This will note when a notice was first opened."""
    Message.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """This will note that the person has read all that is there now."""
    return notices_of(by).filter(read_at__isnull=True, queued_at__lte=at).update(read_at=at)
