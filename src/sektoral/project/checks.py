"""System checks: an installation that would be unsafe does not start."""

import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from sektoral.adapters.addresses import is_safe_address
from sektoral.adapters.breached import looks_right
from sektoral.project import connections
from sektoral.project.env import SETTINGS, parse_env_file

SHORTEST_KEY, FEWEST_SIGNS = 50, 5


@register(Tags.security)
def check_production(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse to serve others by what is good for a demo or for development only."""
    if settings.DEMO:
        return []
    faults = [
        (settings.SECRET_KEY_IS_KEPT or len(settings.SECRET_KEY) < SHORTEST_KEY, "E001", "SEKTORAL_SECRET_KEY"),
        (len(set(settings.SECRET_KEY)) < FEWEST_SIGNS, "E001", "SEKTORAL_SECRET_KEY"),
        (not settings.IS_HTTPS and not settings.DEBUG, "E002", "SEKTORAL_BASE_URL"),
        ("*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS, "E003", "SEKTORAL_HOSTS"),
        (settings.DEBUG and not _is_here(urlsplit(settings.BASE_URL).hostname), "E011", "SEKTORAL_DEBUG"),
        (settings.REHEARSAL_CLOCK is not None and not settings.DEBUG, "E007", "SEKTORAL_CLOCK"),
        (_mails_in_the_clear(), "E008", "EMAIL_URL"),
        (_log_may_lose_writes(), "E009", "DATABASE_URL"),
    ]
    return [Error(_TEXTS[code], hint=name, id=f"sektoral.{code}") for wrong, code, name in faults if wrong]


@register(Tags.security)
def check_secrets(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse, in a demo too, keys and settings that other accounts of the machine may read."""
    kept = [settings.VAR / "secret_key", settings.ROOT / ".env", settings.KEYS_ROOT, *settings.KEYS_ROOT.rglob("*")]
    files = [path for path in kept if path.exists() and _is_secret(path)]
    return [
        Error(_TEXTS["E010"], hint=f"chmod go-rwx {path}", id="sektoral.E010")
        for path in files
        if stat.S_IMODE(path.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP)
    ]


def _is_secret(path: Path) -> bool:
    """The folder, private keys and the key of sessions are; public keys are not, nor is an `.env` without a secret."""
    if path.name == ".env":
        values = parse_env_file(path.read_text(encoding="utf-8"))
        return any(setting.is_secret and values.get(setting.name) for setting in SETTINGS)
    return path.suffix != ".pub"


def _is_here(host: str | None) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _mails_in_the_clear() -> bool:
    """One-time codes and invitations are mailed: whoever reads along may sign in."""
    by_smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    return by_smtp and not (settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS or _is_here(settings.EMAIL_HOST))


def _log_may_lose_writes() -> bool:
    is_wal = "journal_mode=WAL" in str(settings.DATABASES["default"])
    return is_wal and sqlite3.sqlite_version_info < connections.WAL_IS_SAFE_FROM


@register(Tags.security)
def check_gateway(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse, in a demo too, a signing gateway that passphrases would travel to in the clear."""
    if not settings.BSRE_URL or is_safe_address(settings.BSRE_URL):
        return []
    return [Error(_TEXTS["E004"], hint="SEKTORAL_BSRE_URL", id="sektoral.E004")]


@register(Tags.security)
def check_portal(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse a portal beyond this machine that our token would travel to in the clear."""
    if not settings.CKAN_URL or is_safe_address(settings.CKAN_URL):
        return []
    return [Error(_TEXTS["E005"], hint="SEKTORAL_CKAN_URL", id="sektoral.E005")]


@register(Tags.security)
def check_breached(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """This will refuse a list of breached passwords that is named and not there, or in another format."""
    if settings.BREACHED_PASSWORDS is None or looks_right(settings.BREACHED_PASSWORDS):
        return []
    return [Error(_TEXTS["E006"], hint="SEKTORAL_BREACHED_PASSWORDS", id="sektoral.E006")]


_TEXTS = {
    "E001": "A server needs a secret key of its own, of 50 characters or more.",
    "E002": "A server is reached by HTTPS only: its base URL must begin with https://.",
    "E003": "A server names the hosts that it answers to.",
    "E006": "The list of breached passwords must be a file of SHA-1 hashes, sorted.",
    "E007": "A pretended time is for rehearsals: a server lives by the real one.",
    "E008": "One-time codes are mailed: a mail server beyond this machine is reached by TLS (smtps://, or a user).",
    "E009": "This SQLite may lose writes in WAL mode where two processes write: use another journal mode.",
    "E010": "Keys and secrets are their owner's to read.",
    "E011": "Debug pages show settings and data: they are for this machine only.",
    "E005": "A portal beyond this machine is reached by HTTPS only: its URL must begin with https://.",
    "E004": "A signing gateway beyond this machine is reached by HTTPS only: its URL must begin with https://.",
}
