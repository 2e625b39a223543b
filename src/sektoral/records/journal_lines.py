"""The journal as lines of JSON, as it leaves the database: for evidence bundles, exports and extracts."""

import json
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from sektoral.domain.journal import Checkpoint as Note
from sektoral.domain.journal import Head, canonical, checkpoint_note
from sektoral.records.journal import record_of
from sektoral.records.models import Checkpoint, Event


def event_lines(events: QuerySet[Event]) -> Iterator[bytes]:
    """This will write each event as it was hashed, with the hash that is stored for it."""
    for event in events.iterator():
        yield b'{"hash":"%s","record":%s}\n' % (event.hash.encode("ascii", "replace"), _record(event))


def extract_lines(events: Iterable[Event]) -> Iterator[bytes]:
    """This will write events that do not follow each other, each with the hash that it was chained to."""
    for event in events:
        chained = event.hash.encode("ascii", "replace"), event.previous.encode("ascii", "replace"), _record(event)
        yield b'{"hash":"%s","previous":"%s","record":%s}\n' % chained


def checkpoint_lines(points: QuerySet[Checkpoint]) -> Iterator[bytes]:
    """This will write each checkpoint's note with its signature."""
    for point in points.iterator():
        note = checkpoint_note(Note(str(point.office_id), Head(point.sequence, point.hash), point.at))
        told = {"key_id": point.key_id, "note": note, "value": point.signature}
        yield json.dumps(told).encode("ascii") + b"\n"


def _record(event: Event) -> bytes:
    """Write the hashed part; what somebody made unwritable is written all the same, under another hash."""
    try:
        return canonical(record_of(event))
    except ValueError:
        told = {"kind": event.kind, "office": str(event.office_id), "sequence": event.sequence, "unreadable": True}
        return json.dumps(told, sort_keys=True).encode("ascii")
