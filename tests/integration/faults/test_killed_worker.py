"""SIGKILL to the worker at random moments: the round ends as if nothing had happened (security.md F01, F05)."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from sektoral.project import management
from sektoral.records.journal import MAX_ATTEMPTS
from tests.databases import empty_database
from tests.rehearsals import Killer, Rehearsed, mails, rehearse, run_python

AGENCIES = 6
MOST_KILLS = MAX_ATTEMPTS - 1  # should they all meet the same event, it is not given up
pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds its victims in /proc"),
    pytest.mark.xdist_group("killed_worker"),  # its two rounds are played once, not once for each test process
]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    with empty_database("quiet") as url:
        yield rehearse(tmp_path_factory.mktemp("quiet"), agencies=AGENCIES, database=url)


@pytest.fixture(scope="module")
def haunted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsed]:
    killer = Killer(seed=20261122, at_most=MOST_KILLS, earliest=0.7, latest=1.5)
    with empty_database("haunted") as url:
        yield rehearse(tmp_path_factory.mktemp("haunted"), agencies=AGENCIES, database=url, killer=killer)


def test_a_round_with_a_killed_worker_ends_in_the_same_state(undisturbed: Rehearsed, haunted: Rehearsed) -> None:
    assert haunted.kills > 3
    for part, expected in undisturbed.state.items():
        assert part == "deliveries" or haunted.state[part] == expected, part


def test_the_same_papers_and_figures_are_left_behind(undisturbed: Rehearsed, haunted: Rehearsed) -> None:
    assert _kinds(haunted) == _kinds(undisturbed)
    assert haunted.account["bank"] == undisturbed.account["bank"] == haunted.account["uploaded"]


def test_no_mail_leaves_twice_and_what_a_kill_left_open_waits_for_a_person(
    undisturbed: Rehearsed, haunted: Rehearsed
) -> None:
    left, quiet = mails(haunted.environment), mails(undisturbed.environment)
    states = cast("dict[str, int]", haunted.state["deliveries"])
    assert undisturbed.state["deliveries"] == {"sent": len(quiet)}
    assert set(quiet.values()) == set(left.values()) == {1}
    assert set(states) <= {"sent", "unknown"}
    assert states["sent"] <= len(left) <= sum(states.values())
    assert states.get("unknown", 0) <= haunted.kills


@pytest.mark.skipif(
    not Path(str(management.__path__[0]), "commands", "verify_all.py").exists(), reason="verify-all is not built yet"
)
def test_every_invariant_holds_afterwards(haunted: Rehearsed) -> None:
    run_python("-m", "sektoral", "verify-all", "--json", environment=haunted.environment)


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is missing (apt-get install strace)")
def test_a_kill_at_any_write_to_the_disk_leaves_nothing_half_done(tmp_path: Path) -> None:
    tried = json.loads(run_python("-m", "tests.crashes", str(tmp_path / "room"), "12", environment={}))
    assert {kind for shot in tried for kind in shot["kinds"]} >= {
        "letter.numbered", "letter.signed", "submission.received",
    }  # fmt: skip
    assert [shot["wrong"] for shot in tried] == [[]] * len(tried)
    assert all(shot["tried"] > 3 for shot in tried)


def _kinds(round_: Rehearsed) -> Counter[str]:
    return Counter(paper["kind"] for paper in cast("list[dict[str, str]]", round_.account["documents"]))
