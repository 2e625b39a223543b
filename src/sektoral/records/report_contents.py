"""What the letter of a report holds: its figures as the value that rules take, and their fingerprint."""

import hashlib
from collections.abc import Mapping
from typing import TypeVar

from sektoral.domain import canonical
from sektoral.domain.reports import AddendumSnapshot, ReportSnapshot
from sektoral.records.models import Letter

FORMER_WORDS = frozenset({"general", "purpose", "closing"})  # of reports drafted when words stood among the figures

# What reports drafted before are silent about, and how it is read there: lists as empty ones, the rest as unknown.
LATER: dict[type, Mapping[str, object]] = {
    ReportSnapshot: {
        "moved": [],
        "contradictions": [],
        "coverage": None,
        "quality": None,
        "last_round": None,
        "bank": None,
        "corrected": [],
    },
    AddendumSnapshot: {"corrections": []},
}

Snapshot = TypeVar("Snapshot", ReportSnapshot, AddendumSnapshot)


def report_of(letter: Letter) -> ReportSnapshot:
    """This will read the figures of a collective report. Raises `ValueError` where they are none.

    One that was drafted before it had what stands in `LATER` is read without.
    """
    return _read(ReportSnapshot, letter)


def addendum_of(letter: Letter) -> AddendumSnapshot:
    """This will read the figures of an addendum. Raises `ValueError` where they are none."""
    return _read(AddendumSnapshot, letter)


def _with_later_counts(figures: Mapping[str, object]) -> Mapping[str, object]:
    """Counts that addenda drafted before they existed are silent about: there was nothing to count."""
    counts = {name: figures[name] for name in ("before", "after") if name in figures}
    return {**figures, **{name: _tallied(recap) for name, recap in counts.items()}}


def _tallied(recap: object) -> object:
    if not isinstance(recap, dict) or not isinstance(recap.get("tables"), dict):
        return recap
    return {**recap, "tables": {"handed_on": 0, **recap["tables"]}}


def content_digest(letter: Letter) -> str:
    """This will fingerprint all that the letter holds, as its drafting event states it."""
    return hashlib.sha256(canonical.write(letter.content).encode()).hexdigest()


def _read(kind: type[Snapshot], letter: Letter) -> Snapshot:
    figures = {name: value for name, value in letter.content.items() if name not in FORMER_WORDS}
    return canonical.read(kind, _with_later_counts({**LATER.get(kind, {}), **figures}))
