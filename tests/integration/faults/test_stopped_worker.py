"""A worker that sleeps past its lease: another one finishes, and who wakes up settles nothing (security.md F06)."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.doors import Stage, WebServer, prepare
from tests.rehearsals import ROOT, kill_tree, run_python

LEASE = 0.5  # seconds
PATIENCE = 120
KINDS = ("submission.received", "submission.receipted")

# Works on what waits; before it begins on an event it says so and dawdles, so that it can be stopped just there.
DAWDLER = """
import django, sys, time; django.setup()
from pathlib import Path
from django.core.management import call_command
from sektoral.project import worker
react = worker._react
def dawdle(event, clock):
    Path(sys.argv[1]).write_text(str(event.pk))
    time.sleep(0.3)
    return react(event, clock)
worker._react = dawdle
call_command("work", once=True, lease=float(sys.argv[2]))
"""
LOOK = """
import json, sys, django; django.setup()
from sektoral.records.models import Event, Letter
event = Event.objects.get(pk=int(sys.argv[1]))
print(json.dumps({
    "fence": event.fence, "attempts": event.attempts, "settled_at": str(event.settled_at or ""),
    "receipts": Letter.objects.filter(kind="receipt").count(),
    "events": {kind: Event.objects.filter(kind=kind).count() for kind in sys.argv[2:]},
}))
"""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with empty_database("stopped") as url:
        yield prepare(tmp_path, agencies=2, database=url)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_worker_that_sleeps_past_its_lease_settles_nothing_afterwards(stage: Stage, tmp_path: Path) -> None:
    upload(stage)
    note = tmp_path / "in-hand"
    sleeper = subprocess.Popen(
        [sys.executable, "-c", DAWDLER, str(note), str(LEASE)], env={**os.environ, **stage.environment}, cwd=ROOT
    )
    try:
        wait_for(note)
        sleeper.send_signal(signal.SIGSTOP)
        event = note.read_text()
        assert look(stage, event)["settled_at"] == ""
        time.sleep(2 * LEASE)
        run_python("-m", "sektoral", "work", "--once", "--lease", str(LEASE), environment=stage.environment)
        done = look(stage, event)
        assert (done["fence"], done["receipts"], bool(done["settled_at"])) == (2, 1, True)
        sleeper.send_signal(signal.SIGCONT)
        assert sleeper.wait(timeout=PATIENCE) == 0
    finally:
        kill_tree(sleeper.pid)
        sleeper.wait()
    assert look(stage, event) == done
    assert done["events"] == dict.fromkeys(KINDS, 1)
    run_python("-m", "sektoral", "verify-all", "--json", environment=stage.environment)


def upload(stage: Stage) -> None:
    """This will bring an agency's workbook in."""
    server, door = WebServer(stage.environment), stage.doors[0]
    server.start()
    try:
        status, page = server.upload(door, "isian.xlsx", Path(door.workbook).read_bytes(), timeout=PATIENCE)
    finally:
        server.kill()
    assert status in (302, 303), page[:2000]


def wait_for(note: Path) -> None:
    """This will wait until the worker has an event in hand."""
    give_up = time.monotonic() + PATIENCE
    while not note.exists() or not note.read_text():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def look(stage: Stage, event: str) -> dict[str, object]:
    """This will tell how the event stands."""
    told: dict[str, object] = json.loads(run_python("-c", LOOK, event, *KINDS, environment=stage.environment))
    return told
