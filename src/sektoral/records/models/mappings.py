"""How an agency's own spreadsheet answers a table, as a person confirmed it: kept for the next file of that shape."""

from django.db import models

from sektoral.records.models.base import Record, both_or_neither


class KeptMapping(Record):
    """Pemetaan tersimpan. `fingerprint` tells files of one shape apart from others; a change is a new row.

    Files with the same headings may answer several tables (Uraian, Satuan, 2025), so each table has its own.
    A row whose `ended_at` is set no longer counts: another mapping took its place, or somebody dropped it.
    """

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="mappings")
    table_code = models.CharField(max_length=60)  # of a table through all its editions
    fingerprint = models.CharField(max_length=64)  # of a region's shape (domain.softcopies)
    plan = models.JSONField()  # domain.softcopies: the region's plan, as it was confirmed
    submission = models.ForeignKey("records.Submission", on_delete=models.PROTECT, related_name="mappings")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-confirmed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fingerprint", "table_code"],
                condition=models.Q(ended_at__isnull=True),
                name="mapping_one_of_a_shape",
            ),
            both_or_neither("ended_at", "ended_by", "mapping_ended_by_somebody"),
        ]
