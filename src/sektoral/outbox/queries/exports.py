"""The journal as it is given away to be checked elsewhere with `periksa.py`: what it is, keys, checkpoints, events."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id, public_text
from sektoral.domain.journal import GENESIS
from sektoral.records.journal_lines import checkpoint_lines, event_lines
from sektoral.records.models import Checkpoint, Event, JournalHead, Office

FORMAT = "sektoral/journal/1"


def export_journal(office: Office, *, at: datetime) -> Iterator[bytes]:
    """This will give an office's whole chain line by line, one event in memory at a time.

    Facts hold ids, codes and counts, never names or figures of persons.
    """
    head = JournalHead.objects.get(office_id=office.pk)
    about = {
        "export": FORMAT,
        "office": str(office.pk),
        "office_name": f"{office.name} {office.regency}",
        "made_at": at.astimezone(UTC).isoformat(),
        "start": {"sequence": 0, "hash": GENESIS},
        "head": {"sequence": head.sequence, "hash": head.hash},
    }
    yield json.dumps(about).encode("ascii") + b"\n"
    yield from _keys()
    yield from checkpoint_lines(Checkpoint.objects.filter(office_id=office.pk).order_by("sequence", "pk"))
    yield from event_lines(Event.objects.filter(office_id=office.pk).order_by("sequence", "pk"))


def _keys() -> Iterator[bytes]:
    for public in KeyRing(settings.KEYS_ROOT).publics(KeyPurpose.CHECKPOINT):
        told = {"purpose": KeyPurpose.CHECKPOINT.value, "key_id": key_id(public), "pem": public_text(public).decode()}
        yield json.dumps(told).encode("ascii") + b"\n"
