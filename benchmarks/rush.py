"""300 uploads as at a deadline, on the real server and worker: what a client waits for, and what is left afterwards.

python -m benchmarks.rush [sqlite|postgresql][-killed|-big] …     prints the section that docs/benchmarks.md keeps

Without names it runs undisturbed and with kills on both databases; `-big` sends 10 MB in each upload of the first phase.
"""

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres
from tests.doors import Stage, WebServer, prepare
from tests.rehearsals import run_python
from tests.rush import Client, Way, Worker, account, clients, run_rush, settled, spread

RUNS = ("sqlite", "postgresql", "sqlite-killed", "postgresql-killed")
AGENCIES = 12
EACH = 100  # uploads of a phase
BIG = 9_900_000  # bytes; the cap is 10 MiB
SIZES = (*range(60_000, 204_000, 16_000), BIG)  # of the first phase: every tenth is a big one
USUAL = SIZES[:-1]
STEADY, BURST = 50.0, 10.0  # seconds: two files a second, ten a second
KILL_EVERY = (2.0, 6.0)  # seconds between two kills
SEED = 20261129

WATCH = """
import json, sys, time, django; django.setup()
from sektoral.records.models import Event
from django.db import connection
last = 0
while True:
    seen = Event.objects.filter(kind="submission.receipted", id__gt=last).order_by("id").values_list("id", "about_id")
    for last, about in list(seen):
        print(json.dumps([about, time.monotonic()]), flush=True)
    time.sleep(0.1)
"""


@dataclass(slots=True)
class Phase:
    """A part of the rush, and how it went."""

    title: str
    cast: Sequence[Client]
    signed: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Killed:
    """How often web and worker were killed."""

    web: int = 0
    worker: int = 0


def main() -> None:
    """This will measure on both databases, undisturbed and with kills, and print the section."""
    print(HEAD.format(cores=os.cpu_count(), machine=platform.machine(), load=os.getloadavg()[0]))
    print("| Database | Phase | Uploads | HTTP p50 | p99 | worst | signed p50 | p99 | worst |")
    print("|---|---|---|---|---|---|---|---|---|")
    told = []
    for run in sys.argv[1:] or RUNS:
        with database(run) as url, tempfile.TemporaryDirectory(prefix="sektoral-rush-") as folder:
            stage = prepare(Path(folder), agencies=AGENCIES, database=url)
            told.append(measure(run, stage))
    print("\n" + "\n".join(told))


HEAD = """## A rush: 300 uploads on the real server and worker

{cores} cores, {machine}, load {load:.1f} before: other work ran on the same machine, so only what holds is told, not how fast it could be. One web process with 4 threads, one worker. A tenth is hostile, a twentieth is cut off in the middle; half of the others come as one form, half in parts of 256 KB to 2 MB. Most files have 60 to 200 KB, every tenth of the first phase 10 MB. HTTP: from the first byte sent to the answer. Signed: from there until the tanda terima is signed and stored (looked for every 0.1 s).
"""


@contextmanager
def database(run: str) -> Iterator[str]:
    """This will give the address of an empty database; for SQLite an empty one, so that it lies in the room."""
    if run.startswith("sqlite"):
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


def measure(run: str, stage: Stage) -> str:
    """This will let the rush come, print a line for each phase, and give the sentence about what is left."""
    server, worker, killed = WebServer(stage.environment), Worker(stage.environment), Killed()
    server.start()
    worker.start()
    phases = _phases(stage, steady=(BIG,) if run.endswith("-big") else SIZES)
    over = threading.Event()
    haunting = threading.Thread(target=_haunt, args=(server, worker, killed, over)) if "-killed" in run else None
    try:
        with _watching(stage) as seen:
            if haunting:
                haunting.start()
            for phase in phases:
                run_rush(phase.cast, server)
            over.set()
            if haunting:
                haunting.join()
            found = settled(stage)
            time.sleep(1)
        for phase in phases:
            phase.signed = seen
            print(_line(run, phase), flush=True)
    finally:
        over.set()
        server.kill()
        worker.kill()
    everybody = [client for phase in phases for client in phase.cast]
    wrong = account(everybody, found)
    verified = run_python("-m", "sektoral", "verify-all", "--json", environment=stage.environment)
    outcomes = {o: sum(one.outcome == o for one in everybody) for o in ("received", "already", "refused")}
    cut = sum(one.way is Way.CUT for one in everybody)
    return (
        f"- {run}: {len(everybody)} clients, {cut} cut off for good, "
        f"{outcomes['received']} told received, {outcomes['already']} told already received on a retry, "
        f"{outcomes['refused']} refused; {len(found['received'])} submissions with {sum(found['receipts'])} receipts; "
        f"web killed {killed.web} times, worker {killed.worker} times; "
        f"{'nothing lost, nothing doubled' if not wrong else '; '.join(wrong)}; "
        f"verify-all {'holds' if json.loads(verified) else '?'}."
    )


def _phases(stage: Stage, *, steady: Sequence[int]) -> list[Phase]:
    calm = clients(stage.doors, count=EACH, seed=1, sizes=steady)
    burst = clients(stage.doors, count=EACH, seed=2, sizes=USUAL)
    tick = clients(stage.doors, count=EACH, seed=3, sizes=USUAL)
    return [
        Phase(f"{EACH} over {STEADY:.0f} s", spread(calm, seconds=STEADY)),
        Phase(f"{EACH} in {BURST:.0f} s", spread(burst, seconds=BURST)),
        Phase(f"{EACH} at one tick", spread(tick, seconds=0)),
    ]


def _haunt(server: WebServer, worker: Worker, killed: Killed, over: threading.Event) -> None:
    dice = random.Random(SEED)
    while not over.wait(dice.uniform(*KILL_EVERY)):
        if dice.random() < 0.5:
            server.kill()
            killed.web += 1
            server.start()
        else:
            worker.kill()
            killed.worker += 1
            worker.start()


@contextmanager
def _watching(stage: Stage) -> Iterator[dict[str, float]]:
    """Note when each receipt was first seen in the journal, from a process beside."""
    import subprocess

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


def _line(run: str, phase: Phase) -> str:
    answered = [one for one in phase.cast if one.outcome and one.way in (Way.WHOLE, Way.PARTS)]
    http = [one.seconds for one in answered]
    signed = [phase.signed[one.submission] - one.began for one in answered if one.submission in phase.signed]
    shown = " | ".join(f"{value:.2f} s" for value in (*_quantiles(http), *_quantiles(signed)))
    return f"| {run} | {phase.title} | {len(answered)} | {shown} |"


def _quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) < 2:
        return (float("nan"),) * 3
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[98], max(values)


if __name__ == "__main__":
    main()
