"""The tenant: a regency's Dinas Kominfo in its part of Walidata, with its letterhead, hours and numbering."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from sektoral.domain.papers import SigningService
from sektoral.records.models.base import allowed, enum_field


def installation_address() -> str:
    """This will give the address under which the installation is reached now; letters keep the one they printed."""
    return settings.BASE_URL


class Office(models.Model):
    """Walidata. Everything else belongs to exactly one office, and nothing of one is seen from another."""

    personal_data: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    government = models.CharField(max_length=200)  # PEMERINTAH KABUPATEN …
    name = models.CharField(max_length=200)  # Dinas Komunikasi dan Informatika
    regency = models.CharField(max_length=200)  # Kabupaten Labuhanbatu Utara
    region_code = models.CharField(max_length=20)  # Kemendagri
    place = models.CharField(max_length=100)  # where letters are dated
    address = models.JSONField(default=list)  # lines of the letterhead, list[str]
    contact = models.JSONField(default=dict)  # {"name", "phone", "email"} printed on letters
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    paper = models.CharField(max_length=4, default="a4")
    number_template = models.CharField(max_length=100, default="{klasifikasi}/{urut}/{unit}/{tahun}")
    classification = models.CharField(max_length=20, default="500.14")  # Permendagri 83/2022: Statistik
    unit_code = models.CharField(max_length=40)
    link_base = models.URLField(default=installation_address)
    copies = models.JSONField(default=list)  # tembusan, list[str]
    revision_days = models.PositiveSmallIntegerField(default=3)  # working days for a returned table; not in the SOP
    contradiction_days = models.PositiveSmallIntegerField(default=3)  # working days for both agencies to answer
    signing_service = enum_field(SigningService, default=SigningService.TEST)  # who signs the office's own letters
    numbering = models.JSONField(default=dict)  # by kind of letter, where it differs: domain.numbering
    one_request_letter = models.BooleanField(default=False)  # one number for all agencies, their list attached
    chains = models.JSONField(default=dict)  # by kind of letter, where it differs: domain.chains
    notices = models.JSONField(default=list)  # the reminders of its rounds where it sets its own: domain.reminders
    emblem = models.ForeignKey("records.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = "kantor"
        constraints = [allowed("signing_service", SigningService, "office_signing_service")]

    def __str__(self) -> str:
        return f"{self.name} {self.regency}"
