"""What the application's role may do on PostgreSQL: nothing of the evidence is deleted, what is fixed is not changed.

Made from the models: what a model calls `fixed`, and what `triggers` freeze. Whoever gets into the web process has this
role; tables belong to another one, which alone can drop a trigger. SQLite has no roles: there the triggers stand alone.
"""

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.db import connection, models

from sektoral.records.models import Event, FindingRecord, Holding, Observation, PartialUpload, Rule, Tally
from sektoral.records.models.base import changeable
from sektoral.records.triggers import EVENT_FROZEN, OBSERVATION_FROZEN

# Rows of `records` that are made anew from others, have not become part of the procedure, or count tries
PASSING = frozenset({FindingRecord, Holding, PartialUpload, Tally})
READ_ONLY = frozenset({"django_migrations"})
FROZEN: Mapping[type[models.Model], Sequence[str]] = {Event: EVENT_FROZEN, Observation: OBSERVATION_FROZEN}
# To lock a row PostgreSQL asks for the right to change one of its columns; here the trigger still refuses the change
LOCKED: Mapping[type[models.Model], Sequence[str]] = {Rule: ("code",)}


def statements(role: str) -> list[str]:
    """This will give the SQL that lets `role` do what the application needs, and nothing else, on every table."""
    name = connection.ops.quote_name(role)
    tables = sorted(connection.introspection.table_names())
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"GRANT {', '.join(rights(table))} ON {connection.ops.quote_name(table)} TO {name}" for table in tables),
    ]


def may_delete_evidence() -> bool:
    """This will tell whether the role of this connection has more rights on the journal than it needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('records_event', 'DELETE')")
        return bool(cursor.fetchone()[0])


def rights(table: str) -> list[str]:
    """This will give the rights on one table, such as `["SELECT", "INSERT", "UPDATE (a, b)"]`."""
    if table in READ_ONLY:
        return ["SELECT"]
    model = _evidence().get(table)
    if model is None:
        return ["SELECT", "INSERT", "UPDATE", "DELETE"]
    columns = writable_columns(model)
    update = f"UPDATE ({', '.join(map(connection.ops.quote_name, columns))})" if columns else ""
    return ["SELECT", "INSERT", *filter(None, [update]), *(["DELETE"] if model in PASSING else [])]


def writable_columns(model: type[models.Model]) -> list[str]:
    """This will name the columns of a row that may still change."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    if model in FROZEN:
        return [column for column in columns.values() if column not in FROZEN[model]]
    return list(LOCKED.get(model, ())) or [columns[name] for name in changeable(model)]


def _evidence() -> dict[str, type[models.Model]]:
    """Every table of ours; those of Django and allauth (sessions, second factors, the cache) hold none."""
    return {model._meta.db_table: model for model in apps.get_app_config("records").get_models()}
