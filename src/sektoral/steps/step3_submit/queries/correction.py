"""A table of the bank to correct: its fields hold what the bank holds, and what was changed in them is marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain import canonical
from sektoral.domain.corrections import CorrectedCell, Said, as_read, corrected_cells
from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.findings import Finding
from sektoral.domain.instruments import TableDef
from sektoral.domain.layout import address
from sektoral.domain.numbers import parse_text
from sektoral.domain.policies import check_can_correct
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.domain.typed import STYLE, Place, TypedTable, changed_places, read_posted
from sektoral.records.corrections import held_now
from sektoral.records.models import RequestedTable
from sektoral.steps.step3_submit.queries.drafts import Desk, all_rows
from sektoral.steps.step3_submit.queries.form import MISSING
from sektoral.steps.step3_submit.queries.form_grid import Drawing, Fault, FormGrid, at_cells, number_faults, parts_of
from sektoral.ui.messages import explained

HELD = "Bank Data"  # what stands under each field


@dataclass(frozen=True, slots=True)
class Listed:
    """The table's sheet and title."""

    sheet: str
    title: str


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """A table to correct. `changes` lists what differs from the bank, `why_shut` says why nothing may be sent now."""

    listed: Listed
    unit: str
    period: str
    grid: FormGrid
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]
    changes: tuple[CorrectedCell, ...]
    part: int
    parts: int
    why_shut: str

    previous = HELD


def requested_of(desk: Desk, sheet: str) -> RequestedTable:
    """This will give the requested table of a sheet in its present edition. Raises `NotFound`."""
    row = all_rows(desk).get(sheet)
    if row is None:
        raise NotFound("not_found")
    return row


def is_waiting(requested: RequestedTable) -> bool:
    """Whether an answer to the table is under way, or one that may be is not read yet: nobody corrects what is about to
    be replaced."""
    unread = requested.request.submissions.filter(state=SubmissionState.RECEIVED).exists()
    return unread or requested.items.filter(state__in=[ItemState.PENDING, ItemState.AWAITING_STEWARD]).exists()


def correction_page(
    desk: Desk, sheet: str, part: int, found: Sequence[Finding], *, posted: Mapping[str, str] | None = None
) -> CorrectionPage:
    """This will read a table to correct; `posted` is what was typed over what the bank holds."""
    requested, layout = requested_of(desk, sheet), desk.layout.table(sheet)
    parts = parts_of(layout)
    if not 1 <= part <= len(parts):
        raise NotFound("not_found")
    held = held_now(requested)
    before = TypedTable(sheet, {place: as_read(said) for place, said in held.items()})
    typed = read_posted(layout, posted, before) if posted else before
    changed = changed_places(before, typed, layout)
    faults = number_faults([one for one in found if one.code != MISSING])
    missing = tuple(one.cell for one in found if one.code == MISSING)
    marked = frozenset(address(layout.row_of(row), layout.column_of(column)) for row, column in changed)
    drawing = Drawing(layout, typed, _texts(held), at_cells(faults), frozenset(missing), marked)
    return CorrectionPage(
        listed=Listed(sheet, requested.table.title),
        unit=layout.table.unit,
        period=desk.definition.period,
        grid=drawing.grid(parts[part - 1]),
        faults=faults,
        missing=missing,
        changes=_changes(requested, held, typed, changed),
        part=part,
        parts=len(parts),
        why_shut=_why_shut(requested),
    )


def _why_shut(requested: RequestedTable) -> str:
    try:
        check_can_correct(requested.state, is_waiting=is_waiting(requested))
    except WrongState as error:
        return explained(error)
    return ""


def _texts(held: Mapping[Place, Said]) -> Mapping[Place, str]:
    """What stands under each field: a bare figure is written by who draws it."""
    return {place: said[0] if said[0] and not said[1] else as_read(said) for place, said in held.items()}


def _changes(
    requested: RequestedTable, held: Mapping[Place, Said], typed: TypedTable, changed: Sequence[Place]
) -> tuple[CorrectedCell, ...]:
    now = {**held, **{place: _said(typed.text(*place)) for place in changed}}
    return tuple(corrected_cells(canonical.read(TableDef, requested.table.definition), held, now))


def _said(text: str) -> Said:
    """What a typed text says; one that cannot be read stands as it was typed."""
    value = parse_text(text, STYLE)
    return (value.text, value.mark) if value.text or value.mark or not text else ("", text)
