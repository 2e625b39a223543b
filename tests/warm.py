"""A process that imports everything once and then forks web servers and workers, so that the next one begins at once.

What runs in the fork is `sektoral serve` and `sektoral work` with all their processes and threads. It only saves the
start-up: who kills a thousand of them would else wait for nothing but imports.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from tests.rehearsals import ROOT, kill_tree

GONE = 30  # seconds in which a killed process is gone


@dataclass(slots=True)
class Nursery:
    """Starts and kills processes that see what `environment` names."""

    environment: Mapping[str, str]
    _process: "subprocess.Popen[str] | None" = field(default=None)

    def start(self, *command: str) -> int:
        """This will start `sektoral` with these words and give the id of its process, which leads its own group."""
        process = self._process = self._process or self._opened()
        assert process.stdin
        assert process.stdout
        process.stdin.write(" ".join(command) + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    def close(self) -> None:
        """This will end the process that forks; what it has started is killed by whoever started it."""
        if self._process and self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.wait()

    def _opened(self) -> "subprocess.Popen[str]":
        env = {**os.environ, **self.environment}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.warm"],
            env=env, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def kill(pid: int) -> None:
    """This will SIGKILL a process of the nursery with all below it, and wait until it is gone."""
    kill_tree(pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    give_up = time.monotonic() + GONE
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def main() -> int:
    """This will fork one process for each line that comes in, and answer with its id."""
    _warm_up()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that who was killed does not stay as a zombie
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(line.split())
        print(pid, flush=True)
    return 0


def _become(command: list[str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    try:
        from django.core.management import call_command

        call_command(*command)
        os._exit(0)
    except BaseException:  # noqa: BLE001  nothing of the parent may run twice
        traceback.print_exc()
        os._exit(1)


def _warm_up() -> None:
    import django

    django.setup()
    from django.db.migrations.loader import MigrationLoader
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    MigrationLoader(None)
    for name in ("project.wsgi", "project.management.commands.work", "project.management.commands.serve"):
        import_module(f"sektoral.{name}")
    import_module("granian")
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main())
