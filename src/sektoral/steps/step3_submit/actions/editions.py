"""Asking otherwise than the letter did: by the newest edition of a table, or for one more table.

An error in a definition is mended while the agencies are still filling; what an agency sends unasked becomes a table.
"""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.states import RequestState, check_move
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Person, Request, RequestedTable, Table
from sektoral.records.models.round import OWED


def newer_editions(request: Request) -> dict[RequestedTable, Table]:
    """This will pair each table that is still owed with the newest edition of it, where that is another one."""
    rows = request.tables.filter(state__in=OWED, table__is_current=False).select_related("table")
    found: dict[RequestedTable, Table] = {}
    for row in rows:
        newest = Table.objects.filter(agency=row.table.agency_id, code=row.table.code, is_current=True).first()
        if newest is not None:
            found[row] = newest
    return found


def adopt_editions(request: Request, *, by: Actor, at: datetime) -> int:
    """This will ask by the newest editions what is still owed, and return how many tables changed.

    The agency gets a new workbook; an old one is refused, and what was typed into it can be carried over. Raises
    `Refused` and `WrongState` (`editions_current`, `request_closed`).
    """
    by.check_here(request)
    by.check(Permission.PREPARE_LETTERS)
    with transaction.atomic():
        request = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
        if request.state == RequestState.CLOSED:
            raise WrongState("request_closed")
        newer = newer_editions(request)
        if not newer:
            raise WrongState("editions_current")
        for row, edition in newer.items():
            row.table = edition
            row.save(update_fields=["table"])
        journal.append("request.revised", office=request.office, about=request, by=by.person, at=at, tables=len(newer))
    return len(newer)


def ask_also(request: Request, table: Table, *, by: Person, at: datetime) -> RequestedTable | None:
    """This will ask for a table that was made while its request is out; nothing where it is asked for already.

    The workbook is drawn anew with it. A request that was complete is open again; one that is closed stays as it is.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
        if request.state == RequestState.CLOSED or request.tables.filter(table=table).exists():
            return None
        row = RequestedTable.objects.create(
            office=request.office, request=request, table=table, sheet=_next_sheet(request)
        )
        if request.state == RequestState.COMPLETE:
            check_move(RequestState.COMPLETE, RequestState.SENT)
            request.state = RequestState.SENT
            request.save(update_fields=["state"])
            journal.append("request.reopened", office=request.office, about=request, by=by, at=at)
        journal.append("request.revised", office=request.office, about=request, by=by, at=at, tables=1, sheet=row.sheet)
    return row


def _next_sheet(request: Request) -> str:
    """The number after the last; a table that was moved away keeps its own."""
    last = max((int(sheet[1:]) for sheet in request.tables.values_list("sheet", flat=True)), default=0)
    return f"T{last + 1:02}"
