"""Where a secret might have got to: every table of the database, sessions and cache opened, and every kept file."""

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection


def everything_kept() -> Iterator[tuple[str, bytes]]:
    """Whatever outlives a request, by place; what is encoded comes a second time as it reads decoded."""
    yield from _tables()
    for session in Session.objects.all():
        yield f"session {session.pk}", repr(session.get_decoded()).encode()
    for root in (settings.FILES_ROOT, settings.KEYS_ROOT, settings.VAR):
        yield from ((str(path), path.read_bytes()) for path in Path(root).rglob("*") if path.is_file())


def places_of(secret: str, texts: Iterator[tuple[str, bytes]]) -> list[str]:
    """The places where a secret stands, plainly or in base64."""
    plain = secret.encode()
    forms = [plain, base64.b64encode(plain).rstrip(b"=")[:-1]]
    return [place for place, text in texts if any(form in text for form in forms)]


def _tables() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  the database's own names
            for row in cursor.fetchall():
                yield table, repr(row).encode()
                yield from ((f"{table}, decoded", data) for value in row for data in _decoded(value))


def _decoded(value: object) -> Iterator[bytes]:
    if isinstance(value, str) and len(value) > 20:
        with contextlib.suppress(ValueError):
            yield base64.b64decode(value, validate=True)
