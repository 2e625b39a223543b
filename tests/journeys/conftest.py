"""A real server in a folder of its own, and the machine's Chromium before it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, complaints

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running `sektoral serve`: its address, and the environment under which other commands see its data."""

    address: str
    env: dict[str, str]

    def run(self, *arguments: str) -> None:
        """This will run one command of `sektoral` on the server's data. Raises when it fails."""
        subprocess.run([sys.executable, "-m", "sektoral", *arguments], env=self.env, check=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This will start Chromium once for all journeys."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """This will serve an empty, migrated installation."""
    started = Server(address=f"http://127.0.0.1:{_free_port()}", env=_environment(tmp_path_factory.mktemp("var")))
    started.env["SEKTORAL_BASE_URL"] = started.address
    started.run("migrate", "-v0")
    command = [sys.executable, "-m", "sektoral", "serve", "--port", started.address.rpartition(":")[2]]
    with subprocess.Popen(command, env=started.env) as process:
        try:
            _wait(process, started.address)
            yield started
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """This will open a fresh window; whatever the page complains of in its console fails the test."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    window = context.new_page()
    heard = complaints(window)
    yield window
    context.close()
    assert heard == []


def _environment(var: Path) -> dict[str, str]:
    wanted = {"SEKTORAL_VAR": str(var), "SEKTORAL_DEMO": "yes", "DJANGO_SETTINGS_MODULE": "sektoral.project.settings"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEKTORAL_")}
    return {**kept, "DATABASE_URL": "", **wanted}


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
