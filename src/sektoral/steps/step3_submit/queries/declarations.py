"""The tables of a submission that are not available, and what is still to be said of them before the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sektoral.domain.declarations import asks_for_day, asks_for_holder, is_complete
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.models import Agency, Answer, Submission, SubmissionItem


@dataclass(frozen=True, slots=True)
class Unavailable:
    """One table that the agency declares not available."""

    item: SubmissionItem
    key: UUID
    sheet: str
    title: str
    reason: str
    asks_day: bool
    asks_holder: bool
    is_complete: bool


def unavailable_of(submission: Submission) -> Sequence[Unavailable]:
    """This will list the tables that a submission declares not available and that still wait for the letter."""
    if submission.state != SubmissionState.AWAITING_LETTER:
        return ()
    items = submission.items.filter(answer=Answer.UNAVAILABLE, state=ItemState.PENDING)
    return tuple(_one(item) for item in items.select_related("requested_table__table", "held_by"))


def count_undeclared(submission: Submission) -> int:
    """This will count the tables whose reason asks for a day or a holder that is not given yet."""
    return sum(not one.is_complete for one in unavailable_of(submission))


def possible_holders(submission: Submission) -> Sequence[Agency]:
    """This will list the agencies that may have what this one has not."""
    agencies = Agency.objects.filter(office=submission.office_id, successor__isnull=True, valid_to__isnull=True)
    return list(agencies.exclude(pk=submission.request.agency_id))


def _one(item: SubmissionItem) -> Unavailable:
    return Unavailable(
        item=item,
        key=item.pk,
        sheet=item.requested_table.sheet,
        title=item.requested_table.table.title,
        reason=item.reason,
        asks_day=asks_for_day(item.reason),
        asks_holder=asks_for_holder(item.reason),
        is_complete=is_complete(item.reason, expected_on=item.expected_on, is_held=item.held_by_id is not None),
    )
