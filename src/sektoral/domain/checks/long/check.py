"""The check of a long table in one pass: heading, keys, figures, rules; all findings at once, each at its cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
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
        return _without_heading(table, visible)
    grid, heading = found[0]
    faults = Faults(grid.name, table.code)
    for other, its in found[1:]:
        faults.add("sheet_not_read", its.row, other.first_column, {"other": grid.name}, sheet=other.name)
    return _checked(table, grid, heading, faults, locale)


def _checked(table: TableDef, grid: Grid, heading: Heading, faults: Faults, said: Locale | None) -> LongResult:
    check_heading(table, grid, heading, faults)
    lines = take_lines(grid, heading)
    keys = read_keys(table, lines, heading, faults)
    style = decide_style(table, lines, heading, faults, said)
    figures = read_figures(table, lines, heading, keys, faults, style)
    check_rules(LongBody(table, lines, keys, figures), faults)
    return LongResult(
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
        personal_columns=tuple(privacy.personal_columns([_unread(grid, heading)])),
    )


def _without_heading(table: TableDef, visible: Sequence[Grid]) -> LongResult:
    faults = Faults(visible[0].name if visible else "", table.code)
    wanted = ", ".join(["periode", "kode", *(column.code for column in table.columns)])
    faults.add("heading_missing", 1, 1, {"expected": wanted})
    personal = tuple(privacy.personal_columns(visible))
    return LongResult(Verdict.REJECTED, faults.sheet, faults.kept(), dict(faults.totals), personal_columns=personal)


def _verdict(faults: Faults) -> Verdict:
    if faults.severities[Severity.ERROR]:
        return Verdict.REJECTED
    return Verdict.EXPLAIN if faults.severities[Severity.WARNING] else Verdict.ACCEPTED


def _unread(grid: Grid, heading: Heading) -> Grid:
    """The columns that are not read, in their places: where personal data may stand."""
    unread = {column - grid.first_column for column in heading.unknown}
    if not unread:
        return Grid(grid.name, ())
    last = max(unread) + 1
    rows = [[cell if i in unread else "" for i, cell in enumerate(row[:last])] for row in grid.rows]
    return replace(grid, rows=rows)
