"""Which rows belong to one office: a condition for each table. Persons are those whom its rows name."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db import models

from sektoral.records.kept_tables import kept_tables
from sektoral.records.models import Office, Person


def rows_of_office(office: UUID) -> Mapping[str, str]:
    """This will give the condition by which each table's rows are one office's; other tables hold none of it."""
    found = {Office._meta.db_table: f"\"id\" = '{_written(office)}'"}
    for model in kept_tables():
        if any(field.column == "office_id" for field in model._meta.concrete_fields):
            found[model._meta.db_table] = f"\"office_id\" = '{_written(office)}'"
    people = _people(found)
    found[Person._meta.db_table] = f'"id" IN ({people})'
    for model in kept_tables():
        if model._meta.db_table not in found and (condition := _through(model, found, people)):
            found[model._meta.db_table] = condition
    return found


def _people(found: Mapping[str, str]) -> str:
    """Everybody whom a row of the office names, also those who have left."""
    named = (
        f'SELECT "{field.column}" FROM "{model._meta.db_table}" WHERE {found[model._meta.db_table]}'  # noqa: S608
        for model in kept_tables()
        if model._meta.db_table in found
        for field in _references(model)
        if field.related_model is Person
    )
    return " UNION ".join(named)


def _through(model: type[models.Model], found: Mapping[str, str], people: str) -> str:
    """The rows of a table without an office belong to what they refer to."""
    for field in _references(model):
        if field.related_model is Person:
            return f'"{field.column}" IN ({people})'
        table = field.related_model._meta.db_table
        if table in found:
            return f'"{field.column}" IN (SELECT "id" FROM "{table}" WHERE {found[table]})'  # noqa: S608
    return ""


def _references(model: type[models.Model]) -> "Iterator[models.ForeignKey[object, object]]":
    return (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))


def _written(office: UUID) -> str:
    """Both databases read the digits without hyphens as a UUID; SQLite keeps them so."""
    return office.hex
