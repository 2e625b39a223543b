"""What may be asked: code lists, variables as Standar Data has them, and the tables composed of them."""

from django.db import models

from sektoral.domain.instruments import ValueKind
from sektoral.records.models.base import Record, allowed, enum_field


class Codelist(Record):
    """Kode referensi: a named list such as regions or sex."""

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="codelist_once")]


class Code(Record):
    """One code with its validity. BPS and Kemendagri codes stand side by side; neither is derived from the other."""

    codelist = models.ForeignKey(Codelist, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    parent = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40, blank=True)  # kecamatan, desa, kelurahan …
    bps_code = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successors = models.JSONField(default=list)  # codes that took over when this one ended, list[str]
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["codelist", "code", "valid_from"], name="code_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="code_ends_after_it_begins",
            ),
        ]


class Variable(Record):
    """Variabel: one measure with one unit (Perpres 39/2019 Ps 4; Peraturan BPS 4/2020)."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    measure = models.CharField(max_length=60)
    kind = enum_field(ValueKind)
    decimals = models.PositiveSmallIntegerField(default=0)
    concept = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    classification = models.TextField(blank=True)  # klasifikasi: the grouping it follows
    sds_code = models.CharField(max_length=40, blank=True)  # kode Standar Data Statistik (Peraturan BPS 4/2021)
    dssd_code = models.CharField(max_length=40, blank=True)  # SIPD e-Walidata element

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="variable_once"),
            allowed("kind", ValueKind, "variable_kind"),
        ]


class Table(Record):
    """Tabel data that an agency owes. `definition` is the JSON of `instruments.TableDef`; a change is a new version.

    Its rules are kept as `Rule`; they enter the definition where an instrument is drawn up (`records.rules`).
    """

    agency = models.ForeignKey("records.Agency", on_delete=models.PROTECT, related_name="tables")
    code = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=300)
    level = models.CharField(max_length=60)
    classification = models.CharField(max_length=20, default="terbuka")
    is_priority = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    definition = models.JSONField()
    due_after_days = models.PositiveSmallIntegerField(default=90)  # after a period's end its figures are due
    hides_small = models.BooleanField(default=False)  # no figure from 1 to 4 of it is shown to the public

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code", "version"], name="table_version_once"),
            models.UniqueConstraint(
                fields=["agency", "code"], condition=models.Q(is_current=True), name="table_one_current"
            ),
            models.CheckConstraint(condition=models.Q(definition__rules=[]), name="table_rules_kept_apart"),
        ]

    def __str__(self) -> str:
        return self.title
