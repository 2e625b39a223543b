"""What is told from a fault of the program by the number that the driver or the kernel gives."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError
from psycopg import errors

from sektoral.domain.errors import Unavailable, WrongState
from sektoral.project.outages import CODES, outage_of
from sektoral.ui.messages import MESSAGES


def caused(error: Exception, cause: Exception | None) -> Exception:
    error.__cause__ = cause
    return error


def by_sqlite(code: int) -> Exception:
    driver = sqlite3.OperationalError("words change, numbers do not")
    driver.sqlite_errorcode = code
    return caused(OperationalError(), driver)


def code_of(error: BaseException) -> str:
    found = outage_of(error)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("driver", "code"),
    [
        (errors.AdminShutdown(), "database.away"),
        (errors.CannotConnectNow(), "database.away"),
        (errors.ConnectionFailure(), "database.away"),
        (errors.ReadOnlySqlTransaction(), "database.away"),
        (psycopg.OperationalError("the connection is lost"), "database.away"),
        (errors.DeadlockDetected(), "database.busy"),
        (errors.LockNotAvailable(), "database.busy"),
        (errors.QueryCanceled(), "database.busy"),
        (errors.TooManyConnections(), "database.busy"),
        (errors.DiskFull(), "database.full"),
        (errors.IoError(), "database.failed"),
    ],
)
def test_postgresql_tells_by_its_state(driver: Exception, code: str) -> None:
    assert code_of(caused(OperationalError(), driver)) == code


def test_a_transaction_that_was_forgotten_is_no_fault_of_the_program() -> None:
    assert code_of(caused(InternalError(), errors.IdleInTransactionSessionTimeout())) == "database.busy"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (sqlite3.SQLITE_BUSY, "database.busy"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "database.busy"),
        (sqlite3.SQLITE_FULL, "database.full"),
        (sqlite3.SQLITE_IOERR_FSYNC, "database.failed"),
        (sqlite3.SQLITE_READONLY, "database.failed"),
        (sqlite3.SQLITE_ERROR, ""),  # no such table: that is ours
    ],
)
def test_sqlite_tells_by_its_number(number: int, code: str) -> None:
    assert code_of(by_sqlite(number)) == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "storage.full"),
        (errno.EDQUOT, "storage.full"),
        (errno.EFBIG, "storage.full"),
        (errno.EIO, "storage.failed"),
        (errno.ENOENT, ""),
    ],
)
def test_the_kernel_tells_by_its_number(number: int, code: str) -> None:
    assert code_of(OSError(number, "")) == code


@pytest.mark.parametrize(
    "error",
    [
        caused(IntegrityError(), errors.UniqueViolation()),
        caused(ProgrammingError(), errors.UndefinedTable()),
        InternalError(),
        ValueError(),
        WrongState("file.corrupt"),
        Unavailable("gateway_timeout"),
    ],
)
def test_a_fault_of_the_program_or_of_somebody_else_is_no_outage(error: Exception) -> None:
    assert code_of(error) == ""


def test_the_reason_is_found_behind_what_it_led_to() -> None:
    assert code_of(caused(ValueError(), caused(InterfaceError(), psycopg.InterfaceError()))) == "database.away"
    assert code_of(Unavailable("storage.full")) == "storage.full"


def test_every_outage_has_its_sentence_and_what_to_do() -> None:
    assert all(MESSAGES[code].text and MESSAGES[code].remedy for code in CODES)
