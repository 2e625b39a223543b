"""Before the application: a request comes in whole, or it costs no thread that answers others.

A page is made by one of a few threads, each with its connection to the database. Whoever sends a body byte by byte
would hold one of them for as long as he likes; so bodies are read before, by threads that cost little, and only so
many at once. nginx does the same in front of a server (`proxy_request_buffering`) and cuts off who is silent.
"""

import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import IO, cast
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from sektoral.adapters.files import storage_errors
from sektoral.domain.errors import Unavailable
from sektoral.ui.messages import explained

THREADS = "SEKTORAL_SERVE_THREADS"  # how many pages a process makes at once: `sektoral serve` tells its processes
READING_AT_ONCE = 96  # bodies that are on their way in; one more is asked to come again
STRANGERS_AT_ONCE = 32  # requests without a session: who brings data waits behind no more of them than that
CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024  # of one body; what is larger lies in a temporary file while its page is made
BROKEN_OFF = "Kiriman tidak sampai utuh, silakan kirim lagi."
BUSY = "Server sedang sibuk. Silakan coba lagi beberapa saat lagi."


class Gate:
    """The WSGI application around the one that makes pages, `at_once` of them; `most` is the longest body it reads,
    `session` the cookie of who is signed in."""

    def __init__(self, application: WSGIApplication, *, at_once: int, most: int, session: str) -> None:
        self._application, self._most, self._session = application, most, session
        self._pages = ThreadPoolExecutor(at_once, thread_name_prefix="page")
        self._places = threading.BoundedSemaphore(READING_AT_ONCE)
        self._strangers = threading.BoundedSemaphore(STRANGERS_AT_ONCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """This will read the body, and then have the page made."""
        length = str(environ.get("CONTENT_LENGTH") or "")
        if not length.isdecimal() or not 0 < int(length) <= self._most:  # too long: refused unread, further in
            return self._paged(environ, start_response)
        if not self._places.acquire(blocking=False):
            return _turned_away(start_response, BUSY)
        with _put_aside() as body:
            try:
                is_whole = _read(environ["wsgi.input"], int(length), body)
            except Unavailable as away:
                return _turned_away(start_response, explained(away))
            finally:
                self._places.release()
            if not is_whole:
                return _turned_away(start_response, BROKEN_OFF)
            environ["wsgi.input"] = body
            return self._paged(environ, start_response)

    def _paged(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let in who has a session, and of the others only as many as leave room for those."""
        if f"{self._session}=" in str(environ.get("HTTP_COOKIE", "")):
            return self._pages.submit(self._make, environ, start_response).result()
        if not self._strangers.acquire(blocking=False):
            return _turned_away(start_response, BUSY)
        try:
            return self._pages.submit(self._make, environ, start_response).result()
        finally:
            self._strangers.release()

    def _make(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Make a page to its end in one thread, whose connection is looked after then; a stream goes on by itself."""
        answer = self._application(environ, start_response)
        if getattr(answer, "streaming", False):
            return answer
        try:
            return [b"".join(answer)]
        finally:
            if close := getattr(answer, "close", None):
                close()


@contextmanager
def _put_aside() -> Iterator[IO[bytes]]:
    body = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  it is closed without a word
    try:
        yield body
    finally:
        with suppress(OSError):  # bytes that found no space are tried once more at the end: that was told already
            body.close()


def _read(stream: InputStream, length: int, body: IO[bytes]) -> bool:
    """Read a body to its end and go back to its beginning; False where the line broke before.

    Raises `Unavailable` where the disk is full.
    """
    while length:
        try:
            piece = stream.read(min(CHUNK, length))
        except OSError:
            return False
        if not piece:
            return False
        with storage_errors():
            body.write(piece)
        length -= len(piece)
    with storage_errors():
        body.seek(0)  # only now the last bytes leave their buffer
    return True


def _turned_away(start_response: StartResponse, why: str) -> Iterable[bytes]:
    text = f"{why}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
    start_response("503 Service Unavailable", [*headers, ("Connection", "close"), ("Retry-After", "10")])
    return [text]
