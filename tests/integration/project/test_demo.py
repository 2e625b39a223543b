"""The demo is filled in a process of its own: a web server forked after letters were set would hang on the next one."""

import subprocess
from collections.abc import Sequence

import pytest
from django.core.management import CommandError, call_command

from sektoral.project.management.commands import demo

pytestmark = pytest.mark.django_db


def test_the_serving_process_sets_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def run(command: Sequence[str], *, check: bool) -> subprocess.CompletedProcess[str]:
        done.append(" ".join(command[1:]))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(demo, "fill_demo", lambda *_, **__: pytest.fail("filled in the serving process"))
    monkeypatch.setattr(demo.Command, "_introduce", lambda *_: None)
    monkeypatch.setattr(demo, "_serve", lambda host, port: done.append(f"serve {host}:{port}"))
    call_command("demo", port=8124)
    assert done == ["-m sektoral demo --only-fill --host 127.0.0.1 --port 8124", "serve 127.0.0.1:8124"]


def test_a_demo_that_was_not_filled_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1))
    monkeypatch.setattr(demo, "_serve", lambda *_: pytest.fail("served"))
    with pytest.raises(CommandError):
        call_command("demo")
