"""Which tables a backup holds, in the order in which they can be filled again, and how each column is written."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from sektoral.domain.backups import Column, ColumnKind

# What does not survive a restore, and why. Whatever is not named here is kept; a guard test shows new tables.
LEFT_OUT = {
    "contenttypes.ContentType": "made anew by the migrations",
    "auth.Permission": "made anew by the migrations",
    "auth.Group": "not used",
    "auth.Group_permissions": "not used",
    "sessions.Session": "everybody signs in again",
    "usersessions.UserSession": "everybody signs in again",
    "account.EmailConfirmation": "a pending proof of an address is asked for again",
    "records.Tally": "counts the tries of the last minutes",
    "records.PartialUpload": "not whole yet: whoever sends it begins again",
}

_KINDS: "tuple[tuple[type[models.Field[object, object]], ColumnKind], ...]" = (
    (models.UUIDField, ColumnKind.UUID),
    (models.DateTimeField, ColumnKind.INSTANT),  # before DateField, which it is one of
    (models.DateField, ColumnKind.DAY),
    (models.BooleanField, ColumnKind.FLAG),
    (models.JSONField, ColumnKind.JSON),
    (models.DecimalField, ColumnKind.EXACT),
    (models.IntegerField, ColumnKind.WHOLE),
    (models.CharField, ColumnKind.TEXT),
    (models.TextField, ColumnKind.TEXT),
    (models.GenericIPAddressField, ColumnKind.TEXT),
)


def kept_tables(registry: Apps = apps) -> list[type[models.Model]]:
    """This will list the tables of a backup: what a table refers to comes before it, where there is no circle.

    `registry` has the models of an older schema, where the database is behind this program.
    """
    order: list[type[models.Model]] = []
    begun: set[type[models.Model]] = set()
    for model in sorted(_kept(registry), key=lambda one: one._meta.db_table):
        _place(model, begun, order)
    return order


def columns_of(model: type[models.Model]) -> tuple[Column, ...]:
    """This will describe the columns of a table, its key first; `TypeError` for a field that nobody thought of."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: not field.primary_key)
    return tuple(_column(field) for field in fields)


def _kept(registry: Apps) -> Iterator[type[models.Model]]:
    found = (model for model in registry.get_models(include_auto_created=True) if model._meta.managed)
    return (model for model in found if model._meta.label not in LEFT_OUT and not model._meta.proxy)


def _place(model: type[models.Model], begun: set[type[models.Model]], order: list[type[models.Model]]) -> None:
    if model in begun:
        return
    begun.add(model)
    for other in sorted(_referred(model._meta.concrete_fields), key=lambda one: one._meta.db_table):
        _place(other, begun, order)
    order.append(model)


def _referred(fields: "Iterable[models.Field[object, object]]") -> "set[type[models.Model]]":
    found = (field.related_model for field in fields if field.is_relation)
    return {one for one in found if isinstance(one, type)}


def _column(field: "models.Field[object, object]") -> Column:
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    kind = next((kind for known, kind in _KINDS if isinstance(target, known)), None)
    if kind is None:
        raise TypeError(f"no neutral form for {field}")
    refers = target.model._meta.db_table if field.is_relation or isinstance(field, models.AutoField) else ""
    return Column(str(field.column), kind, refers)
