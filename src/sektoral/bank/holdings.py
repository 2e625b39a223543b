"""What the bank holds of each table and period, counted anew with every change so that no page counts the bank."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from sektoral.records.models import Holding, Observation, Office, RequestedTable, Table


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A table of whatever edition, by its agency's id and its code, and a period."""

    agency: UUID
    code: str
    period: str


def place_of(requested: RequestedTable) -> Place:
    """This will give the place that an answer to a requested table changes."""
    return Place(requested.table.agency_id, requested.table.code, requested.request.round.period)


def recount(office: Office, places: Iterable[Place], *, at: datetime) -> None:
    """This will count what is current at these places, each bounded by its table; where nothing is, no row stays.

    Must run inside the transaction that changed them. The summary row is locked before it is counted, so that of two
    transactions at one place the later counts what the earlier has committed.
    """
    for place in sorted(set(places)):
        held = _locked(office, place, at=at)
        tables = list(Table.objects.filter(agency_id=place.agency, code=place.code).values_list("pk", flat=True))
        current = Observation.objects.filter(
            office=office, table__in=tables, period=place.period, superseded_at__isnull=True
        )
        counted = current.aggregate(
            figures=Count("pk", filter=~Q(text="")), marks=Count("pk", filter=Q(text="")), last=Max("recorded_at")
        )
        if counted["last"] is None:
            held.delete()
            continue
        held.figures, held.marks, held.recorded_at = counted["figures"], counted["marks"], counted["last"]
        held.save(update_fields=["figures", "marks", "recorded_at"])


def _locked(office: Office, place: Place, *, at: datetime) -> Holding:
    key = {"agency_id": place.agency, "code": place.code, "period": place.period}
    nothing = {"office": office, "figures": 0, "marks": 0, "recorded_at": at}
    return Holding.objects.select_for_update(no_key=True, of=("self",)).get_or_create(**key, defaults=nothing)[0]
