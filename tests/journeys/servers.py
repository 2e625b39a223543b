"""`sektoral serve` (and `sektoral work` beside it) as real processes on a database of their own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running `sektoral serve`: its address, its folder, and the file that tells it the time (where there is one)."""

    address: str
    var: Path
    clock: Path | None = None


@contextmanager
def serve(
    var: Path, *, clock: Path | None = None, fill: str = "", worker: bool = False, more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """This will migrate, run the module `fill`, and serve; the processes end with the block.

    With `clock` the pages live by the time in that file, which `fill` writes. `more` are variables of the environment.
    """
    port = _free_port()
    started = Server(f"http://127.0.0.1:{port}", var, clock)
    env = {**_environment(started), **(more or {})}
    run(["sektoral", "migrate", "-v0"], env)
    if fill:
        run([fill], env)
    with ExitStack() as processes:
        web = processes.enter_context(_running(["sektoral", "serve", "--port", str(port)], env))
        if worker:
            processes.enter_context(_running(["sektoral", "work"], env))
        _wait(web, started.address)
        yield started


def run(command: Sequence[str], env: dict[str, str]) -> None:
    """This will run a module of Python to its end. Raises when it fails."""
    subprocess.run([sys.executable, "-m", *command], env=env, check=True)


@contextmanager
def _running(command: Sequence[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", *command], env=env) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _environment(server: Server) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEKTORAL_")}
    return {
        **kept,
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "sektoral.project.settings",
        "SEKTORAL_BASE_URL": server.address,
        "SEKTORAL_CLOCK": str(server.clock or ""),
        "SEKTORAL_DEMO": "yes",
        "SEKTORAL_LOG_LEVEL": "WARNING",
        "SEKTORAL_VAR": str(server.var),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    give_up = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310  our own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
