"""Tables on their way out: the text that `psql` or `loading` fills tables from, streamed, and what it held."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from django.apps import apps
from django.apps.registry import Apps

from sektoral.domain.backups import END, Column, ColumnKind, TablePart, canonical_json, head_of, line_of
from sektoral.records.kept_tables import columns_of, kept_tables
from sektoral.records.snapshots import Snapshot, select

LINES = 1_000  # that go out at once


class Dump:
    """The text of all tables. What was in them is known once the text has been read to its end.

    `choices` narrows it to one office: table → condition; what it does not name is left out then.
    """

    def __init__(self, held: Snapshot, choices: Mapping[str, str] | None = None, *, registry: Apps = apps) -> None:
        self._held = held
        self._registry = registry
        self._choices = choices
        self.tables: list[TablePart] = []

    def __iter__(self) -> Iterator[bytes]:
        for model in kept_tables(self._registry):
            table, columns = model._meta.db_table, columns_of(model)
            if self._choices is None:
                yield from self._table(table, columns, "")
            elif table in self._choices:
                yield from self._table(table, columns, self._choices[table])

    def _table(self, table: str, columns: tuple[Column, ...], where: str) -> Iterator[bytes]:
        digest, rows = hashlib.sha256(), 0
        yield head_of(table, columns)
        lines = self._lines(table, columns, where)
        while block := list(islice(lines, LINES)):
            piece = b"".join(block)
            digest.update(piece)
            rows += len(block)
            yield piece
        yield f"{END}\n".encode()
        self.tables.append(TablePart(table, columns, rows, digest.hexdigest()))

    def _lines(self, table: str, columns: tuple[Column, ...], where: str) -> Iterator[bytes]:
        rows = self._held.rows(select(self._held.vendor, table, columns, where=where))
        places = [place for place, column in enumerate(columns) if column.kind is ColumnKind.JSON]
        return map(line_of, _with_json(rows, places) if places else rows)


def _with_json(rows: Iterable[Iterable[str | None]], places: list[int]) -> Iterator[list[str | None]]:
    for row in rows:
        values = list(row)
        for place in places:
            text = values[place]
            values[place] = None if text is None else canonical_json(text)
        yield values
