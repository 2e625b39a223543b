"""The journal: audit log and outbox in one table, gapless and hash-chained per office."""

import uuid
from typing import ClassVar

from django.db import models

from sektoral.records.models.base import ALL


class JournalHead(models.Model):
    """The last event of an office; locked last in every action, which makes the sequence gapless."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    office_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Event(models.Model):
    """Jurnal: something that happened. No foreign keys; facts hold ids, never names or figures of persons.

    The settling columns below `hash` are the outbox and stand outside the chain.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()

    id = models.BigAutoField(primary_key=True)
    office_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    about_type = models.CharField(max_length=40)
    about_id = models.CharField(max_length=40)
    by = models.CharField(max_length=40, blank=True)  # person id; empty for the system
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    claimed_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    last_error_code = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["office_id", "sequence"], name="event_sequence_once")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(settled_at__isnull=True), name="event_unsettled"),
            models.Index(fields=["office_id", "about_type", "about_id"], name="event_about"),
        ]


class Checkpoint(models.Model):
    """A signed statement of how far the journal had come; printed in reports and kept outside."""

    personal_data: ClassVar[frozenset[str]] = frozenset()
    fixed: ClassVar[frozenset[str]] = ALL

    id = models.BigAutoField(primary_key=True)
    office_id = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["office_id", "sequence"]
        indexes = [models.Index(fields=["at"], name="checkpoint_at")]  # the clock asks often whether today's is there
