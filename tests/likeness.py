"""A digest over all that a room holds, each row of each table and each file: two rooms of the same one are alike.

Left out is what differs between two runs of the same deed and decides nothing: hashes (a signature is another one each
time; sizes are compared), instants by the machine's own clock where only their being there counts, sessions, the cache.
"""

import hashlib
import re
import time
from collections.abc import Iterator

from sektoral.project.rehearsal.room import Room
from tests.rehearsals import mails

HASH = re.compile(r"\b(?:[0-9a-f]{2}/){0,2}[0-9a-f]{64}\b|(?<=checkpoint\.)[0-9a-f]{16}\b")
PRESENT_OR_NOT = ("claimed_until", "next_try_at", "handed_at", "sent_at", "settled_at", "signature", "key_id")
BESIDE = ("cache", "django_session")
PATIENCE = 30  # seconds until PostgreSQL has rolled back what a killed process had begun


def digest(place: Room) -> str:
    """This will read the room, which this process has entered."""
    found = hashlib.sha256()
    for line in (*_rows(), *sorted(_files(place)), *sorted(mails(place.environment))):
        found.update(line.encode() + b"\n")
    return found.hexdigest()


def _rows() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        _wait_until_alone()
        for table in sorted({*connection.introspection.table_names(cursor)} - {*BESIDE}):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own tables
            names = [column[0] for column in cursor.description]
            yield table
            yield from sorted(_line(names, row) for row in cursor.fetchall())


def _line(names: list[str], row: tuple[object, ...]) -> str:
    pairs = zip(names, row, strict=True)
    line = "|".join(str(value is None if name in PRESENT_OR_NOT else value) for name, value in pairs)
    return HASH.sub("#", line)


def _files(place: Room) -> Iterator[str]:
    for file in place.folder.rglob("*"):
        name = file.relative_to(place.folder)
        if file.is_file() and name.parts[0] != "mail" and ".sqlite3" not in file.name:
            yield HASH.sub("#", f"{name.parent if 'tmp' in name.parts else name} {file.stat().st_size}")


def _wait_until_alone() -> None:
    """A killed process's session on the server ends a moment after it, and with it what it had not committed."""
    from django.db import connection

    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    give_up = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while connection.vendor == "postgresql":
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < give_up, "a killed process is still connected"
            time.sleep(0.005)
