"""Reading the bank, now or as of any instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal, Inexact, localcontext
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sektoral.domain.states import ItemState
from sektoral.records.models import Agency, Observation, Office, RequestedTable, Round, Table

EXACT = Context(prec=200, traps=[Inexact])  # a stored text has 60 characters at most


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
    return previous_values_of([table], period)[table]


def previous_values_of(tables: Sequence[Table], period: str) -> Mapping[Table, Mapping[tuple[str, str], str]]:
    """This will do so for several tables at once; a table of whatever version has the figures of its code."""
    rows = Observation.objects.filter(
        table__agency__in={table.agency_id for table in tables},
        table__code__in={table.code for table in tables},
        period=period,
        superseded_at__isnull=True,
    ).exclude(text="")
    found: dict[tuple[UUID, str], dict[tuple[str, str], str]] = {}
    for agency, code, row, column, text in rows.values_list("table__agency_id", "table__code", "row", "column", "text"):
        found.setdefault((agency, code), {})[row, column] = text
    return {table: found.get((table.agency_id, table.code), {}) for table in tables}


def total_of_round(round_: Round, agency: Agency | None = None) -> Total:
    """This will count and add the figures that hold of the tables the round accepted, in exact decimals, never in SQL.

    They belong to the round whichever submission brought them: a figure that an earlier round of the same period had
    and this one confirmed keeps its first submission. `agency` narrows it to what that agency was asked for.
    """
    accepted = RequestedTable.objects.filter(request__round=round_, state=ItemState.STORED)
    if agency is not None:
        accepted = accepted.filter(request__agency=agency)
    same = accepted.filter(table__agency=OuterRef("agency"), table__code=OuterRef("code"))
    tables = list(Table.objects.filter(Exists(same), office=round_.office).values_list("pk", flat=True))
    rows = observations(round_.office).filter(table__in=tables, period=round_.period).exclude(text="")
    texts = list(rows.values_list("text", flat=True))
    return Total(len(texts), exact_sum(texts))


def exact_sum(texts: list[str]) -> str:
    """This will add decimal texts exactly, whatever their number of digits."""
    with localcontext(EXACT):
        return f"{sum((Decimal(text) for text in texts), Decimal(0)):f}"
