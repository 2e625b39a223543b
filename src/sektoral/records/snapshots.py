"""The database as it is at one instant, to be read at leisure while everybody works on.

SQLite copies itself aside in one go; PostgreSQL keeps one REPEATABLE READ transaction open. Both give every value as
text in the neutral form of `domain/backups.py`.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import connections

from sektoral.domain.backups import Column, ColumnKind

BLOCK = 2_000  # rows that are fetched at once

# The figure of an observation is a copy of its exact text, and SQLite keeps such a copy as a float: the text is taken.
EXACT_FROM = {("records_observation", "number"): "text"}


class Snapshot(Protocol):
    """One instant of a database."""

    vendor: str

    def rows(self, query: str) -> Iterator[Sequence[str | None]]:
        """This will give the rows of a query, whose columns are text, without holding them all."""


@contextmanager
def snapshot(folder: Path, using: str = "default") -> Iterator[Snapshot]:
    """This will hold the database as it is now; SQLite's copy lies in `folder` meanwhile."""
    if connections[using].vendor == "postgresql":
        with _of_postgresql(using) as held:
            yield held
    else:
        with _of_sqlite(folder, using) as held:
            yield held


def select(vendor: str, table: str, columns: Sequence[Column], *, where: str = "") -> str:
    """This will write the query for the rows of a table as text, in the order of their key, its first column."""
    wanted = ", ".join(_expression(vendor, table, column) for column in columns)
    chosen = f" WHERE {where}" if where else ""
    return f'SELECT {wanted} FROM "{table}"{chosen} ORDER BY "{table}"."{columns[0].name}"'  # noqa: S608


def copy_aside(target: Path, using: str = "default") -> None:
    """This will copy a SQLite database into a file, as of one instant; writers wait for the seconds it takes."""
    connections[using].ensure_connection()
    source = connections[using].connection
    with closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA synchronous=OFF")
        source.backup(copy)


def _expression(vendor: str, table: str, column: Column) -> str:
    name = f'"{column.name}"'
    if text := EXACT_FROM.get((table, column.name)):
        return f"NULLIF(\"{text}\", '')"
    forms = _POSTGRESQL if vendor == "postgresql" else _SQLITE
    return forms.get(column.kind, "{0}").format(name)


_POSTGRESQL = {
    ColumnKind.UUID: "replace({0}::text, '-', '')",
    ColumnKind.INSTANT: "to_char({0}, 'YYYY-MM-DD HH24:MI:SS.US')",
    ColumnKind.DAY: "to_char({0}, 'YYYY-MM-DD')",
    ColumnKind.FLAG: "({0}::int)::text",
    ColumnKind.WHOLE: "{0}::text",
    ColumnKind.JSON: "{0}::text",
    ColumnKind.EXACT: "{0}::text",
    ColumnKind.TEXT: "{0}::text",
}
_SQLITE = {
    ColumnKind.INSTANT: "CASE length({0}) WHEN 19 THEN {0} || '.000000' ELSE {0} END",
    ColumnKind.FLAG: "CAST({0} AS TEXT)",
    ColumnKind.WHOLE: "CAST({0} AS TEXT)",
    ColumnKind.EXACT: "CAST({0} AS TEXT)",
}


class _Held:
    """A snapshot by a cursor that gives its rows block by block."""

    def __init__(self, vendor: str, connection: object) -> None:
        self.vendor = vendor
        self._connection = connection

    def rows(self, query: str) -> Iterator[Sequence[str | None]]:
        named = {"name": "snapshot"} if self.vendor == "postgresql" else {}
        with closing(self._connection.cursor(**named)) as cursor:  # type: ignore[attr-defined]
            cursor.execute(query)
            while block := cursor.fetchmany(BLOCK):
                yield from block


@contextmanager
def _of_postgresql(using: str) -> Iterator[Snapshot]:
    wrapper = connections[using]
    with closing(wrapper.get_new_connection(wrapper.get_connection_params())) as connection:
        connection.autocommit = True
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL TIME ZONE 'UTC'")
        connection.execute("SET LOCAL statement_timeout = 0")
        yield _Held("postgresql", connection)
        connection.execute("ROLLBACK")


@contextmanager
def _of_sqlite(folder: Path, using: str) -> Iterator[Snapshot]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="potret-", dir=folder) as place:
        copy = Path(place) / "sektoral.sqlite3"
        copy_aside(copy, using)
        with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
            yield _Held("sqlite", connection)
