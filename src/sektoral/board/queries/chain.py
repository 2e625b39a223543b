"""Whether the journal's chain holds, from the first event to the head, and against every signed checkpoint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain import journal as rules
from sektoral.domain.journal import ChainedEvent, Head, verify_chain
from sektoral.records.actors import Actor
from sektoral.records.journal import record_of
from sektoral.records.models import Checkpoint, Event, JournalHead
from sektoral.ui.components import Notice, Tone
from sektoral.ui.formats import number_text


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the chain has come, and the last checkpoint that was signed."""

    sequence: int
    hash: str
    checkpoint_sequence: int
    checkpoint_at: datetime | None


def chain_state(actor: Actor) -> ChainState:
    """This will read the head and the last checkpoint."""
    head = JournalHead.objects.get(office_id=actor.office.pk)
    last = Checkpoint.objects.filter(office_id=actor.office.pk).order_by("-sequence").first()
    return ChainState(head.sequence, head.hash, last.sequence if last else 0, last.at if last else None)


def check_chain(actor: Actor) -> Notice:
    """This will compute every hash again and say whether the chain holds."""
    office = actor.office.pk
    head = JournalHead.objects.get(office_id=office)
    broken = verify_chain(_chained(office), end=Head(head.sequence, head.hash))
    if broken is not None:
        return Notice(
            Tone.BAD,
            "Rantai jurnal putus",
            f"Kejadian nomor {number_text(broken)} berubah, hilang, atau tidak pada tempatnya.",
            "Jangan mengubah apa pun. Beri tahu Pengelola dan bandingkan dengan cadangan.",
            code="journal_broken",
        )
    strange = _strange_checkpoint(office)
    if strange is not None:
        return Notice(
            Tone.BAD,
            "Jurnal tidak lagi sama dengan titik periksanya",
            f"Titik periksa pada kejadian nomor {number_text(strange)} mencatat sidik yang lain.",
            "Jangan mengubah apa pun. Bandingkan dengan laporan yang memuat titik periksa itu.",
            code="checkpoint_differs",
        )
    return Notice(
        Tone.DONE, "Rantai jurnal utuh", f"{number_text(head.sequence)} kejadian dihitung ulang dan semuanya cocok."
    )


def _chained(office: UUID) -> Iterator[ChainedEvent]:
    for event in Event.objects.filter(office_id=office).order_by("sequence").iterator():
        yield ChainedEvent(record_of(event), event.hash)


def _strange_checkpoint(office: UUID) -> int | None:
    """The first checkpoint that today's events contradict."""
    for one in Checkpoint.objects.filter(office_id=office):
        event = Event.objects.filter(office_id=office, sequence=one.sequence).first()
        chained = ChainedEvent(record_of(event), event.hash) if event else None
        signed = rules.Checkpoint(str(office), Head(one.sequence, one.hash), one.at)
        if not rules.agrees(signed, chained):
            return one.sequence
    return None
