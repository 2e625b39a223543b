"""What a log entry shows, and what it never shows."""

import json
import logging
import logging.config
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.project import logs
from sektoral.project.logs import (
    FORMS,
    STRUCK,
    JsonFormatter,
    RedactingFormatter,
    configuration,
    current_id,
    redact,
    within,
)

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
        f"535 wrong: AUTH PLAIN {CANARY}==",
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


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_of_the_settings_is_struck_out_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(logs, "_known", [])
    logs.strike(["", "kenari/9f3b'x", "ya"])
    try:
        raise ValueError("kenari/9f3b'x", "ditolak: kenari%2F9f3b%27x, ya")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "gagal kenari/9f3b'x", (), sys.exc_info())
    record.facts = {"said": "kenari/9f3b'x"}
    entry = (JsonFormatter() if form == "json" else RedactingFormatter("%(message)s")).format(record)
    assert "9f3b" not in entry
    assert "ya" in entry  # too short to be one


@given(st.text(), st.text())
def test_an_entry_for_a_collector_is_one_line_of_ascii_whatever_it_tells(message: str, fact: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (message,), None)
    record.facts = {"what": fact, "ms": 12}
    line = JsonFormatter().format(record)
    entry = json.loads(line)
    assert line.isascii()
    assert line.isprintable()
    assert (entry["logger"], entry["level"], entry["ms"]) == ("x", "INFO", 12)
    assert entry["message"] == redact(message)


def test_an_entry_for_a_collector_shows_no_secret() -> None:
    try:
        raise ValueError(f"passphrase={CANARY}")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, f"token={CANARY}", (), sys.exc_info())
    record.facts = {"password": CANARY, "about": f"/v/{CANARY}{CANARY}", "nik": "7" * 16}
    line = JsonFormatter().format(record)
    assert "ValueError" in json.loads(line)["traceback"]
    assert CANARY not in line
    assert "7" * 16 not in line


def test_an_entry_tells_its_instant_in_utc_and_the_id_of_what_is_in_hand() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "selesai", (), None)
    record.created = 1_796_000_000.25
    with within("a1"):
        entry, text = (
            json.loads(JsonFormatter().format(record)),
            RedactingFormatter("%(asctime)s %(message)s").format(record),
        )
    assert (entry["at"], entry["id"]) == ("2026-11-30T00:53:20.250Z", "a1")
    assert text == "2026-11-30T00:53:20.250Z selesai [a1]"
    assert current_id() == ""
    assert "id" not in json.loads(JsonFormatter().format(record))


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2028", "\x9b", "\x1b"])
def test_what_turns_the_order_of_reading_is_made_visible(sign: str) -> None:
    assert sign not in redact(f"a{sign}b")
    assert sign.isprintable() is False


@pytest.mark.parametrize("form", FORMS)
def test_either_form_is_a_configuration_that_logging_takes(form: str) -> None:
    logging.config.DictConfigurator(configuration("INFO", form))
    formatters = configuration("INFO", form)["formatters"]
    assert isinstance(formatters, dict)
    assert set(formatters) == {form, "json"}  # what concerns security is JSON in either


@given(st.text())
def test_nobodys_input_can_begin_an_entry_of_its_own(text: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (text,), None)
    entry = RedactingFormatter("%(message)s").format(record)
    assert not set(entry) & {"\n", "\r", "\x1b", "\x00", "\x08"}


def test_database_statements_are_not_logged_even_when_debugging() -> None:
    loggers = configuration("DEBUG", "text")["loggers"]
    assert isinstance(loggers, dict)
    assert loggers["django.db.backends"]["level"] == "INFO"
