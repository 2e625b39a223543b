"""Kills the worker at its n-th write to the disk, for one n after the other, and tells what a second worker made of it.

`python -m tests.crashes FOLDER POINTS` prints, for each kind of event, how many writes its work takes and at which of
them a kill left another end state. `strace` does the killing: no crash point stands in the code.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path

from sektoral.project.rehearsal import room
from tests.end_state import deliveries, end_state
from tests.rehearsals import mails

WRITES = "fsync,fdatasync,rename,renameat,renameat2,pwrite64,ftruncate,unlink"
LEASE = 0.05  # seconds; the second worker waits it out


@dataclass(frozen=True, slots=True)
class Shot:
    """The room as it was just before the worker began; `kinds` are the events that waited for it."""

    folder: Path
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Photographer:
    """A worker that keeps a copy of the room before it settles what it has not `seen`."""

    place: room.Room
    taken: int = 0
    seen: list[tuple[str, ...]] = field(default_factory=list)

    def settle(self) -> None:
        """This will take the picture, then work as ever."""
        from sektoral.project.reactions import REACTIONS
        from sektoral.project.rehearsal.workers import OwnWorker, unsettled

        kinds = tuple(sorted({kind for kind, _ in unsettled() if kind in REACTIONS}))
        if kinds and kinds not in self.seen:
            self.taken += 1
            folder = self.place.folder.with_name(f"shot-{self.taken}")
            shutil.copytree(self.place.folder, folder)
            (folder / "kinds").write_text(" ".join(kinds))
            self.seen.append(kinds)
        OwnWorker(lambda: datetime.fromisoformat(self.place.clock.read_text())).settle()


def main(folder: str, points: str) -> int:
    """This will play up to the first submissions, then kill and compare, `points` writes of each shot at most."""
    place = room.prepare(Path(folder))
    room.open_up(place)
    assert _forked(lambda: _play(place)) == 0  # apart, because who has set a page with Typst cannot fork any more
    import_module("sektoral.project.management.commands.work")  # once, so that each worker begins at once
    print(json.dumps([_try_out(place, shot, at_most=int(points)) for shot in _shots(place)]))
    return 0


def _shots(place: room.Room) -> Sequence[Shot]:
    folders = sorted(place.folder.parent.glob("shot-*"))
    return [Shot(folder, tuple((folder / "kinds").read_text().split())) for folder in folders]


def _play(place: room.Room) -> None:
    from sektoral.project.rehearsal.company import Clock, Company
    from sektoral.project.rehearsal.performance import START
    from sektoral.project.rehearsal.round import Cast, Play
    from sektoral.records.models import Agency
    from sektoral.setup.actions import create_office
    from sektoral.setup.facts import load_office_facts

    clock = Clock(place.clock, datetime.fromisoformat(START))
    office = create_office(facts=load_office_facts(), at=clock())
    photographer = Photographer(place)
    agency = Agency.objects.filter(office=office, is_office=False)[0]
    play = Play(Company(office, clock), photographer, "2025", [agency])
    round_ = play.request()
    play.distribute(round_)
    photographer.seen.clear()
    play.submit(round_, Cast())


def _try_out(place: room.Room, shot: Shot, *, at_most: int) -> Mapping[str, object]:
    _restore(place, shot)
    writes = _writes(place)
    expected = _ended(place)
    tried = writes[:: max(1, -(-len(writes) // at_most))]
    wrong = []
    for call, n in tried:
        _restore(place, shot)
        killed = _work(f"inject={call}:signal=SIGKILL:when={n}") < 0
        time.sleep(3 * LEASE)  # a message is held for two of them
        if not killed or _work() != 0 or not _is_the_same(_ended(place), expected):
            wrong.append((call, n))
    return {"kinds": shot.kinds, "writes": len(writes), "tried": len(tried), "wrong": wrong}


def _ended(place: room.Room) -> tuple[str, dict[str, int], int]:
    """The state, how often each mail has left, and how many of them wait for a person to decide."""
    from django.db import connections

    state, unknown = json.dumps(end_state()), deliveries().get("unknown", 0)
    connections.close_all()
    return state, mails(place.environment), unknown


def _is_the_same(ended: tuple[str, dict[str, int], int], expected: tuple[str, dict[str, int], int]) -> bool:
    """Nothing is lost or doubled; a kill between the handing over and its note may leave one message undecided."""
    state, left, unknown = ended
    once = all(count == 1 for count in left.values())
    return state == expected[0] and once and unknown <= 1 and len(left) + unknown >= len(expected[1])


def _restore(place: room.Room, shot: Shot) -> None:
    from django.db import connections

    connections.close_all()
    shutil.rmtree(place.folder)
    shutil.copytree(shot.folder, place.folder)


def _writes(place: room.Room) -> list[tuple[str, int]]:
    """Every write of an undisturbed worker, as the call and its number among its like: so strace counts."""
    listing = place.folder.with_name("writes")
    assert _work("status=successful", "-o", str(listing)) == 0
    calls = [line.split("(")[0] for line in listing.read_text().splitlines()]
    return [(call, calls[: index + 1].count(call)) for index, call in enumerate(calls)]


def _work(inject: str = "", *options: str) -> int:
    """Run one worker in a fork of this warm process, watched by strace where `inject` is given; its exit code."""
    from django.core.management import call_command

    ready, go = os.pipe()

    def work() -> None:
        os.read(ready, 1)
        call_command("work", once=True, lease=LEASE)

    pid = _fork(work)
    tracer = _watch(pid, inject, *options) if inject else None
    os.write(go, b".")
    os.close(go)
    os.close(ready)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if tracer:
        tracer.wait()
    return code


def _forked(deed: Callable[[], None]) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(_fork(deed), 0)[1])


def _fork(deed: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            deed()
            os._exit(0)
        except BaseException:  # noqa: BLE001  nothing of the parent may run twice
            traceback.print_exc()
            os._exit(1)
    return pid


def _watch(pid: int, inject: str, *options: str) -> subprocess.Popen[bytes]:
    tracer = subprocess.Popen(
        ["strace", "-qqq", "-p", str(pid), "-e", f"trace={WRITES}", "-e", inject, *(options or ("-o", os.devnull))],
        stderr=subprocess.PIPE,
    )
    while "TracerPid:\t0" in Path(f"/proc/{pid}/status").read_text():
        assert tracer.poll() is None, "strace may not watch here"
        time.sleep(0.002)
    return tracer


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
