"""What was handed over in a round: each table of each complete submission with its instants, without its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.models import Event, Round, SubmissionItem

_FIELDS = (
    "state",
    "decided_at",
    "return_code",
    "requested_table__revision_due_at",
    "requested_table__table__is_priority",
    "submission__complete_at",
    "submission__check_due_at",
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One table of one submission. `checked_at` is the office's decision, `returned_at` whoever sent it back.

    `for_steward_at` is when data prioritas went on to the Pembina, `passed_at` when the Pembina decided.
    """

    key: UUID
    table: UUID
    submission: UUID
    complete_at: datetime
    check_due_at: datetime | None
    revision_due_at: datetime | None
    checked_at: datetime | None
    returned_at: datetime | None
    for_steward_at: datetime | None
    passed_at: datetime | None
    is_revision: bool = False


def handed_over(round_: Round) -> list[HandedOver]:
    """This will list every table of every complete submission of a round, oldest first, in two queries."""
    items = SubmissionItem.objects.filter(submission__request__round=round_, submission__complete_at__isnull=False)
    items = items.exclude(submission__state=SubmissionState.WITHDRAWN)
    rows = list(
        items.select_related("submission", "requested_table__table")
        .only(*_FIELDS)
        .order_by("submission__complete_at", "id")
    )
    accepted = _accepted(round_, [item for item in rows if item.requested_table.table.is_priority])
    returned: dict[UUID, datetime] = {}  # by table, when it first went back
    found = []
    for item in rows:
        one = _one(item, accepted.get(str(item.pk)), returned)
        if one.returned_at:
            returned.setdefault(one.table, one.returned_at)
        found.append(one)
    return found


def by_submission(answers: Iterable[HandedOver]) -> list[list[HandedOver]]:
    """This will group tables as they came in."""
    groups: dict[UUID, list[HandedOver]] = {}
    for one in answers:
        groups.setdefault(one.submission, []).append(one)
    return list(groups.values())


def came_back_at(one: HandedOver, answers: Iterable[HandedOver]) -> datetime | None:
    """This will tell when a returned table was handed over again; nothing while it has not been."""
    if one.returned_at is None:
        return None
    later = (other.complete_at for other in answers if other.table == one.table)
    return min((at for at in later if at >= one.returned_at), default=None)


def _one(item: SubmissionItem, accepted_at: datetime | None, returned: Mapping[UUID, datetime]) -> HandedOver:
    complete_at = item.submission.complete_at
    if complete_at is None:
        raise AssertionError("only complete submissions are read")
    before = returned.get(item.requested_table_id)
    is_with_steward = item.state == ItemState.AWAITING_STEWARD
    return HandedOver(
        key=item.pk,
        table=item.requested_table_id,
        submission=item.submission_id,
        complete_at=complete_at,
        check_due_at=item.submission.check_due_at,
        revision_due_at=item.requested_table.revision_due_at,
        checked_at=accepted_at or item.decided_at,
        returned_at=item.decided_at if item.return_code else None,
        for_steward_at=accepted_at,
        passed_at=None if is_with_steward or accepted_at is None else item.decided_at,
        is_revision=before is not None and before <= complete_at,
    )


def _accepted(round_: Round, items: Sequence[SubmissionItem]) -> Mapping[str, datetime]:
    """When data prioritas went on to the Pembina: only the journal remembers."""
    keys = [str(item.pk) for item in items]
    events = Event.objects.filter(office_id=round_.office_id, about_type="submissionitem", about_id__in=keys)
    return dict(events.filter(kind="item.accepted").values_list("about_id", "at"))
