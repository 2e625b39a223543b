"""Produsen Data: the agencies that owe data, as they come, merge and go."""

from django.db import models

from sektoral.records.models.base import Record


class Agency(Record):
    """OPD. `is_office` marks the office itself, which is a producer too. `successor` is who took over its duties."""

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    affairs = models.CharField(max_length=60, blank=True)  # kode urusan, Permendagri 90/2019
    evidence = models.CharField(max_length=200, blank=True)  # how sure the list is of this name
    is_office = models.BooleanField(default=False)
    head_title = models.CharField(max_length=200)  # Kepala Dinas …, Camat …
    place = models.CharField(max_length=100)
    address = models.JSONField(default=list)  # lines of its letterhead, list[str]
    phone = models.CharField(
        max_length=60, blank=True
    )  # the three that its letterhead prints: of the office, no person's
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    needs_review = models.BooleanField(default=False)  # its reviewer's paraf before its head signs a transmittal
    position = models.PositiveSmallIntegerField(default=0)  # fixed order, so that people learn where they are
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="agency_code_once"),
            models.UniqueConstraint(
                fields=["office"], condition=models.Q(is_office=True), name="agency_one_is_the_office"
            ),
        ]

    def __str__(self) -> str:
        return self.name
