"""One table of a submission: its figures beside last year's or the returned ones, findings on cells, the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.bank.queries import previous_values
from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period
from sektoral.domain.returns import return_words
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState
from sektoral.records.actors import Actor
from sektoral.records.models import Answer, FindingRecord, Submission, SubmissionItem
from sektoral.steps.step4_check.queries.review import ANSWER_WORDS
from sektoral.ui.components import Found, Status
from sektoral.ui.findings import list_found
from sektoral.ui.states import status_of
from sektoral.ui.table_grid import Comparison, Figure, Flag, Grid, Key, Place, Sheet, build_grid, changes

FOUND_AT_MOST = 200  # of one table on one page; the marked copy has them all


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs from the returned answer."""

    row: str
    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class PastReturn:
    """Why the table was returned before, by whom and when."""

    reason: str
    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table under check. `choices` are the comparisons that there is something for."""

    key: UUID
    sheet: str
    title: str
    unit: str
    note: str
    status: Status
    is_priority: bool
    answer: str
    declared: str
    grid: Grid
    comparison: Comparison
    choices: tuple[tuple[str, str], ...]
    found: Sequence[Found]
    has_more: bool
    notes: Sequence[Found]
    changes: tuple[Change, ...] | None
    past: PastReturn | None
    decided: PastReturn | None
    is_open: bool
    waits_for_steward: bool
    may_pass: bool

    @property
    def words(self) -> str:
        """The findings in words."""
        counts: dict[str, int] = {}
        for one in self.found:
            counts[one.status.word] = counts.get(one.status.word, 0) + 1
        return ", ".join(f"{count} {word.lower()}" for word, count in counts.items())


def get_item(submission: Submission, sheet: str) -> SubmissionItem:
    """This will give the item of one sheet of a submission that was already reached."""
    items = submission.items.select_related("requested_table__table__agency", "decided_by")
    found = items.filter(requested_table__sheet=sheet).first()
    if found is None:
        raise NotFound("not_found")
    return found


def table_page(item: SubmissionItem, submission: Submission, *, actor: Actor, comparison: str) -> TablePage:
    """This will read one table for its check. `comparison` is what was asked for; what there is nothing for is not."""
    asked = item.requested_table
    about = submission.findings.filter(table=asked.sheet).select_related("explained_by")
    records = list(about.exclude(severity=Severity.INFO)[: FOUND_AT_MOST + 1])
    found = list_found(records[:FOUND_AT_MOST])
    notes = list(about.filter(severity=Severity.INFO)[:FOUND_AT_MOST])
    earlier = _returned_item(item, submission)
    sheet = _sheet(item, submission, earlier, _flags(records, found))
    chosen, choices = _choices(sheet, comparison, submission)
    period = read_period(submission.request.round.period)
    return TablePage(
        key=item.pk,
        sheet=asked.sheet,
        title=asked.table.title,
        unit=sheet.table.unit,
        note=sheet.table.note,
        status=status_of(ItemState(item.state)),
        is_priority=asked.table.is_priority,
        answer=ANSWER_WORDS[Answer(item.answer)],
        declared=_declared(item),
        grid=build_grid(sheet, comparison=chosen, now=period.code, before=period.year_before.code),
        comparison=chosen,
        choices=choices,
        found=found,
        has_more=len(records) > FOUND_AT_MOST,
        notes=list_found(notes, first=len(found) + 1),
        changes=tuple(Change(*one) for one in changes(sheet)) if earlier else None,
        past=_past(earlier) if earlier else None,
        decided=_past(item) if item.return_reason else None,
        is_open=item.state == ItemState.PENDING,
        waits_for_steward=item.state == ItemState.AWAITING_STEWARD,
        may_pass=item.state == ItemState.AWAITING_STEWARD and actor.may(Permission.PASS_PRIORITY),
    )


def _declared(item: SubmissionItem) -> str:
    return item.reason if item.answer in (Answer.NIL, Answer.UNAVAILABLE) else ""


def _sheet(
    item: SubmissionItem,
    submission: Submission,
    earlier: SubmissionItem | None,
    flags: Mapping[Place, tuple[Flag, ...]],
) -> Sheet:
    asked = item.requested_table
    before = previous_values(asked.table, read_period(submission.request.round.period).year_before.code)
    return Sheet(
        sheet=asked.sheet,
        table=canonical.read(TableDef, asked.table.definition),
        figures=_figures(item),
        places={(cell["row"], cell["column"]): (cell["sheet"], cell["cell"]) for cell in item.cells},
        with_previous=_shows_previous(submission, asked.sheet),
        before={key: Figure(text) for key, text in before.items()},
        returned=_figures(earlier) if earlier else {},
        flags=flags,
    )


def _figures(item: SubmissionItem) -> Mapping[Key, Figure]:
    return {(cell["row"], cell["column"]): Figure(cell["text"], cell["mark"]) for cell in item.cells}


def _shows_previous(submission: Submission, sheet: str) -> bool:
    """Whether the agency's workbook shows last period's figures, which moves the columns behind them."""
    instrument = submission.request.instruments.order_by("-version").values_list("definition", flat=True).first()
    return any(key[0] == sheet for key, _ in (instrument or {}).get("previous", []))


def _flags(records: Sequence[FindingRecord], found: Sequence[Found]) -> Mapping[Place, tuple[Flag, ...]]:
    flags: dict[Place, tuple[Flag, ...]] = {}
    for record, one in zip(records, found, strict=False):
        if record.cell:
            place = (record.sheet, record.cell)
            flags[place] = (*flags.get(place, ()), Flag(one.number, one.status.tone))
    return flags


def _choices(sheet: Sheet, asked: str, submission: Submission) -> tuple[Comparison, tuple[tuple[str, str], ...]]:
    """What can be compared; a resubmission is first held against what was returned."""
    before = read_period(submission.request.round.period).year_before.label.lower()
    there: dict[Comparison, str] = {}
    if sheet.returned:
        there[Comparison.RETURNED] = "Isi yang dikembalikan"
    if sheet.before:
        there |= {Comparison.BEFORE: f"Nilai {before}", Comparison.CHANGE: f"Perubahan dari {before} (%)"}
    chosen = next((one for one in there if one.value == asked), next(iter(there), Comparison.BEFORE))
    return chosen, tuple((one.value, words) for one, words in there.items())


def _returned_item(item: SubmissionItem, submission: Submission) -> SubmissionItem | None:
    """The newest earlier answer to the same table that was returned."""
    earlier = SubmissionItem.objects.filter(
        requested_table=item.requested_table, submission__version__lt=submission.version
    ).exclude(return_reason="")
    return earlier.select_related("decided_by").order_by("-submission__version").first()


def _past(item: SubmissionItem) -> PastReturn:
    by = item.decided_by.name if item.decided_by else ""
    return PastReturn(return_words(item.return_code), item.return_reason, by, item.decided_at)
