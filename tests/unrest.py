"""What is done to an installation while clients upload: its servers killed, its connections to PostgreSQL ended."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from tests.doors import WebServer
from tests.rehearsals import has_begun
from tests.rush import Worker

EVERY = 0.2  # seconds between two looks
PATIENCE = 60  # seconds in which a server comes back
END_THEM = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@dataclass(slots=True)
class Unrest:
    """How often the web server and the worker were killed, and how many connections were ended."""

    web: int = 0
    worker: int = 0
    connections: int = 0


@contextmanager
def killing(
    server: WebServer, worker: Worker, unrest: Unrest, *, every: tuple[float, float], seed: int
) -> Iterator[None]:
    """This will SIGKILL one of the two again and again, so many seconds apart (F05).

    Whichever does not run is started again, as systemd does; in the end both run.
    """
    dice = random.Random(seed)

    def kill(over: threading.Event) -> None:
        while not _kept_up(server, worker, over, seconds=dice.uniform(*every)):
            if dice.random() < 0.5:
                server.kill()
                unrest.web += 1
            else:
                worker.kill()
                unrest.worker += 1

    with beside(kill):
        yield
    bring_back(server, worker)


def bring_back(server: WebServer, worker: Worker) -> None:
    """This will start what does not run, as often as it takes, until the server answers."""
    give_up = time.monotonic() + PATIENCE
    while not server.is_alive():
        assert time.monotonic() < give_up, "the server did not come back"
        _start_again(server, worker)
        time.sleep(EVERY)


def _kept_up(server: WebServer, worker: Worker, over: threading.Event, *, seconds: float) -> bool:
    """Let both work for a while, which does not count while one of them is only starting; whether it is over."""
    while seconds > 0 and not over.wait(EVERY):
        _start_again(server, worker)
        if server.is_alive() and has_begun(worker.pid):
            seconds -= EVERY
    return over.is_set()


def _start_again(server: WebServer, worker: Worker) -> None:
    if not server.is_running:
        server.launch()
    if not worker.is_running:
        worker.start()


@contextmanager
def ending_connections(url: str, unrest: Unrest, *, rest: float = 0.0) -> Iterator[None]:
    """This will end all connections to a database of a server with a socket, about five times a second (F09).

    After ten times there may be a rest of some seconds, in which who was killed as well can begin again.
    """
    parts = psycopg.conninfo.conninfo_to_dict(url)
    name = str(parts.pop("dbname"))

    def end(over: threading.Event) -> None:
        with psycopg.connect(**{**parts, "dbname": "postgres"}, autocommit=True) as beside:  # type: ignore[arg-type]
            for times in itertools.count(1):
                if over.wait(EVERY if times % 10 else EVERY + rest):
                    return
                unrest.connections += len(beside.execute(END_THEM, [name]).fetchall())

    with beside(end):
        yield


@contextmanager
def beside(deed: Callable[[threading.Event], None]) -> Iterator[None]:
    """A thread that goes on until the block is left; what it raises is raised there."""
    over, raised = threading.Event(), list[Exception]()

    def run() -> None:
        try:
            deed(over)
        except Exception as error:  # noqa: BLE001  handed to whoever waits
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if raised:
        raise raised[0]
