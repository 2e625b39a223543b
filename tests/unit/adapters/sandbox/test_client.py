"""The sandbox from outside: whatever a file does to its child, the caller gets an answer."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import caps, client
from sektoral.adapters.sandbox.child import JOBS, perform
from sektoral.adapters.sandbox.refusal import FileRefused
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
    monkeypatch.setattr(client, "_exchange", lambda data: (b"", accounts.pop()) if accounts else exchange(data))
    assert client.run("read", honest).ok
    accounts.extend([killed, killed])
    assert client.run("read", honest).code == "memory_exceeded"


def test_request_too_long_for_one_message_is_refused_and_the_next_one_served(honest: Path) -> None:
    assert client.run("read", honest, options={"filename": "x" * 500_000}).code == "sandbox_unavailable"
    assert client.run("read", honest).ok


def test_many_at_once_are_all_answered(honest: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

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
