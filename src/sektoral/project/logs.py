"""Logging to standard error, one line an entry, with secrets and personal numbers struck out."""

import logging
import re

STRUCK = "[disamarkan]"
_PATTERNS = (
    # name=value, "name": "value", --name value, for anything that is called like a secret
    re.compile(
        r"(?i)((?:passphrase|password|passwd|kata_sandi|totp|otp|secret(?:_key)?|token|api[_-]?key|authorization|"
        r"cookie|sessionid|csrf\w*)[\"']?\s*[=:]\s*)(?:(?:bearer|basic)\s+)?(?:\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
    ),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),  # the password in an address
    re.compile(r"(/[vV]/)[A-Za-z0-9_-]{16,}"),  # verification tokens open a document
    re.compile(r"(skt_[0-9a-f]{8}_)[A-Za-z0-9_-]{16,}"),  # an API key, wherever it was put: its name may be read
    re.compile(r"(/undangan/)[A-Za-z0-9_-]{16,}"),  # the token of an invitation
    re.compile(r"()\b\d{16}(?:\d{2})?\b"),  # NIK, KK (16 digits) and NIP (18)
)
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(9), 11, 12, *range(14, 32), 127)}


def redact(text: str) -> str:
    """This will strike out secrets and personal numbers, and make control characters visible."""
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\1{STRUCK}", text)
    return text.translate(_CONTROL)


class RedactingFormatter(logging.Formatter):
    """Formats an entry with its traceback, then redacts the whole: nothing slips in by way of an exception's text."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is logging's
        """This will put the message on one line, so that nobody's input can forge an entry."""
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        """This will give the entry as text without secrets."""
        return redact(super().format(record))


Logging = dict[str, object]


def configuration(level: str) -> Logging:
    """This will give Django's LOGGING for one of the levels DEBUG, INFO, WARNING, ERROR."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": "sektoral.project.logs.RedactingFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.db.backends": {"level": "INFO"},  # statements hold data
        },
    }
