"""What the agency did with its request: opened it, downloaded the workbook; recorded once each."""

from datetime import datetime

from django.db import transaction

from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Request


def note_opened(request: Request, *, by: Actor, at: datetime) -> None:
    """This will record the first time that somebody of the agency opened the request."""
    if request.opened_at is not None:
        return
    with transaction.atomic():
        if _first(request, "opened_at", by, at):
            journal.append("request.opened_by_agency", office=request.office, about=request, by=by.person, at=at)


def note_downloaded(request: Request, *, by: Actor, at: datetime) -> None:
    """This will record the first time that somebody of the agency downloaded the workbook."""
    if request.downloaded_at is not None:
        return
    with transaction.atomic():
        if _first(request, "downloaded_at", by, at):
            journal.append("instrument.downloaded", office=request.office, about=request, by=by.person, at=at)


def _first(request: Request, field: str, by: Actor, at: datetime) -> bool:
    if not by.roles_at(request.agency):
        return False
    return bool(Request.objects.filter(pk=request.pk, **{f"{field}__isnull": True}).update(**{field: at}))
