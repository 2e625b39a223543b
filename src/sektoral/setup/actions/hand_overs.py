"""A table that was handed on gets its place with the agency that owes it now: sheet, deadline, edition of its own."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.states import RequestState
from sektoral.records import journal
from sektoral.records.models import HandOn, Request, RequestedTable, Round
from sektoral.setup.actions.mergers import next_sheet, reopen


def place(handed: HandOn, *, at: datetime) -> None:
    """This will give the agency its table, once: in its own request, or in a new one that runs by this deadline."""
    with transaction.atomic():
        former = handed.item.requested_table
        Round.objects.select_for_update(no_key=True).get(pk=former.request.round_id)
        handed = (
            HandOn.objects.select_for_update(no_key=True, of=("self",))
            .select_related("to", "handed_by")
            .get(pk=handed.pk)
        )
        if handed.row_id is not None:
            return
        target = _target(former.request, handed)
        handed.row = _row(former, target, handed)
        handed.save(update_fields=["row"])
        reopen(target, by=None, at=at)
        journal.append(
            "request.handed_on",
            office=handed.office,
            about=target,
            by=None,
            at=at,
            moved_from=str(former.request_id),
            state=str(target.state),
            sheet=handed.row.sheet,
            due_at=handed.due_at.isoformat(),
        )


def _target(request: Request, handed: HandOn) -> Request:
    """The agency's own request in this round; where it was not asked, one that begins with this table."""
    existing = (
        Request.objects.select_for_update(no_key=True, of=("self",))
        .filter(round=request.round_id, agency=handed.to)
        .first()
    )
    return existing or Request.objects.create(
        office=request.office,
        round=request.round,
        agency=handed.to,
        state=RequestState.SENT,
        sent_at=handed.handed_at,
        sent_by=handed.handed_by,
        due_at=handed.due_at,
        first_due_at=handed.due_at,
    )


def _row(former: RequestedTable, target: Request, handed: HandOn) -> RequestedTable:
    """A table that comes back to who handed it on takes its old sheet."""
    row = target.tables.filter(table=former.table).first() or RequestedTable(
        office=former.office, request=target, table=former.table, sheet=next_sheet(target)
    )
    row.state, row.due_at = "waiting", handed.due_at if handed.due_at != target.due_at else None
    row.values, row.recorded_at = 0, None
    row.save()
    return row
