"""A whole installation on ground that gives way: disks that can be filled, a database that can be taken away.

Web server and worker start once and live through everything that is done to them: what works again afterwards works
without a restart.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from sektoral.project.outages import CODES
from sektoral.ui.messages import MESSAGES
from tests.doors import Stage, WebServer, prepare
from tests.faults import sized
from tests.lines import Line, line_to
from tests.postgres import OPTIONS, Cluster, find_binaries, owner
from tests.rehearsals import run_python
from tests.rush import Client, Worker, account, clients, settled
from tests.small_disks import MEGABYTE, SmallDisk, may_mount, small_disk

AGENCIES = 2
FILES, TEMPORARY, DATABASE = "files", "temporary", "database"
# Little log ahead of the data, so that a full disk is felt where rows are written; and what is committed is there
# after a stop at once, as the real one promises: the suite's own clusters do not.
SMALL = (
    *OPTIONS,
    "max_wal_size=32MB",
    "min_wal_size=32MB",
    "autovacuum=off",
    "synchronous_commit=on",
    "full_page_writes=on",
)


@dataclass(slots=True)
class House:
    """The installation; `disks` is empty where this process may not mount, `line` and `postgres` on SQLite."""

    stage: Stage
    server: WebServer
    worker: Worker
    disks: Mapping[str, SmallDisk]
    postgres: Cluster | None = None
    line: Line | None = None
    has_fallen: bool = False  # a test in it failed: nobody knows what still stands
    _seed: int = 0
    cast: list[Client] = field(default_factory=list)  # all who ever sent something

    def callers(self, count: int, *, least_bytes: int = 0) -> Sequence[Client]:
        """This will cast clients who send in files of their own; they try again until they are heard."""
        self._seed += 1
        cast = clients(self.stage.doors, count=count, seed=self._seed, sizes=(least_bytes,))
        self.cast += cast
        return cast

    def strange_refusals(self) -> list[tuple[int, str]]:
        """This will list what a client was told that is no 503 with one of our codes, and forget all."""
        told, self.server.refusals = self.server.refusals, []
        ours = [*(f'"code": "{code}"' for code in CODES), *(MESSAGES[code].text for code in CODES)]
        return [(status, text) for status, text in told if status != 503 or not any(one in text for one in ours)]

    def wrongs(self) -> list[str]:
        """This will wait until the worker has done all, and say what is wrong: with ledgers and processes."""
        found = account(self.cast, settled(self.stage))
        found += [
            f"{name} has ended"
            for name, runs in (("web", self.server.is_running), ("worker", self.worker.is_running))
            if not runs
        ]
        if sized(False, True):
            self.verify()
        return found

    def verify(self) -> None:
        """This will try every invariant."""
        run_python("-m", "sektoral", "verify-all", "--json", environment=self.stage.environment)


@contextmanager
def house(folder: Path, *, vendor: str) -> Iterator[House]:
    """This will build the installation below `folder` and let web server and worker run."""
    with ExitStack() as stack:
        disks: dict[str, SmallDisk] = {}
        postgres, url = None, ""
        if vendor == "postgresql":
            postgres = _postgres(stack, disks)
            url = f"postgresql://sektoral@/sektoral?host={postgres.folder}"
        stage = prepare(folder, agencies=AGENCIES, database=url)
        environment = {**stage.environment, "TMPDIR": str(_temporary(folder))}
        line = None
        if postgres:
            line = stack.enter_context(line_to(str(postgres.socket)))
            environment["DATABASE_URL"] = f"postgresql://sektoral@127.0.0.1:{line.port}/sektoral"
        else:
            environment["DATABASE_URL"] = f"sqlite:///{_moved_database(stack, disks, folder, environment)}"
        _mounted(stack, disks, FILES, Path(environment["SEKTORAL_VAR"], "files"), room=96 * MEGABYTE)
        _mounted(stack, disks, TEMPORARY, Path(environment["TMPDIR"]), room=24 * MEGABYTE)
        server, worker = WebServer(environment), Worker(environment, lease=3)
        stack.callback(server.kill)
        stack.callback(worker.kill)
        server.start()
        worker.start()
        yield House(Stage(environment, stage.doors), server, worker, disks, postgres, line)


def _postgres(stack: ExitStack, disks: dict[str, SmallDisk]) -> Cluster:
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("the tests run on PostgreSQL, and there is none")
    folder = Path(tempfile.mkdtemp(prefix="sektoral-pg-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    _mounted(stack, disks, DATABASE, folder, room=192 * MEGABYTE)
    one = Cluster(binaries, folder, SMALL, owner())
    one.make()
    stack.callback(one.stop)
    one.start()
    with psycopg.connect(host=str(folder), user="sektoral", dbname="postgres", autocommit=True) as server:
        server.execute("CREATE DATABASE sektoral")
    return one


def _temporary(folder: Path) -> Path:
    place = folder / "temporary"
    place.mkdir()
    return place


def _moved_database(
    stack: ExitStack, disks: dict[str, SmallDisk], folder: Path, environment: Mapping[str, str]
) -> Path:
    place = folder / "database"
    place.mkdir()
    moved = shutil.copy(Path(environment["SEKTORAL_VAR"], "sektoral.sqlite3"), place)
    _mounted(stack, disks, DATABASE, place, room=8 * MEGABYTE)
    return Path(moved)


def _mounted(stack: ExitStack, disks: dict[str, SmallDisk], name: str, folder: Path, *, room: int) -> None:
    if may_mount():
        disks[name] = stack.enter_context(small_disk(folder, room=room))
