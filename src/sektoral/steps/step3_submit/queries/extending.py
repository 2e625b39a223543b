"""Extending several requests at once: which are open, and what their deadlines would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.states import ItemState, RequestState, RoundState
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Request, RequestedTable
from sektoral.records.models.round import OWED


@dataclass(frozen=True, slots=True)
class Extendable:
    """A request that still waits for data, with the open tables that it owes."""

    request: Request
    tables: Sequence[RequestedTable]

    @property
    def key(self) -> UUID:
        """The request's id, which its tick box sends."""
        return self.request.pk


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline as it is and as it would be."""

    agency: str
    what: str
    old_due_at: datetime
    new_due_at: datetime


def list_extendable(actor: Actor) -> Sequence[Extendable]:
    """This will list the sent requests of open rounds that owe tables, in the order of their deadlines."""
    requests = Request.objects.filter(
        office=actor.office,
        state=RequestState.SENT,
        due_at__isnull=False,
        round__state__in=[RoundState.DISTRIBUTING, RoundState.COLLECTING],
    ).select_related("agency", "round", "office")
    open_tables: dict[UUID, list[RequestedTable]] = {}
    rows = RequestedTable.objects.filter(request__in=requests, state__in=OWED).select_related("table")
    for row in rows.defer("table__definition").order_by("sheet"):
        open_tables.setdefault(row.request_id, []).append(row)
    found = [Extendable(one, open_tables[one.pk]) for one in requests if one.pk in open_tables]
    return sorted(found, key=lambda one: str(one.request.due_at))


def preview(chosen: Sequence[Extendable], *, days: int, only_open: bool) -> Sequence[Moved]:
    """This will reckon what each deadline becomes, without moving any."""
    moved = []
    for one in chosen:
        due_at = one.request.due_at
        if due_at is None:
            continue
        calendar = calendar_of(one.request.office)
        name = one.request.agency.name
        if not only_open:
            moved.append(Moved(name, "Seluruh permintaan", due_at, calendar.due_at_days(due_at, days)))
            continue
        for table in one.tables:
            old = _due(table, due_at)
            moved.append(Moved(name, table.table.title, old, calendar.due_at_days(old, days)))
    return moved


def _due(table: RequestedTable, request_due_at: datetime) -> datetime:
    revision = table.revision_due_at if table.state == ItemState.RETURNED else None
    return revision or table.due_at or request_due_at
