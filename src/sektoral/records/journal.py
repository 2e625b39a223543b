"""Appending to the journal, in the transaction of every action: audit log and outbox are one truth."""

from datetime import UTC, datetime

from django.db import models, transaction

from sektoral.domain.errors import Fact, Invalid
from sektoral.domain.events import LABELS
from sektoral.domain.journal import GENESIS, EventRecord, event_hash
from sektoral.records.models import Event, JournalHead, Office, Person

SYSTEM = ""
MAX_ATTEMPTS = 8  # reactions that failed so often are shown as stuck and wait for a person


def append(
    kind: str, /, *, office: Office, about: models.Model, by: Person | None, at: datetime, **facts: Fact
) -> Event:
    """This will append one event to the office's chain; the head row is locked, so call it last in an action.

    `by` is `None` for the system. Facts hold ids and counts, never names or figures of persons. Must run inside a
    transaction. Raises `Invalid` for a kind that has no label.
    """
    if kind not in LABELS:
        raise Invalid("unknown_event", kind=kind)
    head = _locked_head(office)
    record = EventRecord(
        office=str(office.pk),
        sequence=head.sequence + 1,
        kind=kind,
        about_type=about._meta.model_name or "",
        about_id=str(about.pk),
        by=str(by.pk) if by else SYSTEM,
        at=at.astimezone(UTC),
        facts=facts,
    )
    digest = event_hash(head.hash, record)
    event = Event.objects.create(
        office_id=office.pk,
        sequence=record.sequence,
        kind=kind,
        about_type=record.about_type,
        about_id=record.about_id,
        by=record.by,
        at=record.at,
        facts=dict(facts),
        previous=head.hash,
        hash=digest,
    )
    head.sequence, head.hash = record.sequence, digest
    head.save(update_fields=["sequence", "hash"])
    return event


def start(office: Office) -> JournalHead:
    """This will begin an office's chain; it is called once, when the office is made."""
    return JournalHead.objects.create(office_id=office.pk, sequence=0, hash=GENESIS)


def record_of(event: Event) -> EventRecord:
    """This will give the hashed part of a stored event."""
    return EventRecord(
        office=str(event.office_id),
        sequence=event.sequence,
        kind=event.kind,
        about_type=event.about_type,
        about_id=event.about_id,
        by=event.by,
        at=event.at,
        facts=event.facts,
    )


def _locked_head(office: Office) -> JournalHead:
    if not transaction.get_connection().in_atomic_block:  # SQLite has no row locks and would not complain
        raise transaction.TransactionManagementError("an event is appended in the transaction of its action")
    return JournalHead.objects.select_for_update(no_key=True).get(office_id=office.pk)
