"""What the Pembina Data remarked on a table, for every page that shows the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Remark, Table


@dataclass(frozen=True, slots=True)
class SaidRemark:
    """A remark with its answer, which is empty while it is open; `about` is the place in words, empty for the table."""

    id: UUID
    about: str
    text: str
    by: str
    written_at: datetime
    answer: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether the office has not answered yet."""
        return self.answered_at is None


def remarks_on(table: Table, definition: TableDef, *, period: str = "") -> Sequence[SaidRemark]:
    """This will list the remarks on a table, the newest first; of `period` only those on it or on no period."""
    rows = Remark.objects.filter(agency_id=table.agency_id, code=table.code).select_related("written_by")
    if period:
        rows = rows.filter(Q(period=period) | Q(period=""))
    return [said(row, definition) for row in rows]


def remarks_of(tables: Sequence[Table], *, period: str) -> Mapping[tuple[UUID, str], Sequence[SaidRemark]]:
    """This will list the remarks on several tables and a period, by agency and code of the table."""
    by_key = {(table.agency_id, table.code): table for table in tables}
    rows = Remark.objects.filter(
        Q(period=period) | Q(period=""),
        agency_id__in={agency for agency, _ in by_key},
        code__in={code for _, code in by_key},
    )
    found: dict[tuple[UUID, str], list[SaidRemark]] = {}
    for row in rows.select_related("written_by"):
        if table := by_key.get((row.agency_id, row.code)):
            definition = canonical.read(TableDef, table.definition)
            found.setdefault((row.agency_id, row.code), []).append(said(row, definition))
    return found


def said(row: Remark, definition: TableDef) -> SaidRemark:
    """This will put a remark into words."""
    return SaidRemark(
        id=row.pk,
        about=place_words(definition, row=row.row, column=row.column, period=row.period),
        text=row.text,
        by=row.written_by.name,
        written_at=row.written_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def place_words(definition: TableDef, *, row: str, column: str, period: str) -> str:
    """This will name a place of a table, `Kualuh Hulu, Laki-laki, 2025`; a code that is gone stays a code."""
    rows = {one.code: one.label for one in definition.rows}
    columns = {one.code: one.label for one in definition.columns}
    return ", ".join(filter(None, (rows.get(row, row), columns.get(column, column), period)))


def open_remarks(rows: QuerySet[Remark]) -> QuerySet[Remark]:
    """This will keep those that wait for an answer."""
    return rows.filter(answered_at__isnull=True)
