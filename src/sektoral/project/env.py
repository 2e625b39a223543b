"""Reads the environment: every setting an installation may make, its default and why, in one table.

`.env.example` is written from this table; a guard test holds the two together.
"""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment. `default` is the text that stands in where it is not set.

    A secret may stand in a file instead, which `<name>_FILE` names: as systemd hands credentials over.
    """

    name: str
    default: str
    about: str
    is_secret: bool = False


SETTINGS = (
    Setting("SEKTORAL_DEMO", "no", "yes: demo accounts, generated key, no HTTPS. Never on a server that others reach."),
    Setting("SEKTORAL_DEBUG", "no", "yes: Django's debug pages. For development only."),
    Setting(
        "SEKTORAL_SECRET_KEY",
        "",
        "Signs sessions; 50 random characters. Empty: kept in SEKTORAL_VAR (demo only).",
        is_secret=True,
    ),
    Setting("SEKTORAL_VAR", "var", "Folder for the database, files and keys; back it up. Relative to this file."),
    Setting(
        "SEKTORAL_BASE_URL", "http://127.0.0.1:8000", "Where people reach this installation; links and QR codes use it."
    ),
    Setting("SEKTORAL_HOSTS", "127.0.0.1 localhost [::1]", "Host names it answers to, separated by spaces."),
    Setting(
        "SEKTORAL_BEHIND_PROXY", "no", "yes: nginx stands in front and sets X-Forwarded-Proto and X-Forwarded-For."
    ),
    Setting("SEKTORAL_SANDBOX_AT_ONCE", "2", "How many uploaded files each process opens at once, each in a child."),
    Setting("SEKTORAL_SANDBOX_PATIENCE", "30", "Seconds that a file waits for its turn before its sender must retry."),
    Setting(
        "SEKTORAL_AGENCY_CAPS", "", "Other limits for agencies' files, such as: rows=30000 cells=800000 cpu_seconds=30."
    ),
    Setting("SEKTORAL_BULK_CAPS", "", "The same for `sektoral read` and long tables, such as: rows=400000."),
    Setting("SEKTORAL_UPLOADS_AN_HOUR", "20", "How many files to be read one agency may send in an hour."),
    Setting("SEKTORAL_MEGABYTES_A_DAY", "500", "How much one agency may send in a day, attachments included."),
    Setting(
        "SEKTORAL_CLAMD",
        "",
        "ClamAV's daemon, such as /run/clamav/clamd.ctl or 127.0.0.1:3310; without its answer no received file is "
        "opened. Its StreamMaxLength must be 50M or more. Empty: none.",
    ),
    Setting("SEKTORAL_CLAMD_DEADLINE", "30", "Seconds that it may take to scan one file: 1 to 120."),
    Setting("SEKTORAL_S3_BUCKET", "", "Keep files in this bucket of an S3 store. Empty: in SEKTORAL_VAR/files."),
    Setting("SEKTORAL_S3_ENDPOINT", "", "That store, such as https://s3.contoh.go.id."),
    Setting("SEKTORAL_S3_REGION", "us-east-1", "Its region; most stores of one's own take this one."),
    Setting("SEKTORAL_S3_KEYS", "", "File of two lines that only its owner reads: the key's id and its secret."),
    Setting("SEKTORAL_S3_CA", "", "PEM file with the authority of the store's HTTPS, where the system knows none."),
    Setting("SEKTORAL_S3_CACHE_MB", "2048", "How much of the store this machine may hold copies of: 64 or more."),
    Setting(
        "SEKTORAL_TEST_SIGNATURES",
        "no",
        "yes: letters may be signed with this installation's test certificate, without legal force. Always in a demo.",
    ),
    Setting("SEKTORAL_BSRE_URL", "", "The office's BSrE gateway, such as https://esign.contoh.go.id. Empty: none."),
    Setting("SEKTORAL_BSRE_USER", "", "The user by which the gateway knows this installation."),
    Setting("SEKTORAL_BSRE_PASSWORD", "", "That user's password.", is_secret=True),
    Setting("SEKTORAL_BSRE_CA", "", "PEM file with the authority of the gateway's HTTPS, where the system knows none."),
    Setting("SEKTORAL_BSRE_DEADLINE", "90", "Seconds that one post waits for the gateway's whole answer: 10 to 300."),
    Setting(
        "SEKTORAL_TRUSTED_ROOTS",
        "",
        "Folder of root certificates (.pem .crt .cer .der) to trust beside our own, such as BSrE's. Empty: none.",
    ),
    Setting(
        "SEKTORAL_TSA_URL", "", "A time-stamp authority (RFC 3161) for what our own certificates sign. Empty: none."
    ),
    Setting("SEKTORAL_TSA_CA", "", "PEM or DER file with the root that the authority's certificate leads to."),
    Setting("SEKTORAL_CKAN_URL", "", "A CKAN portal that shows what is released, such as https://data.contoh.go.id."),
    Setting(
        "SEKTORAL_CKAN_TOKEN",
        "",
        "The API token by which that portal knows this installation. Empty: no push.",
        is_secret=True,
    ),
    Setting("SEKTORAL_CKAN_ORGANISATION", "", "The office's organisation on that portal, by name. Empty: no push."),
    Setting("SEKTORAL_CKAN_DEADLINE", "30", "Seconds that one call to the portal may take: 5 to 120."),
    Setting(
        "SEKTORAL_SECOND_FACTOR",
        "staff",
        "Who must have a second factor: staff (all but agencies' operators and reviewers) or all. Off in a demo.",
    ),
    Setting(
        "SEKTORAL_BREACHED_PASSWORDS",
        "",
        "File with known passwords as SHA-1, one HASH:COUNT a line, sorted by hash. Empty: none.",
    ),
    Setting(
        "SEKTORAL_BSSN_STRICT_PASSWORDS",
        "no",
        "yes: four kinds of characters and a new password every 180 days, by BSSN 4/2021; ASVS 5.0 advises against.",
    ),
    Setting("SEKTORAL_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Setting("SEKTORAL_LOG_FORM", "text", "text for people, json for a collector; both to standard error, in UTC."),
    Setting(
        "SEKTORAL_METRICS_TOKEN",
        "",
        "Opens /metrics as a bearer token. Empty: only from this machine, past the proxy.",
        is_secret=True,
    ),
    Setting("SEKTORAL_EMAIL_FROM", "sektoral@localhost", "Sender of the office's messages."),
    Setting(
        "EMAIL_URL",
        "",
        "smtp://user:password@host:587 or smtps://…:465. Empty: mails become files in SEKTORAL_VAR/mail.",
        is_secret=True,
    ),
    Setting(
        "SEKTORAL_CHECKPOINTS_TO",
        "",
        "E-mail addresses outside the office, such as the Inspektorat's, that get the journal's checkpoint each day.",
    ),
    Setting("SEKTORAL_MESSAGE_DEADLINE", "45", "Seconds that handing one message over may take: 5 to 90."),
    Setting(
        "SEKTORAL_APPRISE",
        "",
        "Configuration file of apprise with more targets, tagged <office>-<agency code> or <office>. Holds secrets.",
    ),
    Setting(
        "SEKTORAL_COMPARISON_PERCENT",
        "5",
        "From how many per cent between an agency's figure and that of BPS the comparison says so: 0 to 100.",
    ),
    Setting("SEKTORAL_CLOCK", "", "A rehearsal's file with the time it pretends. Empty: the real time."),
    Setting(
        "SEKTORAL_BACKUP_RECIPIENTS",
        "",
        "Public keys of age (age1…), separated by spaces, who can open backups. Keep the private ones elsewhere.",
    ),
    Setting("SEKTORAL_BACKUP_TO", "", "Folder that `sektoral backup` and `upgrade` write to, best on another disk."),
    Setting(
        "DATABASE_URL",
        "",
        "postgresql://user:password@host:5432/name. Empty: SQLite in SEKTORAL_VAR.",
        is_secret=True,
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}
IN_FILE = "_FILE"
_YES = frozenset({"1", "yes", "true", "on"})
_NO = frozenset({"", "0", "no", "false", "off"})
_THIS_MACHINE = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1"}


class BadSetting(ValueError):
    """A variable of the environment holds something that it cannot mean."""


@dataclass(frozen=True, slots=True)
class Env:
    """The variables as typed values. Asking for one that is not in `SETTINGS` is a `KeyError`."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """This will give the variable, what stands in the file for it, or its default."""
        setting, file = _BY_NAME[name], self.values.get(name + IN_FILE, "").strip()
        if not (setting.is_secret and file):
            return self.values.get(name, setting.default).strip()
        if self.values.get(name, "").strip():
            raise BadSetting(f"set {name} or {name}{IN_FILE}, not both")
        return _secret_in(Path(file), name + IN_FILE)

    def flag(self, name: str) -> bool:
        """This will read yes/no, true/false, on/off, 1/0; anything else is a `BadSetting`."""
        word = self.text(name).lower()
        if word not in _YES | _NO:
            raise BadSetting(f"{name} must be yes or no, not {word!r}")
        return word in _YES

    def whole(self, name: str, *, least: int, most: int) -> int:
        """This will read a whole number between `least` and `most`; anything else is a `BadSetting`."""
        text = self.text(name)
        if not text.isdecimal() or not least <= int(text) <= most:
            raise BadSetting(f"{name} must be a whole number from {least} to {most}, not {text!r}")
        return int(text)

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        """This will read one of a few words; anything else is a `BadSetting`."""
        if (word := self.text(name).lower()) not in choices:
            raise BadSetting(f"{name} must be one of {', '.join(choices)}, not {word!r}")
        return word

    def listener(self, name: str) -> str | tuple[str, int] | None:
        """This will read where a neighbour on this machine listens: a socket's absolute path, or host:port.

        Nothing for an empty variable; `BadSetting` for another machine, whom nobody here would know again.
        """
        text = self.text(name)
        host, _, port = text.rpartition(":")
        if not text or text.startswith("/"):
            return text or None
        if host not in _THIS_MACHINE or not port.isdecimal() or not 0 < int(port) < 65536:
            raise BadSetting(f"{name} must be the path of a socket or 127.0.0.1:port, not {text!r}")
        return _THIS_MACHINE[host], int(port)

    def words(self, name: str) -> list[str]:
        """This will split the variable at spaces and commas."""
        return self.text(name).replace(",", " ").split()

    def path(self, name: str, root: Path) -> Path:
        """This will read a folder, relative to `root` unless it is absolute."""
        return (root / self.text(name)).resolve()

    def secrets(self) -> Iterator[str]:
        """This will give what every secret variable holds; of an address, the password in it."""
        for setting in SETTINGS:
            text = self.text(setting.name) if setting.is_secret else ""
            if "://" not in text:
                yield text
            elif password := urlsplit(text).password:
                yield from (password, unquote(password))


def _secret_in(file: Path, name: str) -> str:
    """What a file holds that strangers cannot read; the file's text never stands in an error."""
    try:
        if file.stat().st_mode & stat.S_IROTH:
            raise BadSetting(f"{name}: everybody may read {file}; take that right away")
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}: {file} cannot be read") from error


def read_env(root: Path) -> Env:
    """This will read the environment; what it does not hold comes from `root/.env`, if there is one."""
    file = root / ".env"
    kept = parse_env_file(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return Env({**kept, **os.environ})


def installation_root() -> Path:
    """This will find the folder of this installation: the checkout, or where the command was called."""
    checkout = Path(__file__).resolve().parents[3]
    return checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()


def parse_env_file(text: str) -> dict[str, str]:
    """This will read lines of NAME=VALUE; `#` starts a comment line; quotes around a value are dropped."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def example() -> str:
    """This will write `.env.example`: every setting, what it is for, and its default commented out."""
    head = (
        "# Copy to .env and change what you need. Variables of the environment win over this file.\n"
        "# NAME_FILE names a file that holds the secret NAME: systemd's credentials, for one.\n"
    )
    return head + "".join(_lines_of(setting) for setting in SETTINGS)


def _lines_of(setting: Setting) -> str:
    in_file = f"#{setting.name}{IN_FILE}=\n" if setting.is_secret else ""
    return f"\n# {setting.about}\n#{setting.name}={setting.default}\n{in_file}"
