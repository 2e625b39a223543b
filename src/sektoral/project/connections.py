"""Turns addresses of databases and mail servers into Django's settings."""

import sqlite3
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sektoral.project.env import BadSetting

LONGEST_WAIT = "LONGEST_WAIT"  # a database's setting: seconds that anybody waits for one answer

Option = str | float | bool | None | dict[str, "Option"]
Options = dict[str, Option]

# WAL with two processes can corrupt the file in SQLite 3.7.0 to 3.51.2 ("WAL-reset"; web and worker are two).
WAL_IS_SAFE_FROM = (3, 51, 3)
PATIENCE = 20  # seconds that anybody waits for a lock, on either database
FORGOTTEN = 300  # seconds without a word in an open transaction: whoever began it hangs, and its locks go back
LONGEST_OF_A_PAGE = 60  # seconds for one statement of the web server; commands may take longer
ON_ITS_WAY = 15  # seconds more until the server's word that a statement took too long must have come
POSTGRESQL = "sektoral.project.postgresql"
_BOUNDS = f"-c lock_timeout={PATIENCE}s -c idle_in_transaction_session_timeout={FORGOTTEN}s"


def database(url: str, var: Path) -> Options:
    """This will describe the database at `url` (postgresql://… or sqlite:///path); empty means SQLite in `var`."""
    if not url:
        return sqlite(str(var / "sektoral.sqlite3"))
    parts = urlsplit(url)
    match parts.scheme:
        case "postgresql" | "postgres":
            return postgresql(parts)
        case "sqlite":
            return sqlite(unquote(parts.path[1:]) or ":memory:")
        case _:
            raise BadSetting(f"DATABASE_URL must begin with postgresql:// or sqlite:///, not {parts.scheme}://")


def sqlite(name: str) -> Options:
    """This will describe a SQLite file: writers queue instead of failing, and a commit survives a power cut."""
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SAFE_FROM else "TRUNCATE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": (
                f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON;"  # else REPLACE would delete rows without asking the triggers
            ),
        },
    }


def postgresql(parts: SplitResult) -> Options:
    """This will describe a PostgreSQL database; `?host=/folder` names a socket's folder, the rest goes to libpq."""
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", parts.hostname or "")
    return {
        "ENGINE": POSTGRESQL,
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # a line that went dead without a word is noticed in half a minute, not after the kernel's two hours
            "connect_timeout": 10,
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 30_000,  # milliseconds
            **query,
            "options": f"{_BOUNDS} {query.get('options', '')}".strip(),
        },
    }


def bound_statements(options: Options) -> None:
    """This will let no statement of a page take longer than a page may, where the database is PostgreSQL."""
    given = options.get("OPTIONS")
    if options["ENGINE"] == POSTGRESQL and isinstance(given, dict):
        given["options"] = f"{given['options']} -c statement_timeout={LONGEST_OF_A_PAGE}s"
    bound_waits(options, LONGEST_OF_A_PAGE + ON_ITS_WAY)


def bound_waits(options: Options, seconds: float) -> None:
    """This will let nobody wait longer for one answer of PostgreSQL: a line may stay open and carry nothing."""
    if options["ENGINE"] == POSTGRESQL:
        options[LONGEST_WAIT] = seconds


def mail(url: str, var: Path) -> dict[str, str | int | bool]:
    """This will describe the mail server at `url`; empty means that mails become files in `var/mail`."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(var / "mail"),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise BadSetting(f"EMAIL_URL must begin with smtp:// or smtps://, not {parts.scheme}://")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if implicit else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        # Credentials never travel in clear; a relay on this machine that asks for none may do without TLS.
        "EMAIL_USE_TLS": not implicit and bool(parts.username),
        "EMAIL_TIMEOUT": 30,
    }
