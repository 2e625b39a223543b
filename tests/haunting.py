"""SIGKILL to the web server and to the worker at seeded random moments, while whole rounds are played through both.

`python -m tests.haunting sqlite|postgresql KILLS` does so on its own and prints what came of it. It knows its victims
by the process that it started itself.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.databases import copied_database
from tests.doors import WebServer
from tests.rehearsals import ROOT, has_begun, mails, read_state, run_python
from tests.warm import Nursery, kill

SEED = 20261130
LONGEST = 1800  # seconds for one round
STARTING = 0.3  # the part of the kills that meet a process which has only just been started
LEASE = 1  # seconds
LONGEST_LIFE = 4.0  # seconds after that


@dataclass(slots=True)
class Haunted:
    """What was killed how often, and what the rounds came to. `wrong` is empty where all is as if undisturbed."""

    web: int = 0
    worker: int = 0
    rounds: int = 0
    posts: int = 0
    unanswered: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """Of both together."""
        return self.web + self.worker

    def __str__(self) -> str:
        return (
            f"{self.web} kills of the web server and {self.worker} of the worker over {self.rounds} rounds in "
            f"{self.seconds:.0f} s; {self.posts} requests, {self.unanswered} of them without an answer"
        )


@dataclass(slots=True)
class Ghost:
    """Kills one of the two again and again, a random while after it was started or after it answers."""

    nursery: Nursery
    command: tuple[str, ...]
    is_alive: Callable[[int], bool]
    dice: random.Random
    kills: int = 0

    def haunt(self, over: threading.Event, wanted: Callable[[], bool]) -> None:
        """This will go on until it is over; once enough were killed the victim is left alone."""
        while not over.is_set():
            pid = self.nursery.start(*self.command)
            is_wanted = wanted()
            if not is_wanted:
                over.wait()
            elif self.dice.random() > STARTING:
                self._wait_for_life(pid, over)
            if is_wanted and not over.wait(self.dice.uniform(0, LONGEST_LIFE)):
                self.kills += 1
            kill(pid)

    def _wait_for_life(self, pid: int, over: threading.Event) -> None:
        give_up = time.monotonic() + 60
        while not self.is_alive(pid) and time.monotonic() < give_up and not over.wait(0.05):
            pass


def haunt(folder: Path, *, kills: int, agencies: int, database: str, told: Callable[[str], None]) -> Haunted:
    """This will play rounds with kills until there are as many as wanted, and hold each against an undisturbed one.

    `database` is the address of an empty PostgreSQL database, or empty for SQLite.
    """
    began, haunted, dice = time.monotonic(), Haunted(), random.Random(SEED)
    printed = run_python(
        "-m", "tests.web_play", "prepare", str(folder / "room"), environment={"SEKTORAL_REHEARSAL_DATABASE": database}
    )
    template = json.loads(printed.splitlines()[-1])
    with copy_of(template, folder / "quiet") as environment:
        broken = _round(environment, agencies, Haunted(), dice, kills=0)
        expected = _end_of(environment, broken)
        assert broken == []
    told(f"undisturbed: {time.monotonic() - began:.0f} s")
    while haunted.kills < kills:
        haunted.rounds += 1
        with copy_of(template, folder / f"round-{haunted.rounds}") as environment:
            wrong = _round(environment, agencies, haunted, dice, kills=kills)
            ended = _end_of(environment, wrong)
        haunted.wrong += [*wrong, *different(expected, ended)]
        haunted.seconds = time.monotonic() - began
        told(f"{haunted}; wrong: {haunted.wrong}")
        if haunted.wrong:
            break
        shutil.rmtree(folder / f"round-{haunted.rounds}")
    return haunted


def different(expected: Mapping[str, Any], ended: Mapping[str, Any]) -> list[str]:
    """This will name the parts of the end state that differ, with their first difference.

    What was begun and not answered may leave a file that nothing refers to; a mail that was being handed over may wait
    for a person to say whether it has left, but none leaves twice.
    """
    told_apart = ("files", "deliveries", "mails")
    parts = [part for part in expected if part not in told_apart and ended[part] != expected[part]]
    wrong = [f"{part}: {_first_difference(expected[part], ended[part])}" for part in parts]
    states, left = ended["deliveries"], ended["mails"]
    is_each_once = all(times == 1 for times in left.values())
    is_all = len(expected["mails"]) <= len(left) + states.get("unknown", 0)
    if not {*states} <= {"sent", "unknown"} or not is_each_once or not is_all:
        wrong.append(f"mails: {states}, {len(left)} left, {len(expected['mails'])} expected")
    return wrong


def _first_difference(one: object, other: object) -> str:
    if isinstance(one, list) and isinstance(other, list):
        return f"-{sorted({*one} - {*other})[:3]} +{sorted({*other} - {*one})[:3]} ({len(one)}, {len(other)})"
    if isinstance(one, dict) and isinstance(other, dict):
        return "; ".join(f"{key}: {_first_difference(one[key], other[key])}" for key in one if one[key] != other[key])
    return f"{one} became {other}"


@contextmanager
def copy_of(environment: Mapping[str, str], folder: Path) -> Iterator[Mapping[str, str]]:
    """This will copy a room with its database, and give the variables under which the copy is seen."""
    source = environment["SEKTORAL_VAR"]
    shutil.copytree(source, folder)
    moved = {name: value.replace(source, str(folder)) for name, value in environment.items()}
    with copied_database(moved["DATABASE_URL"]) as url:
        yield {**moved, "DATABASE_URL": url}


def _round(
    environment: Mapping[str, str], agencies: int, haunted: Haunted, dice: random.Random, *, kills: int
) -> list[str]:
    """Play one round, haunted as long as kills are wanted; what the players complain of."""
    server, over = WebServer(environment), threading.Event()
    server.choose_port()
    web, work = ("serve", "--port", str(server.port)), ("work", "--lease", str(LEASE))
    ghosts = [
        Ghost(Nursery(environment), web, lambda _: server.is_alive(), random.Random(dice.random())),
        Ghost(Nursery(environment), work, has_begun, random.Random(dice.random())),
    ]
    before = haunted.kills

    def wanted() -> bool:
        return before + sum(ghost.kills for ghost in ghosts) < kills

    threads = [threading.Thread(target=ghost.haunt, args=(over, wanted)) for ghost in ghosts]
    for thread in threads:
        thread.start()
    try:
        play = subprocess.run(
            [sys.executable, "-m", "tests.web_play", "play", str(server.port), str(agencies)],
            env={**os.environ, **environment}, cwd=ROOT, text=True, capture_output=True, check=False, timeout=LONGEST,
        )  # fmt: skip
    finally:
        over.set()
        for thread in threads:
            thread.join()
        for ghost in ghosts:
            ghost.nursery.close()
    haunted.web += ghosts[0].kills
    haunted.worker += ghosts[1].kills
    if play.returncode:
        return [f"the round broke off: {play.stderr[-3000:]}"]
    counted = json.loads(play.stdout.splitlines()[-1])
    haunted.posts += counted["posts"]
    haunted.unanswered += counted["unanswered"]
    return []


def _end_of(environment: Mapping[str, str], wrong: list[str]) -> Mapping[str, object]:
    """The end state; the invariants must hold too."""
    try:
        run_python("-m", "sektoral", "verify-all", "--json", environment=environment)
    except AssertionError as error:
        wrong.append(f"verify-all: {error}")
    return {**read_state(environment), "mails": mails(environment)}


def main(database: str, kills: str) -> int:
    """This will haunt on a database of its own and print each round."""
    from benchmarks.rush import database as own_database

    with own_database(database) as url, tempfile.TemporaryDirectory(prefix="sektoral-haunted-") as folder:
        haunted = haunt(Path(folder), kills=int(kills), agencies=AGENCIES, database=url, told=_say)
    return int(bool(haunted.wrong))


AGENCIES = 4


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
