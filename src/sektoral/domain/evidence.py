"""The index of an evidence bundle: what is in it, and from where to where its extract of the journal goes.

It is signed, and each line of it names bytes by their SHA-256; the journal inside names the same bytes again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sektoral.domain.journal import Head

FORMAT = "sektoral/evidence/1"


class EvidenceKind(StrEnum):
    """What a file of a bundle is."""

    LETTER = "letter"  # signed: request, transmittal, receipt, follow-up, report, …
    UPLOAD = "upload"  # a softcopy as it was received
    TRANSCRIPT = "transcript"  # what of it answers which cell, or what was typed beside it
    ATTACHMENT = "attachment"  # what stands beside a softcopy and was never read
    ORDER = "order"  # the disposisi that ordered the round
    FIGURES = "figures"  # all that the report counts, as its drafting event has the digest of it
    DATA = "data"
    JOURNAL = "journal"
    KEY = "key"
    ROOT = "root"  # a certificate that our signatures lead to
    HELP = "help"


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file. `about` is the id of the letter or submission that the journal knows it by; empty for the others."""

    path: str
    kind: EvidenceKind
    about: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """Everything in a bundle. `start` is the head before the round's opening, `head` the last event of the extract.

    `purged` are files that a recorded act destroyed, or that are infected: their hash stays, their bytes are not in
    the bundle.
    """

    office: str
    office_name: str
    round: str
    title: str
    made_at: datetime
    start: Head
    head: Head
    files: tuple[EvidenceFile, ...]
    purged: tuple[EvidenceFile, ...]
    format: str = FORMAT
