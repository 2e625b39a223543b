"""SIGKILL to the web server while files come in: whatever a client was told is received is there (security.md F02)."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.doors import Door, Stage, WebServer, prepare, sha256
from tests.rehearsals import run_python

KILLS = 3
RECEIVED = (302, 303)

LOOK = """
import json, django; django.setup()
from sektoral.intake.files import file_store
from sektoral.records.models import StoredFile, Submission
rows = Submission.objects.values_list("request__agency__code", "file__sha256")
states = {sha: file_store().state(sha).value for sha in StoredFile.objects.values_list("sha256", flat=True)}
print(json.dumps({"received": list(rows), "states": states}))
"""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with empty_database("uploads") as url:
        yield prepare(tmp_path, agencies=3, database=url)


@dataclass(slots=True)
class Client:
    """Uploads one file after the other until it is told to stop, and keeps a ledger of what was received."""

    door: Door
    server: WebServer
    dice: random.Random
    over: threading.Event
    ledger: list[str] = field(default_factory=list)
    unanswered: int = 0
    odd: list[tuple[int, str]] = field(default_factory=list)

    def work(self) -> None:
        while not self.over.is_set():
            data = self.dice.randbytes(self.dice.randrange(1_000, 2_000_000))
            try:
                status, page = self.server.upload(self.door, "isian.xlsx", data)
            except OSError:
                self.unanswered += 1
                time.sleep(0.05)  # the server is gone; what came of this file nobody knows
                continue
            if status in RECEIVED:
                self.ledger.append(sha256(data))
            else:
                self.odd.append((status, page[:2000]))


def test_every_receipt_that_a_client_holds_exists_afterwards(stage: Stage) -> None:
    server, over = WebServer(stage.environment), threading.Event()
    clients = [Client(door, server, random.Random(number), over) for number, door in enumerate(stage.doors)]
    server.start()
    threads = [threading.Thread(target=client.work) for client in clients]
    for thread in threads:
        thread.start()
    dice = random.Random(2)
    try:
        for _ in range(KILLS):
            time.sleep(dice.uniform(0.3, 1.0))
            server.kill()
            server.start()
        time.sleep(0.5)
    finally:
        over.set()
        for thread in threads:
            thread.join()
        server.kill()
    found = json.loads(run_python("-c", LOOK, environment=stage.environment))
    received = Counter(map(tuple, found["received"]))
    held = {(client.door.agency, sha) for client in clients for sha in client.ledger}
    assert [client.odd for client in clients] == [[], [], []]
    assert len(held) > KILLS
    assert held <= received.keys()
    assert set(received.values()) == {1}
    assert set(found["states"].values()) == {"intact"}
