"""What would be stored: each table with the cell of the file behind every figure, and what the check says of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice

from sektoral.domain.checks.refusals import refusal_sentence
from sektoral.domain.checks.sentences import finding_parts
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import EXACT, plain_text
from sektoral.domain.periods import read_period
from sektoral.domain.softcopies.answering import periods_of
from sektoral.domain.softcopies.filling import FILLINGS, LEFT_EMPTY, Filling, gaps_of
from sektoral.intake.reading import Cell, CheckedTable, CheckedWorkbook, Draft, FoundFault, check_draft
from sektoral.steps.step3_submit.queries.lines import column_label
from sektoral.steps.step3_submit.queries.understanding import Understood
from sektoral.ui.components import Found, Notice, Tone
from sektoral.ui.findings import STATUSES
from sektoral.ui.formats import number_text

FOUND_AT_MOST, ROWS_AT_MOST = 50, 200
GAPS_AT_MOST = 12  # empty cells of a table that are asked about one by one
TYPED = "pilihan Anda"
NARROW, LETTERS_ON_PAGE = 10, 100
Figures = Mapping[tuple[str, str], Cell]


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell of the table: its figure, and where in the file it stands; both empty where nothing answers it."""

    shown: str
    mark: str
    source: str
    tone: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the table."""

    label: str
    cells: tuple[PreviewCell, ...]


@dataclass(frozen=True, slots=True)
class GapChoice:
    """What is asked about empty cells: a field, its label, its options and the chosen one."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """The cells of a table that the file leaves empty: the choice for all, and for each where they are few."""

    count: int
    every: GapChoice
    each: tuple[GapChoice, ...]


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """A table for one period, as it would be stored. `total` adds up all its figures, as exact text."""

    sheet: str
    title: str
    unit: str
    period: str
    stub: str
    heads: tuple[str, ...]
    rows: tuple[PreviewRow, ...]
    filled: int
    expected: int
    total: str
    more_rows: int
    is_wide: bool
    gaps: Gaps | None = None

    @property
    def empty(self) -> int:
        """How many cells stay empty."""
        return self.expected - self.filled


@dataclass(frozen=True, slots=True)
class Preview:
    """All that would be stored. `refusal` is why the file can not be read so; then there are no tables."""

    tables: tuple[PreviewTable, ...]
    earlier: tuple[PreviewTable, ...]
    found: Sequence[Found]
    found_total: int
    errors: int
    refusal: Notice | None = None

    @property
    def figures(self) -> int:
        """How many figures of the period asked for would be stored."""
        return sum(table.filled for table in self.tables)

    @property
    def earlier_figures(self) -> int:
        """How many figures of earlier periods."""
        return sum(table.filled for table in self.earlier)


NO_PREVIEW = Preview((), (), (), 0, 0)


def preview_of(understood: Understood, *, at: datetime) -> Preview:
    """This will check what was understood as if it had been sent; nothing is stored. Raises `Unavailable`."""
    if not understood.transcript.is_taken:
        return NO_PREVIEW
    submission = understood.submission
    draft = Draft(submission.request, understood.instrument, understood.transcript, submission.file)
    checked = check_draft(draft, at=at)
    if checked.refusal_code:
        return Preview((), (), (), 0, 0, _refusal(checked))
    answered = {one.table for one in understood.transcript.answers}
    faults = [one for one in checked.findings if one.table in answered or not one.table]
    tables = {sheet: table for sheet, table in understood.definition.sheets if sheet in answered}
    period = understood.definition.period
    return Preview(
        tables=tuple(
            replace(_table(sheet, table, checked.tables[sheet], faults, period), gaps=_gaps(sheet, table, understood))
            for sheet, table in tables.items()
        ),
        earlier=tuple(
            _earlier(sheet, table, checked.tables[sheet], when)
            for sheet, table in tables.items()
            for when in periods_of(one for one in understood.transcript.answers if one.table == sheet)
        ),
        found=[_found(number, fault) for number, fault in enumerate(faults[:FOUND_AT_MOST], 1)],
        found_total=len(faults),
        errors=sum(one.severity is Severity.ERROR for one in faults),
    )


def _refusal(checked: CheckedWorkbook) -> Notice:
    facts = {name: str(fact) for name, fact in checked.refusal_facts.items()}
    what, _, remedy = refusal_sentence(checked.refusal_code, facts).partition(". ")
    return Notice(Tone.BAD, "Berkas ini tidak dapat dipakai", f"{what.rstrip('.')}.", remedy, "", checked.refusal_code)


def _table(
    sheet: str, table: TableDef, checked: CheckedTable, faults: Iterable[FoundFault], period: str
) -> PreviewTable:
    flagged = {(one.sheet, one.cell): STATUSES[one.severity].tone for one in faults if one.table == sheet}
    tones = {place: tone.value for place, tone in flagged.items() if tone is not Tone.RUN}
    return _laid_out(sheet, table, checked.cells, period, tones)


def _earlier(sheet: str, table: TableDef, checked: CheckedTable, period: str) -> PreviewTable:
    return _laid_out(sheet, table, [one for one in checked.earlier if one.get("period") == period], period, {})


def _gaps(sheet: str, table: TableDef, understood: Understood) -> Gaps | None:
    """What is to be said of the cells that the file does not answer."""
    found = list(gaps_of(sheet, table, understood.answered.answers))
    if not found or len(found) == len(table.rows) * len(table.columns):
        return None
    said, name = understood.choices.empty.get(sheet, Filling()), f"{sheet}-kosong"
    marks = tuple((mark, f"{mark} ({word})") for mark, word in FILLINGS.items())
    each = (
        GapChoice(
            f"{name}-{row}.{column}",
            f"{table.rows[row - 1].label}, {column_label(table.columns[column - 1])}",
            (("", "Seperti pilihan di atas"), (LEFT_EMPTY, "Biarkan kosong"), *marks),
            said.cells.get((row, column), ""),
        )
        for row, column in found
    )
    every = GapChoice(name, "Sel yang kosong di berkas", (("", "Biarkan kosong"), *marks), said.mark)
    return Gaps(len(found), every, tuple(each) if 1 < len(found) <= GAPS_AT_MOST else ())


def _laid_out(
    sheet: str, table: TableDef, cells: Sequence[Cell], period: str, tones: Mapping[tuple[str, str], str]
) -> PreviewTable:
    figures: Figures = {(one["row"], one["column"]): one for one in cells}
    heads = tuple(column_label(column) for column in table.columns)
    rows = (
        PreviewRow(row.label, tuple(_cell(figures.get((row.code, one.code)), tones) for one in table.columns))
        for row in table.rows
    )
    return PreviewTable(
        sheet=sheet,
        title=table.title,
        unit=table.unit,
        period=read_period(period).label.lower(),
        stub=table.stub,
        heads=heads,
        rows=tuple(islice(rows, ROWS_AT_MOST)),
        filled=len(figures),
        expected=len(table.rows) * len(table.columns),
        total=_total(cells),
        more_rows=max(0, len(table.rows) - ROWS_AT_MOST),
        is_wide=sum(max(len(head), NARROW) for head in heads) > LETTERS_ON_PAGE,
    )


def _cell(found: Cell | None, tones: Mapping[tuple[str, str], str]) -> PreviewCell:
    if found is None:
        return PreviewCell("", "", "", "")
    place = (found["sheet"], found["cell"])
    mark = found["mark"] if found["text"] else ""
    source = TYPED if found.get("typed") else "!".join(place)
    shown = number_text(found["text"]) if found["text"] else found["mark"]
    return PreviewCell(shown, mark, source, tones.get(place, ""))


def _total(cells: Iterable[Cell]) -> str:
    total = Decimal(0)
    for one in cells:
        if one["text"]:
            total = EXACT.add(total, Decimal(one["text"]))
    return number_text(plain_text(total))


def _found(number: int, fault: FoundFault) -> Found:
    facts = {name: str(fact) for name, fact in fault.facts.items()}
    about, what, remedy = finding_parts(
        Finding(fault.code, fault.severity, fault.sheet, fault.cell, fault.value, fault.table, facts)
    )
    where = f"{fault.sheet}!{fault.cell}" if fault.cell else fault.sheet
    return Found(number, STATUSES[fault.severity], where, about, what, remedy, fault.code)
