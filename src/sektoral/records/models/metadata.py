"""Metadata statistik (Peraturan BPS 5/2020) and what the Forum and the Pembina say about data (Perpres 39/2019)."""

from django.db import models

from sektoral.domain.metadata_forms import MetadataKind
from sektoral.domain.states import DataListState
from sektoral.records.models.base import Record, allowed, both_or_neither, enum_field


class MetadataForm(Record):
    """One filled form in one version; saving it again makes the next. `answers` are by the keys of the form.

    `key` names what it is about within the agency: the code of a variable, a slug otherwise. `activity` is the key of
    the activity that a variable or an indicator comes from.
    """

    personal_data = frozenset({"answers"})  # MS-Keg names who answers for an activity

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="metadata")
    kind = enum_field(MetadataKind)
    key = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    activity = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency", "kind", "key", "version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "key", "version"], name="metadata_version_once"),
            models.UniqueConstraint(
                fields=["agency", "kind", "key"], condition=models.Q(is_current=True), name="metadata_one_current"
            ),
            allowed("kind", MetadataKind, "metadata_kind"),
            both_or_neither("checked_at", "checked_by", "metadata_checked_by_somebody"),
        ]


class DataList(Record):
    """Daftar Data of a year, in editions; `entries` are its rows of 22 columns as they were agreed."""

    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    state = enum_field(DataListState, default=DataListState.DRAFT)
    entries = models.JSONField(default=list)
    drawn_up_at = models.DateTimeField()
    drawn_up_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_number = models.CharField(max_length=60, blank=True)
    minutes_on = models.DateField(null=True)
    note = models.TextField(blank=True)  # why it was sent back

    class Meta:
        ordering = ["-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "edition"], name="data_list_once"),
            allowed("state", DataListState, "data_list_state"),
            both_or_neither("agreed_at", "agreed_by", "data_list_agreed_by_somebody"),
            models.CheckConstraint(
                condition=~models.Q(state=DataListState.AGREED.value)
                | (
                    models.Q(agreed_at__isnull=False, minutes__isnull=False, minutes_on__isnull=False)
                    & ~models.Q(minutes_number="")
                ),
                name="data_list_agreed_with_minutes",
            ),
        ]


class Remark(Record):
    """Catatan Pembina Data about a table, or one of its cells, for a period; the office answers it."""

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)  # of the table, through all its editions
    period = models.CharField(max_length=10, blank=True)
    row = models.CharField(max_length=60, blank=True)
    column = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("records.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_says_something"),
            both_or_neither("answered_at", "answered_by", "remark_answered_by_somebody"),
        ]


class ReferenceFigure(Record):
    """Angka pembanding: what BPS or another publisher states for a cell of a table, kept beside the agency's figure."""

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)  # of the table
    row = models.CharField(max_length=60)
    column = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    text = models.CharField(max_length=60)  # canonical decimal text
    publisher = models.CharField(max_length=120)
    publication = models.CharField(max_length=300)
    file = models.ForeignKey("records.StoredFile", on_delete=models.PROTECT, related_name="+")
    cell = models.CharField(max_length=60)  # sheet and cell of the file
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "row", "column", "period", "publisher"],
                condition=models.Q(replaced_at__isnull=True),
                name="reference_one_current",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="reference_has_a_figure"),
        ]


class SelfAssessment(Record):
    """Penilaian mandiri EPSS (Peraturan BPS 3/2022): the level of one indicator in one year, with its explanation."""

    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField()
    explanation = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["year", "indicator", "version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "indicator", "version"], name="assessment_version_once"),
            models.UniqueConstraint(
                fields=["office", "year", "indicator"],
                condition=models.Q(is_current=True),
                name="assessment_one_current",
            ),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="assessment_level_of_five"),
        ]
