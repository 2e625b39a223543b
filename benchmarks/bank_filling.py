"""Fills the bank: the demo office with its sample years, and copies of it until there are figures enough."""

from datetime import datetime

from django.db import connection, models, transaction

from sektoral.accounts.demo import open_demo_accounts
from sektoral.project.rehearsal.company import Clock, Company
from sektoral.project.rehearsal.demo import LAST_ROUND
from sektoral.project.rehearsal.years import bring_in_years
from sektoral.records.models import Agency, Holding, Observation, Office, Table
from sektoral.setup.actions import create_office
from sektoral.setup.facts import load_office_facts

YEARS = range(2020, 2024)
COPIED: tuple[type[models.Model], ...] = (Office, Agency, Table, Holding, Observation)
IDS = {  # columns that name a copied row, by table; what is not here stays as the first office has it
    Office: ("id",),
    Agency: ("id", "office_id"),
    Table: ("id", "office_id", "agency_id"),
    Holding: ("id", "office_id", "agency_id"),
    Observation: ("office_id", "table_id"),
}


def fill(wanted: int) -> tuple[int, int]:
    """This will make figures, at least as many as wanted; returns how many offices and figures there are."""
    clock = Clock(None, datetime.fromisoformat(LAST_ROUND))
    office = create_office(facts=load_office_facts(), at=clock())
    open_demo_accounts(office)
    own = bring_in_years(Company(office, clock), YEARS)
    copies = max(-(-wanted // own) - 1, 0)
    indexes = drop_indexes()
    with connection.cursor() as cursor:
        for model in COPIED:
            cursor.execute(_set_aside(model, str(office.pk)))
        for number in range(1, copies + 1):
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    cursor.execute("SET LOCAL session_replication_role = replica")  # copies keep what they refer to
                for model in COPIED:
                    cursor.execute(_copy(model, number))
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    return copies + 1, own * (copies + 1)


def _set_aside(model: type[models.Model], office: str) -> str:
    """The first office's rows in a table of their own: without indexes each copy would read all copies before it."""
    table, key = model._meta.db_table, "id" if model is Office else "office_id"
    value = office if connection.vendor == "postgresql" else office.replace("-", "")
    return f"CREATE TEMPORARY TABLE first_{table} AS SELECT * FROM {table} WHERE {key} = '{value}'"  # noqa: S608


def _copy(model: type[models.Model], number: int) -> str:
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
    columns = [field.attname for field in fields]
    chosen = [_column(model, column, number) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen)} FROM first_{table}"  # noqa: S608


def _column(model: type[models.Model], column: str, number: int) -> str:
    if column in IDS[model]:
        plain = f"MD5(CAST(\"{column}\" AS text) || '-{number}')"
        return f"CAST({plain} AS uuid)" if connection.vendor == "postgresql" else plain
    return f"\"{column}\" || '-{number}'" if column == "slug" else f'"{column}"'


def drop_indexes() -> list[str]:
    """The indexes of the figures but the key, dropped while they are made; returns what makes them again."""
    table = Observation._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
            found = cursor.fetchall()
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = %s::regclass", [table])
            unique = {name for (name,) in cursor.fetchall()}
            made = []
            for name, definition in found:
                if name.endswith("_pkey"):
                    continue
                drop = f"ALTER TABLE {table} DROP CONSTRAINT" if name in unique else "DROP INDEX"
                cursor.execute(f'{drop} "{name}"')
                made.append(definition)
            return made
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='index' AND tbl_name=%s AND sql NOTNULL", [table]
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        return [definition for _, definition in found]
