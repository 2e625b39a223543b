"""The sandbox from outside: whatever a file does to its child, the caller gets an answer."""

import json
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import caps, client
from sektoral.adapters.sandbox.child import JOBS, perform
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.refusals import REFUSALS
from tests.workbooks.hostile import workbook


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    return path


def test_child_answers_with_what_the_job_found(honest: Path) -> None:
    answer = client.run("read", honest)
    assert answer.ok
    sheets = answer.content["sheets"]
    assert isinstance(sheets, list)
    assert sheets[0] == {
        "name": "S1", "visibility": "visible", "rows": 1, "columns": 1, "numeric_cells": 1, "numeric_sum": "3",
        "error_cells": 0, "formula_cells": 0, "merged_ranges": 0, "hidden_rows": 0, "hidden_columns": 0,
    }  # fmt: skip


def test_refusal_comes_with_a_sentence(tmp_path: Path) -> None:
    answer = client.run("read", tmp_path / "tiada.xlsx")
    assert (answer.ok, answer.code) == (False, "file_missing")
    assert answer.message == "Berkas tidak ditemukan. Periksa nama dan letaknya."


def test_no_answer_holds_what_no_database_keeps(tmp_path: Path) -> None:
    lines = [
        ("Kode", "Nama"),
        ("a_x0000_b", "\\u0000 \\\\u0000"),
    ]  # NUL as Excel spells it, and a text that looks like it
    rows = "".join(
        f'<row r="{at}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in line) + "</row>"
        for at, line in enumerate(lines, start=1)
    )
    (tmp_path / "opd.xlsx").write_bytes(workbook(rows))
    assert client.run("agencies", tmp_path / "opd.xlsx").content["lines"] == [
        [2, {"Kode": "a\N{REPLACEMENT CHARACTER}b", "Nama": "\\u0000 \\\\u0000"}]
    ]


def test_child_that_takes_too_long_is_ended(honest: Path) -> None:
    assert client.run("read", honest, caps=replace(caps.AGENCY, wall_seconds=0)).code == "time_exceeded"


def test_child_that_wants_too_much_memory_is_ended(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{letter}%d"><v>1</v></c>' for letter in "ABCDEFGHIJ")
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        workbook("".join(f'<row r="{row}">{cells}</row>'.replace("%d", str(row)) for row in range(1, 20_001)))
    )
    answer = client.run("read", path, caps=replace(caps.AGENCY, memory_bytes=caps.MEGABYTE))
    assert answer.code in ("memory_exceeded", "reader_aborted")


def test_unknown_job_is_refused(honest: Path) -> None:
    assert client.run("tidak-ada", honest).code == "job_unknown"


def test_answer_over_the_cap_is_refused(honest: Path) -> None:
    assert client.run("read", honest, caps=replace(caps.AGENCY, answer_bytes=10)).code == "answer_too_big"


def test_server_that_died_is_started_again(honest: Path) -> None:
    assert client.run("read", honest).ok
    process = client._SERVER._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert client.run("read", honest).ok
    assert client._SERVER._process is not process


def test_child_that_somebody_killed_is_tried_once_more(honest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange, killed = client._exchange, {"exit": -9, "overdue": False, "wall_ms": 1.0, "cpu_ms": 1.0, "peak_kb": 1}
    accounts = [killed]
    monkeypatch.setattr(client, "_exchange", lambda *asked: (b"", accounts.pop()) if accounts else exchange(*asked))
    assert client.run("read", honest).ok
    accounts.extend([killed, killed])
    assert client.run("read", honest).code == "memory_exceeded"


def test_request_too_long_for_one_message_is_refused_and_the_next_one_served(honest: Path) -> None:
    assert client.run("read", honest, options={"filename": "x" * 500_000}).code == "sandbox_unavailable"
    assert client.run("read", honest).ok


def test_many_at_once_are_all_answered(honest: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.run("read", honest), range(16)))
    assert all(answer.ok for answer in answers)


def test_whatever_a_job_raises_becomes_a_refusal(honest: Path) -> None:
    def refuse(*_: object) -> dict[str, object]:
        raise FileRefused("no_sheets")

    def fail(*_: object) -> dict[str, object]:
        raise ZeroDivisionError

    def exhaust(*_: object) -> dict[str, object]:
        raise MemoryError

    codes = [json.loads(perform(job, honest, {}, caps.AGENCY))["refused"]["code"] for job in (refuse, fail, exhaust)]
    assert codes == ["no_sheets", "unreadable", "memory_exceeded"]


def test_limits_survive_their_journey() -> None:
    assert caps.from_plain(caps.to_plain(caps.BULK)) == caps.BULK
    with pytest.raises(ValueError, match="unknown limits"):
        caps.from_plain({"rows": 1, "wings": 2})


def test_no_job_imports_django() -> None:
    code = (
        "import sys, importlib\n"
        "from sektoral.adapters.sandbox.child import JOBS, load_job\n"
        "[load_job(name) for name in JOBS]\n"
        "assert 'django' not in sys.modules\n"
        "from sektoral.adapters.sandbox import cli\n"
        "assert 'django' not in sys.modules\n"
    )
    import subprocess
    import sys

    assert JOBS
    source = str(Path(client.__file__).parents[3])
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": source}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[client._Server]:
    server = client._Server()
    monkeypatch.setattr(client, "_SERVER", server)
    yield server
    server.stop()


def test_who_waits_too_long_for_a_turn_is_turned_away(honest: Path, own_server: client._Server) -> None:
    client.configure(caps.Limits(at_once=1, patience=0.2))
    os.kill(_ready_child(honest, own_server), signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.run, "read", honest, caps=replace(caps.AGENCY, wall_seconds=2))
        time.sleep(0.3)
        second = client.run("read", honest)
        assert (second.ok, second.code) == (False, "sandbox_busy")
        assert second.message.startswith("Pembaca berkas sedang penuh")
        assert first.result().code == "time_exceeded"
    assert client.run("read", honest).ok


def test_a_file_that_waits_gets_its_turn(honest: Path, own_server: client._Server) -> None:
    client.configure(caps.Limits(at_once=1, patience=30))
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: client.run("read", honest), range(12)))
    assert all(answer.ok for answer in answers)


def test_the_child_that_stands_ready_may_die_unseen(honest: Path, own_server: client._Server) -> None:
    os.kill(_ready_child(honest, own_server), signal.SIGKILL)
    assert client.run("read", honest).ok


def test_a_job_that_the_ready_child_does_not_know_is_done_by_a_new_one(
    honest: Path, own_server: client._Server
) -> None:
    ready = _ready_child(honest, own_server)
    assert client.run("page_images", honest).code == "not_a_pdf"
    assert _ready_child(honest, own_server) != ready


def test_nothing_is_left_of_a_server_that_stops(honest: Path, own_server: client._Server) -> None:
    ready = _ready_child(honest, own_server)
    own_server.stop()
    for _ in range(100):
        if not Path(f"/proc/{ready}").exists():
            return
        time.sleep(0.05)
    raise AssertionError(ready)


@pytest.mark.parametrize(
    ("ending", "is_overdue", "code"),
    [
        (-signal.SIGKILL, True, "time_exceeded"),
        (-signal.SIGXCPU, False, "time_exceeded"),
        (-signal.SIGKILL, False, "memory_exceeded"),
        (72, False, "memory_exceeded"),
        (-signal.SIGABRT, False, "reader_aborted"),
        (-signal.SIGSEGV, False, "reader_aborted"),
        (-signal.SIGXFSZ, False, "answer_too_big"),
        (71, False, "reader_aborted"),
        (-signal.SIGTERM, False, "reader_aborted"),
    ],
)
def test_however_a_child_ends_there_is_a_code_and_a_sentence(ending: int, is_overdue: bool, code: str) -> None:
    account = {"exit": int(ending), "overdue": is_overdue, "wall_ms": 1.0, "cpu_ms": 1.0, "peak_kb": 1}
    answer = client._understand(b"", account)
    assert (answer.ok, answer.code, answer.message) == (False, code, REFUSALS[code])


def test_limits_are_changed_by_words() -> None:
    assert caps.changed(caps.AGENCY, ["rows=7", "cells=8"]) == replace(caps.AGENCY, rows=7, cells=8)
    for words in (["wings=2"], ["rows=many"], ["rows=-1"], ["rows"]):
        with pytest.raises(ValueError, match=r"\w"):
            caps.changed(caps.AGENCY, words)


def _ready_child(honest: Path, server: client._Server) -> int:
    """The child that waits for a job while nothing is to be done."""
    assert client.run("read", honest).ok
    assert server._process is not None
    pid = server._process.pid
    for _ in range(100):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(children) == 1 and "zombie" not in Path(f"/proc/{children[0]}/status").read_text():
            return int(children[0])
        time.sleep(0.05)
    raise AssertionError(pid)
