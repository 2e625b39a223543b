"""The completeness of a round: a mark a table, a row an agency, and the same as a list to take away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sektoral.board.queries.reading import ANSWERED, MARKS, RoundFacts
from sektoral.ui.addresses import page_url
from sektoral.ui.components import Status
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.pictures import GridRow, LegendEntry, Mark


@dataclass(frozen=True, slots=True)
class TableRow:
    """One requested table as the completeness list exports it."""

    agency: str
    sheet: str
    code: str
    title: str
    mark: Status
    due_at: datetime | None
    received_at: datetime | None
    recorded_at: datetime | None
    values: int
    returns: int


FILTERS: tuple[Filter[TableRow], ...] = (
    Filter("keadaan", "Keadaan", [(mark.word, mark.word) for mark in MARKS], lambda row, word: row.mark.word == word),
)
COLUMNS: tuple[Column[TableRow], ...] = (
    Column("opd", "OPD", lambda row: row.agency),
    Column("kode", "Kode", lambda row: row.code),
    Column("tabel", "Tabel", lambda row: row.title),
    Column("keadaan", "Keadaan", lambda row: row.mark.word),
    Column("batas", "Batas waktu", lambda row: row.due_at),
    Column("diputuskan", "Diputuskan", lambda row: row.recorded_at),
    Column("nilai", "Nilai", lambda row: row.values, numeric=True),
)
MORE_COLUMNS: tuple[Column[TableRow], ...] = (
    Column("lembar", "Lembar", lambda row: row.sheet),
    Column("diterima", "Data diterima", lambda row: row.received_at),
    Column("kembali", "Kali dikembalikan", lambda row: row.returns, numeric=True),
)
COMPLETENESS: ListSpec[TableRow] = ListSpec(
    name="kelengkapan",
    columns=COLUMNS,
    filters=FILTERS,
    text=lambda row: f"{row.agency} {row.code} {row.title}",
    search_label="Cari OPD atau tabel",
)
TO_TAKE_AWAY = replace(COMPLETENESS, columns=COLUMNS + MORE_COLUMNS)


def grid_rows(facts: RoundFacts) -> Sequence[GridRow]:
    """This will give the grid in the agencies' own order, so that people learn where they are."""
    rows = []
    for request in facts.requests:
        tables = facts.rows(request)
        marks = tuple(Mark(facts.marks[row.pk], row.table.title) for row in tables)
        rows.append(
            GridRow(
                name=request.agency.name,
                short=request.agency.short_name,
                url=page_url("board:agency", facts.round.pk, request.pk),
                marks=marks,
                done=sum(mark.status in ANSWERED for mark in marks),
            )
        )
    return rows


def legend_of(facts: RoundFacts) -> Sequence[LegendEntry]:
    """This will say what the marks mean that are in the grid, with their counts."""
    return [LegendEntry(mark, facts.counts[mark]) for mark in MARKS if facts.counts.get(mark)]


def table_rows(facts: RoundFacts) -> Sequence[TableRow]:
    """This will list every requested table with its standing."""
    return [
        TableRow(
            agency=request.agency.name,
            sheet=row.sheet,
            code=row.table.code,
            title=row.table.title,
            mark=facts.marks[row.pk],
            due_at=row.due_at or request.due_at,
            received_at=request.data_received_at,
            recorded_at=row.recorded_at,
            values=row.values,
            returns=row.returns,
        )
        for request in facts.requests
        for row in facts.rows(request)
    ]
