"""Of the summary rows: what pages read instead of counting is what a count would find."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from sektoral.bank.queries import observations
from sektoral.records.models import Holding, Office

Key = tuple[UUID, str, str]  # agency, code of the table, period
Counted = tuple[int, int, datetime]  # figures, marks, when the last of them was recorded


def check_holdings(office: Office, at: datetime) -> Iterator[str]:
    """I26: each summary row says what the bank holds of its table and period, and none is missing or left over."""
    told, found = _told(office), _counted(office)
    for key in sorted(told.keys() | found.keys(), key=str):
        if told.get(key) != found.get(key):
            _, code, period = key
            yield f"{code} {period}: ringkasan {_words(told.get(key))}, Bank Data {_words(found.get(key))}."


def _told(office: Office) -> dict[Key, Counted]:
    rows = Holding.objects.filter(office=office)
    return {(row.agency_id, row.code, row.period): (row.figures, row.marks, row.recorded_at) for row in rows}


def _counted(office: Office) -> dict[Key, Counted]:
    rows = observations(office).values("table__agency_id", "table__code", "period")
    counted = rows.annotate(
        figures=Count("pk", filter=~Q(text="")), marks=Count("pk", filter=Q(text="")), last=Max("recorded_at")
    ).order_by()
    return {
        (one["table__agency_id"], one["table__code"], one["period"]): (one["figures"], one["marks"], one["last"])
        for one in counted
    }


def _words(counted: Counted | None) -> str:
    if counted is None:
        return "tidak ada"
    figures, marks, last = counted
    return f"{figures} angka dan {marks} tanda sampai {last.isoformat()}"
