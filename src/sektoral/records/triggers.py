"""Triggers that keep the bank, the journal and the versions of rules append-only on SQLite and PostgreSQL.

They are installed after every migration: Django's SQLite `alter_field` rebuilds a table and drops them silently.
"""

from django.apps.config import AppConfig
from django.db import connections

_GUARDED = ("observation", "event", "rule", "ruleversion")
_ROWS = tuple(f"{table}_no_{act}" for table in _GUARDED for act in ("delete", "update"))
_TABLES = tuple(f"{table}_no_truncate" for table in _GUARDED)  # PostgreSQL only: TRUNCATE fires no row trigger

OBSERVATION_FROZEN = (
    "id office_id series table_id variable area dims period row column text number mark status explanation version "
    "reason recorded_at submission_id item_id imported_id file_id letter_id sheet cell event"
).split()
_REFUSING_FUNCTION = """
CREATE OR REPLACE FUNCTION sektoral_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
EVENT_FROZEN = "id office_id sequence kind about_type about_id by at facts previous hash".split()


def install(sender: AppConfig, using: str = "default", **_: object) -> None:
    """This will (re)install the triggers on the database `using`; it does nothing before the tables exist."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if not {f"records_{table}" for table in _GUARDED} <= set(tables):
        return
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def names(vendor: str) -> tuple[str, ...]:
    """This will name the triggers that a database of this vendor must have."""
    return _ROWS + _TABLES if vendor == "postgresql" else _ROWS


def missing(using: str = "default") -> list[str]:
    """This will name the triggers that ought to be there and are not."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in names(connection.vendor) if name not in found]


def _changed(columns: list[str], distinct: str) -> str:
    return " OR ".join(f'OLD."{column}" {distinct} NEW."{column}"' for column in columns)


def _sqlite() -> list[str]:
    once = 'OLD."superseded_at" IS NOT NULL'
    return [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in _ROWS),
        _sqlite_refusal("observation_no_delete", "DELETE", "observation", ""),
        _sqlite_refusal(
            "observation_no_update",
            "UPDATE",
            "observation",
            f"WHEN {once} OR {_changed(OBSERVATION_FROZEN, 'IS NOT')}",
        ),
        _sqlite_refusal("event_no_delete", "DELETE", "event", ""),
        _sqlite_refusal("event_no_update", "UPDATE", "event", f"WHEN {_changed(EVENT_FROZEN, 'IS NOT')}"),
        *(_sqlite_refusal(*refusal, "") for refusal in _whole_refusals()),
    ]


def _sqlite_refusal(name: str, act: str, table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON records_{table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql() -> list[str]:
    once = 'OLD."superseded_at" IS NOT NULL'
    return [
        _REFUSING_FUNCTION,
        *(f"DROP TRIGGER IF EXISTS {name} ON records_{name.split('_')[0]}" for name in _ROWS + _TABLES),
        _postgresql_refusal("observation_no_delete", "DELETE", "observation", ""),
        _postgresql_refusal(
            "observation_no_update",
            "UPDATE",
            "observation",
            f"WHEN ({once} OR {_changed(OBSERVATION_FROZEN, 'IS DISTINCT FROM')})",
        ),
        _postgresql_refusal("event_no_delete", "DELETE", "event", ""),
        _postgresql_refusal(
            "event_no_update", "UPDATE", "event", f"WHEN ({_changed(EVENT_FROZEN, 'IS DISTINCT FROM')})"
        ),
        *(_postgresql_refusal(*refusal, "") for refusal in _whole_refusals()),
        *(_truncate_refusal(name) for name in _TABLES),
    ]


def _whole_refusals() -> list[tuple[str, str, str]]:
    """Of tables in which nothing whatever changes: trigger, act, table."""
    return [
        (f"{table}_no_{act.lower()}", act, table) for table in ("rule", "ruleversion") for act in ("DELETE", "UPDATE")
    ]


def _truncate_refusal(name: str) -> str:
    table = name.partition("_")[0]
    return f"CREATE TRIGGER {name} BEFORE TRUNCATE ON records_{table} EXECUTE FUNCTION sektoral_append_only()"


def _postgresql_refusal(name: str, act: str, table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON records_{table} FOR EACH ROW {condition} "
        "EXECUTE FUNCTION sektoral_append_only()"
    )
