"""SIGKILL at the n-th system call of whoever initials, signs, distributes, uploads, accepts, reports; of the worker.

security.md F01 to F04: sent again and drained, all is as if nothing had happened, and every invariant holds.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crashes import DEEDS
from tests.databases import empty_database
from tests.faults import sized
from tests.rehearsals import run_python

EACH = int(os.environ.get("SEKTORAL_CALLS", "0"))  # of each deed, drawn by lot; 0 is all of them
IS_FULL = sized(False, True)
PATIENCE = 4 * 60 * 60  # seconds


@pytest.mark.slow
@pytest.mark.skipif(not IS_FULL, reason="takes many minutes: `make faults`, or `python -m tests.faults F01`")
@pytest.mark.django_db
@pytest.mark.skipif(
    shutil.which("strace") is None and not os.environ.get("CI"), reason="strace is missing (apt-get install strace)"
)
def test_a_kill_at_any_system_call_leaves_nothing_half_done(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with empty_database("anywhere") as url:
        printed = run_python(
            "-m", "tests.crashes", str(tmp_path / "room"), str(EACH),
            environment={"SEKTORAL_REHEARSAL_DATABASE": url}, patience=PATIENCE,
        )  # fmt: skip
    tried = json.loads(printed.splitlines()[-1])
    assert [shot["title"] for shot in tried if not shot["title"].startswith("worker")] == [*DEEDS.values()]
    assert {shot["title"]: shot["wrong"] for shot in tried if shot["wrong"]} == {}
    assert all(shot["tried"] == min(EACH or shot["calls"], shot["calls"]) > 0 for shot in tried)
    record_property("told", f"{sum(shot['tried'] for shot in tried)} kills of {len(tried)} deeds")
