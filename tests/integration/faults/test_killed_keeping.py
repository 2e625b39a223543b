"""SIGKILL to a backup and to a restore, step by step: what is unfinished never looks whole (security.md F22)."""

import json
from pathlib import Path

import pytest

from tests.faults import sized
from tests.rehearsals import run_python

POINTS = sized(3, 1_000)


@pytest.mark.sqlite_only  # the steps to the disk are the same; PostgreSQL's own are one commit
def test_a_backup_or_restore_that_is_killed_never_looks_whole(tmp_path: Path) -> None:
    told = json.loads(
        run_python("-m", "tests.killed_keeping", str(tmp_path), str(POINTS), environment={}).splitlines()[-1]
    )
    assert told == {"backups": [], "restores": []}
