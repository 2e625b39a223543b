"""Rilis: what must hold before a table of a period is planned for the public, and before the public sees it.

A release has a day that was announced; it is planned by one seat and released by another (domain/roles.py).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.wording import long_date


class Classification(StrEnum):
    """Who may see a table (Perpres 39/2019 Ps 1; UU 14/2008 Ps 17 for what is not open)."""

    OPEN = "terbuka"
    RESTRICTED = "terbatas"
    CLOSED = "tertutup"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a table and a period when somebody wants it released.

    `figures` counts what the bank holds, marks too; `contradictions` those of the table's figures with another agency's
    that nobody has settled; `before` is the last edition that the public got; `changed`: the bank differs from it.
    """

    classification: str
    figures: int
    contradictions: int
    awaits_steward: bool
    before: int = 0
    changed: bool = True


def check_can_plan(classification: str) -> None:
    """This will raise unless the table is open: the calendar announces nothing that will never come."""
    if classification != Classification.OPEN:
        raise WrongState("release_not_open", classification=classification)


def check_planned_day(on: date, embargo_until: datetime | None, *, today: date, at: datetime) -> None:
    """This will raise for a day that has passed, and for an embargo that would end before that day or has ended."""
    if on < today:
        raise Invalid("release_day_past")
    if embargo_until is not None and (embargo_until <= at or embargo_until.date() < on):
        raise Invalid("release_embargo_past")


def check_can_release(one: Candidate, *, planned_on: date, today: date, note: str) -> None:
    """This will raise unless the public may have these figures today.

    Refused, not warned of, while two agencies contradict each other: what is public is the regency's own word.
    """
    check_can_plan(one.classification)
    if planned_on > today:
        raise WrongState("release_before_its_day", day=long_date(planned_on))
    if not one.figures:
        raise WrongState("release_awaits_steward" if one.awaits_steward else "release_without_figures")
    if one.contradictions:
        raise WrongState("release_contradicted", count=one.contradictions)
    if one.before and not one.changed:
        raise WrongState("release_unchanged", edition=one.before)
    if one.before and not note.strip():
        raise Invalid("release_note_missing", edition=one.before)


def check_classification(classification: str, *, was: str, due_after_days: int) -> None:
    """This will raise for a class that Satu Data does not know, and for a due time beyond two years."""
    if classification not in frozenset(Classification):
        raise Invalid("classification_unknown", classification=classification[:40], was=was)
    if not 1 <= due_after_days <= 730:
        raise Invalid("due_after_days_out_of_range")
