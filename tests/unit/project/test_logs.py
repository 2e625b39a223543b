"""What a log entry shows, and what it never shows."""

import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.project.logs import STRUCK, RedactingFormatter, configuration, redact

CANARY = "kenari-9f3b"


@pytest.mark.parametrize(
    "text",
    [
        f"passphrase={CANARY}",
        f"'password': '{CANARY}'",
        f'{{"totp": "{CANARY}"}}',
        f"SECRET_KEY = {CANARY}",
        f"Authorization: Bearer {CANARY}",
        f"postgresql://user:{CANARY}@host/name",
        f"GET /v/{CANARY}{CANARY} 200",
        f"kata_sandi={CANARY}&next=/",
    ],
)
def test_a_secret_is_struck_out(text: str) -> None:
    assert CANARY not in redact(text)
    assert STRUCK in redact(text)


def test_the_rest_of_the_entry_stays() -> None:
    assert redact("POST /akun/login/ password=x next=/papan") == f"POST /akun/login/ password={STRUCK} next=/papan"


@pytest.mark.parametrize("digits", [16, 18])
def test_a_personal_number_is_struck_out(digits: int) -> None:
    assert redact(f"nik {'7' * digits} ditolak") == f"nik {STRUCK} ditolak"


def test_a_traceback_shows_no_secret() -> None:
    try:
        raise ValueError(f"passphrase={CANARY}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "gagal", (), sys.exc_info())
    entry = RedactingFormatter("%(message)s").format(record)
    assert "ValueError" in entry
    assert CANARY not in entry


@given(st.text())
def test_nobodys_input_can_begin_an_entry_of_its_own(text: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (text,), None)
    entry = RedactingFormatter("%(message)s").format(record)
    assert not set(entry) & {"\n", "\r", "\x1b", "\x00", "\x08"}


def test_database_statements_are_not_logged_even_when_debugging() -> None:
    loggers = configuration("DEBUG")["loggers"]
    assert isinstance(loggers, dict)
    assert loggers["django.db.backends"]["level"] == "INFO"
