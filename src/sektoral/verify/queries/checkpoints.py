"""The journal's checkpoints for everybody: how far it had come and when, never what is in it."""

import hashlib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from sektoral.adapters.evidence.packing import checker
from sektoral.adapters.keys import KeyPurpose, KeyRing, key_id, public_text
from sektoral.domain.errors import NotFound
from sektoral.letters.trust import own_roots
from sektoral.letters.words import spaced
from sektoral.outbox.actions.checkpoints import note_of
from sektoral.records.models import Checkpoint, Office
from sektoral.ui.addresses import page_url
from sektoral.ui.formats import moment_text, number_text

SHOWN = 60  # of the latest; the text file has all of them
SAID = {
    KeyPurpose.MANIFEST: "manifes instrumen",
    KeyPurpose.RECEIPT: "tanda terima",
    KeyPurpose.CHECKPOINT: "titik periksa jurnal",
    KeyPurpose.EVIDENCE: "paket bukti",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One checkpoint: which event it is about, when, its fingerprint, and where its note is."""

    sequence: str
    at: str
    hash: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckpointsPage:
    """An office's checkpoints, latest first; or, with none chosen, the offices to choose from."""

    office: str
    rows: Sequence[Row]
    count: str
    text_url: str
    offices: Sequence[tuple[str, str]]
    checker_sha256: str


def checkpoints_page(slug: str) -> CheckpointsPage:
    """This will list the latest checkpoints. Raises `NotFound` for an office that there is not."""
    offices = list(Office.objects.order_by("name", "slug")) if not slug else []
    office = _office(slug) if slug else offices[0] if len(offices) == 1 else None
    points = _points(office) if office else Checkpoint.objects.none()
    return CheckpointsPage(
        office=office.name if office else "",
        rows=[_row(office, one) for one in points.order_by("-sequence", "pk")[:SHOWN]] if office else (),
        count=number_text(points.count()),
        text_url=page_url("verify:checkpoint_notes", office.slug) if office else "",
        offices=[] if office else [(one.name, page_url("verify:checkpoints", one.slug)) for one in offices],
        checker_sha256=spaced(checker_sha256()),
    )


def notes_text(slug: str, sequence: int | None = None) -> Iterator[str]:
    """This will write an office's checkpoints with their signatures, one below the other; or those of one event."""
    points = _points(_office(slug))
    chosen = points if sequence is None else points.filter(sequence=sequence)
    if not chosen.exists():
        raise NotFound("checkpoint_unknown")
    return (f"{note_of(one)}\n" for one in chosen.order_by("sequence", "pk").iterator())


def keys_text() -> str:
    """This will write every public key of ours, retired ones too, and the root certificates, as PEM."""
    ring = KeyRing(settings.KEYS_ROOT)
    keys = [
        f"{SAID[purpose]} {key_id(public)}\n{public_text(public).decode()}"
        for purpose in KeyPurpose
        for public in ring.publics(purpose)
    ]
    roots = [f"akar sertifikat uji\n{ssl.DER_cert_to_PEM_cert(root)}" for root in own_roots()]
    return "\n".join((*keys, *roots))


@cache
def checker_sha256() -> str:
    """This will give the fingerprint of the script that checks our proofs."""
    return hashlib.sha256(checker()).hexdigest()


def _office(slug: str) -> Office:
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise NotFound("checkpoint_unknown")
    return office


def _points(office: Office) -> QuerySet[Checkpoint]:
    return Checkpoint.objects.filter(office_id=office.pk)


def _row(office: Office, one: Checkpoint) -> Row:
    return Row(
        sequence=number_text(one.sequence),
        at=moment_text(one.at, ZoneInfo(office.time_zone)),
        hash=spaced(one.hash),
        url=page_url("verify:checkpoint_note", office.slug, one.sequence),
    )
