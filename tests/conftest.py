"""What every test shares: no network but this machine's own, and an append-only bank that still comes fresh."""

import os
import socket
from collections.abc import Iterator
from typing import TypeAlias

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase

from sektoral.records import triggers
from tests.faults import TWICE

Address: TypeAlias = "tuple[str, int] | tuple[str, int, int, int] | str | bytes"

LOOPBACK = ("127.", "::1", "localhost")


class NetworkIsOff(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def network_is_off() -> Iterator[None]:
    """This will let sockets connect to this machine only."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise NetworkIsOff(f"a test tried to reach {address[0]}")

    def guarded_connect(self: socket.socket, address: Address) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Address) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_lookup(host: str | None, *args: object, **kwargs: object) -> object:
        check((host or "localhost",))
        return lookup(host, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


@pytest.fixture(autouse=True, scope="session")
def unordered_rows_come_reversed() -> Iterator[None]:
    """This will have SQLite give the rows of a query without an order backwards, as PostgreSQL may in any run."""

    def reverse(connection: BaseDatabaseWrapper, **_: object) -> None:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA reverse_unordered_selects = ON")

    connection_created.connect(reverse)
    yield
    connection_created.disconnect(reverse)


@pytest.fixture(autouse=True, scope="session")
def append_only_tables_can_be_emptied() -> Iterator[None]:
    """This will take the triggers away before a transactional test's flush; `post_migrate` puts them back after it."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_triggers(self: TransactionTestCase) -> None:
        for name in self._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            _drop_triggers(name)
        teardown(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
        yield


def _drop_triggers(using: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it empties by TRUNCATE, which fires no row trigger
            for trigger in triggers.names("postgresql"):
                if trigger.endswith("_no_truncate"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON records_{trigger.partition('_')[0]}")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """This will skip what needs the other database, and what is done on SQLite alone."""
    vendor = connections["default"].vendor
    is_second_time = vendor == "postgresql" and not os.environ.get(TWICE)
    for item in items:
        if item.get_closest_marker("once") and is_second_time:
            item.add_marker(pytest.mark.skip(reason=f"no matter of the database; {TWICE}=yes does it here too"))
        if item.get_closest_marker("postgres_only") and vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))
        if item.get_closest_marker("sqlite_only") and vendor != "sqlite":
            item.add_marker(pytest.mark.skip(reason="needs SQLite"))
