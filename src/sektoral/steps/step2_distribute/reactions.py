"""What follows of itself in step 2: the queued messages leave."""

from datetime import datetime

from sektoral.records.models import Event, Request, Round
from sektoral.steps.step2_distribute.actions import deliver, note_distributed


def send_messages(event: Event, *, at: datetime) -> None:
    """On `request.sent`: send the messages with letter and workbook attached."""
    deliver(Request.objects.get(pk=event.about_id), at=at)


def end_step(event: Event, *, at: datetime) -> None:
    """On `round.letters_signed`: what was sent before this was known may have been the last of the round."""
    note_distributed(Round.objects.get(pk=event.about_id), by=None, at=at)
