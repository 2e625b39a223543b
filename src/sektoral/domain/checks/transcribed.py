"""The check of a transcript: the instrument is filled in memory as the transcript says, held against the same checks as
every workbook, and each finding and figure is led back to the cell of the file that it came from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext
from sektoral.domain.checks.engine import check_instrument, summarise
from sektoral.domain.checks.privacy import personal_columns
from sektoral.domain.checks.results import CellResult, CheckResult, TableResult
from sektoral.domain.checks.sentences import finding
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.grids import Cell, CellKind, Grid, Place, Raw, parse_address
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import (
    CODE_COLUMN,
    LABEL_COLUMN,
    LABEL_ROW,
    LISTING,
    NATURE_COLUMN,
    NIL_COLUMN,
    NUMBER_ROW,
    REASON_COLUMN,
    REMARK_COLUMN,
    TableLayout,
    address,
    lay_out,
)
from sektoral.domain.numbers import EXACT, Locale, evidence, parse_number, parse_text, plain_text
from sektoral.domain.transcripts import Answer, Source, Transcript
from sektoral.domain.validations import NIL

OF_THE_FORM = frozenset({"total_overwritten"})  # what a workbook has besides its answers, and a transcript lacks
SURE = 15  # significant digits that a double keeps


@dataclass(frozen=True, slots=True)
class EarlierCell:
    """A figure of another period than was asked for, found in the same file."""

    period: str
    cell: CellResult


@dataclass(frozen=True, slots=True)
class TranscribedResult:
    """What the check says of the period asked for, and by table the figures of other periods that are sound."""

    result: CheckResult
    earlier: Mapping[str, tuple[EarlierCell, ...]]


def check_transcribed(
    definition: InstrumentDef,
    transcript: Transcript,
    grids: Sequence[Grid],
    context: CheckContext = NOTHING_KNOWN,
    *,
    locale: Locale | None = None,
) -> TranscribedResult:
    """Hold a transcript against its instrument. `grids` are the sheets of the file that cells are taken from.

    `locale` is the style of numbers that a person has settled; without it the texts that were taken show it.
    """
    sources = {grid.name: grid for grid in grids}
    by_period: dict[str, list[Answer]] = defaultdict(list)
    for one in transcript.answers:
        by_period[one.period].append(one)
    locale = locale or _style(transcript, sources)
    filled = _Filled(definition, sources, locale)
    asked = filled.fill(by_period.pop("", []))
    listing = _listing(definition, transcript)
    explained = _explain(asked, definition, transcript)
    result = check_instrument(definition, [*explained, listing], context, locale=locale)
    found = [*(asked.led_back(one) for one in result.findings if one.code not in OF_THE_FORM), *asked.told]
    earlier, left_out = _earlier(filled, by_period, listing)
    final = summarise(
        [*found, *left_out],
        tables=tuple(_led_back(table, asked) for table in result.tables),
        order=[sheet for sheet, _ in definition.sheets],
        locale=result.locale,
        corrections=(),
        personal=tuple(personal_columns(grids)) or result.personal_columns,
    )
    return TranscribedResult(replace(final, totals=_totals(final, result)), earlier)


def _totals(final: CheckResult, result: CheckResult) -> Mapping[str, int]:
    """How often each code was found, also beyond the findings that were kept."""
    beyond = {code: count for code, count in result.totals.items() if code not in OF_THE_FORM}
    return {**final.totals, **{code: max(count, final.totals.get(code, 0)) for code, count in beyond.items()}}


def _style(transcript: Transcript, sources: Mapping[str, Grid]) -> Locale | None:
    """The style of numbers that the texts show which are taken or typed."""
    texts = (_raw(one, sources) for one in transcript.answers)
    return evidence(text for text in texts if isinstance(text, str) and text).locale


def _raw(one: Answer, sources: Mapping[str, Grid]) -> Raw:
    if not one.is_taken:
        return one.text
    grid = sources.get(one.sheet)
    return grid.raw(*parse_address(one.cell)) if grid else ""


@dataclass(frozen=True, slots=True)
class _Sheets:
    """The instrument filled for one period: its sheets, where each cell came from, what is told besides."""

    grids: tuple[Grid, ...]
    origins: Mapping[Source, Answer]
    originals: Mapping[Source, str]  # the text as it stands in the file, where a factor changed it
    told: tuple[Finding, ...]

    def led_back(self, one: Finding) -> Finding:
        """The finding at the cell of the file; one about a cell that nothing answers stays where it is."""
        origin = self.origins.get((one.sheet, one.cell))
        if origin is None or not origin.is_taken:
            return one
        return replace(one, sheet=origin.sheet, cell=origin.cell)


@dataclass(frozen=True, slots=True)
class _Filled:
    """Fills the sheets of an instrument with answers."""

    definition: InstrumentDef
    sources: Mapping[str, Grid]
    locale: Locale | None

    def fill(self, answers: Iterable[Answer]) -> _Sheets:
        by_table: dict[str, list[Answer]] = defaultdict(list)
        for one in answers:
            by_table[one.table].append(one)
        grids, origins, originals, told = [], {}, {}, []
        for layout in lay_out(self.definition).tables:
            contents, errors = dict(_frame(layout)), {}
            for one in by_table[layout.sheet]:
                place = (layout.row_of(one.row), layout.column_of(one.column))
                cell = self._cell(one)
                here = (layout.sheet, address(*place))
                origins[here] = one
                if cell.kind is CellKind.ERROR:
                    errors[place] = str(cell.value)
                    continue
                contents[place] = self._scaled(cell, one)
                if one.factor:
                    originals[here] = cell.text
                told += _formula(cell, one, layout)
            grids.append(_grid(layout.sheet, contents, errors))
        return _Sheets(tuple(grids), origins, originals, tuple(told))

    def _cell(self, one: Answer) -> Cell:
        if not one.is_taken:
            return Cell(1, 1, CellKind.TEXT, one.text)
        grid = self.sources.get(one.sheet)
        return grid.cell(*parse_address(one.cell)) if grid else Cell(1, 1, CellKind.EMPTY)

    def _scaled(self, cell: Cell, one: Answer) -> Raw:
        """The content, multiplied where the file has another unit. What cannot be read so is left for the check."""
        if not one.factor:
            return cell.value
        said = parse_text(cell.value, self.locale) if isinstance(cell.value, str) else None
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, int | float):
            said = parse_number(cell.value)
        if said is None or said.number is None:
            return cell.value
        return _as_stored(EXACT.multiply(said.number, Decimal(one.factor)), said.mark, self.locale)


def _as_stored(number: Decimal, flag: str, locale: Locale | None) -> Raw:
    """A number as a cell would hold it: as a double where that keeps every digit, else as text in the file's style."""
    text = plain_text(number)
    if not flag and len(text.lstrip("-").replace(".", "").strip("0")) <= SURE:
        return float(text) if "." in text else int(text)
    return (text.replace(".", ",") if locale is Locale.ID else text) + flag


def _formula(cell: Cell, one: Answer, layout: TableLayout) -> list[Finding]:
    """A formula of the agency's own file: its stored result counts and is told; without one there is nothing."""
    if cell.formula is None:
        return []
    table = layout.table
    row = next(each.label for each in table.rows if each.code == one.row)
    column = next(each.label for each in table.columns if each.code == one.column)
    where = {"sheet": one.sheet, "cell": one.cell, "table": layout.sheet}
    facts = {"row": row, "column": column, "formula": cell.formula[:200]}
    if cell.kind is CellKind.UNCALCULATED:
        return [finding("formula_without_result", value=f"={cell.formula}"[:300], facts=facts, **where)]
    return [finding("formula_result", value=cell.text, facts={**facts, "number": cell.text}, **where)]


def _frame(layout: TableLayout) -> Iterator[tuple[Place, Raw]]:
    """What identifies a sheet, its rows and its columns."""
    yield (1, CODE_COLUMN), layout.sheet
    for column in range(1, layout.explanation + 1):
        yield (NUMBER_ROW, column), layout.printed_number(column)
    for row in layout.table.rows:
        yield (layout.row_of(row.code), CODE_COLUMN), row.code
        yield (layout.row_of(row.code), LABEL_COLUMN), row.label
    for one in layout.table.columns:
        yield (LABEL_ROW, layout.column_of(one.code)), one.label


def _grid(name: str, contents: Mapping[Place, Raw], errors: Mapping[Place, str]) -> Grid:
    height, width = (max(sizes) for sizes in zip(*contents, strict=True))
    lines: list[list[Raw]] = [[""] * width for _ in range(height)]
    for (row, column), value in contents.items():
        lines[row - 1][column - 1] = value
    return Grid(name, lines, errors=dict(errors))


def _listing(definition: InstrumentDef, transcript: Transcript) -> Grid:
    """The list of tables with what is stated of whole tables."""
    layout = lay_out(definition)
    contents: dict[Place, Raw] = {(1, 1): LISTING}
    for table in layout.tables:
        contents[layout.list_row(table.sheet), 2] = table.sheet
    for said in transcript.statements:
        row = layout.list_row(said.table)
        contents[row, NIL_COLUMN] = NIL if said.is_nil else ""
        contents[row, REASON_COLUMN] = said.reason
        contents[row, NATURE_COLUMN] = said.nature
        contents[row, REMARK_COLUMN] = said.remark
    return _grid(LISTING, contents, {})


def _explain(filled: _Sheets, definition: InstrumentDef, transcript: Transcript) -> list[Grid]:
    """The sheets with what the agency wrote beside its rows."""
    layout = lay_out(definition)
    grids = []
    for grid in filled.grids:
        place = layout.table(grid.name)
        written = {place.row_of(one.row): one.text for one in transcript.explanations if one.table == grid.name}
        rows = [[*line[:-1], written.get(number, "")] for number, line in enumerate(grid.rows, 1)]
        rows[NUMBER_ROW - 1] = list(grid.rows[NUMBER_ROW - 1])
        grids.append(replace(grid, rows=rows))
    return grids


def _led_back(table: TableResult, filled: _Sheets) -> TableResult:
    return replace(table, cells=tuple(_at_its_source(cell, filled) for cell in table.cells))


def _at_its_source(cell: CellResult, filled: _Sheets) -> CellResult:
    origin = filled.origins.get((cell.sheet, cell.cell))
    if origin is None or not origin.is_taken:
        return cell
    source = filled.originals.get((cell.sheet, cell.cell), cell.source_text)
    return replace(cell, sheet=origin.sheet, cell=origin.cell, source_text=source[:200])


def _earlier(
    filled: _Filled, by_period: Mapping[str, list[Answer]], listing: Grid
) -> tuple[Mapping[str, tuple[EarlierCell, ...]], list[Finding]]:
    """The figures of other periods that no check calls wrong; how many were left out is told, and blocks nothing."""
    found: dict[str, list[EarlierCell]] = defaultdict(list)
    told: list[Finding] = []
    definition = replace(filled.definition, previous=())
    for period, answers in sorted(by_period.items()):
        sheets = filled.fill(answers)
        grids = [*sheets.grids, _blank_statements(listing)]
        result = check_instrument(replace(definition, period=period), grids, locale=filled.locale)
        wrong = {(one.sheet, one.cell) for one in result.findings if one.severity is Severity.ERROR}
        for table in result.tables:
            sound = [cell for cell in table.cells if (table.sheet, cell.cell) not in wrong]
            found[table.sheet] += [EarlierCell(period, _at_its_source(cell, sheets)) for cell in sound]
            left = sum(one.table == table.sheet for one in answers) - len(sound)
            if left:
                where = next(one for one in answers if one.table == table.sheet)
                at = {"sheet": where.sheet, "cell": where.cell, "table": table.sheet}
                told.append(finding("earlier_left_out", facts={"period": period, "count": str(left)}, **at))
    return {table: tuple(cells) for table, cells in found.items() if cells}, told


def _blank_statements(listing: Grid) -> Grid:
    """A statement is about the period asked for only."""
    rows = [[value if number < NIL_COLUMN else "" for number, value in enumerate(line, 1)] for line in listing.rows]
    return replace(listing, rows=rows)
