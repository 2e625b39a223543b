"""The emblem on the office's letterhead: redrawn by the sandbox, replaced, or taken away."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.intake import files
from sektoral.intake.pictures import PNG, redraw
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Office, StoredFile


def set_emblem(data: bytes, *, by: Actor, at: datetime) -> StoredFile:
    """This will print a picture on the office's letterhead from now on; letters whose bytes are made keep theirs.

    Raises `Invalid` with the sandbox's reason for what is no sound PNG or JPEG.
    """
    by.check(Permission.SET_UP)
    picture = redraw(data)
    with transaction.atomic():
        office = _taken(by)
        kept = files.keep_made(picture, office=office, name="lambang.png", media_type=PNG, by=by.person, at=at)
        _store(office, kept, by=by, at=at)
    return kept


def remove_emblem(*, by: Actor, at: datetime) -> None:
    """This will print no emblem any more. Raises `WrongState` (`emblem_missing`) where there is none."""
    by.check(Permission.SET_UP)
    with transaction.atomic():
        office = _taken(by)
        if office.emblem_id is None:
            raise WrongState("emblem_missing")
        _store(office, None, by=by, at=at)


def _taken(by: Actor) -> Office:
    return Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)


def _store(office: Office, emblem: StoredFile | None, *, by: Actor, at: datetime) -> None:
    office.emblem = emblem
    office.save(update_fields=["emblem"])
    sha256 = emblem.sha256 if emblem else ""
    journal.append("emblem.changed", office=office, about=office, by=by.person, at=at, sha256=sha256)
