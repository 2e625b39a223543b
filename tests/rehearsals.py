"""Rehearsals as processes of their own, and whoever kills their workers."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds for a whole rehearsal on a busy machine


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal that came to its end: what it printed, what its database holds, and how often it was disturbed."""

    account: Mapping[str, object]
    state: Mapping[str, object]
    kills: int = 0

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables under which any command sees the rehearsal's database."""
        return cast("Mapping[str, str]", self.account["env"])


@dataclass(slots=True)
class Killer:
    """Kills a worker `earliest` to `latest` seconds after it was born, again and again, `at_most` times."""

    seed: int
    at_most: int
    earliest: float
    latest: float
    kills: int = 0

    def haunt(self, rehearsal: subprocess.Popen[str]) -> None:
        """This will kill until the rehearsal has ended or enough workers have died."""
        dice = random.Random(self.seed)
        while rehearsal.poll() is None and self.kills < self.at_most:
            worker = _worker_of(rehearsal.pid)
            if worker is None:
                time.sleep(0.01)
                continue
            time.sleep(dice.uniform(self.earliest, self.latest))
            self.kills += kill_tree(worker)


def rehearse(out: Path, *, agencies: int, database: str = "", killer: Killer | None = None) -> Rehearsed:
    """This will play a round with a separate worker where somebody kills it, and else within one process."""
    command = [sys.executable, "-m", "sektoral", "rehearse", "--out", str(out), "--agencies", str(agencies), "--json"]
    separate = ["--separate-worker"] if killer else []
    env = {**os.environ, "SEKTORAL_REHEARSAL_DATABASE": database}
    process = subprocess.Popen(
        [*command, *separate], env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        if killer:
            killer.haunt(process)
        printed, complaints = process.communicate(timeout=PATIENCE)
    finally:
        kill_tree(process.pid)
        process.wait()
    assert process.returncode == 0, printed[-2000:] + complaints[-2000:]
    account = json.loads(printed)
    return Rehearsed(account, read_state(account["env"]), killer.kills if killer else 0)


def read_state(environment: Mapping[str, str]) -> Mapping[str, object]:
    """This will read the end state of the database that `environment` names."""
    printed = run_python("-m", "tests.end_state", environment=environment)
    return cast("Mapping[str, object]", json.loads(printed))


def run_python(*arguments: str, environment: Mapping[str, str]) -> str:
    """This will run Python here under other variables and give what it printed; it must succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def mails(environment: Mapping[str, str]) -> dict[str, int]:
    """This will count how often each message left, by its Message-ID, in the rehearsal's folder of mails."""
    counts: dict[str, int] = {}
    for file in Path(environment["SEKTORAL_VAR"], "mail").glob("*"):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("Message-ID: "):
                counts[line] = counts.get(line, 0) + 1
    return counts


def _worker_of(pid: int) -> int | None:
    for child in _children(pid):
        with contextlib.suppress(OSError):
            if b"work" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return child
    return None


def kill_tree(pid: int) -> bool:
    """Kill a process and all below it, the sandbox too, which has a session of its own; false if it was gone."""
    below = [*_descendants(pid)]
    killed = False
    for one in (pid, *below):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
            killed |= one == pid
    return killed


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


def _children(pid: int) -> list[int]:
    """Linux tells the children of every thread."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (thread / "children").read_text().split()]
    return found
