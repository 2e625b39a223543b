"""What had come of a round's requests when its intake was closed: what came later belongs into the addendum."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from sektoral.domain.reports import AgencyOutcome, TableOutcome, TableState
from sektoral.domain.timeliness import timeliness
from sektoral.records.models import Request, RequestedTable, Round, SubmissionItem
from sektoral.records.outcomes import TABLE_STATES, outcome_of, requests_with_answers


def outcomes_until(round_: Round, until: datetime) -> tuple[AgencyOutcome, ...]:
    """This will tell, agency by agency, what had come by the instant `until`, whatever has happened since."""
    zone = ZoneInfo(round_.office.time_zone)
    changed = _changed_since(round_, until)
    outcomes = (_then(request, outcome_of(request, zone), until, changed) for request in requests_with_answers(round_))
    return tuple(outcome for outcome in outcomes if outcome.tables)


def _changed_since(round_: Round, until: datetime) -> frozenset[UUID]:
    """The requested tables of which something was received or decided later, in one query."""
    items = SubmissionItem.objects.filter(requested_table__request__round=round_)
    later = items.filter(Q(decided_at__gt=until) | Q(submission__received_at__gt=until))
    return frozenset(later.values_list("requested_table", flat=True))


def _then(request: Request, now: AgencyOutcome, until: datetime, changed: frozenset[UUID]) -> AgencyOutcome:
    received_at = _before(now.received_at, until)
    letter_at = _before(now.letter_at, until)
    return replace(
        now,
        timeliness=timeliness(due_at=request.due_at, data_at=received_at, letter_at=letter_at),
        tables=tuple(
            _table_then(row, one, until) if row.pk in changed else one
            for row, one in zip(request.tables.all(), now.tables, strict=True)
        ),
        received_at=received_at,
        letter=now.letter if letter_at else None,
        letter_at=letter_at,
        stated_by_office=now.stated_by_office and received_at is not None,
    )


def _table_then(row: RequestedTable, now: TableOutcome, until: datetime) -> TableOutcome:
    """A table as its last decision by then left it; decisions stay readable on answers that were replaced since."""
    items = SubmissionItem.objects.filter(requested_table=row)
    decided = items.filter(decided_at__lte=until).order_by("submission__version")
    returns, last = decided.exclude(return_code="").count(), decided.last()
    if last is None:
        waited = items.filter(submission__checked_at__lte=until).exists()  # passed by the Pembina Data only later
        return replace(now, state=TableState.AWAITING_STEWARD if waited else TableState.MISSING, values=0, note="")
    if last.return_code:
        return replace(now, state=TableState.RETURNED, values=0, resubmitted=returns - 1, note="")
    values = sum(1 for cell in last.cells if cell["text"])
    return replace(now, state=TABLE_STATES[last.state], values=values, resubmitted=returns)


def _before(at: datetime | None, until: datetime) -> datetime | None:
    return at if at is not None and at <= until else None
