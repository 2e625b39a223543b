"""The fingerprint of what an agency's head signs for: what each table answers, and every figure and mark at its place.

Explanations are not part of it, for an agency may word them better; neither is the file, which has its own.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Place = tuple[str, str, str, str, str]  # row, column, exact decimal text, mark, period where it is another one


@dataclass(frozen=True, slots=True)
class Said:
    """What one table says: its answer with reason, day and holder, and its figures; `held_by` is an agency's code."""

    answer: str
    reason: str
    expected_on: date | None
    held_by: str
    figures: Iterable[Place]


def print_of(said: Said) -> str:
    """This will fingerprint one table. What is empty says nothing, and the order of the cells says nothing either."""
    figures = sorted(place for place in said.figures if place[2] or place[3])
    day = said.expected_on.isoformat() if said.expected_on else ""
    return _digest([said.answer, said.reason, day, said.held_by, figures])


def print_of_all(tables: Mapping[str, str]) -> str:
    """This will fingerprint all tables together, each bound to its sheet: `tables` maps a sheet to its fingerprint."""
    return _digest(sorted(tables.items()))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, separators=(",", ":")).encode()).hexdigest()
