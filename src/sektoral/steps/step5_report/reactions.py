"""What follows of itself in step 5: the signed report closes the round."""

from datetime import datetime

from sektoral.records.models import Event, Letter
from sektoral.steps.step5_report.actions import note_report_signed


def close_round(event: Event, *, at: datetime) -> None:
    """On `letter.signed`: a signed report closes its round."""
    note_report_signed(Letter.objects.select_related("round", "signed_by").get(pk=event.about_id), at=at)
