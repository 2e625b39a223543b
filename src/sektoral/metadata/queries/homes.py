"""Where the Pembina Data and the Forum begin: what waits for them, and what came of what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from sektoral.domain.states import DataListState, ItemState
from sektoral.metadata.queries.comparisons import ComparedTable, list_compared
from sektoral.metadata.queries.data_lists import ListedEdition, list_editions
from sektoral.metadata.queries.remarks import RemarkRow, list_remarks
from sektoral.records.actors import Actor
from sektoral.records.models import DataList, Round, SubmissionItem, Table
from sektoral.ui.addresses import page_url

MOST = 10


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """Data prioritas that the office accepted and the Pembina has not passed."""

    url: str
    title: str
    agency: str
    period: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StewardHome:
    """The Pembina's own page: what waits, what the office answered, where figures lie apart from those of BPS."""

    waiting: Sequence[WaitingItem]
    open_remarks: Sequence[RemarkRow]
    answered: Sequence[RemarkRow]
    compared: int
    apart: Sequence[ComparedTable]
    priority: int


@dataclass(frozen=True, slots=True)
class ForumHome:
    """The Forum's own page: which list waits, which is in force, and how data prioritas stand."""

    waiting: Sequence[ListedEdition]
    agreed: ListedEdition | None
    editions: int
    priority: int
    awaiting_steward: int
    round: str
    board: str


def steward_home(actor: Actor) -> StewardHome:
    """This will read the Pembina's page."""
    remarks, compared = list_remarks(actor.office), list_compared(actor)
    return StewardHome(
        waiting=_waiting(actor),
        open_remarks=[row for row in remarks if row.remark.is_open][:MOST],
        answered=[row for row in remarks if not row.remark.is_open][:MOST],
        compared=len(compared),
        apart=[one for one in compared if one.apart][:MOST],
        priority=_count_priority(actor),
    )


def forum_home(actor: Actor) -> ForumHome:
    """This will read the Forum's page."""
    editions = list_editions(actor)
    last = Round.objects.filter(office=actor.office).order_by("-opened_at").first()
    return ForumHome(
        waiting=[one for one in editions if one.state is DataListState.PROPOSED],
        agreed=next((one for one in editions if one.state is DataListState.AGREED), None),
        editions=len(editions),
        priority=_count_priority(actor),
        awaiting_steward=_items(actor).count(),
        round=last.title if last else "",
        board=page_url("board:board", last.pk) if last else "",
    )


def count_waiting_items(actor: Actor) -> int:
    """This will count what waits for the Pembina."""
    return _items(actor).count()


def count_waiting_lists(actor: Actor) -> int:
    """This will count what waits for the Forum."""
    return DataList.objects.filter(office=actor.office, state=DataListState.PROPOSED).count()


def _items(actor: Actor) -> QuerySet[SubmissionItem]:
    return SubmissionItem.objects.filter(office=actor.office, state=ItemState.AWAITING_STEWARD)


def _waiting(actor: Actor) -> Sequence[WaitingItem]:
    rows = _items(actor).select_related("requested_table__table__agency", "requested_table__request__round")
    return [
        WaitingItem(
            url=page_url("step4:table", row.submission_id, row.requested_table.sheet),
            title=row.requested_table.table.title,
            agency=row.requested_table.table.agency.name,
            period=row.requested_table.request.round.period,
            since=row.decided_at,
        )
        for row in rows.defer("cells", "requested_table__table__definition").order_by("decided_at")
        if row.decided_at
    ]


def _count_priority(actor: Actor) -> int:
    return Table.objects.filter(office=actor.office, is_current=True, is_priority=True).count()
