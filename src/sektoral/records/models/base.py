"""What every table shares: an unguessable id, its office, and which of its fields are personal data."""

import uuid
from collections.abc import Collection
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

    `fixed` are the fields of evidence that nobody changes once the row is there: saving a row with another value in
    one is an error, and on PostgreSQL the application's role may not write them (`records/grants.py`). `ALL` stands
    for every field.
    """

    personal_data: ClassVar[frozenset[str]] = frozenset()
    fixed: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("records.Office", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """This will store the row: whole when it is new, later without what is fixed.

        Raises `ValueError` where something fixed was changed or is to be written: a fault of the program.
        """
        is_new = self._state.adding or self.pk is None or options.get("force_insert")  # a copy is a row of its own
        if self.fixed and not is_new:
            options["update_fields"] = self._to_be_written(options.get("update_fields"))
        super().save(*args, **options)

    def _to_be_written(self, asked: Collection[str] | None) -> Collection[str]:
        may_change = changeable(type(self))
        changed = _changed(self, may_change) if asked is None else [name for name in asked if name not in may_change]
        if changed:
            raise ValueError(f"{type(self).__name__}: {', '.join(changed)} may not change")
        return may_change if asked is None else asked


def _changed(row: models.Model, may_change: Collection[str]) -> list[str]:
    """Which of the other fields say something else than what is stored; what was not loaded says nothing."""
    left_out = {row._meta.pk.name, *may_change}
    fields = [one for one in row._meta.concrete_fields if one.name not in left_out and one.attname in vars(row)]
    kept = type(row)._base_manager.filter(pk=row.pk).values(*(one.attname for one in fields)).get()
    return [one.name for one in fields if one.to_python(getattr(row, one.attname)) != kept[one.attname]]


def changeable(model: type[models.Model]) -> list[str]:
    """This will name the fields of a row that may still change; evidence never changes its office either."""
    fixed: frozenset[str] = getattr(model, "fixed", frozenset())
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if fixed >= ALL:
        return []
    return [name for name in fields if name not in {*fixed, "office"}] if fixed else fields
