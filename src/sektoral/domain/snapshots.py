"""What a report says, frozen when it is drafted: everything of the paper but its letterhead, number and signature."""

from dataclasses import dataclass
from datetime import date, datetime

from sektoral.domain.papers import Reference
from sektoral.domain.reports import AgencyOutcome, Checkpoint, LeftOut, Recap, StepTime


@dataclass(frozen=True, slots=True)
class ReportSnapshot:
    """The body of the collective report; fields as in `reports.Report`."""

    period: str
    days: tuple[date, ...]
    due_at: datetime
    agencies: tuple[AgencyOutcome, ...]
    legal_basis: tuple[str, ...]
    steps: tuple[StepTime, ...]
    general: str
    purpose: str
    conclusions: tuple[str, ...]
    closing: str
    left_out: tuple[LeftOut, ...]
    checkpoint: Checkpoint | None


@dataclass(frozen=True, slots=True)
class AddendumSnapshot:
    """The body of an addendum; fields as in `reports.Addendum`."""

    report: Reference
    period: str
    arrivals: tuple[AgencyOutcome, ...]
    before: Recap
    after: Recap
    closing: str
    checkpoint: Checkpoint | None
