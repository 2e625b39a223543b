"""Impor tahun lama: a file of figures from before the procedure, checked as an answer, decided by another person."""

from django.db import models

from sektoral.domain.states import ImportState
from sektoral.records.models.base import Record, allowed, both_or_neither, enum_field


class BulkImport(Record):
    """One file of old figures for one table. `source` says where they were published or kept until now.

    `findings` are what the child found, capped; `totals` counts all of them by code. `preview` says of each period how
    its figures compare with what the bank held when the file was read. With a `correction` it may change those.
    """

    fixed = frozenset({"table", "file", "source", "correction", "received_at", "received_by"})

    table = models.ForeignKey("records.Table", on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=300)
    correction = models.TextField(blank=True)  # why figures that the bank holds are to become others
    state = enum_field(ImportState, default=ImportState.RECEIVED)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)
    refusal_code = models.CharField(max_length=60, blank=True)
    refusal_facts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    periods = models.JSONField(default=list)  # what it has figures of, from old to new
    preview = models.JSONField(default=list)
    values = models.PositiveIntegerField(default=0)
    values_sha256 = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)  # why it was declined

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            allowed("state", ImportState, "import_state"),
            both_or_neither("decided_at", "decided_by", "import_decided_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("received_by")),
                name="import_decided_by_another",
            ),
        ]
