"""Handing on: a table that one agency declared to be with another is asked of that one, within the same round."""

from django.db import models

from sektoral.records.models.base import Record


class HandOn(Record):
    """Pengalihan tabel: whose declaration was followed, to whom, and by when; `row` is where the table is owed now."""

    item = models.OneToOneField("records.SubmissionItem", on_delete=models.PROTECT, related_name="hand_on")
    to = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    row = models.ForeignKey("records.RequestedTable", null=True, on_delete=models.PROTECT, related_name="handed_on")
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["handed_at"]
