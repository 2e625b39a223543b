"""A small rush, with hostile files, cut lines, both servers killed and, on PostgreSQL, connections ended meanwhile."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import connection

from tests.databases import empty_database
from tests.doors import Stage, WebServer, prepare
from tests.rehearsals import run_python
from tests.rush import Client, Way, Worker, account, clients, run_rush, settled, spread
from tests.unrest import Unrest, bring_back, ending_connections

UPLOADS, HOSTILE = 21, 2
pytestmark = pytest.mark.xdist_group("rush")  # the stage is played once, not once for each test process


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with empty_database("rush") as url:
        yield prepare(tmp_path_factory.mktemp("rush"), agencies=2, database=url)


def cast_of(stage: Stage) -> list[Client]:
    cast = clients(stage.doors, count=UPLOADS, seed=5)
    for client, way in zip(cast, (Way.CUT, Way.CUT_AND_BACK, Way.PARTS_AND_BACK), strict=False):
        client.way = way
    return cast


def test_every_receipt_of_a_rush_exists_once_although_both_servers_are_killed(stage: Stage) -> None:
    server, worker, cast = WebServer(stage.environment), Worker(stage.environment), cast_of(stage)
    unrest, is_postgresql = Unrest(), connection.vendor == "postgresql"

    def kill_both() -> None:
        for _ in range(2):
            server.kill()
            worker.kill()
            bring_back(server, worker)
            with ending_connections(stage.environment["DATABASE_URL"], unrest) if is_postgresql else nullcontext():
                time.sleep(1)

    server.start()
    worker.start()
    try:
        run_rush(spread(cast, seconds=2), server, meanwhile=kill_both)
        found = settled(stage)
    finally:
        server.kill()
        worker.kill()
    assert account(cast, found) == []
    assert (unrest.connections > 0) is is_postgresql
    assert found["parts"] == 0
    assert sum(Counter(found["states"])[state] for state in ("refused", "awaiting_transcript")) >= HOSTILE
    run_python("-m", "sektoral", "verify-all", "--json", environment=stage.environment)


def test_whoever_sends_the_same_bytes_again_hears_that_they_are_there(stage: Stage) -> None:
    server, (first, *_) = WebServer(stage.environment), clients(stage.doors, count=1, seed=9)
    server.start()
    try:
        told = []
        for way in (Way.PARTS, Way.PARTS, Way.WHOLE):
            first.way = way
            first.send(server)
            told.append((first.outcome, first.submission))
    finally:
        server.kill()
    assert [outcome for outcome, _ in told] == ["received", "already", "already"]
    assert len({submission for _, submission in told}) == 1
