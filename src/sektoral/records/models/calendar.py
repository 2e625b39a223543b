"""The office's working calendar: days off and dated hours, both editable, each with its legal basis."""

from django.db import models

from sektoral.records.models.base import Record


class DayOff(Record):
    """A national holiday, cuti bersama or local day on which the office does not work."""

    date = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # libur_nasional | cuti_bersama | libur_daerah
    basis = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["office", "date", "name"], name="day_off_once")]


class WorkHours(Record):
    """Opening hours from `valid_from` to `valid_to` (inclusive); a dated row overrides the office's usual hours.

    `hours` maps `mon_thu` and `fri` to `["07:30", "16:00"]`. Usual hours have neither date (Perpres 21/2023).
    """

    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    hours = models.JSONField()
    basis = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # of two that overlap, the later entry holds

    class Meta:
        ordering = ["position", "valid_from"]
