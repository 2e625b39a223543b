"""What the bank holds of a table for a period, counted with every change so that no page counts the bank anew."""

from django.db import models

from sektoral.records.models.base import Record


class Holding(Record):
    """A summary row: `figures` and `marks` that are current. `sektoral verify-all` counts them again."""

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)  # of the table, through all its editions
    period = models.CharField(max_length=10)
    figures = models.PositiveIntegerField()
    marks = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()  # when the last of them was recorded

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code", "period"], name="holding_once"),
        ]
