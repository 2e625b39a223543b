"""What follows of itself in step 2: the queued messages leave."""

from datetime import datetime

from sektoral.records.models import Event, Request
from sektoral.steps.step2_distribute.actions import deliver


def send_messages(event: Event, *, at: datetime) -> None:
    """On `request.sent`: send the messages with letter and workbook attached."""
    deliver(Request.objects.get(pk=event.about_id), at=at)
