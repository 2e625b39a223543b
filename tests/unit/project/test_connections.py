"""How addresses of databases and mail servers become settings."""

import sqlite3
from pathlib import Path

import pytest

from sektoral.project.connections import database, mail
from sektoral.project.env import BadSetting

VAR = Path("/srv/sektoral")


def test_without_an_address_the_database_is_a_file_in_var() -> None:
    assert database("", VAR)["NAME"] == "/srv/sektoral/sektoral.sqlite3"


@pytest.mark.parametrize(
    ("version", "journal"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((3, 60, 0), "WAL")],
)
def test_wal_is_used_only_where_it_cannot_corrupt(
    version: tuple[int, int, int], journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    options = database("", VAR)["OPTIONS"]
    assert isinstance(options, dict)
    assert f"journal_mode={journal};" in str(options["init_command"])
    assert "synchronous=FULL" in str(options["init_command"])
    assert options["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address_is_taken_apart_and_unquoted() -> None:
    found = database("postgresql://kominfo:p%40ss@db.local:6432/sektoral", VAR)
    wanted = {"USER": "kominfo", "PASSWORD": "p@ss", "HOST": "db.local", "PORT": "6432", "NAME": "sektoral"}
    assert {name: found[name] for name in wanted} == wanted


def test_a_postgresql_address_may_name_a_socket() -> None:
    found = database("postgresql://sektoral@/sektoral?host=/run/postgresql", VAR)
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "", "sektoral")


def test_what_else_a_postgresql_address_asks_for_goes_to_its_library() -> None:
    found = database("postgresql://s@db.local/sektoral?sslmode=verify-full&sslrootcert=%2Fetc%2Fca%20kantor.pem", VAR)
    assert found["HOST"] == "db.local"
    options = found["OPTIONS"]
    assert isinstance(options, dict)
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca kantor.pem")


def test_another_database_is_refused_without_repeating_the_password() -> None:
    with pytest.raises(BadSetting) as refusal:
        database("mysql://user:hidden@host/name", VAR)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://user:pass@mail.local", 587, False, True),
        ("smtps://user:pass@mail.local", 465, True, False),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_a_mail_server_never_hears_a_password_in_clear(url: str, port: int, ssl: bool, tls: bool) -> None:
    found = mail(url, VAR)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)


def test_without_a_mail_server_mails_become_files() -> None:
    assert mail("", VAR)["EMAIL_FILE_PATH"] == "/srv/sektoral/mail"


def test_another_kind_of_mail_server_is_refused() -> None:
    with pytest.raises(BadSetting):
        mail("imap://mail.local", VAR)
