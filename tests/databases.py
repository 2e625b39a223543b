"""Databases beside the one that pytest-django makes, for processes that tests start."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def empty_database(name: str) -> Iterator[str]:
    """This will give the address of an empty database on the server under test; on SQLite, an empty address."""
    default = connection.settings_dict
    if connection.vendor != "postgresql":
        yield ""
        return
    import psycopg
    from psycopg import sql

    unique = f"sektoral_{name}_{secrets.token_hex(4)}"  # two test processes may ask for the same name at once
    database = sql.Identifier(unique)
    with psycopg.connect(
        dbname="postgres", user=default["USER"], password=default["PASSWORD"], host=default["HOST"],
        port=default["PORT"] or None, autocommit=True,
    ) as server:  # fmt: skip
        server.execute(sql.SQL("CREATE DATABASE {}").format(database))
        yield f"postgresql://{default['USER']}@/{unique}?host={default['HOST']}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))
