"""SIGKILL to web server and worker at random, while whole rounds are played through both (security.md F05)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.faults import sized
from tests.haunting import haunt

KILLS, AGENCIES = sized(16, 1000), sized(3, 4)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="sees in /proc that a process has begun")
def test_rounds_whose_web_server_and_worker_are_killed_end_as_if_undisturbed(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with empty_database("haunted") as url:
        haunted = haunt(tmp_path, kills=KILLS, agencies=AGENCIES, database=url, told=print)
    assert haunted.wrong == []
    assert haunted.kills >= KILLS
    assert min(haunted.web, haunted.worker) > KILLS // 5
    record_property("told", str(haunted))
