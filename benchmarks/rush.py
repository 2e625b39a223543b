"""300 uploads as at a deadline, on the real server and worker: what a client waits for, and what is left afterwards.

python -m benchmarks.rush [sqlite] [postgresql] [--faults] [--each N] [--big]

Open loop: when each upload begins is fixed beforehand, and whoever has to wait for its turn has waited. `--faults` kills
both servers at seeded random moments (F05) and, on PostgreSQL, ends all connections ten times within two seconds, and again two seconds later (F09);
`--each` is the number of uploads in each of the three phases, which shrink with it; `--big` sends 10 MB in each upload
of the first. It prints the section that docs/benchmarks.md keeps, and ends with 1 where anything is lost or doubled.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.doors import Stage, WebServer, prepare
from tests.rehearsals import descendants, run_python
from tests.rush import Client, Way, Worker, account, clients, run_rush, settled, spread
from tests.unrest import Unrest, beside, ending_connections, killing

DATABASES = ("sqlite", "postgresql")
AGENCIES = 12
EACH = 100  # uploads of a phase
BIG = 9_900_000  # bytes; the cap is 10 MiB
SIZES = (*range(60_000, 204_000, 16_000), BIG)  # of the first phase: every tenth is a big one
USUAL = SIZES[:-1]
STEADY, BURST = 2, 10  # uploads a second
KILL_EVERY = (2.0, 6.0)  # seconds between two kills
REST = 2.0  # seconds after each ten times that the connections were ended: a killed server must come up at all
SEED = 20261129
LOOK = 0.1  # seconds between two looks at how much memory is used

WATCH = """
import json, time, django; django.setup()
from sektoral.records.models import Event
from django.db import OperationalError, connection
last = 0
while True:
    seen = Event.objects.filter(kind="submission.receipted", id__gt=last).order_by("id").values_list("id", "about_id")
    try:
        for last, about in list(seen):
            print(json.dumps([about, time.monotonic()]), flush=True)
    except OperationalError:
        connection.close()
    time.sleep(0.1)
"""


@dataclass(slots=True)
class Phase:
    """A part of the rush, and how it went."""

    title: str
    cast: Sequence[Client]
    signed: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rush:
    """What is to be done on one database."""

    database: str
    each: int
    faults: bool
    big: bool

    @property
    def title(self) -> str:
        """As the table and the account name it."""
        faults = {"sqlite": ", killed", "postgresql": ", killed and cut off"}[self.database] if self.faults else ""
        return self.database + faults


def main() -> int:
    """This will let the rush come over each database and print the section."""
    parser = argparse.ArgumentParser(prog="benchmarks.rush")
    parser.add_argument("databases", nargs="*", choices=DATABASES)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--each", type=int, default=EACH)
    said = parser.parse_args()
    print(HEAD.format(cores=os.cpu_count(), machine=platform.machine(), load=os.getloadavg()[0]), flush=True)
    told, wrong = [], False
    for name in said.databases or DATABASES:
        with database(name) as url, tempfile.TemporaryDirectory(prefix="sektoral-rush-") as folder:
            stage = prepare(Path(folder), agencies=AGENCIES, database=url)
            account_of_it, faulty = measure(Rush(name, said.each, said.faults, said.big), stage)
            told.append(account_of_it)
            wrong |= faulty
    print("\n" + "\n".join(told))
    return int(wrong)


HEAD = """{cores} cores, {machine}, load {load:.1f} before. One web process with 4 threads, one worker.

| Database | Phase | Uploads | HTTP p50 | p95 | p99 | worst | signed p50 | p95 | p99 | worst |
|---|---|---|---|---|---|---|---|---|---|---|"""


@contextmanager
def database(name: str) -> Iterator[str]:
    """This will give the address of an empty database; for SQLite an empty one, so that it lies in the room."""
    if name == "sqlite":
        yield ""
        return
    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is missing")
    with postgres.cluster(binaries, options=SAFE) as url:
        import psycopg

        with psycopg.connect(url.replace("/sektoral?", "/postgres?"), autocommit=True) as server:
            server.execute("CREATE DATABASE sektoral")
        yield url


SAFE = ("listen_addresses=", "max_connections=50")  # the server's own durability, unlike the tests'


def measure(rush: Rush, stage: Stage) -> tuple[str, bool]:
    """This will let the rush come, print a line for each phase, and tell what is left and whether that is wrong."""
    server, worker, unrest, memory = WebServer(stage.environment), Worker(stage.environment), Unrest(), Memory()
    server.start()
    worker.start()
    phases = _phases(stage, rush)
    try:
        with _watching(stage) as seen, memory.watched(web=server, worker=worker):
            with _faults(rush, stage, server, worker, unrest):
                for phase in phases:
                    run_rush(phase.cast, server)
            found = settled(stage)
            time.sleep(1)
        for phase in phases:
            phase.signed = seen
            print(_line(rush.title, phase), flush=True)
    finally:
        server.kill()
        worker.kill()
    everybody = [client for phase in phases for client in phase.cast]
    wrong = account(everybody, found)
    verified = run_python("-m", "sektoral", "verify-all", "--json", environment=stage.environment)  # or it fails here
    outcomes = {o: sum(one.outcome == o for one in everybody) for o in ("received", "already", "refused")}
    cut = sum(one.way is Way.CUT for one in everybody)
    return (
        f"- {rush.title}: {len(everybody)} clients, {cut} cut off for good, "
        f"{outcomes['received']} told received, {outcomes['already']} told already received on a retry, "
        f"{outcomes['refused']} refused; {len(found['received'])} submissions with {sum(found['receipts'])} receipts; "
        f"web killed {unrest.web} times, worker {unrest.worker} times, {unrest.connections} connections ended; "
        f"{'nothing lost, nothing doubled' if not wrong else '; '.join(wrong)}; "
        f"verify-all {'holds' if json.loads(verified)['holds'] else '?'}; {memory}."
    ), bool(wrong)


def _phases(stage: Stage, rush: Rush) -> list[Phase]:
    calm = clients(stage.doors, count=rush.each, seed=1, sizes=(BIG,) if rush.big else SIZES)
    burst = clients(stage.doors, count=rush.each, seed=2, sizes=USUAL)
    tick = clients(stage.doors, count=rush.each, seed=3, sizes=USUAL)
    return [
        Phase(f"{rush.each} at {STEADY} a second", spread(calm, seconds=rush.each / STEADY)),
        Phase(f"{rush.each} at {BURST} a second", spread(burst, seconds=rush.each / BURST)),
        Phase(f"{rush.each} at one tick", spread(tick, seconds=0)),
    ]


@contextmanager
def _faults(rush: Rush, stage: Stage, server: WebServer, worker: Worker, unrest: Unrest) -> Iterator[None]:
    with ExitStack() as stack:
        if rush.faults:
            stack.enter_context(killing(server, worker, unrest, every=KILL_EVERY, seed=SEED))
        if rush.faults and rush.database == "postgresql":
            stack.enter_context(ending_connections(stage.environment["DATABASE_URL"], unrest, rest=REST))
        yield


@dataclass(slots=True)
class Memory:
    """The most that each server's processes held together, in bytes of RSS: what they share counts in each."""

    most: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return ", ".join(f"{name} at most {most / 2**20:.0f} MB" for name, most in self.most.items())

    @contextmanager
    def watched(self, **servers: WebServer | Worker) -> Iterator[None]:
        """This will look again and again until the block is left."""

        def watch(over: threading.Event) -> None:
            while not over.wait(LOOK):
                for name, one in servers.items():
                    self.most[name] = max(self.most.get(name, 0), _resident(one.pid))

        with beside(watch):
            yield


def _resident(pid: int) -> int:
    """Of a process and all below it."""
    pages = 0
    for one in (pid, *descendants(pid)):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):  # ended meanwhile
            continue
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _watching(stage: Stage) -> Iterator[dict[str, float]]:
    """Note when each receipt was first seen in the journal, from a process beside."""
    seen: dict[str, float] = {}
    env = {**os.environ, **stage.environment}
    with subprocess.Popen([sys.executable, "-c", WATCH], env=env, stdout=subprocess.PIPE, text=True) as process:

        def note() -> None:
            for line in process.stdout or ():
                about, at = json.loads(line)
                seen.setdefault(about, at)

        thread = threading.Thread(target=note, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            process.kill()


def _line(title: str, phase: Phase) -> str:
    answered = [one for one in phase.cast if one.outcome and one.way in (Way.WHOLE, Way.PARTS)]
    http = [one.seconds for one in answered]
    signed = [phase.signed[one.submission] - one.began for one in answered if one.submission in phase.signed]
    shown = " | ".join(f"{value:.2f} s" for value in (*_quantiles(http), *_quantiles(signed)))
    return f"| {title} | {phase.title} | {len(answered)} | {shown} |"


def _quantiles(values: Sequence[float]) -> Sequence[float]:
    if len(values) < 2:
        return (float("nan"),) * 4
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98], max(values)


if __name__ == "__main__":
    sys.exit(main())
