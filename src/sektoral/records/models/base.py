"""What every table shares: an unguessable id, its office, and which of its fields are personal data."""

import uuid
from enum import StrEnum
from typing import Any, ClassVar

from django.db import models

ALL = frozenset({"*"})


def enum_field(kind: type[StrEnum], **options: object) -> "models.CharField[str, str]":
    """This will make a column for a closed set; the database refuses any other value through the choices check."""
    return models.CharField(max_length=40, choices=[(member.value, member.value) for member in kind], **options)  # type: ignore[arg-type]


def allowed(field: str, kind: type[StrEnum], name: str) -> models.CheckConstraint:
    """This will make the constraint that `field` holds a member of `kind`."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": [m.value for m in kind]}), name=name)


def both_or_neither(first: str, second: str, name: str) -> models.CheckConstraint:
    """This will make the constraint that two columns are both set or both empty."""
    neither = models.Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
    both = models.Q(**{f"{first}__isnull": False, f"{second}__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)


class Record(models.Model):
    """A row that belongs to one office.

    `fixed` are the fields of evidence that nobody changes once the row is there: saving a row leaves them out, and on
    PostgreSQL the application's role may not write them (`records/grants.py`). `ALL` stands for every field.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()
    fixed: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("records.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """This will store the row: whole when it is new, later without what is fixed."""
        is_new = self._state.adding or self.pk is None or options.get("force_insert")  # a copy is a row of its own
        if self.fixed and not is_new and options.get("update_fields") is None:
            options["update_fields"] = changeable(type(self))
        super().save(*args, **options)


def changeable(model: type[models.Model]) -> list[str]:
    """This will name the fields of a row that may still change; evidence never changes its office either."""
    fixed: frozenset[str] = getattr(model, "fixed", frozenset())
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if fixed >= ALL:
        return []
    return [name for name in fields if name not in {*fixed, "office"}] if fixed else fields
