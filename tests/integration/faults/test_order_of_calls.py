"""What survives a power cut: in a trace of the real server the file is safe before its row, and both before the answer.

`kill -9` keeps what the operating system has not written yet, so it cannot show this; the order of the calls does.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import empty_database
from tests.doors import Stage, WebServer, prepare, sha256
from tests.rehearsals import descendants

CALLS = "fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,pwrite64,write,writev,sendto,sendmsg"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("strace") is None and not os.environ.get("CI"), reason="strace is missing (apt-get install strace)"
    ),
]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with empty_database("order") as url:
        yield prepare(tmp_path, agencies=2, database=url)


@pytest.mark.django_db
def test_the_file_is_safe_before_its_row_and_both_before_the_answer(stage: Stage, tmp_path: Path) -> None:
    data = Path(stage.doors[0].workbook).read_bytes()
    lines = traced_upload(stage, data, tmp_path / "trace")
    stored = f"/{sha256(data)}"
    renamed = only(lines, r"rename", stored)
    safe = last(lines[:renamed], r"fsync", "/files/")
    folder = first(lines, r"fsync", f"/{stored[1:3]}/{stored[3:5]}>", after=renamed)
    answer = first(lines, r"(write|writev|sendto|sendmsg)", r"HTTP/1\.1 30[23]", after=folder)
    assert safe < renamed < folder < answer
    if connection.vendor == "postgresql":
        asked = first(lines, "sendto", r"INSERT INTO .*records_submission\W", after=folder)
        committed = first(lines, "sendto", "COMMIT", after=asked)
        assert folder < asked < committed < answer
        assert has_no(lines[safe:folder], "sendto", "INSERT|UPDATE|COMMIT")
    else:
        written = r"\.sqlite3(-journal|-wal)?>"
        first_page = first(lines, "pwrite64", written, after=renamed)
        durable = last(lines[:answer], "(fsync|fdatasync)", written)
        last_page = last(lines[:answer], "pwrite64", r"\.sqlite3(-wal)?>")
        assert folder < first_page < last_page < durable < answer
        assert has_no(lines[safe:folder], "pwrite64", written)


def traced_upload(stage: Stage, data: bytes, listing: Path) -> list[str]:
    """This will upload once more to a server that is watched, all its processes and threads, and give the calls."""
    server, door = WebServer(stage.environment), stage.doors[0]
    server.start()
    pids = [server.pid, *descendants(server.pid)]
    command = ["strace", "-f", "-y", "-s", "300", "-o", str(listing), "-e", f"trace={CALLS}"]
    for pid in pids:
        command += ["-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for_tracer(pids, tracer)
        status, page = server.upload(door, "isian.xlsx", data, timeout=120)
        assert status in (302, 303), page[:2000]
    finally:
        with contextlib.suppress(ProcessLookupError):
            tracer.send_signal(signal.SIGINT)
        tracer.wait(timeout=30)
        server.kill()
    return [
        line for line in listing.read_text(errors="replace").splitlines() if "<unfinished" not in line or "(" in line
    ]


def wait_for_tracer(pids: list[int], tracer: "subprocess.Popen[bytes]") -> None:
    """This will wait until every process is watched."""
    give_up = time.monotonic() + 30
    while any("TracerPid:\t0" in Path(f"/proc/{pid}/status").read_text() for pid in pids):
        assert tracer.poll() is None, "strace may not watch here"
        assert time.monotonic() < give_up
        time.sleep(0.02)


def first(lines: list[str], call: str, about: str, *, after: int = -1) -> int:
    """This will find the first such call behind a line."""
    return next(number for number, line in enumerate(lines) if number > after and is_call(line, call, about))


def last(lines: list[str], call: str, about: str) -> int:
    """This will find the last such call."""
    return max(number for number, line in enumerate(lines) if is_call(line, call, about))


def only(lines: list[str], call: str, about: str) -> int:
    """This will find the one such call that there is."""
    (found,) = [number for number, line in enumerate(lines) if is_call(line, call, about)]
    return found


def has_no(lines: list[str], call: str, about: str) -> bool:
    """This will tell whether there is no such call."""
    return not any(is_call(line, call, about) for line in lines)


def is_call(line: str, call: str, about: str) -> bool:
    """This will tell whether a line of strace is such a call."""
    return re.match(rf"\d+ +{call}\w*\(", line) is not None and re.search(about, line) is not None
