"""A backup that is taken while files come in and the worker works restores on the other engine (security.md F22).

Whoever held a receipt before it holds one afterwards, and the codes on old papers still lead to them.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.doors import Stage, WebServer, prepare, sha256
from tests.faults import sized
from tests.keeping import elsewhere, keeper, other_engine
from tests.rehearsals import run_python
from tests.rush import LOOK, Client, Worker, clients, run_rush, settled, spread

UPLOADS, SECONDS, BACKUPS = sized((10, 6, 2), (120, 60, 8))
pytestmark = pytest.mark.xdist_group("rush")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with empty_database("load") as url:
        yield prepare(tmp_path / "asal", agencies=2, database=url)


def told_before(cast: list[Client]) -> set[tuple[str, str]]:
    """What clients were told so far that it is received."""
    return {(one.door.agency, sha256(one.data)) for one in cast if one.outcome in ("received", "already")}


def test_a_backup_taken_under_load_restores_on_the_other_engine(
    stage: Stage, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server, worker, cast = (
        WebServer(stage.environment),
        Worker(stage.environment),
        clients(stage.doors, count=UPLOADS, seed=7),
    )
    admin, promised, made = keeper(tmp_path), set[tuple[str, str]](), list[dict[str, object]]()

    def back_up() -> None:
        for _ in range(BACKUPS):
            promised.update(told_before(cast))
            made.append(admin.back_up(stage.environment, "--keep", "3"))

    server.start()
    worker.start()
    try:
        first_papers = json.loads(run_python("-m", "tests.keeping", "papers", environment=stage.environment))
        run_rush(spread(cast, seconds=SECONDS), server, meanwhile=back_up)
        settled(stage)
    finally:
        server.kill()
        worker.kill()

    with other_engine() as database:
        there = elsewhere(stage.environment, tmp_path / "pulih", database)
        told = admin.restore(there)
        found = json.loads(run_python("-c", LOOK, environment=there))
        (tmp_path / "papers").write_text(json.dumps(first_papers))
        seen = json.loads(run_python("-m", "tests.keeping", "look", str(tmp_path / "papers"), environment=there))
    assert (told["holds"], told["broken"], told["damaged"]) == (True, {}, [])
    assert promised <= {tuple(row) for row in found["received"]}
    assert found["broken"] == []
    assert set(found["receipts"]) <= {1}
    assert len(first_papers) >= 2
    assert {tuple(said) for said in seen.values()} == {("200", "terdaftar", "asli")}
    request.node.user_properties.append(("told", _told(made, told)))


def _told(made: list[dict[str, object]], told: dict[str, object]) -> str:
    last = made[-1]
    return (
        f"{len(made)} backups under {UPLOADS} uploads; the last {last['rows']} rows and {last['files']} files in "
        f"{last['seconds']} s, restored and verified in {told['seconds']} s"
    )
