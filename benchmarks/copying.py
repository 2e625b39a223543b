"""Copies rows with all that hangs on them, by SQL and under new ids: the size of an installation, without its years.

The copies are weight. Their papers bear the names of what they were copied from, and their journals do not chain.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from django.db import connection, models

from sektoral.records.kept_tables import kept_tables
from sektoral.records.models import Office

Model = type[models.Model]
AnyField: TypeAlias = "models.Field[object, object]"
Names = Mapping[tuple[Model, str], str]  # what a copy has in a column, as SQL in which {n} is its number


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rows that were set aside. `mark` tells copies of this pattern from those of others."""

    mark: str
    models: tuple[Model, ...]
    names: Names

    def copy(self, number: int) -> None:
        """This will copy the rows once; what they refer to among themselves becomes the copy of it."""
        with connection.cursor() as cursor:
            for model in self.models:
                cursor.execute(self._statement(model, number))

    def _statement(self, model: Model, number: int) -> str:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        names = ", ".join(f'"{field.column}"' for field in fields)
        chosen = ", ".join(self._column(model, field, number) for field in fields)
        return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {chosen} FROM {_aside(model)}"  # noqa: S608

    def _column(self, model: Model, field: AnyField, number: int) -> str:
        column = f'"{field.column}"'
        if (model, str(field.column)) in self.names:
            return self.names[model, str(field.column)].format(n=number)
        target, new = _target(field), _new_id(column, f"{self.mark}{number}")
        if target is None:
            return new if field.primary_key else column
        if target not in self.models:
            return column
        return f'CASE WHEN {column} IN (SELECT "id" FROM {_aside(target)}) THEN {new} ELSE {column} END'  # noqa: S608


@contextmanager
def set_aside(mark: str, roots: Mapping[Model, str], names: Names) -> Iterator[Pattern]:
    """This will set aside the rows for which the conditions of `roots` hold, and all that refer to one of them.

    They lie in tables of their own: without indexes on the way each copy would read all copies before it.
    """
    found: list[Model] = []
    with connection.cursor() as cursor:
        for model in kept_tables():
            condition = roots.get(model) or _condition(model, found)
            if condition:
                table = model._meta.db_table
                cursor.execute(f"CREATE TEMPORARY TABLE {_aside(model)} AS SELECT * FROM {table} WHERE {condition}")  # noqa: S608
                if cursor.execute(f"SELECT 1 FROM {_aside(model)} LIMIT 1") and cursor.fetchone():  # noqa: S608
                    found.append(model)
                else:
                    cursor.execute(f"DROP TABLE {_aside(model)}")
        yield Pattern(mark, tuple(found), names)
        for model in found:
            cursor.execute(f"DROP TABLE {_aside(model)}")


def key_of(row: models.Model) -> str:
    """This will write a row's id as the database compares it."""
    return f"'{row.pk if connection.vendor == 'postgresql' else row.pk.hex}'"


def _condition(model: Model, found: list[Model]) -> str:
    referring = [(field, _target(field)) for field in model._meta.concrete_fields]
    return " OR ".join(
        f'"{field.column}" IN (SELECT "id" FROM {_aside(target)})'  # noqa: S608
        for field, target in referring
        if target in found
    )


def _target(field: AnyField) -> Model | None:
    """What a column refers to by a UUID; the journal names its office without a foreign key."""
    if field.column == "office_id":
        return Office
    target = field.related_model
    is_uuid = isinstance(target, type) and isinstance(target._meta.pk, models.UUIDField)
    return target if is_uuid else None


def _new_id(column: str, mark: str) -> str:
    plain = f"MD5(CAST({column} AS text) || '-{mark}')"
    return f"CAST({plain} AS uuid)" if connection.vendor == "postgresql" else plain


def _aside(model: Model) -> str:
    return f"first_{model._meta.db_table}"
