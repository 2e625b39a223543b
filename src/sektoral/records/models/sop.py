"""The SOP as a versioned record; a round keeps the version it began with."""

from django.db import models

from sektoral.records.models.base import Record


class Sop(Record):
    """SOP AP (Permenpan RB 35/2012). `content` is the JSON that `sektoral.domain.sop` reads."""

    version = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=100)
    content = models.JSONField()
    effective_on = models.DateField()
    is_chart_approved = models.BooleanField(default=False)

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["office", "version"], name="sop_version_once")]
