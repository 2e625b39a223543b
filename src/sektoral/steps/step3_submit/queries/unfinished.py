"""Uploads that a person has begun for a request and not finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from sektoral.domain.errors import NotFound
from sektoral.domain.sent_files import PARTS_KEPT
from sektoral.intake.files import partial_files
from sektoral.records.actors import Actor
from sektoral.records.models import PartialUpload, Request
from sektoral.ui.formats import size_text


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An upload that stopped on its way: how far it is, and until when its parts are kept."""

    name: str
    received: int
    size: int
    received_text: str
    size_text: str
    kept_until: datetime
    cancel_url: str


def list_unfinished(request: Request, actor: Actor) -> Sequence[Unfinished]:
    """This will list the person's own uploads that are under way for a request."""
    return [_unfinished(one) for one in _own(request, actor)]


def get_unfinished(request: Request, actor: Actor, key: UUID) -> PartialUpload:
    """This will give one of the person's own uploads. Raises `NotFound`, also for somebody else's."""
    found = _own(request, actor).select_related("request__agency", "beside__request").filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def _unfinished(one: PartialUpload) -> Unfinished:
    received = partial_files().size(one.pk)
    return Unfinished(
        name=one.name,
        received=received,
        size=one.size,
        received_text=size_text(received),
        size_text=size_text(one.size),
        kept_until=one.last_at + PARTS_KEPT,
        cancel_url=reverse("step3:cancel_upload", args=[one.request_id, one.pk]),
    )


def _own(request: Request, actor: Actor) -> QuerySet[PartialUpload]:
    return PartialUpload.objects.filter(office=actor.office, request=request, begun_by=actor.person)
