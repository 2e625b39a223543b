"""Persons who sign in, and the dated assignments through which they hold roles."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sektoral.domain.roles import AGENCY_ROLES, Role, Standing
from sektoral.records.models.base import Record, allowed, enum_field

NO_ACCOUNT = "tanpa-akun.invalid"  # nothing is ever delivered to this domain (RFC 2606)


class PersonManager(BaseUserManager["Person"]):
    """Makes persons with a usable or an unusable password."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "Person":
        """This will store a person; without a password the person cannot sign in by password."""
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_without_account(self, *, name: str) -> "Person":
        """This will store a person who is printed on letters and never signs in."""
        return self.create_user(f"{uuid.uuid4()}@{NO_ACCOUNT}", name=name)


class Person(AbstractBaseUser):
    """Pengguna: somebody who signs in. Rights come from assignments only, never from this row."""

    personal_data: ClassVar[frozenset[str]] = frozenset({"email", "name", "phone", "sealed_nik"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    sealed_nik = models.CharField(max_length=200, blank=True)  # encrypted; only a signing gateway is told it
    theme = models.CharField(max_length=10, default="auto")  # auto | light | dark
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)  # by the person; null: never yet, or before this was kept
    is_staff = False  # Django's admin is not part of the product

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def has_account(self) -> bool:
        """Whether the person could ever sign in."""
        return not self.email.endswith(f"@{NO_ACCOUNT}")


class Assignment(Record):
    """Penugasan: a person holds a role from a date to a date, with the title, rank and NIP that letters print.

    One whose last day lies before its first was taken back before it began, and never held.
    """

    personal_data = frozenset({"title", "rank", "nip"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = enum_field(Role)
    agency = models.ForeignKey("records.Agency", null=True, on_delete=models.PROTECT, related_name="assignments")
    standing = enum_field(Standing, default=Standing.DEFINITIVE)
    title = models.CharField(max_length=200)  # printed; Sub Koordinator is Ketua Tim elsewhere
    rank = models.CharField(max_length=100, blank=True)
    nip = models.CharField(max_length=40, blank=True)
    on_behalf = models.JSONField(default=list)  # lines before the title: a.n. …, u.b. …; list[str]
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            allowed("role", Role, "assignment_role"),
            allowed("standing", Standing, "assignment_standing"),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(AGENCY_ROLES), agency__isnull=False)
                | (~models.Q(role__in=sorted(AGENCY_ROLES)) & models.Q(agency__isnull=True)),
                name="assignment_agency_iff_agency_role",
            ),
        ]
