"""Triggers that keep the bank and the journal append-only on SQLite and PostgreSQL.

They are installed after every migration: Django's SQLite `alter_field` rebuilds a table and drops them silently.
"""

from django.apps.config import AppConfig
from django.db import connections

NAMES = ("observation_no_delete", "observation_no_update", "event_no_delete", "event_no_update")

_OBSERVATION_FROZEN = (
    "office_id series table_id variable area dims period row column text number mark status explanation version "
    "recorded_at submission_id item_id file_id letter_id sheet cell event"
).split()
_REFUSING_FUNCTION = """
CREATE OR REPLACE FUNCTION sektoral_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_EVENT_FROZEN = "office_id sequence kind about_type about_id by at facts previous hash".split()


def install(sender: AppConfig, using: str = "default", **_: object) -> None:
    """This will (re)install the triggers on the database `using`; it does nothing before the tables exist."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if "records_observation" not in tables or "records_event" not in tables:
        return
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


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
    return [name for name in NAMES if name not in found]


def _changed(columns: list[str], distinct: str) -> str:
    return " OR ".join(f'OLD."{column}" {distinct} NEW."{column}"' for column in columns)


def _sqlite() -> list[str]:
    once = 'OLD."superseded_at" IS NOT NULL'
    return [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in NAMES),
        _sqlite_refusal("observation_no_delete", "DELETE", "observation", ""),
        _sqlite_refusal(
            "observation_no_update",
            "UPDATE",
            "observation",
            f"WHEN {once} OR {_changed(_OBSERVATION_FROZEN, 'IS NOT')}",
        ),
        _sqlite_refusal("event_no_delete", "DELETE", "event", ""),
        _sqlite_refusal("event_no_update", "UPDATE", "event", f"WHEN {_changed(_EVENT_FROZEN, 'IS NOT')}"),
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
        *(f"DROP TRIGGER IF EXISTS {name} ON records_{name.split('_')[0]}" for name in NAMES),
        _postgresql_refusal("observation_no_delete", "DELETE", "observation", ""),
        _postgresql_refusal(
            "observation_no_update",
            "UPDATE",
            "observation",
            f"WHEN ({once} OR {_changed(_OBSERVATION_FROZEN, 'IS DISTINCT FROM')})",
        ),
        _postgresql_refusal("event_no_delete", "DELETE", "event", ""),
        _postgresql_refusal(
            "event_no_update", "UPDATE", "event", f"WHEN ({_changed(_EVENT_FROZEN, 'IS DISTINCT FROM')})"
        ),
    ]


def _postgresql_refusal(name: str, act: str, table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON records_{table} FOR EACH ROW {condition} "
        "EXECUTE FUNCTION sektoral_append_only()"
    )
