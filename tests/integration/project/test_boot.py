"""What a real installation must look like before anything starts: each unsafe one is refused by its number."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from sektoral.project import checks, logs
from sektoral.project.env import SETTINGS as SETTINGS_TABLE
from sektoral.project.env import BadSetting
from tests.guards.files import ROOT

pytestmark = pytest.mark.sqlite_only
KEY = "uji-Kunci-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"
CANARIES = (KEY, "kenari-sandi")
LOOKED_AT = (
    *("ALLOWED_HOSTS", "BASE_URL", "BSRE_URL", "CKAN_URL", "DEBUG", "DEMO", "IS_HTTPS", "REHEARSAL_CLOCK", "ROOT"),
    *("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_USE_SSL", "EMAIL_USE_TLS"),
    *("BREACHED_PASSWORDS", "KEYS_ROOT", "SECRET_KEY", "SECRET_KEY_IS_KEPT", "VAR"),
)
SETTINGS = ROOT / "src" / "sektoral" / "project" / "settings.py"
Prepare = Callable[[Path], Mapping[str, str]]


def _open_key(var: Path) -> Mapping[str, str]:
    (var / "keys").mkdir(mode=0o700)
    (var / "keys" / "receipt.key").write_text("x", encoding="ascii")
    (var / "keys" / "receipt.key").chmod(0o644)
    return {}


def _with(**more: str) -> Prepare:
    return lambda _: more


UNSAFE: Mapping[str, tuple[Prepare, str]] = {
    "no key": (_with(SEKTORAL_SECRET_KEY=""), "E001"),
    "a short key": (_with(SEKTORAL_SECRET_KEY="abcdefghij" * 4), "E001"),
    "one sign as a key": (_with(SEKTORAL_SECRET_KEY="x" * 60), "E001"),
    "no HTTPS": (_with(SEKTORAL_BASE_URL="http://data.contoh.example"), "E002"),
    "any host": (_with(SEKTORAL_HOSTS="*"), "E003"),
    "no host": (_with(SEKTORAL_HOSTS=" "), "E003"),
    "a gateway in the clear": (_with(SEKTORAL_BSRE_URL="http://esign.contoh.example"), "E004"),
    "a portal in the clear": (_with(SEKTORAL_CKAN_URL="http://ckan.contoh.example"), "E005"),
    "debug pages": (_with(SEKTORAL_DEBUG="yes"), "E011"),
    "a list of passwords that is none": (_with(SEKTORAL_BREACHED_PASSWORDS=__file__), "E006"),
    "a pretended time": (_with(SEKTORAL_CLOCK="/srv/clock"), "E007"),
    "mail in the clear": (_with(EMAIL_URL="smtp://mail.contoh.example:25"), "E008"),
    "a key for all to read": (_open_key, "E010"),
    "a word for a flag": (_with(SEKTORAL_BEHIND_PROXY="perhaps"), "SEKTORAL_BEHIND_PROXY must be yes or no"),
    "a secret twice": (_with(SEKTORAL_SECRET_KEY_FILE="/srv/key"), "not both"),
    "another database": (_with(DATABASE_URL="mysql://u:kenari-sandi@h/d"), "DATABASE_URL must begin with"),
}


def proper_environment(var: Path, more: Mapping[str, str]) -> Mapping[str, str]:
    """A proper server's, and what a case does to it."""
    ours = ("SEKTORAL_", "DATABASE_URL", "EMAIL_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    safe = {
        "DJANGO_SETTINGS_MODULE": "sektoral.project.settings",
        "EMAIL_URL": "smtps://sektoral:kenari-sandi@mail.contoh.example",
        "SEKTORAL_BASE_URL": "https://data.contoh.example",
        "SEKTORAL_BEHIND_PROXY": "yes",
        "SEKTORAL_HOSTS": "data.contoh.example",
        "SEKTORAL_SECRET_KEY": KEY,
        "SEKTORAL_VAR": str(var),
    }
    return {**kept, **safe, **more}


def settings_read(var: Path, more: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Any]:
    """This will read the settings as a proper server has them."""
    environment = proper_environment(var, more)
    with monkeypatch.context() as patch:
        for variable in os.environ.keys() - environment.keys():
            patch.delenv(variable)
        for variable, value in environment.items():
            patch.setenv(variable, value)
        return runpy.run_path(str(SETTINGS))


def _start(var: Path, more: Mapping[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-W", "ignore", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    env = proper_environment(var, more)
    done = subprocess.run(command, env=env, cwd=var, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, done.stdout + done.stderr


def test_a_proper_server_is_clean_even_for_deployment_with_its_key_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "credential"
    file.write_text(KEY, encoding="ascii")
    file.chmod(0o400)
    more = {"SEKTORAL_SECRET_KEY": "", "SEKTORAL_SECRET_KEY_FILE": str(file)}
    assert _start(tmp_path, more) == (0, "System check identified no issues (1 silenced).\n")


def test_only_a_demo_and_who_says_so_sign_with_the_test_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for more in ({}, {"SEKTORAL_DEMO": "yes"}, {"SEKTORAL_TEST_SIGNATURES": "yes"}):
        assert settings_read(tmp_path, more, monkeypatch)["TEST_SIGNATURES"] is bool(more)


def test_every_secret_of_the_settings_is_struck_out_of_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {one.name: f"kenari-{one.name.lower()}" for one in SETTINGS_TABLE if one.is_secret}
    given |= {"SEKTORAL_SECRET_KEY": KEY, "DATABASE_URL": "postgresql://u:kenari%2Fdata@h/d"}
    given |= {"EMAIL_URL": "smtps://u:kenari-surel@h"}
    monkeypatch.setattr(logs, "_known", [])
    with monkeypatch.context() as patch:
        for variable, value in proper_environment(tmp_path, given).items():
            patch.setenv(variable, value)
        runpy.run_path(str(SETTINGS))
    bare = [value for value in given.values() if "://" not in value] + ["kenari%2Fdata", "kenari/data", "kenari-surel"]
    assert [value for value in bare if value in logs.redact(f"gagal: {value}.")] == []


def test_an_unsafe_one_does_not_start(tmp_path: Path) -> None:
    code, text = _start(tmp_path, {"SEKTORAL_SECRET_KEY": "", "SEKTORAL_HOSTS": "*"})
    assert (code, "E001" in text, "E003" in text) == (1, True, True)


@pytest.mark.parametrize("name", UNSAFE)
def test_every_unsafe_one_is_refused_by_its_number_and_shows_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    prepare, expected = UNSAFE[name]
    for variable in os.environ.keys() - proper_environment(tmp_path, {}).keys():
        monkeypatch.delenv(variable)
    for variable, value in proper_environment(tmp_path, prepare(tmp_path)).items():
        monkeypatch.setenv(variable, value)
    told = _told()
    assert expected in told
    assert [secret for secret in CANARIES if secret in told] == []


def _told() -> str:
    """Read the settings anew, and hold what they are against the checks."""
    try:
        read = runpy.run_path(str(SETTINGS))
    except BadSetting as error:
        return str(error)
    with override_settings(**{name: read[name] for name in LOOKED_AT if name in read}):
        return " ".join(str(fault) for fault in run_checks(tags=["security"]))


def test_every_number_has_its_case() -> None:
    told = {expected for _, expected in UNSAFE.values()}
    assert set(checks._TEXTS) - told == {"E009"}  # shown by tests/unit/project/test_connections.py: never set so
