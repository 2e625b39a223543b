"""Tables on their way in: COPY on PostgreSQL, `executemany` on SQLite, each line fingerprinted as it comes.

It knows no models, only what the manifest says of each table, so that a backup of an older schema can be filled in
before that schema moves on. It opens no transaction.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, NamedTuple

from django.db import connections

from sektoral.domain.backups import END, ColumnKind, TablePart, head_of, line_of, values_of
from sektoral.domain.errors import Invalid

BLOCK = 10_000  # rows that go in at once; PostgreSQL queues the checks of their references until the block's end

Value = str | int | None


class PassOver(NamedTuple):
    """Lines whose value at `place` is one of `values` are there already."""

    place: int
    values: frozenset[str]


class Loader:
    """Fills tables of the database `using` from a text.

    `shifts` is added to keys that the database counts, by table: a whole office moves behind what is there already.
    `pass_over` tells, by table, which lines are there already.
    """

    def __init__(
        self,
        using: str = "default",
        *,
        shifts: Mapping[str, int] | None = None,
        pass_over: Mapping[str, PassOver] | None = None,
    ) -> None:
        self._connection = connections[using]
        self._shifts = shifts or {}
        self._pass_over = pass_over or {}

    def load(self, text: IO[bytes], tables: Sequence[TablePart]) -> None:
        """This will fill the tables, in one transaction of the caller's. Raises `Invalid` for a changed text."""
        open_references: set[str] = set()
        for number, table in enumerate(tables):
            later = {one.name for one in tables[number:]}
            open_references |= {column.refers for column in table.columns if column.refers in later}
            self._check_references(at_once=not open_references & later)
            self._fill(text, table)
        self._count_on(tables)
        self._tell_sizes(tables)

    def _fill(self, text: IO[bytes], table: TablePart) -> None:
        if text.readline() != head_of(table.name, table.columns):
            raise Invalid("backup_damaged", part=table.name)
        lines = _Proved(text, table)
        wanted = self._moved(table, lines) if self._is_moved(table) else lines
        insert = self._copy if self._connection.vendor == "postgresql" else self._insert_many
        while block := list(islice(wanted, BLOCK)):
            insert(table, block)
        lines.check()

    def _copy(self, table: TablePart, block: Sequence[bytes]) -> None:
        statement = head_of(table.name, table.columns).decode().rstrip(";\n")
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(b"".join(block))

    def _insert_many(self, table: TablePart, block: Sequence[bytes]) -> None:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608  no value is in it
        converts = [(place, _CONVERTS[c.kind]) for place, c in enumerate(table.columns) if c.kind in _CONVERTS]
        self._connection.ensure_connection()
        self._connection.connection.executemany(statement, (_converted(line, converts) for line in block))

    def _check_references(self, *, at_once: bool) -> None:
        """Where nothing open is referred to, references are checked block by block: their queue stays short."""
        if self._connection.vendor == "postgresql":
            with self._connection.cursor() as cursor:
                cursor.execute(f"SET CONSTRAINTS ALL {'IMMEDIATE' if at_once else 'DEFERRED'}")

    def _count_on(self, tables: Sequence[TablePart]) -> None:
        """The next key of each table that the database counts is one behind the last; SQLite sees to it by itself."""
        if self._connection.vendor != "postgresql":
            return
        with self._connection.cursor() as cursor:
            for table in tables:
                key = table.columns[0]
                if key.refers == table.name and key.kind is ColumnKind.WHOLE:
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', '{key.name}'), "  # noqa: S608
                        f'COALESCE(MAX("{key.name}"), 1), COUNT(*) > 0) FROM "{table.name}"'
                    )

    def _tell_sizes(self, tables: Sequence[TablePart]) -> None:
        """PostgreSQL plans by what it knows of a table. Its autovacuum, which sees nothing of our transaction, may have
        just noted that there are no rows: until it comes again every join would be planned for none, and hardly end.
        """
        if self._connection.vendor == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            with self._connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {names}")

    def _is_moved(self, table: TablePart) -> bool:
        return table.name in self._pass_over or any(column.refers in self._shifts for column in table.columns)

    def _moved(self, table: TablePart, lines: Iterator[bytes]) -> Iterator[bytes]:
        place, present = self._pass_over.get(table.name, PassOver(0, frozenset()))
        shifts = [self._shifts.get(c.refers, 0) if c.kind is ColumnKind.WHOLE else 0 for c in table.columns]
        for line in lines:
            values = values_of(line)
            if values[place] not in present:
                yield line_of(_shifted(value, by) for value, by in zip(values, shifts, strict=True))


class _Proved(Iterator[bytes]):
    """The lines of one table up to its end, counted and fingerprinted."""

    def __init__(self, text: IO[bytes], table: TablePart) -> None:
        self._text = text
        self._table = table
        self._digest = hashlib.sha256()
        self._rows = 0
        self._is_over = False

    def __next__(self) -> bytes:
        line = b"" if self._is_over else self._text.readline()
        if line in (b"", f"{END}\n".encode()):
            self._is_over = True
            raise StopIteration
        self._digest.update(line)
        self._rows += 1
        return line

    def check(self) -> None:
        """This will raise `Invalid` where these were not the lines that were written."""
        if (self._rows, self._digest.hexdigest()) != (self._table.rows, self._table.sha256):
            raise Invalid("backup_damaged", part=self._table.name)


def _shifted(value: str | None, by: int) -> str | None:
    return str(int(value) + by) if by and value is not None else value


def _converted(line: bytes, converts: Sequence[tuple[int, Callable[[str], Value]]]) -> list[Value]:
    values: list[Value] = list(values_of(line))
    for place, convert in converts:
        text = values[place]
        values[place] = convert(text) if isinstance(text, str) else None
    return values


def _as_django_writes(instant: str) -> str:
    """SQLite compares instants as text, so they must be spelled as Django spells them: no empty fraction."""
    return instant.removesuffix(".000000")


# What SQLite is given otherwise than as the line has it.
_CONVERTS: dict[ColumnKind, Callable[[str], Value]] = {
    ColumnKind.INSTANT: _as_django_writes,
    ColumnKind.FLAG: int,
    ColumnKind.WHOLE: int,
}
