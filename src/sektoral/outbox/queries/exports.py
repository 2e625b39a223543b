"""The journal as it is given away to be checked elsewhere with `periksa.py`: what it is, keys, checkpoints, events.

One agency's extract is held together by its receipts: each names one of these events by its hash.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Q

from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id, public_text
from sektoral.domain.journal import GENESIS
from sektoral.records.asking import names
from sektoral.records.journal_lines import checkpoint_lines, event_lines, extract_lines
from sektoral.records.models import (
    Agency,
    Checkpoint,
    Event,
    JournalHead,
    Letter,
    Office,
    Request,
    Submission,
    SubmissionItem,
)

FORMAT = "sektoral/journal/1"


def export_journal(office: Office, *, at: datetime) -> Iterator[bytes]:
    """This will give an office's whole chain line by line, one event in memory at a time.

    Facts hold ids, codes and counts, never names or figures of persons.
    """
    yield _line(_about(office, at))
    yield from _keys()
    yield from checkpoint_lines(Checkpoint.objects.filter(office_id=office.pk).order_by("sequence", "pk"))
    yield from event_lines(Event.objects.filter(office_id=office.pk).order_by("sequence", "pk"))


def export_extract(agency: Agency, *, at: datetime) -> Iterator[bytes]:
    """This will give what the chain says of one agency: its requests, what it sent, and the letters of both."""
    yield _line({**_about(agency.office, at), "agency": agency.code})
    yield from _keys()
    kinds = (Agency, Request, Submission, SubmissionItem, Letter)
    events = Event.objects.filter(office_id=agency.office_id, about_type__in=[kind._meta.model_name for kind in kinds])
    own = _own(agency)
    yield from extract_lines(event for event in events.order_by("sequence").iterator() if event.about_id in own)


def _own(agency: Agency) -> frozenset[str]:
    requests = Request.objects.filter(agency=agency)
    submissions = Submission.objects.filter(request__in=requests)
    letters = Letter.objects.filter(
        names(requests) | Q(submission__in=submissions) | Q(agency=agency), office=agency.office_id
    )
    items = SubmissionItem.objects.filter(submission__in=submissions)
    keys = (rows.values_list("pk", flat=True) for rows in (requests, submissions, items, letters))
    return frozenset({str(agency.pk), *(str(key) for found in keys for key in found)})


def _about(office: Office, at: datetime) -> dict[str, object]:
    head = JournalHead.objects.get(office_id=office.pk)
    return {
        "export": FORMAT,
        "office": str(office.pk),
        "office_name": f"{office.name} {office.regency}",
        "made_at": at.astimezone(UTC).isoformat(),
        "start": {"sequence": 0, "hash": GENESIS},
        "head": {"sequence": head.sequence, "hash": head.hash},
    }


def _keys() -> Iterator[bytes]:
    ring = KeyRing(settings.KEYS_ROOT)
    for purpose in (KeyPurpose.CHECKPOINT, KeyPurpose.RECEIPT):
        for public in ring.publics(purpose):
            yield _line({"purpose": purpose.value, "key_id": key_id(public), "pem": public_text(public).decode()})


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode("ascii") + b"\n"
