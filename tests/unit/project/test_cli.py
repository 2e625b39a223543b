"""The command line: what starts without Django, and how a refusal looks to a program."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from pkgutil import iter_modules

import pytest

from sektoral.domain.errors import WrongState
from sektoral.project import cli
from sektoral.project.management import commands


@pytest.fixture
def run_as(monkeypatch: pytest.MonkeyPatch):
    """This will let `sektoral probe` run the function given."""

    def install(run) -> None:
        monkeypatch.setitem(cli.EARLY, "probe", "tests.unit.project:probe")
        monkeypatch.setattr(cli, "_early", lambda name: run)

    return install


def _refuse(args: list[str]) -> int:
    raise WrongState("move_not_allowed", label="Selesai")


def _break(args: list[str]) -> int:
    raise RuntimeError("boom")


def _stop(args: list[str]) -> int:
    sys.exit(2)


def test_a_refusal_is_one_json_object(run_as, capsys: pytest.CaptureFixture[str]) -> None:
    run_as(_refuse)
    assert cli.main(["probe", "--json"]) == cli.REFUSED
    shown = capsys.readouterr()
    answer = json.loads(shown.out)
    assert (answer["code"], answer["facts"]) == ("move_not_allowed", {"label": "Selesai"})
    assert "“Selesai”" in answer["message"]
    assert shown.err == ""


def test_a_refusal_without_json_is_a_line_on_standard_error(run_as, capsys: pytest.CaptureFixture[str]) -> None:
    run_as(_refuse)
    assert cli.main(["probe"]) == cli.REFUSED
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "“Selesai”" in shown.err
    assert "(move_not_allowed)" in shown.err


def test_a_fault_of_ours_shows_no_traceback_to_a_program(run_as, capsys: pytest.CaptureFixture[str]) -> None:
    run_as(_break)
    assert cli.main(["probe", "--json"]) == cli.BROKEN
    shown = capsys.readouterr()
    assert json.loads(shown.out)["code"] == "internal_error"
    assert "Traceback" not in shown.err


def test_a_fault_of_ours_without_json_is_not_hidden(run_as) -> None:
    run_as(_break)
    with pytest.raises(RuntimeError):
        cli.main(["probe"])


def test_wrong_arguments_are_an_object_too(run_as, capsys: pytest.CaptureFixture[str]) -> None:
    run_as(_stop)
    assert cli.main(["probe", "--json"]) == cli.REFUSED
    assert json.loads(capsys.readouterr().out)["code"] == "refused"


def test_an_answer_is_passed_through_with_its_exit_code(run_as, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(args: list[str]) -> int:
        print(json.dumps({"args": args}))
        return 1

    run_as(answer)
    assert cli.main(["probe", "a", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"args": ["a", "--json"]}


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tidak-ada", "--json"]) == cli.REFUSED
    assert json.loads(capsys.readouterr().out)["code"] == "command_refused"


def test_the_wrong_option_of_a_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--bogus", "--json"]) == cli.REFUSED
    assert "--bogus" in json.loads(capsys.readouterr().out)["message"]


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"sektoral {version('sektoral')}\n"


def test_help_names_every_command_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    named = re.findall(r"^  ([a-z-]+)  ", capsys.readouterr().out, re.MULTILINE)
    of_django = {module.name.replace("_", "-") for module in iter_modules(commands.__path__)}
    assert sorted(named) == sorted({*cli.EARLY, *of_django})


@pytest.mark.parametrize("name", ["read", "check", "workdays", "rehearse", "copy-files", "serve"])
def test_a_command_says_how_it_is_called(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert f"sektoral {name} " in told
    assert not {"--settings", "--skip-checks"} & {*told.split()}


def test_what_needs_no_django_starts_without_it() -> None:
    probe = (
        "import sys, sektoral.project.cli as cli;"
        "[cli.main([name, '--help']) for name in cli.EARLY];"
        "print('django' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "False"


def test_verifying_a_file_leaves_the_signing_library_to_the_sandbox(tmp_path: Path) -> None:
    """Importing it takes longer than everything else that the command does."""
    (tmp_path / "surat.pdf").write_bytes(b"%PDF-1.7")
    probe = (
        "import sys, sektoral.project.cli as cli;"
        f"cli.main(['verify', {str(tmp_path / 'surat.pdf')!r}]);"
        "print('sektoral.verify.queries.registry' in sys.modules, 'pyhanko' in sys.modules, file=sys.stderr)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": cli.SETTINGS, "SEKTORAL_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False, env=environment)
    assert done.stderr.splitlines()[-1] == "True False"
