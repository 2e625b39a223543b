"""Putting accepted figures into the bank: a new version supersedes, nothing is ever changed or removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, QuerySet

from sektoral.bank.actions.reasons import Reasons
from sektoral.bank.holdings import place_of, recount
from sektoral.bank.series import dims_text, series_key
from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import OBS_STATUS
from sektoral.intake.reading import Cell
from sektoral.records import journal
from sektoral.records.models import (
    Letter,
    Observation,
    Person,
    RequestedTable,
    StoredFile,
    Submission,
    SubmissionItem,
)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One answered cell of an item, as the sandbox read it. `text` is canonical decimal text or empty."""

    sheet: str
    row: str
    column: str
    cell: str
    text: str
    mark: str
    explanation: str
    is_typed: bool
    period: str = ""  # another one than was asked for


def answered_cells(item: SubmissionItem) -> list[ReadCell]:
    """This will list the item's cells that hold a figure or a mark; an empty cell is no answer."""
    return [_cell(cell) for cell in item.cells if cell["text"] or cell["mark"]]


def earlier_cells(item: SubmissionItem) -> list[ReadCell]:
    """This will list the figures of other periods that the item's file holds besides."""
    return [_cell(cell) for cell in item.earlier if cell["text"] or cell["mark"]]


def _cell(read: Cell) -> ReadCell:
    return ReadCell(
        sheet=read["sheet"],
        row=read["row"],
        column=read["column"],
        cell=read["cell"],
        text=read["text"],
        mark=read["mark"],
        explanation=read.get("explanation", ""),
        is_typed=read.get("typed", False),
        period=read.get("period", ""),
    )


def append(item: SubmissionItem, *, letter: Letter | None, by: Person, at: datetime) -> int:
    """This will store the item's figures, each as a new version of its series, and return how many were new.

    An unchanged figure makes no version; a figure that the new answer no longer has is superseded. Figures of other
    periods in the same file fill what the bank lacks; they change nothing that it holds. Must run inside a transaction
    that holds the item's row.
    """
    cells = answered_cells(item)
    event = journal.append(
        "item.stored", office=item.office, about=item, by=by, at=at, values=len(cells), sha256=item.values_sha256
    )
    wanted = {row.series: row for row in _rows(item, cells, letter=letter, at=at, event=event.sequence)}
    current = {row.series: row for row in _current(item.requested_table).select_related("submission")}
    changed = [row for series, row in wanted.items() if _differs(row, current.get(series))]
    gone = current.keys() - wanted.keys()
    superseded = [current[series].pk for series in {*gone, *(row.series for row in changed)} & current.keys()]
    Observation.objects.filter(pk__in=superseded).update(superseded_at=at)
    versions = _last_versions(item, [row.series for row in changed])
    reasons = Reasons(item)
    for row in changed:
        row.version = versions.get(row.series, 0) + 1
        row.reason = reasons.of(row, current.get(row.series))
    missing = _missing(item, letter=letter, at=at, event=event.sequence)
    Observation.objects.bulk_create([*changed, *missing])
    here = place_of(item.requested_table)
    recount(item.office, {here, *(replace(here, period=row.period) for row in missing)}, at=at)
    return len(changed) + len(missing)


def withdraw(requested: RequestedTable, *, at: datetime) -> int:
    """This will supersede a table's current figures, because a later answer says nil or not available."""
    ended = _current(requested).update(superseded_at=at)
    recount(requested.office, [place_of(requested)], at=at)
    return ended


def _missing(item: SubmissionItem, *, letter: Letter | None, at: datetime, event: int) -> list[Observation]:
    """The item's figures of other periods whose series the bank has never held."""
    rows = {row.series: row for row in _rows(item, earlier_cells(item), letter=letter, at=at, event=event)}
    held = Observation.objects.filter(office=item.office, series__in=rows).values_list("series", flat=True)
    for series in set(held):
        del rows[series]
    for row in rows.values():
        row.version = 1
    return list(rows.values())


def _rows(
    item: SubmissionItem, cells: Iterable[ReadCell], *, letter: Letter | None, at: datetime, event: int
) -> Iterable[Observation]:
    requested = item.requested_table
    table = canonical.read(TableDef, requested.table.definition)
    rows = {row.code: row for row in table.rows}
    columns = {column.code: column for column in table.columns}
    asked = requested.request.round.period
    for cell in cells:
        row, column, period = rows[cell.row], columns[cell.column], cell.period or asked
        yield Observation(
            office=item.office,
            series=series_key(requested.table.agency.code, table, row, column, period),
            table=requested.table,
            variable=table.variable_at(row, column).code,
            area=row.area,
            dims=dims_text(row, column),
            period=period,
            row=cell.row,
            column=cell.column,
            text=cell.text,
            number=Decimal(cell.text) if cell.text else None,
            mark=cell.mark,
            status=OBS_STATUS.get(cell.mark, "A"),
            explanation=cell.explanation,
            recorded_at=at,
            submission=item.submission,
            item=item,
            file=_source_of(item.submission, cell),
            letter=letter,
            sheet=cell.sheet,
            cell=cell.cell,
            event=event,
        )


def _source_of(submission: Submission, cell: ReadCell) -> StoredFile:
    """The file in which the cell stands: what was typed stands in the transcript, not in the scan beside it."""
    transcript = submission.transcript
    return transcript if transcript is not None and cell.is_typed else submission.file


def _current(requested: RequestedTable) -> QuerySet[Observation]:
    """What the bank holds of a table, of whatever version, for the period asked for."""
    return Observation.objects.filter(
        office=requested.office,
        table__agency=requested.table.agency,
        table__code=requested.table.code,
        period=requested.request.round.period,
        superseded_at__isnull=True,
    )


def _last_versions(item: SubmissionItem, series: Sequence[str]) -> dict[str, int]:
    """A series that was withdrawn and comes again goes on counting."""
    found = Observation.objects.filter(office=item.office, series__in=series).values("series")
    return dict(found.annotate(last=Max("version")).values_list("series", "last"))


def _differs(new: Observation, old: Observation | None) -> bool:
    return old is None or (new.text, new.mark, new.table_id) != (old.text, old.mark, old.table_id)
