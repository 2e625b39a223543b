"""What tests that need the database share."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.apart import Both, two_offices
from tests.dressed import Watching
from tests.rounds import Scene, shared


@pytest.fixture
def client() -> Watching:
    """This will look at the headers of every answer that a test gets."""
    return Watching()


@pytest.fixture
def many_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """This will let threads write at once: SQLite in memory locks whole tables, so the test gets a copy on disk."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "many.sqlite3")
    with sqlite3.connect(path) as copy:
        in_memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


@pytest.fixture(scope="module")
def collecting(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """This will take a round once for all tests of a module to where two agencies may send; copy it to act on it."""
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        yield scene


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Both]:
    """This will give two offices to all tests of a module, ours and theirs."""
    with two_offices(django_db_blocker) as both:
        yield both
