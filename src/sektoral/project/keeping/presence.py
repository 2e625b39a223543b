"""Who is at work on this installation: web and worker hold a lock as long as they live, however they end.

What needs the installation for itself waits for nobody: it is refused while somebody is there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

from sektoral.domain.errors import WrongState

AT_WORK, BACKING_UP = "bekerja.lock", "cadangan.lock"  # in SEKTORAL_VAR; each machine has its own

_held: list[int] = []  # open as long as the process lives


def announce() -> None:
    """This will say, for the life of this process, that somebody is at work. Raises `WrongState` while one is alone."""
    handle = _opened(AT_WORK)
    if not _locked(handle, fcntl.LOCK_SH):
        raise WrongState("installation_at_rest")
    _held.append(handle)


@contextmanager
def alone() -> Iterator[None]:
    """This will keep web and worker out. Raises `WrongState` while one of them is at work."""
    with _exclusive(AT_WORK, "others_at_work"):
        _check_nobody_else_is_connected()
        yield


@contextmanager
def one_backup_at_a_time() -> Iterator[None]:
    """This will keep other backups of this installation out. Raises `WrongState` while there is one."""
    with _exclusive(BACKING_UP, "backup_under_way"):
        yield


def _check_nobody_else_is_connected() -> None:
    """Web and worker may stand on other machines, where our lock does not reach; the database sees them."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        if others := cursor.fetchone()[0]:
            raise WrongState("others_connected", count=others)


@contextmanager
def _exclusive(name: str, code: str) -> Iterator[None]:
    handle = _opened(name)
    try:
        if not _locked(handle, fcntl.LOCK_EX):
            raise WrongState(code)
        yield
    finally:
        os.close(handle)


def _opened(name: str) -> int:
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(settings.VAR / name, os.O_RDWR | os.O_CREAT, 0o600)


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
