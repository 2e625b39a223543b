"""An S3 service on this machine, and a proxy before it that misbehaves on demand (security.md F16, F17)."""

import http.client
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config

from sektoral.adapters.files import Bucket, key_of

REGION = "us-east-1"
CACHE = 64 << 20


@contextmanager
def service() -> Iterator[str]:
    """This will run an S3 service and give its address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@dataclass(frozen=True)
class RawBucket:
    """A bucket as somebody with all rights on the service sees it."""

    address: str
    name: str
    client: Any

    def config(self, folder: Path, *, endpoint: str = "", cache_bytes: int = CACHE) -> Bucket:
        """This will say how the store reaches it; copies lie in `folder`."""
        return Bucket(endpoint or self.address, REGION, self.name, "kunci", "rahasia", folder, cache_bytes)

    def get(self, sha256: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=self.name, Key=key_of(sha256))["Body"].read()
        return body

    def put(self, sha256: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=key_of(sha256), Body=data)

    def remove(self, sha256: str) -> None:
        self.client.delete_object(Bucket=self.name, Key=key_of(sha256))

    def list_keys(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [one["Key"] for one in found]


def new_bucket(address: str) -> RawBucket:
    """This will make an empty bucket in the service."""
    client = _client(address)
    name = f"berkas-{uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    return RawBucket(address, name, client)


@cache
def _client(address: str) -> Any:
    return boto3.session.Session().client(
        "s3",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="uji",
        aws_secret_access_key="uji",
        config=Config(s3={"addressing_style": "path"}),
    )


@dataclass(frozen=True)
class Exchange:
    """One request on its way: what was asked, and how to pass it on, with another body where one is given."""

    method: str
    key: str
    body: bytes
    pass_on: Callable[[bytes], tuple[int, list[tuple[str, str]], bytes]]


Answer = tuple[int, list[tuple[str, str]], bytes]
Trick = Callable[[Exchange], Answer]


@dataclass
class Proxy:
    """A proxy that plays `tricks` on the next requests of a method, one each, and is honest after that."""

    address: str
    tricks: dict[str, list[Trick]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    def play(self, method: str, trick: Trick, *, times: int = 100) -> None:
        self.tricks[method] = [trick] * times

    def rest(self) -> None:
        self.tricks.clear()


@contextmanager
def proxy(upstream: str) -> Iterator[Proxy]:
    """This will put a proxy before the service."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    found = Proxy(f"http://127.0.0.1:{server.server_port}")
    server.proxy, server.upstream = found, upstream.removeprefix("http://")  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        found: Proxy = self.server.proxy  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found.seen.append(self.command)
        asked = Exchange(self.command, self.path, body, self._pass_on)
        tricks = found.tricks.get(self.command) or [_honest]
        trick = tricks.pop(0) if tricks[0] is not _honest else _honest
        try:
            status, headers, answer = trick(asked)
        except ConnectionError:
            self.close_connection = True
            return
        self.send_response_only(status)
        announced = {name.lower() for name, _ in headers}
        for name, value in headers:
            self.send_header(name, value)
        if "content-length" not in announced:
            self.send_header("Content-Length", str(len(answer)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)
        self.close_connection = True

    do_GET = do_PUT = do_HEAD = do_DELETE = _answer  # noqa: N815  as the library calls them

    def _pass_on(self, body: bytes) -> Answer:
        line = http.client.HTTPConnection(self.server.upstream, timeout=10)  # type: ignore[attr-defined]
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("content-length", "expect")}
        line.request(self.command, self.path, body=body or None, headers=headers)
        answer = line.getresponse()
        kept = [
            (k, v)
            for k, v in answer.getheaders()
            if k.lower() not in ("transfer-encoding", "connection", "content-length")
        ]
        got = answer.read()
        line.close()
        if self.command == "HEAD":
            kept.append(("Content-Length", answer.getheader("Content-Length") or "0"))
        return answer.status, kept, got

    def log_message(self, *_: object) -> None:
        pass


def _honest(asked: Exchange) -> Answer:
    return asked.pass_on(asked.body)


def error_500(asked: Exchange) -> Answer:
    """The service is out of order."""
    return 500, [("Content-Type", "application/xml")], b"<Error><Code>InternalError</Code></Error>"


def html_with_200(asked: Exchange) -> Answer:
    """Something in between answers in its own words, and calls it success."""
    return 200, [("Content-Type", "text/html")], b"<html>Silakan masuk</html>"


def not_found(asked: Exchange) -> Answer:
    """The object is not there yet, or no longer."""
    return 404, [("Content-Type", "application/xml")], b"<Error><Code>NoSuchKey</Code></Error>"


def hang_up(asked: Exchange) -> Answer:
    """The line breaks before any answer."""
    raise ConnectionResetError


def flip_a_byte(asked: Exchange) -> Answer:
    """Other bytes come back than are kept."""
    status, headers, body = asked.pass_on(asked.body)
    return status, headers, bytes([body[0] ^ 1]) + body[1:] if body else body


def keep_other_bytes(asked: Exchange) -> Answer:
    """Other bytes are kept than were sent, and it says that all is well."""
    return asked.pass_on(bytes([asked.body[0] ^ 1]) + asked.body[1:])


def keep_nothing(asked: Exchange) -> Answer:
    """It says that all is well and has kept nothing."""
    return 200, [("ETag", '"0"')], b""


def cut_short(asked: Exchange) -> Answer:
    """The line breaks amid the bytes."""
    status, headers, body = asked.pass_on(asked.body)
    return status, [*headers, ("Content-Length", str(len(body)))], body[: len(body) // 2]


def silence(proxy: Proxy) -> Trick:
    """No answer at all, until the test is over."""

    def wait(asked: Exchange) -> Answer:
        proxy.ended.wait(20)
        raise ConnectionResetError

    return wait
