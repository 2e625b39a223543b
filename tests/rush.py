"""A rush at the deadline: many clients at one office, some hostile, some cut off, while servers may be killed.

Every client keeps a ledger of what it was told; `account` holds it against what the database says afterwards.
"""

import contextlib
import hashlib
import io
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypedDict

from tests.doors import BOUNDARY, Door, Stage, WebServer, multipart, multipart_headers, sha256
from tests.rehearsals import ROOT, has_begun, kill_tree, run_python
from tests.workbooks.hostile import REFUSED

SMALLEST, LARGEST = 256 * 1024, 2 * 1024 * 1024  # bytes of a part; it grows as the script of the page lets it
HOSTILE = ("billion_laughs", "duplicate_member", "macros", "external_link", "pdf_in_front", "archive", "one_byte")
PATIENCE = 240  # seconds in which a client that is not answered tries again
QUIET = 600  # seconds in which the worker has done all that is left

LOOK = """
import json, django; django.setup()
from django.db.models import Count, Q
from sektoral.intake.files import file_store
from sektoral.project.reactions import REACTIONS
from sektoral.records.models import Event, PartialUpload, StoredFile, Submission
receipts = Count("letters", filter=Q(letters__kind="receipt", letters__state="signed"))
rows = Submission.objects.annotate(receipts=receipts)
print(json.dumps({
    "received": list(rows.values_list("request__agency__code", "file__sha256")),
    "receipts": sorted(rows.values_list("receipts", flat=True)),
    "states": sorted(rows.values_list("state", flat=True)),
    "open": Event.objects.filter(settled_at__isnull=True, kind__in=REACTIONS).count(),
    "parts": PartialUpload.objects.count(),
    "broken": [s for s in StoredFile.objects.values_list("sha256", flat=True) if file_store().state(s) != "intact"],
}))
"""


class Found(TypedDict):
    """What the database says when the rush is over."""

    received: list[list[str]]
    receipts: list[int]
    states: list[str]
    open: int
    parts: int
    broken: list[str]


class Way(StrEnum):
    """How a client sends its file."""

    WHOLE = "whole"  # the form, as a browser without a script sends it
    PARTS = "parts"  # as the script of the page does
    CUT = "cut"  # half of the form, and then the line is gone for good
    CUT_AND_BACK = "cut and back"  # half of the form, and then the whole of it
    PARTS_AND_BACK = "parts and back"  # half of the parts, another connection, and the rest


@dataclass(slots=True)
class Client:
    """One upload: where, what and how; and what its sender was told. Instants are of the monotonic clock.

    `began` is when it was to begin: how late the machine let it begin counts as waiting.
    """

    door: Door
    name: str
    data: bytes
    way: Way
    delay: float = 0.0  # seconds after the phase began
    began: float = 0.0
    answered: float = 0.0
    outcome: str = ""  # received | already | refused
    submission: str = ""
    tries: int = 0

    @property
    def seconds(self) -> float:
        """From when it was to begin to the answer."""
        return self.answered - self.began

    def send(self, server: WebServer) -> None:
        """This will send the file until there is an answer; whoever is cut for good never hears of it."""
        self.began = self.began or time.monotonic()
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            self.tries += 1
            try:
                self._try(server)
            except OSError:
                time.sleep(min(0.1 * 2**self.tries, 3.0))
                continue
            return

    def _try(self, server: WebServer) -> None:
        is_first, told = self.tries == 1, dict[str, Any]()
        match self.way:
            case Way.CUT:
                cut_off(server, self.door, self.name, self.data)
                return
            case Way.CUT_AND_BACK if is_first:
                cut_off(server, self.door, self.name, self.data)
                raise ConnectionResetError
            case Way.WHOLE | Way.CUT_AND_BACK:
                told = server.ask("POST", f"{self.door.path}unggah/", self.door, *_whole(self.name, self.data))
                told = {**told, **told.get("files", [{}])[0]}
            case Way.PARTS | Way.PARTS_AND_BACK:
                told = self._in_parts(server, stop=is_first and self.way is Way.PARTS_AND_BACK)
        self.outcome, self.submission = str(told["outcome"]), str(told["submission"])
        self.answered = time.monotonic()

    def _in_parts(self, server: WebServer, *, stop: bool) -> dict[str, Any]:
        facts = {"name": self.name, "size": str(len(self.data)), "sha256": sha256(self.data), "role": "data"}
        told = server.ask("POST", f"{self.door.path}unggahan/", self.door, *_form(facts))
        if "url" not in told:
            return told
        url, received, part = str(told["url"]), int(str(told["received"])), SMALLEST
        while True:
            if stop and received * 2 >= len(self.data):
                raise ConnectionResetError
            headers = {"Upload-Offset": str(received), "Content-Type": "application/octet-stream"}
            told = server.ask("PATCH", url, self.door, self.data[received : received + part], headers)
            if "outcome" in told:
                return told
            if "received" not in told:  # an offset that moved meanwhile, or parts that are gone: begin again
                raise ConnectionResetError
            received, part = int(str(told["received"])), min(2 * part, LARGEST)


@dataclass(slots=True)
class Worker:
    """`sektoral work` as a process that may be killed and started again."""

    environment: Mapping[str, str]
    lease: int = 5  # seconds
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        """This will start it; it need not be waited for."""
        command = [sys.executable, "-m", "sektoral", "work", "--lease", str(self.lease)]
        env = {**os.environ, **self.environment}
        self._process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def is_running(self) -> bool:
        """Whether its process has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of its own process, below which its sandbox runs."""
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """This will ask it to end once it works, as systemd does, and wait until it has done so by itself."""
        assert self._process
        give_up = time.monotonic() + 60
        while not has_begun(self._process.pid):
            assert time.monotonic() < give_up, "the worker did not begin"
            time.sleep(0.05)
        self._process.terminate()
        assert self._process.wait(timeout=60) == 0

    def kill(self) -> None:
        """This will SIGKILL it with its sandbox."""
        if self._process and self._process.poll() is None:
            kill_tree(self._process.pid)
            self._process.wait()


def clients(doors: Sequence[Door], *, count: int, seed: int, sizes: Sequence[int] = (0,)) -> list[Client]:
    """This will cast the clients of one phase: a tenth hostile, a twentieth cut off, the others by form and in parts.

    An honest file is padded with a picture to the next of `sizes`, in bytes, which come round again.
    """
    dice = random.Random(seed)
    ways = [Way.WHOLE, Way.PARTS] * (count // 2 + 1)
    cast = []
    for number in range(count):
        door, way = doors[number % len(doors)], ways[number]
        if number % 20 == 7:
            way = dice.choice([Way.CUT, Way.CUT_AND_BACK, Way.PARTS_AND_BACK])
        is_hostile = number % 10 == 3
        data = _hostile(number, dice) if is_hostile else _honest(door, f"{seed}-{number}", sizes[number % len(sizes)])
        cast.append(Client(door, f"{seed}-{number}.xlsx", data, way))
    return cast


def spread(cast: Sequence[Client], *, seconds: float) -> Sequence[Client]:
    """This will let the clients begin evenly over a span; 0 is all at one tick."""
    for number, client in enumerate(cast):
        client.delay = seconds * number / len(cast)
    return cast


def run_rush(cast: Sequence[Client], server: WebServer, *, meanwhile: Callable[[], None] | None = None) -> None:
    """This will let all clients send, each in a thread of its own, and wait until each has its answer or gives up."""
    gate, opened = threading.Event(), 0.0

    def one(client: Client) -> None:
        gate.wait()
        client.began = opened + client.delay
        time.sleep(max(0.0, client.began - time.monotonic()))
        client.send(server)

    threads = [threading.Thread(target=one, args=(client,)) for client in cast]
    for thread in threads:
        thread.start()
    opened = time.monotonic()
    gate.set()
    if meanwhile:
        meanwhile()
    for thread in threads:
        thread.join()


def settled(stage: Stage) -> Found:
    """This will wait until the worker has nothing left to do and give what the database holds then."""
    give_up = time.monotonic() + QUIET
    while True:
        found: Found = json.loads(run_python("-c", LOOK, environment=stage.environment))
        if not found["open"]:
            return found
        assert time.monotonic() < give_up, f"{found['open']} events are never settled"
        time.sleep(0.5)


def account(cast: Sequence[Client], found: Found) -> list[str]:
    """This will say what is wrong: a receipt that does not exist, a submission that exists twice, a bad file."""
    rows = Counter((agency, sha) for agency, sha in found["received"])
    wrong = [f"{key} was received {times} times" for key, times in rows.items() if times > 1]
    for client in cast:
        key = (client.door.agency, sha256(client.data))
        if client.way is Way.CUT and key in rows:
            wrong.append(f"{client.name} was cut off and received all the same")
        elif client.way is not Way.CUT and client.outcome not in ("received", "already"):
            wrong.append(f"{client.name} got no answer but “{client.outcome}” after {client.tries} tries")
        elif client.way is not Way.CUT and key not in rows:
            wrong.append(f"{client.name} was told that it is {client.outcome}, and is not there")
    if set(found["receipts"]) != {1}:
        wrong.append(f"receipts of a submission: {Counter(found['receipts'])}")
    return wrong + [f"{sha} is not intact" for sha in found["broken"]]


def cut_off(server: WebServer, door: Door, name: str, data: bytes) -> None:
    """This will send half of a form and close the line. Raises `OSError` where there is no server."""
    body = multipart(name, data)
    lines = [f"POST {door.path}unggah/ HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Content-Length: {len(body)}"]
    lines += [f"{key}: {value}" for key, value in multipart_headers(door).items()]
    with contextlib.closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body[: len(body) // 2])


def _whole(name: str, data: bytes) -> tuple[bytes, Mapping[str, str]]:
    return multipart(name, data), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def _form(facts: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
    body = "&".join(f"{key}={value}" for key, value in facts.items()).encode()
    return body, {"Content-Type": "application/x-www-form-urlencoded"}


def _hostile(number: int, dice: random.Random) -> bytes:
    """A file of the collection, told from its like by bytes behind it, which makes it no better."""
    name = dice.choice(sorted(HOSTILE_MAKERS))
    return HOSTILE_MAKERS[name]() + b"\0" + hashlib.sha256(str(number).encode()).digest()[:4]


BEHIND = 2048  # bytes: about what a ZIP writes behind its last part
HOSTILE_MAKERS = {name: REFUSED[name][1] for name in HOSTILE if name in REFUSED}


def _honest(door: Door, mark: str, least_bytes: int) -> bytes:
    """The agency's filled workbook as if saved at another time: the same answers under another fingerprint."""
    target = io.BytesIO()
    with zipfile.ZipFile(door.workbook) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "docProps/core.xml":
                data = data.replace(
                    b"</cp:coreProperties>", f"<dc:subject>{mark}</dc:subject></cp:coreProperties>".encode()
                )
            copy.writestr(part, data)
        padding = least_bytes - target.tell() - BEHIND
        if padding > 0:
            picture = zipfile.ZipInfo("xl/media/image9.png")  # stored, as pictures are
            copy.writestr(picture, random.Random(mark).randbytes(padding))
    return target.getvalue()
