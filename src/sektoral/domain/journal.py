"""The rule of the journal: each event's hash covers the event and the hash before it, so no change goes unseen.

A chain alone does not stop someone who rewrites all of it; an old checkpoint in another person's hands does.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sektoral.domain.errors import Fact

GENESIS = "0" * 64  # stands for "the hash before the first event"
LARGEST_WHOLE = 2**53 - 1  # beyond it JSON readers disagree about a number (RFC 8259 §6)

_DOMAIN = b"sektoral/journal/1"
_NOTE, _RECEIPT = "sektoral/checkpoint/1", "sektoral/receipt/1"
_FACT_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event as it is hashed. `sequence` counts from 1 in each office; `by` is a person's id, empty for the system.

    `facts` hold ids, codes and counts, never names or figures of persons.
    """

    office: str
    sequence: int
    kind: str
    about_type: str
    about_id: str
    by: str
    at: datetime
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class ChainedEvent:
    """An event with the hash that was stored for it, 64 hex digits."""

    record: EventRecord
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of an office's chain that is known: with no events yet, sequence 0 and `GENESIS`."""

    sequence: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the chain's head was at an instant. Its note is signed and given away, also printed in each report."""

    office: str
    head: Head
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a file was received, and which event says so: whoever keeps the signed note can prove both."""

    office: str
    event: Head
    at: datetime
    submission: str
    sha256: str
    size: int
    number: str


def event_hash(previous: str, record: EventRecord) -> str:
    """Compute the hash of `record` after the event whose hash is `previous`, as 64 hex digits.

    Raises ValueError when the record cannot be written canonically (a float, a naive time, a fact's name).
    """
    return hashlib.sha256(b"\n".join((_DOMAIN, previous.encode(), canonical(record)))).hexdigest()


def canonical(record: EventRecord) -> bytes:
    """Write the one JSON text of `record`: sorted keys, no spaces, ASCII, UTC with microseconds, no floats.

    Text is kept as it is (no Unicode normalisation), so that two spellings never share a hash.
    """
    for name, value in record.facts.items():
        _check_fact(name, value)
    fields: dict[str, object] = {
        "about_id": record.about_id,
        "about_type": record.about_type,
        "at": _instant(record.at),
        "by": record.by,
        "facts": dict(record.facts),
        "kind": record.kind,
        "office": record.office,
        "sequence": record.sequence,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def verify_chain(events: Iterable[ChainedEvent], *, start: Head | None = None, end: Head | None = None) -> int | None:
    """Find the first sequence number of one office that does not hold: changed, missing, doubled or out of order.

    `events` come in order. `start` is the head before the first of them. With `end`, the chain must reach that head,
    which finds a cut-off tail. Returns None for a chain that holds.
    """
    head = start or Head()
    office: str | None = None
    for event in events:
        expected = head.sequence + 1
        record = event.record
        office = office or record.office
        if record.sequence != expected or record.office != office or not _hash_holds(head.hash, event):
            return expected
        head = Head(expected, event.hash)
    if end is not None and head != end:
        return head.sequence + 1 if head.sequence < end.sequence else end.sequence
    return None


def agrees(checkpoint: Checkpoint, event: ChainedEvent | None) -> bool:
    """Tell whether today's event with the checkpoint's sequence number still is the one that was signed then."""
    if checkpoint.head.sequence == 0:
        return checkpoint.head.hash == GENESIS
    return (
        event is not None
        and event.record.office == checkpoint.office
        and Head(event.record.sequence, event.hash) == checkpoint.head
    )


def checkpoint_note(checkpoint: Checkpoint) -> str:
    """Write the text of a checkpoint that is signed: five lines, the same bytes wherever it is printed."""
    lines = (_NOTE, checkpoint.office, str(checkpoint.head.sequence), checkpoint.head.hash, _instant(checkpoint.at))
    return "\n".join(lines) + "\n"


def receipt_note(receipt: Receipt) -> str:
    """Write the text of a receipt that is signed: like a checkpoint's at its event, and then what was received."""
    came = (receipt.submission, receipt.sha256, str(receipt.size), receipt.number)
    head = receipt.event
    return "\n".join((_RECEIPT, receipt.office, str(head.sequence), head.hash, _instant(receipt.at), *came)) + "\n"


def parse_checkpoint(note: str) -> Checkpoint | None:
    """Read back `checkpoint_note`; None when the text is not exactly such a note."""
    lines = note.split("\n")
    if len(lines) != 6 or lines[0] != _NOTE or not lines[2].isascii() or not lines[2].isdigit():
        return None
    try:
        checkpoint = Checkpoint(lines[1], Head(int(lines[2]), lines[3]), datetime.fromisoformat(lines[4]))
        return checkpoint if checkpoint_note(checkpoint) == note else None
    except ValueError:
        return None


def signed_note(checkpoint: Checkpoint, *, key_id: str, signature: str) -> str:
    """Write the note with its signature below, as it is mailed out and kept outside."""
    return f"{checkpoint_note(checkpoint)}\n{key_id} {signature}\n"


def _hash_holds(previous: str, event: ChainedEvent) -> bool:
    try:
        return event_hash(previous, event.record) == event.hash
    except ValueError:  # a stored fact was turned into something that is never written
        return False


def _check_fact(name: str, value: object) -> None:
    if not _FACT_NAME.fullmatch(name):
        raise ValueError(f"not the name of a fact: {name!r}")
    if not (value is None or isinstance(value, str | bool | int)):
        raise ValueError(f"fact {name} is a {type(value).__name__}: write it as text")
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        raise ValueError(f"fact {name} is too large for a JSON number: write it as text")


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an event's time needs its zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
