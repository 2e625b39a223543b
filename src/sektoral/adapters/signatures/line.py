"""The line to a signing gateway, a time-stamp authority or a portal: one HTTP call at a time, with an end in sight and
an answer that is not too big.

It says apart whether anything left this machine. Whatever breaks inside comes out as one of two errors without a
cause, because the request that hangs on it holds a secret.
"""

import contextlib
import logging
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

CONNECT_SECONDS = 5.0
SHORTEST = 1.0  # seconds: with less than this left, no further call is begun
BLOCK = 1 << 16
PLAIN = frozenset({"", "identity"})
PACKED = frozenset({"gzip", "x-gzip", "deflate"})  # asked for by nobody, but a proxy in between may pack
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS

for name in ("httpx", "httpcore"):  # both write addresses, which may hold a NIK, and headers, which hold a password
    logging.getLogger(name).setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the gateway is and how it knows this installation; `deadline` in seconds is for all calls of one line."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    deadline: float = 90.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    kind: str  # the media type, without its parameters
    body: bytes = field(repr=False)
    document_id: str = ""


class NotSentError(Exception):
    """Nothing reached the gateway. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoAnswerError(Exception):
    """The gateway was asked, and what it did is not known. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """Calls to one gateway; the time for all of them together runs from the first moment."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._until = time.monotonic() + account.deadline

    def get(self, path: str, *, limit: int) -> Answer:
        """Fetch `path`; an answer of more than `limit` bytes is not taken. Raises `NotSentError`, `NoAnswerError`."""
        return self._call("GET", path, limit, {})

    def post(self, path: str, body: Mapping[str, object], *, limit: int) -> Answer:
        """Send `body`, the arguments of httpx for it. Raises `NotSentError`, `NoAnswerError`."""
        return self._call("POST", path, limit, body)

    def _call(self, method: str, path: str, limit: int, body: Mapping[str, object]) -> Answer:
        left = self._until - time.monotonic()
        if left < SHORTEST:
            raise NotSentError("signing_not_tried")
        watch = _Watch(left)
        try:
            with watch, self._client(left) as client:
                answer = _asked(client, method, path, limit, {**body, "extensions": {"trace": watch.see}})
            failure: NotSentError | NoAnswerError | None = None
        except NoAnswerError as error:
            failure = error
        except Exception as error:  # noqa: BLE001  its request holds a secret, so none of it may travel on
            failure = _failure_of(error, watch)
        if watch.is_over and failure is None:
            failure = NoAnswerError("gateway_timeout")  # what was cut off may look like the end of an answer
        if failure:
            raise failure from None
        return answer

    def _client(self, left: float) -> httpx.Client:
        account = self._account
        return httpx.Client(
            base_url=account.url,
            auth=(account.user, account.password) if account.user else None,
            verify=ssl.create_default_context(cafile=account.ca) if account.url.startswith("https:") else True,
            timeout=httpx.Timeout(left, connect=min(CONNECT_SECONDS, left)),
            headers={"Accept-Encoding": "identity", "Connection": "close"},
            follow_redirects=False,
            trust_env=False,  # no proxy in between, whatever the environment says
        )


class _Watch:
    """Cuts the line when its time is over, whatever it is doing: an answer may drip one byte a second for ever."""

    def __init__(self, seconds: float) -> None:
        self.is_over = self.is_sending = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def see(self, event: str, info: Mapping[str, object]) -> None:
        """Take note of the socket, before and after TLS has wrapped it."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = _socket_of(info["return_value"])
        if event == "http11.send_request_headers.started":
            self.is_sending = True

    def _cut(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _socket_of(stream: object) -> socket.socket | None:
    found = stream.get_extra_info("socket") if hasattr(stream, "get_extra_info") else None
    return found if isinstance(found, socket.socket) else None


def _asked(client: httpx.Client, method: str, path: str, limit: int, rest: Mapping[str, object]) -> Answer:
    with client.stream(method, path, **rest) as answer:  # type: ignore[arg-type]  # httpx's own arguments, by name
        body = _unpacked(answer, limit)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(answer.status_code, kind, body, answer.headers.get("id_dokumen", ""))


def _unpacked(answer: httpx.Response, limit: int) -> bytes:
    """The body as it was before a proxy packed it, of `limit` bytes at most: never unpacked any further than that."""
    way = answer.headers.get("content-encoding", "").strip().lower()
    if way not in PLAIN | PACKED:
        raise NoAnswerError("gateway_unsure")
    packed = zlib.decompressobj(GZIP_OR_ZLIB) if way in PACKED else None
    body = bytearray()
    for block in answer.iter_raw(BLOCK):
        body += packed.decompress(block, limit + 1 - len(body)) if packed else block
        if len(body) > limit:
            raise NoAnswerError("gateway_too_much")
    if packed and not packed.eof:
        raise NoAnswerError("gateway_broken_off")
    return bytes(body)


def _failure_of(error: Exception, watch: "_Watch") -> NotSentError | NoAnswerError:
    if watch.is_sending:
        is_slow = watch.is_over or isinstance(error, httpx.TimeoutException)
        return NoAnswerError("gateway_timeout" if is_slow else "gateway_broken_off")
    is_distrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)  # told apart, because its remedy is another
    return NotSentError("gateway_certificate" if is_distrusted else "gateway_unreachable")
