"""docs/operations.md and the files under deploy/ speak of things that exist, and other programs can read them."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from sektoral.project.cli import EARLY
from sektoral.project.env import SETTINGS, parse_env_file
from sektoral.project.middleware import MOST_BYTES
from tests.machine import needed
from tests.nginx import NGINX, sample_of_nginx
from tests.operations import DEPLOY, HOME, KEPT, ROOT, blocks, page, settings_file

TWO_SCREENS = 130  # lines
UNITS = sorted(unit for unit in (DEPLOY / "systemd").iterdir() if unit.is_file())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
SETTING = re.compile(r"\b(?:SEKTORAL_[A-Z_]+|DATABASE_URL|EMAIL_URL)(?<!_)\b")
OWN_COMMAND = re.compile(r"(?:^|-- )sektoral ([a-z][a-z-]*)", re.MULTILINE)


def _exists(command: str) -> bool:
    return command in EARLY or command.replace("-", "_") in get_commands()


def _is_setting(name: str) -> bool:
    known = {setting.name for setting in SETTINGS}
    return name in known or name.removesuffix("_FILE") in known or any(one.startswith(f"{name}_") for one in known)


def test_the_page_fits_on_two_screens() -> None:
    assert len(page().splitlines()) <= TWO_SCREENS


def test_every_setting_that_the_page_names_exists() -> None:
    assert [name for name in SETTING.findall(page()) if not _is_setting(name)] == []
    assert [name for name in parse_env_file(settings_file()) if not _is_setting(name)] == []


def test_every_command_of_ours_exists_on_the_page_and_in_the_units() -> None:
    told = OWN_COMMAND.findall("\n".join(block.commands for block in blocks()))
    told += re.findall(r"`(?:runuser -u sektoral -- )?sektoral ([a-z-]+)", page())
    told += [line.partition("/sektoral ")[2].split()[0] for unit in SERVICES for line in _values(unit, "ExecStart")]
    assert {"init", "doctor", "serve", "work", "verify-all", "backup"} <= set(told)
    assert sorted({command for command in told if not _exists(command)}) == []


def test_every_file_that_the_commands_copy_is_there() -> None:
    copied = re.findall(r"^cp (?:-r )?(\S+) ", "\n".join(block.commands for block in blocks()), re.MULTILINE)
    assert copied
    assert [name for name in copied if not list(ROOT.glob(name))] == []


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_starts_what_the_page_installs_where_the_page_puts_it(unit: Path) -> None:
    (start,) = _values(unit, "ExecStart")
    assert start.startswith(f"{HOME}/app/.venv/bin/sektoral ")
    for path in re.findall(r"/(?:srv|var)/\S+", unit.read_text(encoding="utf-8").replace(start, "")):
        assert path.startswith((f"{HOME}/app/docs/", KEPT))


def test_every_timer_has_its_service() -> None:
    timers = [unit for unit in UNITS if unit.suffix == ".timer"]
    assert [timer.stem for timer in timers] == ["sektoral-backup", "sektoral-verify"]
    assert all(timer.with_suffix(".service") in SERVICES for timer in timers)


def test_systemd_takes_every_unit_and_finds_it_well_closed(tmp_path: Path) -> None:
    analyze = needed("systemd-analyze", "systemd")
    for source in sorted((DEPLOY / "systemd").rglob("*.*")):
        if source.is_file():
            target = tmp_path / source.relative_to(DEPLOY / "systemd")
            target.parent.mkdir(exist_ok=True)
            text = source.read_text(encoding="utf-8").replace(f"{HOME}/app/.venv/bin/sektoral", "/bin/true")
            target.write_text(text, encoding="utf-8")
    names = [str(tmp_path / unit.name) for unit in UNITS]
    path = {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    done = subprocess.run(
        [analyze, "verify", "--man=no", *names], env=path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    strictly = [analyze, "security", "--offline=yes", "--threshold=20"]  # of 100; a unit without any of it has 96
    for unit in SERVICES:
        done = subprocess.run(
            [*strictly, str(tmp_path / unit.name)], env=path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout.splitlines()[-1]


def test_nginx_takes_the_sample(tmp_path: Path) -> None:
    command = sample_of_nginx(tmp_path, {})
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr.replace('the "user" directive', "")


def test_nginx_lets_through_no_more_than_the_program_takes() -> None:
    (size,) = re.findall(r"client_max_body_size (\d+)m;", NGINX.read_text(encoding="utf-8"))
    assert int(size) << 20 == MOST_BYTES


def test_nginx_overwrites_whatever_a_visitor_may_say_of_itself() -> None:
    text = NGINX.read_text(encoding="utf-8")
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", text))
    assert headers["X-Forwarded-For"] == "$remote_addr"  # and not $proxy_add_x_forwarded_for, which trusts the visitor
    assert {name for name in headers if headers[name] == '""'} >= {"X-Forwarded-Host", "X-Real-IP", "Forwarded"}
    assert "underscores_in_headers off;" in text
    assert re.findall(r"ssl_protocols ([^;]+);", text) == ["TLSv1.2 TLSv1.3"]


def test_nginx_takes_the_time_for_headers_from_the_first_server_of_a_port() -> None:
    text = NGINX.read_text(encoding="utf-8")
    assert text.count("client_header_timeout") == 1
    assert re.search(r"default_server;[^}]*client_header_timeout 10s;", text)


def _values(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
