"""A new version comes while files come in: servers and worker are replaced one after the other (security.md F24)."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.doors import Stage, WebServer, prepare
from tests.faults import sized
from tests.integration.faults.test_killed_web import Client
from tests.rehearsals import ROOT, run_python
from tests.rush import Worker, settled

TIMES = sized(1, 10)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NEWER = """
import django; django.setup()
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("records", "9999_of_a_newer_version")
"""


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with empty_database("rolling") as url:
        yield prepare(tmp_path, agencies=3, database=url)


def test_servers_and_worker_are_replaced_under_load_and_no_receipt_is_lost(
    stage: Stage, record_property: Callable[[str, object], None]
) -> None:
    server, worker, over = WebServer(stage.environment), Worker(stage.environment), threading.Event()
    clients = [Client(door, server, random.Random(number), over) for number, door in enumerate(stage.doors)]
    server.start()
    worker.start()
    threads = [threading.Thread(target=client.work) for client in clients]
    for thread in threads:
        thread.start()
    try:
        for _ in range(TIMES):
            wait_for_more(clients)
            server.signal(signal.SIGHUP)  # granian starts another process and ends the first one
            wait_for_more(clients)
            worker.stop()
            worker.start()
            wait_for_more(clients)
            server.stop()
            server.start()
        wait_for_more(clients)
        over.set()
        for thread in threads:
            thread.join()
        found = settled(stage)
    finally:
        over.set()
        server.kill()
        worker.kill()
    held = {(client.door.agency, sha) for client in clients for sha in client.ledger}
    received = Counter((agency, sha) for agency, sha in found["received"])
    assert [client.odd for client in clients] == [[]] * len(clients)
    assert held <= received.keys()
    assert (set(received.values()), set(found["receipts"]), found["broken"]) == ({1}, {1}, [])
    run_python("-m", "sektoral", "verify-all", "--json", environment=stage.environment)
    unanswered = sum(client.unanswered for client in clients)
    record_property(
        "told", f"{3 * TIMES} replacements under load, {len(held)} receipts, {unanswered} without an answer"
    )


def test_a_worker_that_meets_a_newer_schema_refuses_to_work(stage: Stage) -> None:
    run_python("-c", NEWER, environment=stage.environment)
    done = subprocess.run(
        [sys.executable, "-m", "sektoral", "work", "--once"],
        env={**os.environ, **stage.environment}, cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "schema_unknown" in done.stderr


def wait_for_more(clients: list[Client]) -> None:
    """This will wait until every client has had an answer again."""
    before, give_up = [len(client.ledger) for client in clients], time.monotonic() + 120
    while any(len(client.ledger) <= count for client, count in zip(clients, before, strict=True)):
        assert time.monotonic() < give_up, "nobody is answered any more"
        time.sleep(0.05)
