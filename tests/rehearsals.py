"""Rehearsals as processes of their own, and the end of processes with all that they have started."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # seconds for a whole rehearsal on a busy machine


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal that came to its end: what it printed, and what its database holds."""

    account: Mapping[str, object]
    state: Mapping[str, object]

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables under which any command sees the rehearsal's database."""
        return cast("Mapping[str, str]", self.account["env"])


def rehearse(out: Path, *, agencies: int, database: str = "") -> Rehearsed:
    """This will play a round in a process of its own."""
    command = ["-m", "sektoral", "rehearse", "--out", str(out), "--agencies", str(agencies), "--json"]
    account = json.loads(run_python(*command, environment={"SEKTORAL_REHEARSAL_DATABASE": database}))
    return Rehearsed(account, read_state(account["env"]))


def read_state(environment: Mapping[str, str]) -> Mapping[str, object]:
    """This will read the end state of the database that `environment` names."""
    printed = run_python("-m", "tests.end_state", environment=environment)
    return cast("Mapping[str, object]", json.loads(printed))


def run_python(*arguments: str, environment: Mapping[str, str], patience: float = PATIENCE) -> str:
    """This will run Python here under other variables and give what it printed; it must succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
        timeout=patience,
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


def has_begun(pid: int) -> bool:
    """This will tell whether a worker has come so far as to look for work: then it listens for SIGTERM."""
    with contextlib.suppress(OSError, IndexError):
        status = Path(f"/proc/{pid}/status").read_text()
        return bool(int(status.split("SigCgt:")[1].split()[0], 16) >> (signal.SIGTERM - 1) & 1)
    return False


def kill_tree(pid: int) -> bool:
    """Kill a process and all below it, the sandbox too, which has a session of its own; false if it was gone."""
    below = [*descendants(pid)]
    killed = False
    for one in (pid, *below):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
            killed |= one == pid
    return killed


def descendants(pid: int) -> Iterator[int]:
    """This will list all processes below one."""
    for child in _children(pid):
        yield child
        yield from descendants(child)


def _children(pid: int) -> list[int]:
    """Linux tells the children of every thread."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (thread / "children").read_text().split()]
    return found
