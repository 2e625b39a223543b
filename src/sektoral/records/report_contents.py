"""What the letter of a report holds: its figures as the value that rules take, and their fingerprint."""

import hashlib
from typing import TypeVar

from sektoral.domain import canonical
from sektoral.domain.reports import AddendumSnapshot, ReportSnapshot
from sektoral.records.models import Letter

FORMER_WORDS = frozenset({"general", "purpose", "closing"})  # of reports drafted when words stood among the figures

Snapshot = TypeVar("Snapshot", ReportSnapshot, AddendumSnapshot)


def report_of(letter: Letter) -> ReportSnapshot:
    """This will read the figures of a collective report. Raises `ValueError` where they are none."""
    return _read(ReportSnapshot, letter)


def addendum_of(letter: Letter) -> AddendumSnapshot:
    """This will read the figures of an addendum. Raises `ValueError` where they are none."""
    return _read(AddendumSnapshot, letter)


def content_digest(letter: Letter) -> str:
    """This will fingerprint all that the letter holds, as its drafting event states it."""
    return hashlib.sha256(canonical.write(letter.content).encode()).hexdigest()


def _read(kind: type[Snapshot], letter: Letter) -> Snapshot:
    figures = {name: value for name, value in letter.content.items() if name not in FORMER_WORDS}
    return canonical.read(kind, figures)
