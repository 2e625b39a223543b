"""Reading the bank, now or as of any instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from sektoral.records.models import Agency, Observation, Office, Round, Table


@dataclass(frozen=True, slots=True)
class Total:
    """How many figures, and their exact sum as canonical decimal text."""

    values: int
    sum: str


def observations(office: Office, *, as_of: datetime | None = None) -> QuerySet[Observation]:
    """This will list the figures that hold now, or that held at the instant `as_of`."""
    rows = Observation.objects.filter(office=office)
    if as_of is None:
        return rows.filter(superseded_at__isnull=True)
    return rows.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of), recorded_at__lte=as_of)


def previous_values(table: Table, period: str) -> Mapping[tuple[str, str], str]:
    """This will give a table's figures of `period` by (row, column), as canonical decimal texts."""
    rows = Observation.objects.filter(
        table__agency=table.agency, table__code=table.code, period=period, superseded_at__isnull=True
    ).exclude(text="")
    return {(row.row, row.column): row.text for row in rows}


def total_of_round(round_: Round, agency: Agency | None = None) -> Total:
    """This will count and add the round's current figures, in exact decimals and never in SQL."""
    rows = observations(round_.office).filter(submission__request__round=round_).exclude(text="")
    if agency is not None:
        rows = rows.filter(submission__request__agency=agency)
    texts = list(rows.values_list("text", flat=True))
    return Total(len(texts), exact_sum(texts))


def exact_sum(texts: list[str]) -> str:
    """This will add decimal texts exactly, whatever their number of digits."""
    return f"{sum((Decimal(text) for text in texts), Decimal(0)):f}"
