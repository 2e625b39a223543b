"""Whoever is called out there: no redirect is followed, nothing is said to a stranger, and each call ends."""

import socket
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sektoral.adapters import bucket as s3_line
from sektoral.adapters import smtp, targets
from sektoral.adapters.bucket import BucketLine
from sektoral.adapters.files import Bucket
from sektoral.adapters.signatures.line import Account
from sektoral.adapters.signatures.time_stamps import NotStampedError, TimeStampService
from sektoral.adapters.smtp import SmtpServer
from sektoral.domain.errors import Unavailable
from sektoral.domain.outbox import Attempt, Outcome
from tests import bsre_authority
from tests.neighbours import Neighbour, answers_http, drips, neighbour

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SECRET = "kenari-sandi-jalur"
Call = Callable[[str, Path], object]


def _stamp(address: str, _: Path) -> None:
    account = Account(address, "kantor", SECRET, deadline=2.0)
    with pytest.raises(NotStampedError, match=r"stamp_unreachable|stamp_refused"):
        TimeStampService(account, []).stamp(bytes(32), at=NOW)


def _ask_s3(address: str, folder: Path) -> None:
    with pytest.raises(Unavailable, match="storage"):
        BucketLine(_bucket(address, folder)).size("a" * 64)


def _bucket(address: str, folder: Path) -> Bucket:
    return Bucket(address, "us-east-1", "berkas", "kunci", SECRET, folder, 1 << 20)


def _send_to_target(address: str, folder: Path) -> None:
    file = folder / "targets.conf"
    scheme, _, place = address.partition("://")
    kind = "jsons" if scheme == "https" else "json"
    file.write_text(f"kantor={kind}://kantor:{SECRET}@{place}/masuk?+X-Kunci={SECRET}\n", encoding="utf-8")
    sent = targets.send(file, "kantor", subject="Uji", body="Uji", seconds=20, before_text=lambda: None)
    assert sent.outcome is not Outcome.TAKEN


CALLS: Mapping[str, Call] = {
    "a time-stamp authority": _stamp,
    "an S3 store": _ask_s3,
    "a target of apprise": _send_to_target,
}


@pytest.fixture(autouse=True)
def _try_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_line, "TRIES", 1)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"])
@pytest.mark.parametrize("name", CALLS)
def test_no_redirect_is_followed(name: str, status: str, tmp_path: Path) -> None:
    with neighbour(answers_http("HTTP/1.1 200 OK\n")) as elsewhere:
        head = f"HTTP/1.1 {status}\nLocation: http://127.0.0.1:{elsewhere.port}/lain\n"
        with neighbour(answers_http(head)) as asked:
            CALLS[name](f"http://127.0.0.1:{asked.port}", tmp_path)
    assert asked.calls
    assert (elsewhere.calls, bytes(elsewhere.heard)) == (0, b"")


@pytest.mark.parametrize("name", CALLS)
def test_a_server_whose_certificate_nobody_vouches_for_hears_nothing(name: str, tmp_path: Path) -> None:
    with neighbour(answers_http("HTTP/1.1 200 OK\n"), context=bsre_authority.tls(tmp_path)) as asked:
        CALLS[name](f"https://127.0.0.1:{asked.port}", tmp_path)
    assert asked.calls
    assert bytes(asked.heard) == b""


def test_an_authority_that_drips_does_not_hold_a_signature(tmp_path: Path) -> None:
    with neighbour(drips) as asked:
        _stamp(f"http://127.0.0.1:{asked.port}", tmp_path)
    assert asked.calls == 1


def test_a_store_that_drips_is_left_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_line, "WHOLE_SECONDS", 2)
    with neighbour(drips) as asked:
        _ask_s3(f"http://127.0.0.1:{asked.port}", tmp_path)
        line = BucketLine(_bucket(f"http://127.0.0.1:{asked.port}", tmp_path))
        with pytest.raises(Unavailable, match=r"storage\.slow"):
            list(line.list_keys())
    assert asked.calls == 2


def test_a_target_that_drips_ends_with_the_time_of_its_message(tmp_path: Path) -> None:
    file = tmp_path / "targets.conf"
    with neighbour(drips) as asked:
        file.write_text(f"kantor=json://127.0.0.1:{asked.port}/masuk?rto=60\n", encoding="utf-8")
        assert targets.names_in(file) == ("kantor",)
        sent = targets.send(file, "kantor", subject="Uji", body="Uji", seconds=6, before_text=lambda: None)
    assert sent.outcome is not Outcome.TAKEN


def _mail(server: SmtpServer) -> Attempt:
    return smtp.post(server, b"Subject: uji\r\n\r\nuji\r\n", sender="a@x.example", to="b@x.example", before_text=_never)


def _never() -> None:
    raise AssertionError("the text is not for a stranger")


def _speaks_smtp(offer: str, folder: Path) -> Callable[[Neighbour, socket.socket], None]:
    """A mail server that offers this after EHLO, and shows its certificate when asked."""

    def speak(found: Neighbour, line: socket.socket) -> None:
        line.sendall(b"220 uji\r\n")
        for raw in found.lines(line):
            word = raw[:8].upper().strip()
            line.sendall(f"250-uji\r\n250 {offer}\r\n".encode() if word.startswith(b"EHLO") else b"220 ok\r\n")
            if word == b"STARTTLS":
                with bsre_authority.tls(folder).wrap_socket(line, server_side=True) as safe:
                    list(found.lines(safe))
                return

    return speak


@pytest.mark.parametrize("offer", ["STARTTLS", "AUTH PLAIN LOGIN"])
def test_a_mail_server_that_is_a_stranger_or_offers_no_tls_hears_no_password(offer: str, tmp_path: Path) -> None:
    with neighbour(_speaks_smtp(offer, tmp_path)) as asked:
        server = SmtpServer("127.0.0.1", asked.port, "kantor", SECRET, uses_starttls=True, seconds=10)
        assert _mail(server).outcome is Outcome.NOT_YET
    said = bytes(asked.heard).upper()
    assert (b"AUTH" in said, b"MAIL FROM" in said) == (False, False)


def test_a_mail_server_by_tls_whose_certificate_nobody_vouches_for_hears_nothing(tmp_path: Path) -> None:
    with neighbour(_speaks_smtp("AUTH PLAIN", tmp_path), context=bsre_authority.tls(tmp_path)) as asked:
        server = SmtpServer("127.0.0.1", asked.port, "kantor", SECRET, uses_tls=True, seconds=10)
        assert _mail(server).outcome is Outcome.NOT_YET
    assert (asked.calls, bytes(asked.heard)) == (1, b"")
