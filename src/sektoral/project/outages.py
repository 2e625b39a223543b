"""What the machine refuses: a database that is away, busy or full, a disk that is full or broken.

That is no fault of the program and passes: a visitor hears when to try again, and the worker waits.
"""

import errno
import sqlite3
from collections.abc import Iterator

from django.db import Error as DatabaseFault

from sektoral.domain.errors import Unavailable

CODES = frozenset(
    {"database.away", "database.busy", "database.full", "database.failed", "storage.full", "storage.failed"}
)
# The beginnings of PostgreSQL's SQLSTATE (its manual, appendix A); the longest that fits counts
_STATES = {
    "08": "database.away",  # connection exception
    "25006": "database.away",  # a server that only reads: the other one is the master now
    "25P03": "database.busy",  # idle_in_transaction_session_timeout
    "40": "database.busy",  # deadlock, serialization
    "53": "database.busy",  # too many connections, out of memory
    "53100": "database.full",
    "55P03": "database.busy",  # lock_timeout
    "57014": "database.busy",  # statement_timeout
    "57P": "database.away",  # shutdown, starting up
    "58": "database.failed",  # input and output
}
_SQLITE = {
    sqlite3.SQLITE_BUSY: "database.busy",
    sqlite3.SQLITE_LOCKED: "database.busy",
    sqlite3.SQLITE_FULL: "database.full",
    sqlite3.SQLITE_CANTOPEN: "database.failed",
    sqlite3.SQLITE_IOERR: "database.failed",
    sqlite3.SQLITE_NOMEM: "database.failed",
    sqlite3.SQLITE_READONLY: "database.failed",
}
_DISK = {
    errno.ENOSPC: "storage.full",
    errno.EDQUOT: "storage.full",
    errno.EFBIG: "storage.full",  # RLIMIT_FSIZE
    errno.EIO: "storage.failed",
    errno.EROFS: "storage.failed",
}
_PRIMARY = 0xFF  # SQLite's extended codes hold the primary one in their lowest byte


def outage_of(error: BaseException | None) -> Unavailable | None:
    """This will say what is away where that is the reason of an error, and nothing where the program is at fault."""
    for one in _reasons(error):
        code = _code(one)
        if code:
            return Unavailable(code)
    return None


def _reasons(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _code(error: BaseException) -> str:
    match error:
        case Unavailable(code=code) if code in CODES:
            return code
        case DatabaseFault():
            return _database_code(error)
        case OSError():
            return _DISK.get(error.errno or 0, "")
        case _:
            return ""


def _database_code(error: BaseException) -> str:
    """Django's error says little; the driver's, which is its cause, has the number."""
    driver = error.__cause__
    if isinstance(driver, sqlite3.Error):
        return _SQLITE.get(getattr(driver, "sqlite_errorcode", 0) & _PRIMARY, "")
    state = getattr(driver, "sqlstate", None)
    if state:
        fitting = [begin for begin in _STATES if state.startswith(begin)]
        return _STATES[max(fitting, key=len)] if fitting else ""
    # without a number it did not come from the server: there was no line to it, or the line broke
    return "database.away" if type(error).__name__ in {"OperationalError", "InterfaceError"} else ""
