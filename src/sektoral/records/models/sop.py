"""The SOP as a versioned record; a round keeps the version it began with."""

from django.db import models

from sektoral.records.models.base import Record, both_or_neither


class Sop(Record):
    """SOP AP (Permenpan RB 35/2012). `content` is the JSON that `sektoral.domain.sop` reads."""

    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=100)
    content = models.JSONField()
    effective_on = models.DateField()
    is_chart_approved = models.BooleanField(default=False)
    written_at = models.DateTimeField(null=True)  # when it was last written; the first version came with the office
    written_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    change = models.TextField(blank=True)  # what the revision changes, in the office's words
    in_force_at = models.DateTimeField(null=True)  # new rounds begin with the highest version that has it
    dropped_at = models.DateTimeField(null=True)  # a revision that will never be signed; what was written stays
    dropped_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "version"], name="sop_version_once"),
            both_or_neither("written_at", "written_by", "sop_written_by_somebody"),
            both_or_neither("dropped_at", "dropped_by", "sop_dropped_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(in_force_at__isnull=True) | models.Q(dropped_at__isnull=True),
                name="sop_dropped_is_never_in_force",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=models.Q(in_force_at__isnull=True, dropped_at__isnull=True),
                name="sop_one_revision",
            ),
        ]
