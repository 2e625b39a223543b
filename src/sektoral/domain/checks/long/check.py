"""The check of a long table in one pass: heading, keys, figures, rules; all findings at once, each at its cell."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sektoral.domain.checks import privacy
from sektoral.domain.checks.long.cells import decide_style, read_figures
from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.heads import Heading, check_heading, find_heading, headings_read
from sektoral.domain.checks.long.keys import read_keys
from sektoral.domain.checks.long.lines import take_lines
from sektoral.domain.checks.long.rules import LongBody, check_rules
from sektoral.domain.checks.results import Verdict
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.grids import Grid, Visibility
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import Locale


@dataclass(frozen=True, slots=True)
class LongResult:
    """The whole outcome. `findings` are at most 2,000; `totals` count all of them by code.

    `headings` says what was taken for what: (cell, text, `period`, `code`, `label` or a column's code). `observations`
    counts numbers and marks, `marks` each mark; `periods` are those that occur, in order.
    """

    verdict: Verdict
    sheet: str
    findings: tuple[Finding, ...]
    totals: Mapping[str, int]
    headings: Sequence[tuple[str, str, str]] = ()
    rows: int = 0
    observations: int = 0
    marks: Mapping[str, int] = field(default_factory=dict)
    periods: Sequence[str] = ()
    locale: str = ""
    personal_columns: tuple[str, ...] = ()

    @property
    def findings_total(self) -> int:
        """How many findings there are, also beyond the cap."""
        return sum(self.totals.values())


def check_long(table: TableDef, grids: Sequence[Grid], *, locale: Locale | None = None) -> LongResult:
    """Hold a long table against its definition. `grids` are the sheets of the file; hidden ones are not read.

    `locale` is the style of numbers where a person has said it; otherwise the figures themselves must show it.
    """
    visible = [grid for grid in grids if grid.visibility is Visibility.VISIBLE]
    found = [(grid, heading) for grid in visible if (heading := find_heading(table, grid))]
    if not found:
        return without_heading(table, visible)
    grid, heading = found[0]
    faults = Faults(grid.name, table.code)
    tell_other_sheets(grid, found[1:], faults)
    check_heading(table, grid, heading, faults)
    return check_lines(table, grid, heading, faults, locale)[0]


def tell_other_sheets(grid: Grid, others: Iterable[tuple[Grid, Heading]], faults: Faults) -> None:
    """This will note the sheets that look like the table as well, of which none is read."""
    for other, its in others:
        faults.add("sheet_not_read", its.row, other.first_column, {"other": grid.name}, sheet=other.name)


def check_lines(
    table: TableDef, grid: Grid, heading: Heading, faults: Faults, said: Locale | None, *, gaps: bool = False
) -> tuple[LongResult, LongBody]:
    """This will check what stands below a heading, and give it with what was read. With `gaps`, an empty cell is one
    of which the file says nothing."""
    lines = take_lines(grid, heading)
    keys = read_keys(table, lines, heading, faults)
    style = decide_style(table, lines, heading, faults, said)
    figures = read_figures(table, lines, heading, keys, faults, style, gaps=gaps)
    body = LongBody(table, lines, keys, figures)
    check_rules(body, faults)
    result = LongResult(
        verdict=_verdict(faults),
        sheet=grid.name,
        findings=faults.kept(),
        totals=dict(faults.totals),
        headings=headings_read(grid, heading),
        rows=lines.count - len(lines.blank),
        observations=sum(one.answered for one in figures),
        marks=dict(sum((one.marks for one in figures), Counter[str]())),
        periods=sorted({period for period in keys.periods if period}),
        locale=style or "",
        personal_columns=tuple(privacy.personal_columns([unread(grid, heading.unknown)])),
    )
    return result, body


def without_heading(table: TableDef, visible: Sequence[Grid]) -> LongResult:
    """This will tell that no sheet has a heading of the table, and which headings are needed."""
    faults = Faults(visible[0].name if visible else "", table.code)
    wanted = ", ".join(["periode", "kode", *(column.code for column in table.columns)])
    faults.add("heading_missing", 1, 1, {"expected": wanted})
    personal = tuple(privacy.personal_columns(visible))
    return LongResult(Verdict.REJECTED, faults.sheet, faults.kept(), dict(faults.totals), personal_columns=personal)


def _verdict(faults: Faults) -> Verdict:
    if faults.severities[Severity.ERROR]:
        return Verdict.REJECTED
    return Verdict.EXPLAIN if faults.severities[Severity.WARNING] else Verdict.ACCEPTED


def unread(grid: Grid, unknown: Iterable[int]) -> Grid:
    """This will give the columns that are not read, in their places: where personal data may stand."""
    places = {column - grid.first_column for column in unknown}
    if not places:
        return Grid(grid.name, ())
    last = max(places) + 1
    rows = [[cell if i in places else "" for i, cell in enumerate(row[:last])] for row in grid.rows]
    return replace(grid, rows=rows)
