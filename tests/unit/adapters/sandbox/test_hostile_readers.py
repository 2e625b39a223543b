"""A reader that a file has taken over: refused with a reason, soon, and nothing of it is left (security.md F19)."""

import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import caps, client
from sektoral.domain.checks.refusals import REFUSALS
from tests.hostile_readers import BOOT
from tests.workbooks.hostile import workbook

SHORT = replace(caps.AGENCY, wall_seconds=3, cpu_seconds=1, memory_bytes=256 * caps.MEGABYTE)
AT_ONCE = 2


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[client._Server]:
    server = client._Server()
    monkeypatch.setattr(client, "_SERVER", server)
    monkeypatch.setattr(client, "_BOOT", BOOT)
    client.configure(caps.Limits(at_once=AT_ONCE, patience=60))
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("job", "codes"),
    [
        ("segfault", {"reader_aborted"}),
        ("abort", {"reader_aborted"}),
        ("exhaust", {"memory_exceeded"}),
        ("loop", {"time_exceeded"}),
        ("fork_bomb", {"time_exceeded", "file_not_readable"}),  # root may have children, others may not
        ("flood", {"answer_too_big"}),
        ("junk", {"reader_aborted"}),
    ],
)
def test_whatever_takes_a_reader_over_is_refused_and_nothing_is_left_of_it(
    job: str, codes: set[str], honest: Path, server: client._Server
) -> None:
    answer = client.run(job, honest, caps=replace(SHORT, answer_bytes=caps.MEGABYTE))
    assert (answer.ok, answer.code in codes, answer.message) == (False, True, REFUSALS[answer.code])
    assert client.run("read", honest).ok
    assert server._process is not None
    _until_nobody_is_left(server._process.pid, besides=1)  # who stands ready for the next file


def test_what_a_reader_writes_is_empty(honest: Path, server: client._Server, tmp_path: Path) -> None:
    target = tmp_path / "planted"
    assert client.run("write_out", honest, options={"target": str(target)}).code == "file_not_readable"
    assert not target.exists() or target.read_bytes() == b""


@pytest.mark.skipif(os.geteuid() != 0, reason="a network of its own is sure for root only")
def test_a_reader_reaches_nobody(honest: Path, server: client._Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = str(listener.getsockname()[1])
        assert client.run("call_out", honest, options={"port": port}).code == "file_not_readable"
        with pytest.raises(TimeoutError):
            listener.accept()


def test_never_more_than_so_many_readers_at_once(honest: Path, server: client._Server) -> None:
    assert client.run("read", honest).ok
    assert server._process is not None
    with ThreadPoolExecutor(6) as pool:
        running = [pool.submit(client.run, "loop", honest, caps=SHORT) for _ in range(6)]
        seen = 0
        while not all(one.done() for one in running):
            seen = max(seen, len(_children(server._process.pid)))
            time.sleep(0.02)
    assert {one.result().code for one in running} == {"time_exceeded"}
    assert 1 <= seen <= AT_ONCE + 1  # one more is ready, or was just ended


def _until_nobody_is_left(pid: int, *, besides: int) -> None:
    """The server has a session of its own, so whoever a reader has left behind is found by it."""
    for _ in range(200):
        others = [one for one in _of_session(pid) if one != pid]
        if len(others) <= besides:
            return
        time.sleep(0.05)
    raise AssertionError(others)


def _of_session(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getsid(int(place.name)) == session:
                found.append(int(place.name))
    return found


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
