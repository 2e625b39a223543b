"""Real doors to a round that waits for data: the web server as a process of its own, and operators signed in to it.

`python -m tests.doors FOLDER AGENCIES` plays a round in FOLDER until it is distributed and prints where to upload.
"""

import contextlib
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tests.rehearsals import ROOT, run_python

if TYPE_CHECKING:  # who only asks for doors starts no Django
    from sektoral.project.rehearsal.company import Company
    from sektoral.records.models import Request

TOKEN = "t" * 32  # the same in cookie and header, as CSRF protection asks
HURRY = {"SEKTORAL_UPLOADS_AN_HOUR": "100000"}  # a few agencies stand for many
BOUNDARY = "sektoral-" + "b" * 24


@dataclass(frozen=True, slots=True)
class Door:
    """One agency's request as its operator reaches it."""

    agency: str
    path: str
    session: str
    workbook: str = ""  # the file with its filled workbook


@dataclass(frozen=True, slots=True)
class Stage:
    """The room of a round that is distributed."""

    environment: Mapping[str, str]
    doors: Sequence[Door]


def prepare(folder: Path, *, agencies: int, database: str = "") -> Stage:
    """This will play a round up to its distribution, in a process of its own."""
    printed = run_python(
        "-m", "tests.doors", str(folder), str(agencies), environment={"SEKTORAL_REHEARSAL_DATABASE": database}
    )
    told = json.loads(printed.splitlines()[-1])
    return Stage(told["environment"], [Door(**door) for door in told["doors"]])


@dataclass(slots=True)
class WebServer:
    """`sektoral serve` on a free port of this machine; it may be killed and started again."""

    environment: Mapping[str, str]
    port: int = 0
    refusals: list[tuple[int, str]] = field(default_factory=list)  # what scripts were told with 500 and more
    _process: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        """This will start the server and wait until it answers."""
        self.launch()
        give_up = time.monotonic() + 60
        while not self.is_alive():
            assert self._process is None or self._process.poll() is None, "the server ended"
            assert time.monotonic() < give_up, "the server did not start"
            time.sleep(0.05)

    def launch(self) -> None:
        """This will start the server without waiting for it."""
        self.choose_port()
        command = [sys.executable, "-m", "sektoral", "serve", "--port", str(self.port)]
        env = {**os.environ, **self.environment}
        self._process = subprocess.Popen(
            command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def pid(self) -> int:
        """Of granian's own process, which starts the others."""
        assert self._process
        return self._process.pid

    def choose_port(self) -> None:
        """This will choose a free port, once."""
        self.port = self.port or _free_port()

    def is_alive(self) -> bool:
        """This will ask for the health page."""
        with contextlib.suppress(OSError, http.client.HTTPException), self._connected(5) as connection:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False

    @property
    def is_running(self) -> bool:
        """Whether its process has not ended."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """This will SIGKILL the server with its processes."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def signal(self, number: int) -> None:
        """This will send a signal to granian's own process, as systemd does."""
        os.kill(self.pid, number)

    def stop(self) -> None:
        """This will ask it to end, and wait until it has done so by itself."""
        self.signal(signal.SIGTERM)
        assert self._process
        assert self._process.wait(timeout=60) == 0

    def upload(self, door: Door, name: str, data: bytes, *, timeout: float = 30) -> tuple[int, str]:
        """This will post a file and give status and page; 303 or 302 says that it was received. Raises `OSError`."""
        return self.send("POST", f"{door.path}unggah/", multipart(name, data), multipart_headers(door), timeout)

    def ask(self, method: str, path: str, door: Door, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """This will ask as a script does and give the answer, also a refusal. Raises `OSError` where none comes."""
        told = {**multipart_headers(door), **headers, "Accept": "application/json"}
        status, text = self.send(method, path, body, told, 60)
        if status >= 500:
            self.refusals.append((status, text))
        if status >= 500 or not text.startswith("{"):
            raise ConnectionError(f"{status} {text[:200]}")
        return cast("dict[str, Any]", json.loads(text))

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str], timeout: float) -> tuple[int, str]:
        """This will ask as a browser does and give status and page. Raises `OSError` where no answer comes."""
        try:
            with self._connected(timeout) as connection:
                connection.request(method, path, body, dict(headers))
                answer = connection.getresponse()
                return answer.status, answer.read().decode(errors="replace")
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error

    def _connected(self, timeout: float) -> "contextlib.closing[http.client.HTTPConnection]":
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout))


def multipart_headers(door: Door) -> Mapping[str, str]:
    """This will sign an operator in."""
    return {
        "Cookie": f"sektoral={door.session}; csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }


def multipart(name: str, data: bytes) -> bytes:
    """This will write the body of a form with one file; quotes and line ends in names are escaped as browsers do."""
    shown = name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\n\r\n'
    return head.encode("utf-8", "surrogateescape") + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def sha256(data: bytes) -> str:
    """This will fingerprint bytes as the file store does."""
    return hashlib.sha256(data).hexdigest()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(folder: str, agencies: str) -> int:
    """This will play, sign the operators in, and print environment and doors as one JSON object."""
    from sektoral.project.rehearsal import room

    place = room.prepare(Path(folder))
    room.open_up(place)
    from sektoral.project.rehearsal.company import Clock, Company
    from sektoral.project.rehearsal.performance import START, chosen
    from sektoral.project.rehearsal.round import Play
    from sektoral.project.rehearsal.workers import OwnWorker
    from sektoral.setup.actions import create_office
    from sektoral.setup.facts import load_office_facts

    clock = Clock(place.clock, datetime.fromisoformat(START))
    company = Company(create_office(facts=load_office_facts(), at=clock()), clock)
    play = Play(company, OwnWorker(clock), "2025", chosen(company.office, int(agencies)))
    round_ = play.request()
    play.distribute(round_)
    clock.advance(days=1)
    doors = [_open(company, request, place.folder) for request in round_.requests.select_related("agency", "round")]
    print(json.dumps({"environment": {**place.environment, **HURRY}, "doors": doors}))
    return 0


def _open(company: "Company", request: "Request", folder: Path) -> Mapping[str, str]:
    from django.conf import settings
    from django.test import Client

    from sektoral.domain.roles import Role
    from sektoral.project.rehearsal.round import filled

    client, code = Client(), request.agency.code
    client.force_login(company.actor(Role.OPERATOR, request.agency).person)
    workbook = folder / f"isian-{code}.xlsx"
    workbook.write_bytes(filled(request, nil_last=False, seed=0))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"agency": code, "path": f"/langkah-3/{request.pk}/", "session": session, "workbook": str(workbook)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
