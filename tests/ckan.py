"""A made-up CKAN on this machine, with the answers of the real one (action API, 2.9 and later) and its bad days."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "ckan-token-hanya-untuk-uji"
ORGANISATION = "diskominfo-mungil"


class Day(StrEnum):
    """How the portal behaves."""

    GOOD = "good"
    FORBIDDEN = "forbidden"
    BROKEN = "broken"
    HANGS = "hangs"
    DRIPS = "drips"  # a byte now and then, for as long as somebody listens
    MOVED = "moved"
    REPEATS = "repeats"  # a refusal that repeats the token
    MUMBLES = "mumbles"  # 200 with something that is no JSON
    NAMELESS = "nameless"  # all is well, with no id
    ODD_ID = "odd_id"  # an id that no database keeps


@dataclass(slots=True)
class Portal:
    """What the portal holds, by name, and what it was asked."""

    url: str = ""
    day: Day = Day.GOOD
    packages: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)


@contextmanager
def open_portal(*, context: ssl.SSLContext | None = None) -> Iterator[Portal]:
    """This will run a portal until the end of the block, with HTTPS where `context` is given."""
    portal = Portal()
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    portal.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    portal: Portal

    def log_message(self, *_: object) -> None:
        """Silent."""

    def do_POST(self) -> None:
        action = self.path.rpartition("/")[2]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.portal.calls.append(action)
        bad = getattr(self, f"_be_{self.portal.day.value}", None)
        if bad is not None:
            return bad()  # type: ignore[no-any-return]
        if self.headers.get("Authorization") != TOKEN:
            return self._fail(403, {"__type": "Authorization Error", "message": "Access denied"})
        return getattr(self, f"_{action}")(body)  # type: ignore[no-any-return]

    def _be_broken(self) -> None:
        self._send(500, b"<html>Internal Server Error</html>")

    def _be_mumbles(self) -> None:
        self._send(200, b"<html>bukan JSON")

    def _be_nameless(self) -> None:
        self._succeed({"id": None})

    def _be_odd_id(self) -> None:
        self._succeed({"id": "separuh \ud800, nihil \0"})

    def _be_hangs(self) -> None:
        time.sleep(2)

    def _be_forbidden(self) -> None:
        self._fail(403, {"__type": "Authorization Error", "message": "Access denied"})

    def _be_repeats(self) -> None:
        self._fail(500, {"__type": "Internal Error", "message": f"no way with {self.headers['Authorization']}"})

    def _be_drips(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        with suppress(OSError):
            for _ in range(200):
                self.wfile.write(b" ")
                time.sleep(0.05)

    def _be_moved(self) -> None:
        self.send_response(307)
        self.send_header("Location", f"{self.portal.url}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _package_create(self, body: dict[str, Any]) -> None:
        if body["name"] in self.portal.packages:
            return self._fail(409, {"__type": "Validation Error", "name": ["That URL is already in use."]})
        return self._keep({**body, "id": f"id-{body['name']}"})

    def _package_update(self, body: dict[str, Any]) -> None:
        return self._keep(body)

    def _package_show(self, body: dict[str, Any]) -> None:
        found = self._found(body["id"])
        return self._succeed(found) if found else self._fail(404, {"__type": "Not Found Error", "message": "Not found"})

    def _package_patch(self, body: dict[str, Any]) -> None:
        return self._keep({**(self._found(body["id"]) or {}), **body})

    def _found(self, key: str) -> dict[str, Any] | None:
        return next((one for one in self.portal.packages.values() if key in (one["id"], one["name"])), None)

    def _keep(self, package: dict[str, Any]) -> None:
        package.setdefault("organization", {"name": package["owner_org"]})
        self.portal.packages[package["name"]] = package
        self._succeed(package)

    def _succeed(self, result: dict[str, Any]) -> None:
        self._send(200, json.dumps({"help": "", "success": True, "result": result}).encode())

    def _fail(self, status: int, error: dict[str, Any]) -> None:
        self._send(status, json.dumps({"help": "", "success": False, "error": error}).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
