"""The check in one pass: match, read, then every check in order, all findings at once."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sektoral.domain.checks import (
    agreement,
    history,
    likeness,
    logic,
    privacy,
    scales,
    series,
    shape,
    sums,
    surroundings,
    values,
)
from sektoral.domain.checks.context import NOTHING_KNOWN, CheckContext
from sektoral.domain.checks.matching import Match, find_listing, match_tables
from sektoral.domain.checks.readings import Reading, TableReading, read_cell
from sektoral.domain.checks.results import (
    CellResult,
    CheckResult,
    Correction,
    Declaration,
    TableResult,
    TableState,
    Verdict,
)
from sektoral.domain.checks.sentences import finding
from sektoral.domain.checks.weighing import weigh
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.grids import Grid, parse_address
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import METADATA
from sektoral.domain.numbers import OBS_STATUS, Locale, StyleEvidence, ValueState, evidence

FINDINGS_AT_MOST = 2_000
Check = Callable[[TableReading], Iterator[Finding]]
CheckAcross = Callable[[Sequence[TableReading]], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (  # in the order in which findings of one cell are listed
    shape.check_declared,
    shape.check_missing,
    values.check_contents,
    values.check_kinds,
    values.check_bounds,
    sums.check_own_totals,
    sums.check_total_formulas,
    logic.check_rules,
    history.check_history,
    series.check_series,
    scales.check_scales,
    likeness.check_rows_alike,
    agreement.check_elsewhere,
    privacy.check_small_counts,
)
CHECKS_ACROSS: tuple[CheckAcross, ...] = (likeness.check_columns, agreement.check_agreement)
ANSWERED = frozenset(
    {ValueState.NUMBER, ValueState.NONE, ValueState.NOT_AVAILABLE, ValueState.NOT_SHOWN, ValueState.NEGLIGIBLE}
)


def check_instrument(
    definition: InstrumentDef,
    grids: Sequence[Grid],
    context: CheckContext = NOTHING_KNOWN,
    *,
    locale: Locale | None = None,
) -> CheckResult:
    """Hold a workbook against its definition and what is known beside it. `grids` are its sheets, in their order.

    `locale` is the style of numbers that a person has settled; without it the texts in the workbook show it.
    """
    matches, findings = match_tables(definition, grids)
    declared, faults = shape.read_declarations(definition, find_listing(grids))
    style = evidence(_texts(matches))
    style = replace(style, locale=locale or style.locale)
    findings += [*faults, *_quarrel(style, matches), *surroundings.look_around(matches, grids)]
    previous = _previous_by_sheet(definition)
    siblings: dict[str, TableReading] = {}
    readings = [
        replace(
            _read(
                match,
                declaration=declared.get(match.layout.sheet, Declaration()),
                locale=style.locale,
                previous=previous[match.layout.sheet],
            ),
            period=definition.period,
            agency=definition.agency,
            context=context,
            siblings=siblings,
        )
        for match in matches
    ]
    siblings |= {reading.table.code: reading for reading in readings}
    for reading in readings:
        for check in CHECKS:
            findings += check(reading)
    for check_across in CHECKS_ACROSS:
        findings += check_across(readings)
    metadata = next((grid for grid in grids if grid.text(1, 1) == METADATA), None)
    return summarise(
        weigh(findings, context),
        tables=tuple(_result(reading) for reading in readings),
        order=[sheet for sheet, _ in definition.sheets],
        locale=style.locale or "",
        corrections=shape.read_corrections(definition, metadata),
        personal=tuple(privacy.personal_columns(grids)),
    )


def summarise(
    findings: list[Finding],
    *,
    tables: tuple[TableResult, ...],
    order: Sequence[str],
    locale: str,
    corrections: tuple[Correction, ...],
    personal: tuple[str, ...],
) -> CheckResult:
    """Put the findings in the order of the sheets and judge; when there are too many, the gravest are kept."""
    rank = {sheet: number for number, sheet in enumerate(order)}
    weights = {severity: number for number, severity in enumerate(Severity)}
    totals = Counter(one.code for one in findings)
    severities = Counter(one.severity for one in findings)
    kept = sorted(findings, key=lambda one: weights[one.severity])[:FINDINGS_AT_MOST]
    kept.sort(key=lambda one: (rank.get(one.table, -1), _place(one)))
    unexplained = any(one.severity is Severity.WARNING and not one.facts.get("explanation") for one in findings)
    verdict = Verdict.REJECTED if severities[Severity.ERROR] else Verdict.EXPLAIN if unexplained else Verdict.ACCEPTED
    return CheckResult(verdict, tuple(kept), dict(totals), tables, corrections, locale, personal, dict(severities))


def _place(one: Finding) -> tuple[int, int]:
    return parse_address(one.cell) if one.cell else (0, 0)


def _texts(matches: Sequence[Match]) -> Iterator[str]:
    """The texts in input cells, which show the file's style of numbers."""
    for _, _, text in _input_texts(matches):
        yield text


def _input_texts(matches: Sequence[Match]) -> Iterator[tuple[Match, str, str]]:
    for match in matches:
        for row in match.rows.values():
            for column in match.columns.values():
                value = match.grid.raw(row, column)
                if isinstance(value, str) and value:
                    yield match, match.grid.cell(row, column).address, value


def _quarrel(style: StyleEvidence, matches: Sequence[Match]) -> list[Finding]:
    if not style.quarrel:
        return []
    for match, cell, text in _input_texts(matches):
        if text == style.quarrel:
            where = {"sheet": match.grid.name, "cell": cell, "table": match.layout.sheet}
            return [finding("style_quarrel", value=text, facts={"other": style.witness}, **where)]
    return []


def _previous_by_sheet(definition: InstrumentDef) -> dict[str, dict[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = {sheet: {} for sheet, _ in definition.sheets}
    for (sheet, row, column), text in definition.previous:
        found[sheet][row, column] = text
    return found


def _read(
    match: Match, *, declaration: Declaration, locale: Locale | None, previous: Mapping[tuple[str, str], str]
) -> TableReading:
    layout, grid = match.layout, match.grid
    rows = [(row, match.rows[row.code]) for row in layout.table.rows if row.code in match.rows]
    columns = [(one, match.columns[one.code]) for one in layout.table.columns if one.code in match.columns]
    cells: dict[tuple[str, str], Reading] = {}
    for row, at in rows:
        for column, beside in columns:
            cell, variable = grid.cell(at, beside), layout.table.variable_at(row, column)
            cells[row.code, column.code] = Reading(row, column, variable, cell, read_cell(cell, locale))
    written = {code: grid.text(row, layout.explanation)[:2_000] for code, row in match.rows.items()}
    return TableReading(
        layout, grid, match.rows, match.columns, match.own_row, locale, declaration, previous, written, cells
    )


def _result(reading: TableReading) -> TableResult:
    filled, expected = reading.filled, reading.layout.expected
    declaration = reading.declaration
    if filled:
        state = TableState.FILLED if filled == expected else TableState.PARTIAL
    elif declaration.reason:
        state = TableState.UNAVAILABLE
    else:
        state = TableState.NIL if declaration.is_nil else TableState.EMPTY
    cells = tuple(_cell_result(reading, one) for one in reading.values() if _is_answer(one))
    return TableResult(reading.layout.sheet, state, declaration, filled, expected, cells)


def _is_answer(one: Reading) -> bool:
    is_said = one.value.number is not None or one.value.state in ANSWERED
    return is_said and one.cell.formula is None


def _cell_result(reading: TableReading, one: Reading) -> CellResult:
    mark = one.value.mark or reading.declaration.nature
    return CellResult(
        sheet=reading.layout.sheet,
        row=one.row.code,
        column=one.column.code,
        cell=one.cell.address,
        text=one.value.text,
        mark=mark,
        status=OBS_STATUS.get(mark, "A"),
        source_text=one.value.source[:200],
        explanation=reading.explanations.get(one.row.code, ""),
    )
