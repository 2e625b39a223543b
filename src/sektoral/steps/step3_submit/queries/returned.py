"""Tables that came back and wait to be mended: why, at which cells, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sektoral.domain.returns import return_words
from sektoral.domain.states import ItemState
from sektoral.domain.workdays import Calendar
from sektoral.records.models import Channel, FindingRecord, RequestedTable, SubmissionItem
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock, Status
from sektoral.ui.states import status_of

MOST_CELLS = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with a finding; `url` leads to it in the browser form, and is empty where the agency's file is its own."""

    cell: str
    url: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A table that came back: why, by whom, and until when it is to be mended."""

    status: Status
    sheet: str
    title: str
    reason: str
    text: str
    by: str
    at: datetime | None
    clock: Clock
    form_url: str
    cells: tuple[Place, ...]
    more_cells: int


def returned_of(rows: Sequence[RequestedTable], calendar: Calendar, *, at: datetime) -> tuple[Returned, ...]:
    """This will list the tables that wait to be mended, in the order of their sheets."""
    open_rows = [row for row in rows if row.state == ItemState.RETURNED]
    if not open_rows:
        return ()
    items = SubmissionItem.objects.filter(requested_table__in=open_rows, state=ItemState.RETURNED)
    items = items.select_related("decided_by", "submission").defer("cells").order_by("decided_at")
    newest = {item.requested_table_id: item for item in items}
    cells = _cells(list(newest.values()))
    return tuple(_returned_one(row, newest[row.pk], cells, calendar, at) for row in open_rows if row.pk in newest)


def _cells(items: Sequence[SubmissionItem]) -> Mapping[tuple[UUID, str], Sequence[str]]:
    """The cells on which something was found, by submission and sheet, in one query."""
    found = FindingRecord.objects.filter(submission__in={item.submission_id for item in items}).exclude(cell="")
    cells: dict[tuple[UUID, str], dict[str, None]] = {}
    for submission, sheet, cell in found.order_by("position").values_list("submission_id", "table", "cell"):
        cells.setdefault((submission, sheet), {})[cell] = None
    return {key: tuple(found) for key, found in cells.items()}


def _returned_one(
    row: RequestedTable,
    item: SubmissionItem,
    found: Mapping[tuple[UUID, str], Sequence[str]],
    calendar: Calendar,
    at: datetime,
) -> Returned:
    form = reverse("step3:typing_table", args=[row.request_id, row.sheet])
    is_ours = item.submission.transcript_id is None or item.submission.channel == Channel.BROWSER
    cells = found.get((item.submission_id, row.sheet), ())
    return Returned(
        status=status_of(ItemState.RETURNED),
        sheet=row.sheet,
        title=row.table.title,
        reason=return_words(item.return_code),
        text=item.return_reason,
        by=item.decided_by.name if item.decided_by else "",
        at=item.decided_at,
        clock=clock_of(
            calendar, begun_at=item.decided_at, due_at=row.revision_due_at, at=at, limit_word="Perbaiki sampai"
        ),
        form_url=form,
        cells=tuple(Place(cell, f"{form}#{cell}" if is_ours else "") for cell in cells[:MOST_CELLS]),
        more_cells=max(len(cells) - MOST_CELLS, 0),
    )
