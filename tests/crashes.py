"""Kills whoever works at its n-th system call, for one n after the other, and tells what was made of it afterwards.

`python -m tests.crashes FOLDER POINTS` plays a round with its pages in one process. Just before each of the DEEDS, and
just before the worker takes up what follows from it, it keeps a copy of the room. Then it does the deed again in a
process that `strace` kills at a call: no crash point stands in the code. What was not answered is sent again, the
worker drains the journal, and all must be as if nothing had happened. POINTS calls of each deed are tried, drawn by
lot; 0 tries them all. Chance is seeded in the killed processes, so that many of them leave rooms that are alike (see
`likeness`): each is looked at, and of those that are alike the first is taken to its end.
"""

import base64
import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from sektoral.project.rehearsal import room
from tests.databases import drop, duplicate
from tests.end_state import deliveries, end_state
from tests.likeness import digest
from tests.rehearsals import mails
from tests.watched_forks import SEED, close, fork, forked, seed_chance, share_sandbox, watch
from tests.web_play import DONE, Hands, lay_out, play

PATIENCE = 120  # seconds until the worker has nothing left to do
LEASE = 0.05  # seconds; the second worker waits it out
AGENCIES = 3
ANSWERS = "answers"  # the folder for what the sandbox has said
DEEDS = {  # the name of a hand's deed, and of the letter's kind where it signs: what is told
    "initial_all": "initial",
    "sign_all request": "sign the requests",
    "send_requests": "distribute",
    "receive": "upload",
    "sign_all transmittal": "sign a transmittal",
    "accept": "accept",
    "draft_report": "draft the report",
    "sign_all report": "sign the report",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sends to the server."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shot:
    """The room as it was just before something, as a folder and, on PostgreSQL, a database of this name.

    `sent` is what somebody was about to send; without it the worker was about to begin.
    """

    title: str
    folder: Path
    database: str
    sent: Sent | None


class OwnWeb:
    """The web server within this process, so that its system calls are those of one thread."""

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str], timeout: float) -> tuple[int, str]:
        """This will answer as the server does."""
        from django.test import Client

        content_type = headers.get("Content-Type", "")
        client = Client(raise_request_exception=False)
        answer = client.generic(method, path, body, content_type, headers={**headers}, SERVER_NAME="127.0.0.1")
        return answer.status_code, getattr(answer, "content", b"").decode(errors="replace")


@dataclass(slots=True)
class Album:
    """The copies that were taken of a room."""

    place: room.Room
    shots: list[Shot] = field(default_factory=list)

    def take(self, title: str, sent: Sent | None) -> None:
        """This will copy the room as it is; nobody may be at work in it."""
        close()
        name = f"shot_{len(self.shots)}_{os.getpid()}"
        folder = self.place.folder.with_name(name)
        shutil.copytree(self.place.folder, folder)
        duplicate(_url(self.place), name)
        self.shots.append(Shot(title, folder, name, sent))
        written = [[one.title, one.folder.name, _as_json(one.sent)] for one in self.shots]
        self.place.folder.with_name("album.json").write_text(json.dumps(written))

    def develop(self) -> None:
        """This will read what another process has taken."""
        for title, name, sent in json.loads(self.place.folder.with_name("album.json").read_text()):
            self.shots.append(Shot(title, self.place.folder.with_name(name), name, _as_sent(sent)))

    def burn(self) -> None:
        """This will leave no database behind."""
        for shot in self.shots:
            drop(_url(self.place), shot.database)


class Photographers(Hands):
    """Everybody's hands, and a copy of the room before and after each deed that is to be tried."""

    def __init__(self, server: OwnWeb, album: Album) -> None:
        super().__init__(server)
        self._album, self._title = album, ""

    def deeds(self) -> Mapping[str, Callable[..., Any]]:
        """This will note the deed's name before it is done."""
        return {name: self._noted(name, deed) for name, deed in super().deeds().items()}

    def _noted(self, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **kwargs: Any) -> Any:
            kind = f" {_kind_of(args[0])}" if name == "sign_all" else ""
            self._title = DEEDS.get(name + kind, "")
            try:
                return deed(*args, **kwargs)
            finally:
                self._title = ""

        return noted

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, expected: Callable[[], bool]
    ) -> None:
        is_new = self._title and all(shot.title != self._title for shot in self._album.shots)
        if is_new:
            self._album.take(self._title, Sent(method, path, body, headers))
        super()._send(method, path, body, headers, expected=expected)
        if is_new:
            self._album.take(f"worker after: {self._title}", None)


def main(folder: str, points: str) -> int:
    """This will play once, then kill and compare; it prints one object for each shot."""
    place = lay_out(Path(folder))
    album = Album(place)
    assert forked(lambda: _take(album)) == 0  # apart, because who has set a page with Typst cannot fork any more
    album.develop()
    place.folder.with_name(ANSWERS).mkdir()
    _warm_up()
    try:
        print(json.dumps([_try_out(place, shot, at_most=int(points)) for shot in album.shots]))
    finally:
        album.burn()
    return 0


def _take(album: Album) -> None:
    from django.conf import settings

    from sektoral.project import clock
    from sektoral.project.rehearsal.workers import OwnWorker

    assert settings.REHEARSAL_CLOCK
    play(Photographers(OwnWeb(), album), OwnWorker(clock.now), agencies=AGENCIES)


def _warm_up() -> None:
    """Import and start once what each process needs, so that it begins at once."""
    from django.urls import get_resolver

    from sektoral.adapters.sandbox import client

    assert get_resolver().url_patterns
    for name in ("project.management.commands.work", "project.invariants.listing", "project.reactions"):
        import_module(f"sektoral.{name}")
    for job in ("inspect_pdf", "read", "check"):
        client.run(job, Path(os.devnull))


def _try_out(place: room.Room, shot: Shot, *, at_most: int) -> Mapping[str, object]:
    _restore(place, shot)
    untouched, ended = digest(place), set[str]()
    calls = _calls(place, shot)
    expected = _ended(place, None)
    dice = random.Random(f"{SEED} {shot.title}")
    tried = sorted(dice.sample(calls, min(at_most or len(calls), len(calls))), key=calls.index)
    wrong: list[object] = []
    left = ""
    for call, n in tried:
        if left != untouched:
            _restore(place, shot)
        if _do(shot, f"inject={call}:signal=SIGKILL:when={n}") >= 0:
            wrong.append((call, n, "was not killed"))
        left = digest(place)
        if left in ended:
            continue
        ended.add(left)
        time.sleep(0 if shot.sent else 3 * LEASE)  # a message is held for two of them
        found = _different(expected, _ended(place, shot.sent))
        wrong += [(call, n, found)] if found else []
        left = ""
    told = {"title": shot.title, "calls": len(calls), "tried": len(tried), "ended": len(ended), "wrong": wrong}
    with place.folder.with_name("tried.jsonl").open("a") as tried_so_far:  # it takes long: whoever waits may look
        print(json.dumps(told), file=tried_so_far)
    return told


def _calls(place: room.Room, shot: Shot) -> list[tuple[str, int]]:
    """Every call of an undisturbed process, as its name and its number among its like: so strace counts."""
    listing = place.folder.with_name("calls")
    assert _do(shot, "status=successful", "-o", str(listing)) == 0
    names = [line.split("(")[0] for line in listing.read_text().splitlines() if "(" in line]
    return [(name, names[: index + 1].count(name)) for index, name in enumerate(names)]


def _ended(place: room.Room, sent: Sent | None) -> Mapping[str, Any]:
    """What it all comes to: sent again where there was no answer, drained by the worker, looked at from all sides."""
    file = place.folder.with_name("ended.json")

    def end() -> None:
        share_sandbox(place.folder.with_name(ANSWERS), keeps=True)
        if sent:
            status, page = OwnWeb().send(sent.method, sent.path, sent.body, sent.headers, 60)
            assert status < 500, page[:3000]
        _drain()
        ended = {
            "state": end_state(),
            "mails": mails(place.environment),
            "unknown": deliveries().get("unknown", 0),
            "broken": _broken(),
        }
        file.write_text(json.dumps(ended))

    assert forked(end) == 0, "the end could not be reached"
    ended: Mapping[str, Any] = json.loads(file.read_text())
    return ended


def _drain() -> None:
    from django.core.management import call_command

    from sektoral.project.rehearsal.workers import unsettled

    give_up = time.monotonic() + PATIENCE
    while True:
        call_command("work", once=True, lease=LEASE)
        if not unsettled():
            return
        assert time.monotonic() < give_up, unsettled()[:5]
        time.sleep(LEASE)


def _broken() -> Mapping[str, object]:
    from sektoral.project import clock
    from sektoral.project.invariants.listing import verify

    return {one.invariant.code: list(one.faults)[:3] for one in verify(at=clock.now()) if not one.holds}


def _different(expected: Mapping[str, Any], ended: Mapping[str, Any]) -> list[str]:
    """Nothing is lost or doubled; a kill between the handing over and its note may leave one message undecided."""
    parts = [part for part, rows in expected["state"].items() if ended["state"][part] != rows]
    parts = [part for part in parts if part != "files"]  # one that nothing refers to may be left of the first try
    left, unknown = ended["mails"], ended["unknown"]
    if any(count != 1 for count in left.values()) or unknown > 1 or len(left) + unknown < len(expected["mails"]):
        parts.append("mails")
    return parts + [f"{code} {faults}" for code, faults in ended["broken"].items()]


def _restore(place: room.Room, shot: Shot) -> None:
    close()
    shutil.rmtree(place.folder)
    shutil.copytree(shot.folder, place.folder)
    duplicate(_url(place), _name(place), template=shot.database)


def _do(shot: Shot, inject: str, *options: str) -> int:
    """Do the deed in a fork of this warm process, watched by strace; its exit code."""
    from django.core.management import call_command

    ready, go = os.pipe()

    def do() -> None:
        seed_chance()
        share_sandbox(shot.folder.with_name(ANSWERS), keeps=False)
        os.read(ready, 1)
        if shot.sent is None:
            call_command("work", once=True, lease=LEASE)
            return
        status, page = OwnWeb().send(shot.sent.method, shot.sent.path, shot.sent.body, shot.sent.headers, 60)
        assert status in DONE, page[:3000]

    pid = fork(do)
    tracer = watch(pid, inject, *options)
    os.write(go, b".")
    os.close(go)
    os.close(ready)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    tracer.wait()
    return code


def _kind_of(shown: Mapping[UUID, str]) -> str:
    from sektoral.records.models import Letter

    kinds: Sequence[str] = sorted({*Letter.objects.filter(pk__in=[*shown]).values_list("kind", flat=True)})
    return kinds[-1]  # the nota dinas goes with the requests


def _url(place: room.Room) -> str:
    return place.environment["DATABASE_URL"]


def _name(place: room.Room) -> str:
    return _url(place).partition("?")[0].rpartition("/")[2]


def _as_json(sent: Sent | None) -> list[object]:
    return [sent.method, sent.path, base64.b64encode(sent.body).decode(), dict(sent.headers)] if sent else []


def _as_sent(written: list[Any]) -> Sent | None:
    return Sent(written[0], written[1], base64.b64decode(written[2]), written[3]) if written else None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
