"""What follows of itself when tables are released: a portal that harvests nothing is told."""

from datetime import datetime

from sektoral.api.actions.pushing import show_on_portal
from sektoral.records.models import Event, Release


def push_release(event: Event, *, at: datetime) -> None:
    """On a release, the end of its embargo, its withdrawal: the portal shows what the public may see now."""
    show_on_portal(Release.objects.select_related("office", "agency").get(pk=event.about_id), at=at)
