"""The figures of a round as an evidence bundle has them: each acceptance whole, each figure with its file and cell.

The digest of an acceptance stands in the journal (`item.stored`), so whoever holds the journal can reckon it again.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sektoral.adapters.exports import inert
from sektoral.bank.actions import ReadCell, answered_cells, earlier_cells
from sektoral.bank.series import dims_text
from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Event, Observation, RequestedTable, Round, SubmissionItem

Series = tuple[UUID, str, str, str, str]  # agency, table, row, column, period
COLUMNS = (
    "butir",
    "peristiwa",
    "opd",
    "tabel",
    "variabel",
    "wilayah",
    "rincian",
    "periode",
    "baris",
    "kolom",
    "nilai",
    "tanda",
    "versi",
    "berkas",
    "lembar",
    "sel",
)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One time that a table went into the bank, and the journal's number of it."""

    item: SubmissionItem
    event: int


def tables_text(round_: Round) -> str:
    """This will write one JSON object a line: each acceptance with what its digest covers beside the figures."""
    return "".join(f"{json.dumps(_told(one), sort_keys=True)}\n" for one in acceptances(round_))


def values_text(round_: Round, paths: Mapping[tuple[UUID, bool], str]) -> str:
    """This will write the figures as CSV, exact, a line each.

    `paths` names in the bundle, for each submission, the file that came and the one in which typed figures stand.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    versions = _versions(round_)
    for one in acceptances(round_):
        table = one.item.requested_table.table
        definition = canonical.read(TableDef, table.definition)
        for cell in (*answered_cells(one.item), *earlier_cells(one.item)):
            period = cell.period or round_.period
            known = versions.get((table.agency_id, table.code, cell.row, cell.column, period), [])
            version = max((number for event, number in known if event <= one.event), default=0)
            line = _line(one, definition, cell, period=period, version=version)
            path = paths[one.item.submission_id, cell.is_typed]
            writer.writerow([*line, path, inert(cell.sheet), cell.cell])  # the agency names its own sheets
    return target.getvalue()


def acceptances(round_: Round) -> Iterator[Acceptance]:
    """This will list what the round put into the bank, in the order of the journal."""
    related = ("requested_table__table__agency", "submission__request__agency", "submission__request__round")
    items = SubmissionItem.objects.filter(submission__request__round=round_).select_related(*related)
    found = {str(item.pk): item for item in items}
    events = Event.objects.filter(office_id=round_.office_id, kind="item.stored", about_id__in=found)
    for about, sequence in events.order_by("sequence").values_list("about_id", "sequence"):
        yield Acceptance(found[about], sequence)


def _told(one: Acceptance) -> dict[str, str | int]:
    table = one.item.requested_table.table
    return {
        "item": str(one.item.pk),
        "event": one.event,
        "submission": str(one.item.submission_id),
        "agency": table.agency.code,
        "table": table.code,
        "title": table.title,
        "period": one.item.submission.request.round.period,
        "answer": one.item.answer,
        "reason": one.item.reason,
    }


def _line(one: Acceptance, table: TableDef, cell: ReadCell, *, period: str, version: int) -> list[str | int]:
    row = next(row for row in table.rows if row.code == cell.row)
    column = next(column for column in table.columns if column.code == cell.column)
    return [
        str(one.item.pk),
        one.event,
        one.item.requested_table.table.agency.code,
        table.code,
        table.variable_at(row, column).code,
        row.area,
        dims_text(row, column),
        period,
        cell.row,
        cell.column,
        cell.text,
        cell.mark,
        version,
    ]


def _versions(round_: Round) -> dict[Series, list[tuple[int, int]]]:
    """Events and version numbers of every figure of the tables that the round asked for."""
    codes = RequestedTable.objects.filter(request__round=round_).values("table__code")
    rows = Observation.objects.filter(office=round_.office, table__code__in=codes)
    found: dict[Series, list[tuple[int, int]]] = {}
    for agency, code, row, column, period, event, version in rows.values_list(
        "table__agency_id", "table__code", "row", "column", "period", "event", "version"
    ):
        found.setdefault((agency, code, row, column, period), []).append((event, version))
    return found
