"""The pages of the form: all tables with how far each is, and one table to type into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.errors import NotFound
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.periods import read_period
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.domain.transcripts import Statement
from sektoral.domain.typed import Progress, progress_of, read_posted
from sektoral.domain.validations import NATURES, REASONS
from sektoral.records.models import Agency, Person, RequestedTable
from sektoral.steps.step3_submit.queries.drafts import (
    Desk,
    HeldTable,
    all_rows,
    draft_of,
    held_tables,
    open_rows,
)
from sektoral.steps.step3_submit.queries.form_grid import (
    Drawing,
    Fault,
    FormGrid,
    at_cells,
    number_faults,
    parts_of,
)
from sektoral.ui.components import Shape, Status, Tone
from sektoral.ui.findings import value_of
from sektoral.ui.states import status_of

PROGRESS: Mapping[Progress, Status] = {
    Progress.EMPTY: Status(Tone.IDLE, "Belum diisi"),
    Progress.PARTIAL: Status(Tone.RUN, "Sebagian"),
    Progress.FULL: Status(Tone.DONE, "Lengkap"),
    Progress.NIL: Status(Tone.IDLE, "Nihil", Shape.NIL),
    Progress.UNAVAILABLE: Status(Tone.IDLE, "Tidak tersedia", Shape.LACK),
    Progress.CONTRADICTORY: Status(Tone.BAD, "Bertentangan"),
}
MISSING = "cell_empty"  # told once for a row and once for the table, not for each cell
SHOWN_STATES = (SubmissionState.REJECTED, SubmissionState.AWAITING_LETTER)


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table in the list: how far it is, and what was found in it."""

    number: int
    sheet: str
    title: str
    url: str
    status: Status
    filled: int
    asked: int
    errors: int
    warnings: int
    is_open: bool
    saved_at: datetime | None
    saved_by: str


@dataclass(frozen=True, slots=True)
class FormList:
    """All tables of the form. `checked` tells whether what was found is of now."""

    agency: str
    short: str
    period: str
    tables: tuple[ListedTable, ...]
    general: tuple[Fault, ...]
    is_checked: bool

    @property
    def errors(self) -> int:
        """How many findings must be mended."""
        return sum(table.errors for table in self.tables) + sum(fault.blocks for fault in self.general)

    @property
    def warnings(self) -> int:
        """How many findings want an explanation."""
        return sum(table.warnings for table in self.tables)

    @property
    def answered(self) -> int:
        """How many tables that are still owed have any answer."""
        return sum(table.is_open and table.status != PROGRESS[Progress.EMPTY] for table in self.tables)

    @property
    def unanswered(self) -> int:
        """How many tables that are still owed have none."""
        return self.owed - self.answered

    @property
    def owed(self) -> int:
        """How many tables may be typed."""
        return sum(table.is_open for table in self.tables)


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table to type into. `part` of `parts` counts from 1; `why_shut` says why nothing may be typed here."""

    listed: ListedTable
    unit: str
    note: str
    period: str
    previous: str
    instrument: str
    revision: int
    saved_at: datetime | None
    saved_by: str
    page: str
    statement: Statement
    grid: FormGrid
    faults: tuple[Fault, ...]
    missing: tuple[str, ...]
    part: int
    parts: int
    rows: tuple[int, int, int]
    why_shut: str
    holders: tuple[tuple[str, str], ...]

    reasons = REASONS
    natures = NATURES[1:]


@dataclass(frozen=True, slots=True)
class _State:
    """Everything that the pages are read from."""

    desk: Desk
    held: Mapping[str, HeldTable]
    rows: Mapping[str, RequestedTable]
    open: frozenset[str]
    findings: Sequence[Finding]
    names: Mapping[UUID, str]

    def listed(self, number: int, sheet: str) -> ListedTable:
        """One table in the list."""
        one, layout, is_open = self.held[sheet], self.desk.layout.table(sheet), sheet in self.open
        severities = [found.severity for found in self.findings if found.table == sheet]
        state = PROGRESS[progress_of(one.typed, layout)]
        return ListedTable(
            number=number,
            sheet=sheet,
            title=self.rows[sheet].table.title,
            url=reverse("step3:typing_table", args=[*self.desk.keys, sheet]),
            status=state if is_open else status_of(ItemState(self.rows[sheet].state)),
            filled=len(one.typed.cells),
            asked=layout.expected,
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
            is_open=is_open,
            saved_at=one.saved_at,
            saved_by=self.names.get(one.saved_by, "") if one.saved_by else "",
        )


def form_list(desk: Desk, found: Sequence[Finding] | None) -> FormList:
    """This will list the tables. `found` is what a check of now found; without it what was found when it was sent."""
    state = _state(desk, found)
    sheets = [sheet for sheet in desk.sheets if sheet in state.rows]
    return FormList(
        agency=desk.request.agency.name,
        short=desk.request.agency.short_name,
        period=read_period(desk.request.round.period).label.lower(),
        tables=tuple(state.listed(number, sheet) for number, sheet in enumerate(sheets, 1)),
        general=number_faults([one for one in state.findings if not one.table]),
        is_checked=found is not None,
    )


def form_table(
    desk: Desk, sheet: str, part: int, found: Sequence[Finding] | None, *, posted: Mapping[str, str] | None = None
) -> FormTable:
    """This will read one table to type into; `posted` is what was typed and could not be saved.

    Raises `NotFound` for a table or a part that the form does not have.
    """
    state = _state(desk, found)
    if sheet not in state.rows:
        raise NotFound("not_found")
    mine, layout, parts = state.held[sheet], desk.layout.table(sheet), parts_of(desk.layout.table(sheet))
    if not 1 <= part <= len(parts):
        raise NotFound("not_found")
    typed = read_posted(layout, posted, mine.typed) if posted else mine.typed
    listed = state.listed(list(state.rows).index(sheet) + 1, sheet)
    mine_found = [one for one in state.findings if one.table == sheet]
    faults = number_faults([one for one in mine_found if one.code != MISSING])
    missing = tuple(one.cell for one in mine_found if one.code == MISSING)
    rows, before = parts[part - 1], _before(desk, sheet)
    first = layout.table.rows.index(rows[0]) + 1
    return FormTable(
        listed=listed,
        unit=layout.table.unit,
        note=layout.table.note,
        period=desk.definition.period,
        previous=desk.definition.previous_period if before else "",
        instrument=desk.definition.id,
        revision=mine.revision,
        saved_at=mine.saved_at,
        saved_by=listed.saved_by,
        page=mine.page,
        statement=typed.statement,
        grid=Drawing(layout, typed, before, at_cells(faults), frozenset(missing)).grid(rows),
        faults=faults,
        missing=missing,
        part=part,
        parts=len(parts),
        rows=(first, first + len(rows) - 1, len(layout.table.rows)),
        why_shut="" if listed.is_open else f"Tabel ini sudah dikirim; keadaannya “{listed.status.word.lower()}”.",
        holders=_holders(desk),
    )


def stored_findings(desk: Desk, held: Mapping[str, HeldTable]) -> list[Finding]:
    """This will give what was found in the last answer that was typed, but for tables that were typed anew since."""
    newest = desk.request.submissions.order_by("-version").first()
    last = desk.submission or newest
    if last is None or last.state not in SHOWN_STATES or last.transcript_id is None or last.read_at is None:
        return []
    since = {sheet for sheet, one in held.items() if one.saved_at and one.saved_at > last.read_at}
    records = last.findings.exclude(table__in=since)
    return [value_of(one) for one in records if one.code in SENTENCES]


def _state(desk: Desk, found: Sequence[Finding] | None) -> _State:
    held = held_tables(desk, draft_of(desk))
    findings = found if found is not None else stored_findings(desk, held)
    return _State(desk, held, all_rows(desk), frozenset(open_rows(desk)), findings, _names(held))


def _names(held: Mapping[str, HeldTable]) -> Mapping[UUID, str]:
    people = {one.saved_by for one in held.values() if one.saved_by}
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def _before(desk: Desk, sheet: str) -> Mapping[tuple[str, str], str]:
    return {(row, column): text for (of, row, column), text in desk.definition.previous if of == sheet}


def _holders(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The agencies that may be said to hold the data."""
    others = Agency.objects.filter(office=desk.request.office_id).exclude(pk=desk.request.agency_id)
    return tuple(others.order_by("name").values_list("code", "name"))
