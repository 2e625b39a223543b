"""The gate before the application: bodies come in whole or not at all, and never by the threads that make pages."""

import errno
import io
import resource
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import cast
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from sektoral.project import gate
from sektoral.project.gate import BUSY, STRANGERS_AT_ONCE, Gate
from sektoral.ui.messages import MESSAGES

MOST = 100


class Broken(io.BytesIO):
    """A line that breaks after some bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        if not piece:
            raise OSError("connection reset")
        return piece


def _echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [threading.current_thread().name.encode(), b" ", environ["wsgi.input"].read()]


def _ask(door: Gate, stream: io.BytesIO, length: str, **more: str) -> tuple[str, bytes]:
    said: list[str] = []
    environ = {"CONTENT_LENGTH": length, "wsgi.input": stream, **more}
    answer = door(environ, cast("StartResponse", lambda status, *_: said.append(status)))
    return said[0], b"".join(answer)


def test_a_whole_body_is_handed_on_and_its_page_made_by_one_of_few_threads() -> None:
    status, answer = _ask(Gate(_echo, at_once=1, most=MOST, session="session"), io.BytesIO(b"whole"), "5")
    assert (status, answer) == ("200 OK", b"page_0 whole")


def test_a_body_without_a_length_or_with_too_long_a_one_is_left_unread() -> None:
    for length in ("", "no", str(MOST + 1)):
        stream = io.BytesIO(b"x" * 200)
        assert _ask(Gate(_peek, at_once=1, most=MOST, session="session"), stream, length) == ("200 OK", b"0")


def _peek(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [str(environ["wsgi.input"].tell()).encode()]


@pytest.mark.parametrize("stream", [io.BytesIO(b"half"), Broken(b"half")])
def test_half_a_body_reaches_nobody(stream: io.BytesIO) -> None:
    status, _ = _ask(Gate(_echo, at_once=1, most=MOST, session="session"), stream, "8")
    assert status.startswith("503")


def test_whoever_comes_while_all_places_are_taken_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "READING_AT_ONCE", 1)
    door, reading, go_on = Gate(_echo, at_once=1, most=MOST, session="session"), threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            reading.set()
            assert go_on.wait(10)
            return super().read(size)

    answers: list[tuple[str, bytes]] = []
    slow = threading.Thread(target=lambda: answers.append(_ask(door, Slow(b"slow"), "4")))
    slow.start()
    assert reading.wait(10)
    assert _ask(door, io.BytesIO(b"fast"), "4")[0].startswith("503")
    assert _ask(door, io.BytesIO(), "")[0] == "200 OK"
    go_on.set()
    slow.join(10)
    assert answers == [("200 OK", b"page_0 slow")]
    assert _ask(door, io.BytesIO(b"fast"), "4")[0] == "200 OK"


def test_a_stream_is_not_gathered_and_a_page_is_closed_by_its_own_thread() -> None:
    closed: list[str] = []

    class Page(list[bytes]):
        streaming = False

        def close(self) -> None:
            closed.append(threading.current_thread().name)

    class Stream(Page):
        streaming = True

    page, stream = Page([b"a", b"b"]), Stream([b"a", b"b"])
    assert Gate(lambda *_: page, at_once=1, most=MOST, session="session")({}, cast("StartResponse", None)) == [b"ab"]
    assert closed == ["page_0"]
    assert Gate(lambda *_: stream, at_once=1, most=MOST, session="session")({}, cast("StartResponse", None)) is stream
    assert closed == ["page_0"]


def test_strangers_in_any_number_leave_room_for_who_is_signed_in() -> None:
    asked, go_on = threading.Semaphore(0), threading.Event()

    def slow(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked.release()
        go_on.wait(30)
        return _echo(environ, start_response)

    door = Gate(slow, at_once=STRANGERS_AT_ONCE + 1, most=MOST, session="session")
    with ThreadPoolExecutor(STRANGERS_AT_ONCE + 1) as crowd:
        try:
            strangers = [crowd.submit(_ask, door, io.BytesIO(b"x"), "1") for _ in range(STRANGERS_AT_ONCE)]
            for _ in strangers:
                assert asked.acquire(timeout=30)
            status, answer = _ask(door, io.BytesIO(b"x"), "1")
            assert (status, answer) == ("503 Service Unavailable", f"{BUSY}\n".encode())
            signed_in = crowd.submit(_ask, door, io.BytesIO(b"x"), "1", HTTP_COOKIE="csrf=1; session=2")
            assert asked.acquire(timeout=30)
        finally:
            go_on.set()
        assert {one.result()[0] for one in (*strangers, signed_in)} == {"200 OK"}
    assert _ask(door, io.BytesIO(b"x"), "1")[0] == "200 OK"


def test_a_body_that_finds_no_space_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDisk(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda _: FullDisk())
    status, answer = _ask(Gate(_echo, at_once=1, most=MOST, session="session"), io.BytesIO(b"whole"), "5")
    assert status == "503 Service Unavailable"
    assert MESSAGES["storage.full"].text.encode() in answer


def test_a_disk_that_is_full_for_the_last_bytes_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait in the file's buffer until somebody reads from its beginning, and are tried again when it is closed."""
    monkeypatch.setattr(gate, "IN_MEMORY", 1)
    body, most = b"x" * (gate.CHUNK + 1000), gate.CHUNK + 500
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        door = Gate(_echo, at_once=1, most=len(body), session="session")
        status, answer = _ask(door, io.BytesIO(body), str(len(body)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert status.startswith("503")
    assert MESSAGES["storage.full"].text.encode() in answer
