"""Checkpoints of the journal: signed each day and with each report, and given into hands outside the office.

What stays here alone proves nothing against whoever has all rights here (docs/security.md).
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache

from django.conf import settings
from django.db import transaction

from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain import journal as rules
from sektoral.domain.errors import SektoralError
from sektoral.domain.journal import Head, checkpoint_note, signed_note
from sektoral.domain.message_texts import write
from sektoral.domain.outbox import MessageKind
from sektoral.outbox.actions.queueing import Announcement, announce
from sektoral.outbox.actions.telling import link_to
from sektoral.records.models import Checkpoint, JournalHead, Office
from sektoral.ui.addresses import page_url

log = logging.getLogger("sektoral.worker")

MOST_AT_ONCE = 20  # offices of one tick: the others have their turn with the next


def sign_checkpoint(office: Office, *, at: datetime) -> Checkpoint:
    """This will sign how far the office's journal has come."""
    head = JournalHead.objects.get(office_id=office.pk)
    note = checkpoint_note(rules.Checkpoint(str(office.pk), Head(head.sequence, head.hash), at))
    signature = KeyRing(settings.KEYS_ROOT).sign(KeyPurpose.CHECKPOINT, note.encode())
    return Checkpoint.objects.create(
        office_id=office.pk,
        sequence=head.sequence,
        hash=head.hash,
        at=at,
        key_id=signature.key_id,
        signature=signature.value,
    )


def give_checkpoints_away(*, at: datetime) -> int:
    """This will sign the day's checkpoint of every office that has none yet, and mail it out; it counts the offices.

    The day is that of UTC, so that all offices of an installation have the same. Idle offices sign too: whoever keeps
    checkpoints notices when they cease.
    """
    today = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    signed = Checkpoint.objects.filter(at__gte=today).values("office_id")
    begun = Office.objects.filter(pk__in=JournalHead.objects.values("office_id"))
    waiting = list(begun.exclude(pk__in=signed).order_by("pk")[:MOST_AT_ONCE])
    try:
        for office in waiting:
            with transaction.atomic():
                _send_out(sign_checkpoint(office, at=at), office, settings.CHECKPOINTS_TO, at=at)
    except SektoralError as error:  # a key that others may read must not stop all other work
        _complain(error.code)
        return 0
    return len(waiting)


@cache
def _complain(code: str) -> None:
    """Say once in each process why no checkpoint is signed; the doctor says it whenever it is asked."""
    log.error("no checkpoint of the journal is signed: %s", code)


def note_of(checkpoint: Checkpoint) -> str:
    """This will write a stored checkpoint as it is given away, with its signature."""
    said = rules.Checkpoint(str(checkpoint.office_id), Head(checkpoint.sequence, checkpoint.hash), checkpoint.at)
    return signed_note(said, key_id=checkpoint.key_id, signature=checkpoint.signature)


def _send_out(checkpoint: Checkpoint, office: Office, addresses: Sequence[str], *, at: datetime) -> None:
    path = page_url("verify:checkpoints", office.slug)
    facts = {"office": office.name, "number": str(checkpoint.sequence), "note": note_of(checkpoint)}
    told = Announcement(
        kind=MessageKind.CHECKPOINT,
        key=f"checkpoint:{at.astimezone(UTC).date().isoformat()}",
        text=write(MessageKind.CHECKPOINT, facts, link=link_to(office, path)),
        path=path,
        target="",
        outside=addresses,
    )
    announce(told, (), office=office, at=at)
