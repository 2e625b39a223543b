"""After a restore: what the backup holds as under way may have happened since, so it is doubted and not done again.

1. What the journal still owes is done, without handing anything over; reminders that fell due meanwhile are queued.
2. Every message that had not left, and every signature that was asked for, is *unknown* and waits for a person.
3. The journal of each office tells of which instant it is a copy, and the database may be worked on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.backups import Manifest
from sektoral.letters.actions.attempts import give_up_open
from sektoral.outbox.actions.doubting import doubt_unsent
from sektoral.project.keeping.missing import Missing
from sektoral.project.reactions import TICKS
from sektoral.project.worker import work_off
from sektoral.records import journal, schema
from sektoral.records.models import Event, Office


@dataclass(frozen=True, slots=True)
class Doubted:
    """How many messages and signatures wait for a person now."""

    messages: int
    signatures: int


def settle(manifest: Manifest, missing: Sequence[Missing], *, now: Callable[[], datetime]) -> Doubted:
    """This will settle a whole installation; it may be done again after a kill."""
    Event.objects.filter(settled_at__isnull=True).exclude(claimed_until=None).update(claimed_until=None)
    work_off(now, ticks=TICKS)
    with transaction.atomic():
        doubted = doubt(Office.objects.order_by("slug"), manifest, missing, at=now())
        schema.go_on()
    return doubted


def doubt(offices: Iterable[Office], manifest: Manifest, missing: Sequence[Missing], *, at: datetime) -> Doubted:
    """This will doubt what was under way and tell the journals. Must run inside a transaction."""
    messages = signatures = 0
    for office in offices:
        messages += doubt_unsent(office, at=at)
        signatures += give_up_open(office, at=at)
        lost = {f"missing_{name}": getattr(one, name) for one in missing if one.slug == office.slug for name in NAMES}
        taken_at = manifest.taken_at.isoformat()
        facts = {"backup": manifest.name, "taken_at": taken_at, "engine": manifest.engine, **lost}
        journal.append("backup.restored", office=office, about=office, by=None, at=at, **facts)
    return Doubted(messages, signatures)


NAMES = ("first", "last")
