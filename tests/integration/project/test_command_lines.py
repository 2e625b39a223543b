"""A command line is read by everybody on the machine: no secret is ever on one, of ours or of a child of ours."""

import contextlib
import io
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sektoral.adapters import targets
from sektoral.domain.errors import Invalid
from sektoral.project.keeping import drilling, moving
from sektoral.project.management.commands import move_to_postgres
from tests.guards.files import ROOT

SECRET = "kenari-sandi-4471"
URL = f"postgresql://sektoral:{SECRET}@127.0.0.1:9/sektoral"
STARTED = {  # who starts a child, and how it is tried here or why not
    "adapters/charts/__init__.py",  # what is drawn comes by standard input
    "adapters/sandbox/client.py",  # its command is Python, its own source and numbers, its environment empty
    "adapters/targets/__init__.py",
    "project/keeping/drilling.py",
    "project/keeping/moving.py",
    "project/management/commands/demo.py",  # host and port
}


class _NotStartedError(OSError):
    """Stands for a child."""


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been started."""
    seen: list[str] = []

    def never(command: list[str], *_: object, **__: object) -> None:
        seen.append(" ".join(map(str, command)))
        raise _NotStartedError

    monkeypatch.setattr(subprocess, "Popen", never)
    return seen


def _send(folder: Path) -> None:
    file = folder / "apprise.yml"
    file.write_text(f"urls:\n  - json://:{SECRET}@127.0.0.1:9\n", encoding="utf-8")
    targets.names_in(file)


CHILDREN: Mapping[str, Callable[[Path], Any]] = {
    "a drill": lambda folder: drilling.drill(folder, _identity(folder), at=None),  # type: ignore[arg-type]
    "verify-all after a move": lambda _: moving._verify(URL),
    "a target of apprise": _send,
}


def _identity(folder: Path) -> Path:
    file = folder / "age.key"
    file.write_text(SECRET, encoding="ascii")
    return file


@pytest.mark.parametrize("name", CHILDREN)
def test_no_child_is_told_a_secret_by_its_command_line(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    for variable in ("DATABASE_URL", "EMAIL_URL", "SEKTORAL_SECRET_KEY", "SEKTORAL_BSRE_PASSWORD"):
        monkeypatch.setenv(variable, SECRET)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    with contextlib.suppress(_NotStartedError):
        CHILDREN[name](tmp_path)
    assert len(commands) == 1
    assert SECRET not in commands[0]


def test_whoever_starts_a_child_is_looked_at_here() -> None:
    source = ROOT / "src" / "sektoral"
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if any(call in path.read_text(encoding="utf-8") for call in ("subprocess.run(", "subprocess.Popen(", "os.exec"))
    }
    assert found == STARTED


def test_a_move_takes_an_address_with_a_password_by_standard_input_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def move(url: str) -> None:
        asked.append(url)
        raise Invalid("uji")

    monkeypatch.setattr(move_to_postgres, "move", move)
    for url in (URL, f"postgresql://sektoral@/sektoral?password={SECRET}"):
        with pytest.raises(Invalid, match="password_in_arguments"):
            call_command("move_to_postgres", url)
    monkeypatch.setattr("sys.stdin", io.StringIO(URL + "\n"))
    with pytest.raises(Invalid, match="uji"):
        call_command("move_to_postgres", "-")
    assert asked == [URL]
