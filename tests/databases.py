"""Databases beside the one that pytest-django makes, for processes that tests start."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString
from urllib.parse import urlsplit

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


@contextmanager
def copied_database(url: str) -> Iterator[str]:
    """This will copy a PostgreSQL database that nobody is connected to; a file of SQLite is copied with its folder."""
    if not url.startswith("postgresql"):
        yield url
        return
    name = _name_in(url)
    unique = f"{name[:40]}_{secrets.token_hex(4)}"
    duplicate(url, unique)
    try:
        yield url.replace(f"/{name}?", f"/{unique}?")
    finally:
        drop(url, unique)


def duplicate(url: str, name: str, *, template: str = "") -> None:
    """This will make `name` anew beside a PostgreSQL database, a copy of it or of `template`; SQLite has files."""
    if not url.startswith("postgresql"):
        return
    drop(url, name)
    _execute(url, "CREATE DATABASE {} TEMPLATE {}", name, template or _name_in(url))


def drop(url: str, name: str) -> None:
    """This will drop `name` beside a PostgreSQL database, whoever is connected."""
    if url.startswith("postgresql"):
        _execute(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(url: str, statement: LiteralString, *names: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(url.replace(f"/{_name_in(url)}?", "/postgres?"), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _name_in(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
