"""The sample for nginx with a real nginx: what passes it whole, and what a visitor hears where nobody is behind it."""

import http.client
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.nginx import sample_of_nginx
from tests.operations import NAME

LONGEST = 7_900  # characters of an address that nginx takes: a line of 8 KB
BEHIND, PLAIN, SECURE = 8000, 80, 443


class LedBack(BaseHTTPRequestHandler):
    """Leads whoever is not signed in to the page for it, and back to where they were."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"/akun/login/?next={self.path.replace('=', '%3D').replace('&', '%26')}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def running(folder: Path) -> Iterator[tuple[ThreadingHTTPServer, int]]:
    """This will let nginx run before a server; gives that and nginx's port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), LedBack)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ports = {BEHIND: server.server_port, PLAIN: _free_port(), SECURE: _free_port()}
    command = [*sample_of_nginx(folder, ports), "-g", "daemon off;"]
    nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield server, ports[SECURE]
    finally:
        nginx.terminate()
        nginx.wait(timeout=30)
        server.server_close()


def test_a_long_address_comes_back_from_the_sign_in_and_nobody_behind_is_said_in_words(tmp_path: Path) -> None:
    address = "/?" + "a=1&" * ((LONGEST - 2) // 4)
    with running(tmp_path) as (server, port):
        status, headers, _ = _ask(port, address)
        assert (status, len(headers["location"]) > LONGEST * 2) == (302, True)
        server.shutdown()
        server.server_close()
        status, headers, body = _ask(port, "/")
    assert (status, headers["retry-after"]) == (503, "60")
    assert "Sistem sedang tidak melayani" in body


def _ask(port: int, address: str) -> tuple[int, Mapping[str, str], str]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection(NAME, context=trusting, timeout=30)
    connection.sock = trusting.wrap_socket(_connected(port), server_hostname=NAME)
    with closing(connection):
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


def _connected(port: int) -> socket.socket:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=30)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError("nginx did not begin")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
