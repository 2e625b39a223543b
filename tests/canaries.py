"""Where a secret might have got to: every table of the database, sessions and cache opened, and every kept file."""

import base64
import contextlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from sektoral.project.logs import SECURITY, JsonFormatter, RedactingFormatter


def everything_kept() -> Iterator[tuple[str, bytes]]:
    """Whatever outlives a request, by place; what is encoded comes a second time as it reads decoded."""
    yield from _tables()
    for session in Session.objects.all():
        yield f"session {session.pk}", repr(session.get_decoded()).encode()
    for root in (settings.FILES_ROOT, settings.KEYS_ROOT, settings.VAR):
        yield from ((str(path), path.read_bytes()) for path in Path(root).rglob("*") if path.is_file())


def places_of(secret: str, texts: Iterator[tuple[str, bytes]]) -> list[str]:
    """The places where a secret stands: plainly, in hex, or in base64 wherever in a longer text it begins."""
    forms = [form for form in _forms(secret.encode()) if len(form) > 6]
    return [place for place, text in texts if any(form in text for form in forms)]


def _forms(plain: bytes) -> Iterator[bytes]:
    yield from (plain, plain.hex().encode())
    for before in range(3):
        packed = base64.b64encode(bytes(before) + plain + bytes(-(before + len(plain)) % 3))
        whole = packed[-(-before * 4 // 3) : len(plain + bytes(before)) * 8 // 6]
        yield from (whole, whole.replace(b"+", b"-").replace(b"/", b"_"))


class Written(logging.Handler):
    """Every entry as an installation writes it, as text and as JSON."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.forms: Sequence[logging.Formatter] = (
            RedactingFormatter("%(asctime)s %(name)s %(message)s"),
            JsonFormatter(),
        )
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """This will keep the entry in both forms; the traceback is written anew for each."""
        for form in self.forms:
            record.exc_text = None
            self.lines.append(form.format(record))


@contextmanager
def written() -> Iterator[Written]:
    """This will keep what all logs are told, at the level DEBUG."""
    handler, logs = Written(), [logging.getLogger(name) for name in ("", "django", SECURITY)]
    levels = [log.level for log in logs]
    for log in logs:
        log.addHandler(handler)
        log.setLevel(logging.DEBUG)
    try:
        yield handler
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.removeHandler(handler)
            log.setLevel(level)


def _tables() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  the database's own names
            for row in cursor.fetchall():
                yield table, repr(row).encode()
                yield from ((table, bytes(value)) for value in row if isinstance(value, bytes | memoryview))
                yield from ((f"{table}, decoded", data) for value in row for data in _decoded(value))


def _decoded(value: object) -> Iterator[bytes]:
    if isinstance(value, str) and len(value) > 20:
        with contextlib.suppress(ValueError):
            yield base64.b64decode(value, validate=True)
