"""Of the journal: the chain holds from its first event to its head, and nothing in it waits in vain."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing, Signature
from sektoral.domain.journal import ChainedEvent, Head, agrees, checkpoint_note, verify_chain
from sektoral.domain.journal import Checkpoint as Note
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.project.reactions import REACTIONS
from sektoral.records.journal import MAX_ATTEMPTS, record_of
from sektoral.records.models import Checkpoint, Event, JournalHead, Office, Submission


def check_chain(office: Office, at: datetime) -> Iterator[str]:
    """I4: each event follows from the one before, up to the head, and every signed checkpoint is a part of it."""
    head = JournalHead.objects.filter(office_id=office.pk).first()
    if head is None:
        yield "Kepala jurnal tidak ada."
        return
    events = Event.objects.filter(office_id=office.pk).order_by("sequence")
    chain = (ChainedEvent(record_of(event), event.hash) for event in events.iterator())
    broken = verify_chain(chain, end=Head(head.sequence, head.hash))
    if broken is not None:
        yield f"Jurnal tidak utuh mulai peristiwa {broken}."
    keys = KeyRing(settings.KEYS_ROOT)
    for checkpoint in Checkpoint.objects.filter(office_id=office.pk):
        yield from _checkpoint_faults(checkpoint, keys)


def check_nothing_stuck(office: Office, at: datetime) -> Iterator[str]:
    """I6: every event that something follows from is settled or will be tried again, and no state waits for nobody."""
    given_up = Event.objects.filter(office_id=office.pk, settled_at__isnull=True, attempts__gte=MAX_ATTEMPTS)
    for event in given_up.filter(kind__in=REACTIONS):
        yield f"Peristiwa {event.sequence} ({event.kind}) gagal {event.attempts} kali: {event.last_error_code}."
    submissions = Submission.objects.filter(office=office).select_related("request__agency")
    for submission in submissions.filter(state=SubmissionState.RECEIVED):
        if _is_settled(office, str(submission.pk), *REACTIONS):
            yield f"{_name(submission)} diterima tetapi tidak pernah dibaca."
    waiting = submissions.filter(state=SubmissionState.COMPLETE).exclude(items__state=ItemState.PENDING)
    yield from (f"{_name(one)} menunggu pemeriksaan tanpa tabel yang menunggu." for one in waiting)


def _checkpoint_faults(checkpoint: Checkpoint, keys: KeyRing) -> Iterator[str]:
    note = Note(str(checkpoint.office_id), Head(checkpoint.sequence, checkpoint.hash), checkpoint.at)
    event = Event.objects.filter(office_id=checkpoint.office_id, sequence=checkpoint.sequence).first()
    signature = Signature(checkpoint.key_id, checkpoint.signature)
    if not keys.verify(KeyPurpose.CHECKPOINT, checkpoint_note(note).encode(), signature):
        yield f"Tanda tangan titik periksa {checkpoint.sequence} tidak sah."
    if not agrees(note, ChainedEvent(record_of(event), event.hash) if event else None):
        yield f"Titik periksa {checkpoint.sequence} bukan lagi bagian dari jurnal."


def _is_settled(office: Office, about_id: str, *kinds: str) -> bool:
    events = Event.objects.filter(office_id=office.pk, kind__in=kinds, about_id=about_id)
    return not events.filter(settled_at__isnull=True).exists()


def _name(submission: Submission) -> str:
    return f"{submission.request.agency.code} kiriman {submission.version}"
