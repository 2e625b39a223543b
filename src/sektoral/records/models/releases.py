"""Rilis: which figures the public may see, since when; and who may ask for figures by program."""

from django.db import models

from sektoral.domain.states import ReleaseState
from sektoral.records.models.base import Record, allowed, both_or_neither, enum_field


class Release(Record):
    """One table for one period, as the bank held it at `as_of`. A revision is another edition, and the old one stays.

    While it is planned it has a day in the release calendar and shows nothing. `embargo_until` is the instant before
    which nobody outside sees what is released.
    """

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)  # of the table, through all its editions
    period = models.CharField(max_length=10)
    edition = models.PositiveSmallIntegerField()
    state = enum_field(ReleaseState, default=ReleaseState.PLANNED)
    planned_on = models.DateField()
    planned_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    embargo_until = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)  # what changed since the edition before
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-planned_on", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code", "period", "edition"], name="release_once"),
            allowed("state", ReleaseState, "release_state"),
            both_or_neither("released_at", "released_by", "release_by_somebody"),
            both_or_neither("released_at", "as_of", "release_of_an_instant"),
            models.CheckConstraint(
                condition=models.Q(state=ReleaseState.RELEASED.value, released_at__isnull=False)
                | models.Q(state=ReleaseState.PLANNED.value, released_at__isnull=True)
                | models.Q(state=ReleaseState.WITHDRAWN.value, withdrawn_at__isnull=False),
                name="release_state_with_its_instant",
            ),
            both_or_neither("withdrawn_at", "withdrawn_by", "release_withdrawn_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="release_withdrawn_with_reason",
            ),
        ]


class PortalPush(Record):
    """That an edition stands on another portal, under which name there."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="pushes")
    portal = models.CharField(max_length=60)  # its name in the configuration, never its key
    remote_id = models.CharField(max_length=200)
    pushed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "portal"], name="push_once")]


class ApiKey(Record):
    """Kunci API: only its digest is kept; `prefix` is what a person knows it by."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the key
    scopes = models.JSONField(default=list)  # list[str], domain.api_scopes
    per_minute = models.PositiveIntegerField(default=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [both_or_neither("revoked_at", "revoked_by", "key_revoked_by_somebody")]
