"""SIGKILL to a worker that hands mails over, and two workers at once: nobody gets a mail twice and none is lost."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict, cast

import pytest

from tests.databases import empty_database
from tests.posting import Post, smtp
from tests.rehearsals import run_python
from tests.rush import Worker

NEWS = 2  # for each of the office's people
POINTS = (0.0, 0.06, 0.12, 0.18, 0.24, 0.3, 0.36)  # seconds after a server that thinks 0.05 s was called
PATIENCE = 120  # seconds, on a busy machine


class Told(TypedDict):
    """The state of each mail by its Message-ID, and what the invariants of messages find."""

    states: Mapping[str, str]
    wrong: list[str]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[dict[str, str]]:
    with empty_database("mails") as url:
        printed = run_python(
            "-m", "tests.outbox_rooms", str(tmp_path), str(NEWS), environment={"SEKTORAL_REHEARSAL_DATABASE": url}
        )
        yield json.loads(printed.splitlines()[-1])


def test_a_killed_worker_sends_no_mail_twice_and_loses_none(room: dict[str, str]) -> None:
    with smtp("slow") as post:
        room["EMAIL_URL"] = f"smtp://127.0.0.1:{post.port}"
        worker = Worker(room, lease=1)
        try:
            for point in POINTS:
                worker.start()
                _wait_for_a_call(post)
                time.sleep(point)
                worker.kill()
            worker.start()
            told = _settled(room)
        finally:
            worker.kill()
    counts, states = Counter(post.taken), told["states"]
    assert len(states) > 3 * len(POINTS)
    assert set(states.values()) <= {"sent", "unknown"}  # every one is accounted for
    assert Counter(states.values())["unknown"] <= len(POINTS)
    assert set(counts.values()) == {1}
    assert {key for key, state in states.items() if state == "sent"} <= counts.keys() <= states.keys()
    assert told["wrong"] == []


def test_two_workers_at_once_send_each_mail_once(room: dict[str, str]) -> None:
    with smtp("slow") as post:
        room["EMAIL_URL"] = f"smtp://127.0.0.1:{post.port}"
        workers = [Worker(room, lease=60) for _ in range(2)]
        try:
            for worker in workers:
                worker.start()
            told = _settled(room)
        finally:
            for worker in workers:
                worker.kill()
    assert Counter(post.taken) == dict.fromkeys(told["states"], 1)
    assert (set(told["states"].values()), told["wrong"]) == ({"sent"}, [])


def _wait_for_a_call(post: Post) -> None:
    before, give_up = post.calls, time.monotonic() + PATIENCE
    while post.calls == before:
        assert time.monotonic() < give_up, "no worker calls"
        time.sleep(0.01)


def _settled(room: Mapping[str, str]) -> Told:
    """Wait until no mail is on its way any more."""
    give_up = time.monotonic() + PATIENCE
    while True:
        told = cast("Told", json.loads(run_python("-m", "tests.outbox_rooms", environment=room)))
        if not {"queued", "sending", "retrying"} & set(told["states"].values()):
            return told
        assert time.monotonic() < give_up, Counter(told["states"].values())
        time.sleep(1)
