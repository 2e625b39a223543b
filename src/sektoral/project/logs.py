"""Logging to standard error, one line an entry, with secrets and personal numbers struck out.

For people as text, for a collector as one JSON object a line. Every entry of a request or of an event carries the same
id, so that an incident is found by the number that a page shows.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from urllib.parse import quote

STRUCK = "[disamarkan]"
FORMS = ("text", "json")

_NAMES = (
    r"(?:passphrase|password|passwd|kata_sandi|totp|otp|secret(?:_key)?|token|api[_-]?key|authorization|"
    r"cookie|sessionid|csrf\w*)"
)
_PATTERNS = (
    # name=value, "name": "value", --name value, for anything that is called like a secret
    re.compile(rf"(?i)({_NAMES}[\"']?\s*[=:]\s*)(?:(?:bearer|basic)\s+)?(?:\"[^\"]*\"|'[^']*'|[^\s,;&)}}\]]+)"),
    re.compile(r"(?i)(\bAUTH (?:PLAIN|LOGIN)\s+)[A-Za-z0-9+/=_-]{6,}"),  # a mail server may repeat what it refuses
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),  # the password in an address
    re.compile(r"(/[vV]/)[A-Za-z0-9_-]{16,}"),  # verification tokens open a document
    re.compile(r"(skt_[0-9a-f]{8}_)[A-Za-z0-9_-]{16,}"),  # an API key, wherever it was put: its name may be read
    re.compile(r"(/undangan/)[A-Za-z0-9_-]{16,}"),  # the token of an invitation
    re.compile(r"()\b\d{16}(?:\d{2})?\b"),  # NIK, KK (16 digits) and NIP (18)
)
_SECRET_NAME = re.compile(rf"(?i){_NAMES}")
# What moves a terminal's cursor, or turns the order of what is read; a line's end stays, tracebacks have many
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))} | {
    code: f"\\u{code:04x}" for code in (0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}

SHORTEST = 6  # characters: of a shorter one too much that is none would be struck
_known: list[str] = []  # what the settings say is secret, the longest first

_current: ContextVar[str] = ContextVar("sektoral_log_id", default="")


def strike(secrets: Iterable[str]) -> None:
    """This will strike these out of every entry from now on, wherever they stand: an exception may hold one bare."""
    spelled = {form for secret in secrets for form in (secret, quote(secret, safe=""), repr(secret)[1:-1])}
    _known[:] = sorted({*_known, *(form for form in spelled if len(form) >= SHORTEST)}, key=len, reverse=True)


def redact(text: str) -> str:
    """This will strike out secrets and personal numbers, and make control characters visible."""
    for secret in _known:
        text = text.replace(secret, STRUCK)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\1{STRUCK}", text)
    return text.translate(_CONTROL)


def current_id() -> str:
    """This will give the id of the request or event in hand; empty where there is none."""
    return _current.get()


@contextmanager
def within(log_id: str) -> Iterator[None]:
    """This will put `log_id` on every entry that is written inside."""
    before = _current.set(log_id)
    try:
        yield
    finally:
        _current.reset(before)


class RedactingFormatter(logging.Formatter):
    """Formats an entry with its traceback, then redacts the whole: nothing slips in by way of an exception's text."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """This will give the instant in UTC, to the millisecond."""
        return _instant(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is logging's
        """This will put the message on one line, so that nobody's input can forge an entry."""
        told = "".join(f" {name}={value}" for name, value in _facts(record).items())
        log_id = current_id()
        record.message = _one_line(record.message + told + (f" [{log_id}]" if log_id else ""))
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """This will give the entry as text without secrets."""
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """Formats an entry as one JSON object on one line of ASCII: `at`, `level`, `logger`, `message`, and what there is
    of `id` (of the request or event), the entry's own facts, and `traceback`."""

    def format(self, record: logging.LogRecord) -> str:
        """This will give the entry without secrets."""
        entry: dict[str, object] = {
            "at": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if log_id := current_id():
            entry["id"] = log_id
        entry |= {name: _plain(name, value) for name, value in _facts(record).items()}
        if record.exc_info:
            entry["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=True)


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")


def _instant(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _facts(record: logging.LogRecord) -> Mapping[str, object]:
    """What `log.info(…, extra={"facts": {…}})` told beside the sentence."""
    facts = getattr(record, "facts", None)
    return facts if isinstance(facts, dict) else {}


def _plain(name: str, value: object) -> object:
    if _SECRET_NAME.search(name):
        return STRUCK
    return value if isinstance(value, int | float) and not isinstance(value, bool) else redact(str(value))


Logging = dict[str, object]
SECURITY = "sektoral.security"


def configuration(level: str, form: str, *, security: str = "INFO") -> Logging:
    """This will give Django's LOGGING for one of the levels DEBUG, INFO, WARNING, ERROR, as `text` or `json`.

    What concerns security is JSON in either form, from the level `security` on, whatever that of the rest.
    """
    formatters = {
        "text": {
            "()": "sektoral.project.logs.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "sektoral.project.logs.JsonFormatter"},
    }
    ours = {"handlers": ["stderr"], "level": level, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {name: formatters[name] for name in {form, "json"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form},
            "security": {"class": "logging.StreamHandler", "formatter": "json"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": dict(ours),
            "django.request": {"level": "ERROR"},  # what is refused stands in the access line, without its address
            "django.db.backends": {"level": "INFO"},  # statements hold data
            "django.template": {"level": "INFO"},  # and so does what a page was made of
            "_granian": dict(ours),
            SECURITY: {"handlers": ["security"], "level": security, "propagate": False},
        },
    }
