"""`sektoral move-to-postgres`: everything of a SQLite database into an empty PostgreSQL one; the source stays as it is.

The rows are read three times from the same snapshot's text: to know what there is, to fill the target, and, from the
target, to prove that it holds the same.
"""

import io
import os
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction

from sektoral.adapters.age import Pulled
from sektoral.domain.backups import TablePart
from sektoral.domain.errors import Invalid, WrongState
from sektoral.project.connections import database
from sektoral.project.env import BadSetting
from sektoral.project.keeping.presence import alone
from sektoral.records import schema
from sektoral.records.dumping import Dump
from sektoral.records.loading import Loader
from sektoral.records.snapshots import snapshot

TARGET = "target"


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, table by table, and what `verify-all` said of the target."""

    tables: tuple[TablePart, ...]
    holds: bool
    said: str

    @property
    def rows(self) -> int:
        """How many rows."""
        return sum(table.rows for table in self.tables)


def move(url: str) -> Moved:
    """This will move the installation's rows. Raises `WrongState` while somebody is at work on either side."""
    if connections["default"].vendor != "sqlite":
        raise WrongState("move_only_from_sqlite")
    _connect(url)
    schema.check_fits()
    with alone():
        _check_empty()
        schema.stand_still(schema.Work.MOVING, TARGET)
        call_command("migrate", database=TARGET, verbosity=0, interactive=False)
        call_command("createcachetable", database=TARGET, verbosity=0)
        tables = _pour()
        _check_same(tables)
    holds, said = _verify(url)
    if holds:
        schema.go_on(TARGET)
    return Moved(tables, holds, said)


def _connect(url: str) -> None:
    try:
        options = database(url, settings.VAR)
        connections.databases[TARGET] = connections.configure_settings({"default": options})["default"]
        if connections[TARGET].vendor != "postgresql":
            raise Invalid("move_target", reason="sqlite")
        connections[TARGET].ensure_connection()
    except (BadSetting, DatabaseError) as error:
        raise Invalid("move_target", reason=type(error).__name__) from None


def _check_empty() -> None:
    """A move that was killed left tables and its mark, but no rows: they went in with one commit."""
    tables = connections[TARGET].introspection.table_names()
    if not tables or (schema.standstill(TARGET) is schema.Work.MOVING and not _has_offices(tables)):
        return
    raise WrongState("restore_database_not_empty")


def _has_offices(tables: list[str]) -> bool:
    if "records_office" not in tables:
        return False
    with connections[TARGET].cursor() as cursor:
        cursor.execute("SELECT 1 FROM records_office LIMIT 1")
        return cursor.fetchone() is not None


def _pour() -> tuple[TablePart, ...]:
    with snapshot(settings.VAR) as held:
        looked = Dump(held)
        for _ in looked:
            pass
        with transaction.atomic(using=TARGET):
            Loader(TARGET).load(io.BufferedReader(Pulled(Dump(held)), 1 << 20), looked.tables)
    return tuple(looked.tables)


def _check_same(tables: tuple[TablePart, ...]) -> None:
    with snapshot(settings.VAR, TARGET) as held:
        arrived = Dump(held)
        for _ in arrived:
            pass
    for there, here in zip(arrived.tables, tables, strict=True):
        if there != here:
            raise WrongState("move_differs", table=here.name)


def _verify(url: str) -> tuple[bool, str]:
    """In a process of its own: this one's database is the source."""
    connections.close_all()
    done = subprocess.run(
        [sys.executable, "-m", "sektoral", "verify-all"],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout
