"""Many figures at once into the bank: COPY on PostgreSQL, `executemany` on SQLite; the ORM needs ten times as long.

Constraints, indexes and triggers hold as for any other row. It opens no transaction.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from django.db import connection, models

from sektoral.records.models import Observation

BLOCK = 5_000  # lines that go out at once
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
NULL = r"\N"


class NewFigure(NamedTuple):
    """What tells one figure from the others of the same import; `version` is decimal text."""

    series: str
    variable: str
    area: str
    dims: str
    period: str
    row: str
    column: str
    mark: str
    status: str
    version: str
    cell: str
    text: str


def pour(shared: Observation, figures: Iterable[NewFigure]) -> None:
    """This will store figures that have all other fields in common with `shared`, which is not stored itself."""
    if connection.vendor == "postgresql":
        _copy(shared, figures)
    else:
        _insert_many(shared, figures)


def _shared_fields() -> "list[models.Field[object, object]]":
    own = {*NewFigure._fields, "number", "id"}
    return [field for field in Observation._meta.concrete_fields if field.name not in own]


def _columns() -> str:
    names = [field.attname for field in _shared_fields()] + [*NewFigure._fields, "number"]
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _copy(shared: Observation, figures: Iterable[NewFigure]) -> None:
    lines = lines_of(shared, figures)
    with connection.cursor() as cursor, cursor.copy(copy_statement()) as copy:
        while block := "".join(islice(lines, BLOCK)):
            copy.write(block)


def copy_statement() -> str:
    """This will give the statement that `lines_of` goes with."""
    return f"COPY {_table()} ({_columns()}) FROM STDIN"


def lines_of(shared: Observation, figures: Iterable[NewFigure]) -> Iterator[str]:
    """This will write each figure as a line of PostgreSQL's text format."""
    begin = "\t".join(_plain(field, shared) for field in _shared_fields())
    return (_line(begin, figure) for figure in figures)


def _line(begin: str, figure: NewFigure) -> str:
    joined = "\t".join(figure)
    if joined.count("\t") >= len(figure) or "\\" in joined or "\n" in joined or "\r" in joined:
        joined = "\t".join(map(_escaped, figure))
    return f"{begin}\t{joined}\t{figure.text or NULL}\n"


def _plain(field: "models.Field[object, object]", shared: Observation) -> str:
    value = getattr(shared, field.attname)
    return NULL if value is None else _escaped(str(value))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _insert_many(shared: Observation, figures: Iterable[NewFigure]) -> None:
    rows, statement = rows_of(shared, figures), insert_statement()
    with connection.cursor() as cursor:
        while block := list(islice(rows, BLOCK)):
            cursor.executemany(statement, block)


def insert_statement() -> str:
    """This will give the statement that `rows_of` goes with."""
    marks = ", ".join(["%s"] * (len(_shared_fields()) + len(NewFigure._fields) + 1))
    return f"INSERT INTO {_table()} ({_columns()}) VALUES ({marks})"  # noqa: S608 - no value is in it


def rows_of(shared: Observation, figures: Iterable[NewFigure]) -> Iterator[tuple[str | None, ...]]:
    """This will give each figure as the values of a row."""
    begin = [field.get_db_prep_save(getattr(shared, field.attname), connection) for field in _shared_fields()]
    return ((*begin, *figure, figure.text or None) for figure in figures)


def _table() -> str:
    return connection.ops.quote_name(Observation._meta.db_table)
