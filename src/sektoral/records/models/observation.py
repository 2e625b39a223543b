"""The data bank: append-only, versioned figures, each traceable to the cell it came from."""

from typing import ClassVar

from django.db import models

from sektoral.records.models.base import both_or_neither


class Observation(models.Model):
    """One figure of one series. Versions run along recorded time; only `superseded_at` may ever change.

    `text` is the canonical decimal text and the truth; `number` is a copy for queries, never for sums.
    A mark without a figure (– … NA ~0) has an empty `text`.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()

    id = models.BigAutoField(primary_key=True)
    office = models.ForeignKey("records.Office", on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=300)  # agency | table | variable | area | dims | period, canonical
    table = models.ForeignKey("records.Table", on_delete=models.PROTECT, related_name="observations")
    variable = models.CharField(max_length=60)
    area = models.CharField(max_length=20)
    dims = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=10)
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    text = models.CharField(max_length=60, blank=True)
    number = models.DecimalField(max_digits=40, decimal_places=10, null=True)
    mark = models.CharField(max_length=4, blank=True)
    status = models.CharField(max_length=4, blank=True)  # SDMX OBS_STATUS, derived from the mark
    explanation = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # why it differs from the version before
    # Where it comes from: an item of a submission, or a file of old years
    submission = models.ForeignKey(
        "records.Submission", null=True, on_delete=models.PROTECT, related_name="observations"
    )
    item = models.ForeignKey("records.SubmissionItem", null=True, on_delete=models.PROTECT, related_name="observations")
    imported = models.ForeignKey("records.BulkImport", null=True, on_delete=models.PROTECT, related_name="observations")
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("records.Letter", null=True, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40)
    cell = models.CharField(max_length=12)
    event = models.PositiveBigIntegerField()  # the journal's sequence number of item.stored or import.stored

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "version"], name="observation_version_once"),
            models.UniqueConstraint(
                fields=["office", "series"],
                condition=models.Q(superseded_at__isnull=True),
                name="observation_one_current",
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="observation_version_positive"),
            models.CheckConstraint(
                condition=models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gte=models.F("recorded_at")),
                name="observation_superseded_later",
            ),
            both_or_neither("submission", "item", "observation_of_an_item_of_a_submission"),
            models.CheckConstraint(
                condition=models.Q(item__isnull=False, imported__isnull=True)
                | models.Q(item__isnull=True, imported__isnull=False),
                name="observation_of_one_origin",
            ),
        ]
        indexes = [models.Index(fields=["office", "table", "period"], name="observation_by_table")]
