"""What the dry run looks at once everything runs: through nginx as a visitor, on the machine as its administrator."""

import http.client
import http.cookiejar
import json
import re
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.dryrun_units import answer_of, run_once

NAME = "data.example.go.id"
SITE = f"https://{NAME}"
ADMIN, PASSWORD = "admin@contoh.go.id", "sebuah kata sandi yang panjang sekali"
SLOW = 50  # sockets of T38
PATIENCE = 60
# Only a person can choose BSrE: until then every letter is a test, and the doctor says so
EXPECTED_BAD = {"tanda tangan"}


def look_at_all() -> None:
    """This will look at everything; the first thing that is not as it should be ends it."""
    _wait_until(lambda: _get("/readyz")[0] == 200, "web and worker are ready")
    for look in (_pages, _door, _slow_clients, _measures, _first_sign_in, _mail, _nightly, _doctor, _logs):
        look()
        print(f"  looked: {look.__name__.strip('_')}", flush=True)


def _pages() -> None:
    status, headers, body = _get("/akun/login/")
    assert status == 200, status
    assert "Masuk" in body
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Server" not in headers or "granian" not in headers["Server"].lower()
    assert all("Secure" in cookie for cookie in headers.get_all("Set-Cookie") or [])
    (style,) = re.findall(r'href="(/static/[^"]+\.css)"', body)[:1]
    assert _get(style)[0] == 200
    status, headers, _ = _get("/akun/login/", base=f"http://{NAME}")
    assert (status, headers["Location"]) == (301, f"{SITE}/akun/login/")


def _door() -> None:
    """Forged names, double lengths, old TLS, too much."""
    forged = _get("/akun/password/reset/", headers={"X-Forwarded-Host": "jahat.example", "X_Forwarded_For": "1.2.3.4"})
    assert "jahat" not in forged[2]
    for method, rest, status in (
        ("POST", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 400),
        ("TRACE", "", 405),
        ("POST", "Content-Length: 13000000\r\n", 413),
    ):
        answer = _raw(f"{method} /akun/login/ HTTP/1.1\r\nHost: {NAME}\r\n{rest}\r\n".encode())
        assert answer.startswith(f"HTTP/1.1 {status}".encode()), answer[:80]
    for refused in (lambda: _tls("lain.example"), lambda: _tls(NAME, ssl.TLSVersion.TLSv1_1)):
        try:
            refused()
        except (ssl.SSLError, ConnectionError):
            continue
        raise AssertionError("a connection that should be refused was taken")


def _slow_clients() -> None:
    """Fifty who never finish their headers hold up nobody (T38)."""
    slow = [_tls(NAME) for _ in range(SLOW)]
    for one in slow:
        one.sendall(b"POST /akun/login/ HTTP/1.1\r\nHost: data.example.go.id\r\nX-")
    began = time.monotonic()
    assert [_get("/healthz")[0] for _ in range(20)] == [200] * 20
    print(f"  20 answers beside {SLOW} slow clients in {time.monotonic() - began:.2f} s")
    time.sleep(12)  # client_header_timeout is 10 s
    cut = 0
    for one in slow:
        one.settimeout(1)
        try:
            cut += one.recv(1024)[:12] in {b"", b"HTTP/1.1 408"}
        except OSError:
            cut += 1
        one.close()
    assert cut == SLOW, f"{SLOW - cut} slow clients were not cut off"


def _measures() -> None:
    assert _get("/metrics")[0] == 404
    told = _get_direct("/metrics")
    assert 'sektoral_events{state="stuck"} 0' in told
    assert "sektoral_worker_silent_seconds" in told


def _first_sign_in() -> None:
    """The link of `sektoral init`, which is run again for it: what is there stays."""
    told = _as_service("init", "--from", "/srv/sektoral/var/kantor.toml")
    assert "sudah ada" in told
    (link,) = re.findall(rf"{SITE}\S+", told)
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    page = browser.open(link)
    chosen = _send(browser, page.geturl(), page.read().decode(), password1=PASSWORD, password2=PASSWORD)
    assert "csrfmiddlewaretoken" in chosen or "Masuk" in chosen
    page = browser.open(f"{SITE}/akun/login/")
    inside = _send(browser, page.geturl(), page.read().decode(), login=ADMIN, password=PASSWORD)
    assert "/akun/" in inside
    assert "Sistem gagal" not in inside


def _mail() -> None:
    """A code to sign in by leaves by STARTTLS, after the service has given its password."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    page = browser.open(f"{SITE}/akun/password/reset/")
    _send(browser, page.geturl(), page.read().decode(), email=ADMIN)
    _wait_until(lambda: any(ADMIN in mail.read_text() for mail in Path("/run/mails").glob("*.eml")), "the mail came")


def _nightly() -> None:
    run_once("sektoral-backup.service")
    run_once("sektoral-verify.service")
    assert [*Path("/var/backups/sektoral").rglob("*")]
    assert not [path for path in Path("/var/backups/sektoral").rglob("*") if path.stat().st_mode & 0o077]
    told = _get_direct("/metrics")
    for deed in ("backup", "verify-all"):
        assert f'sektoral_last_failed{{deed="{deed}"}} 0' in told


def _doctor() -> None:
    """Under the limits of the services: the child that opens uploads must work there."""
    found = json.loads(answer_of("sektoral-verify.service", "sektoral doctor --json"))["findings"]
    for one in found:
        print(f"  {one['name']:<19}{one['health']:<12}{one['text']}")
    assert {one["name"] for one in found if one["health"] == "perbaiki"} <= EXPECTED_BAD
    assert any(one["name"] == "kotak pasir" and one["health"] == "baik" for one in found)


def _logs() -> None:
    """Every line of both services is JSON, and none holds the password or the mail server's."""
    for unit in ("sektoral-web", "sektoral-work"):
        lines = Path(f"/run/{unit}.service.log").read_text(encoding="utf-8").splitlines()
        assert PASSWORD not in "".join(lines)
        assert [line for line in lines if not line.startswith("{")] == []
    access = [json.loads(line) for line in Path("/run/sektoral-web.service.log").read_text().splitlines()]
    assert any(line.get("route") == "account_login" and re.fullmatch(r"[0-9a-f]{32}", line["id"]) for line in access)


def _as_service(*words: str) -> str:
    done = subprocess.run(
        ["runuser", "-u", "sektoral", "--", "sektoral", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _get(
    path: str, *, base: str = SITE, headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    url = urllib.parse.urlsplit(base)
    context = ssl.create_default_context()
    line = (
        http.client.HTTPSConnection(NAME, context=context, timeout=30)
        if url.scheme == "https"
        else http.client.HTTPConnection(NAME, timeout=30)
    )
    line.request("GET", path, headers=headers or {})
    answer = line.getresponse()
    return answer.status, answer.headers, answer.read().decode(errors="replace")


def _get_direct(path: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", 8000, timeout=30)
    line.request("GET", path, headers={"Host": NAME})
    return line.getresponse().read().decode()


def _send(browser: urllib.request.OpenerDirector, url: str, page: str, **fields: str) -> str:
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
    answer = browser.open(urllib.request.Request(url, data, {"Referer": url}))  # noqa: S310  our own page
    return str(answer.read().decode())


def _raw(sent: bytes) -> bytes:
    with _tls(NAME) as line:
        line.sendall(sent)
        line.settimeout(10)
        return line.recv(4096)


def _tls(name: str, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = newest
    return context.wrap_socket(socket.create_connection(("127.0.0.1", 443), timeout=30), server_hostname=name)


def _wait_until(holds: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            if holds():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"not within {PATIENCE} s: {what}")
