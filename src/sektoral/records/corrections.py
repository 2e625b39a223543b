"""What a signed correction changes: its tables beside what the bank held when it came."""

from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from sektoral.domain import canonical
from sektoral.domain.corrections import CorrectedCell, CorrectionNote, Place, Said, corrected_cells
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Observation, RequestedTable, Submission, Table
from sektoral.records.signed_values import handed_over


def correction_note(submission: Submission) -> CorrectionNote | None:
    """This will say what a letter says of a correction; nothing for any other submission."""
    if not submission.correction_reason:
        return None
    return CorrectionNote(submission.correction_reason, tuple(corrections_of(submission)))


def corrections_of(submission: Submission) -> Sequence[CorrectedCell]:
    """This will list the cells that a submission changes in what the bank held when it came."""
    found: list[CorrectedCell] = []
    for item in handed_over(submission).select_related("requested_table__request__round"):
        table = canonical.read(TableDef, item.requested_table.table.definition)
        now = {(cell["row"], cell["column"]): (cell["text"], cell["mark"]) for cell in item.cells}
        found += corrected_cells(table, held_before(item.requested_table, submission), now)
    return found


def held_before(requested: RequestedTable, submission: Submission) -> Mapping[Place, Said]:
    """This will give what the bank held of a table when the submission came, by row and column."""
    came = submission.received_at
    rows = _figures(requested).filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=came), recorded_at__lte=came)
    return {
        (row, column): (text, mark) for row, column, text, mark in rows.values_list("row", "column", "text", "mark")
    }


def held_now(requested: RequestedTable) -> Mapping[Place, Said]:
    """This will give what the bank holds of a requested table, by row and column."""
    rows = _figures(requested).filter(superseded_at__isnull=True)
    return {
        (row, column): (text, mark) for row, column, text, mark in rows.values_list("row", "column", "text", "mark")
    }


def _figures(requested: RequestedTable) -> QuerySet[Observation]:
    table = requested.table
    editions = list(Table.objects.filter(agency_id=table.agency_id, code=table.code).values_list("pk", flat=True))
    return Observation.objects.filter(
        office_id=requested.office_id, table__in=editions, period=requested.request.round.period
    )
