"""The rules of a table: within its rows, over all of it, against other tables and earlier periods.

A rule with a missing input is undecided, which is no finding.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from sektoral.domain.checks.readings import Reading, TableReading, label_of
from sektoral.domain.checks.sentences import REMEDIES, shown_number, spoken
from sektoral.domain.checks.weighing import tried
from sektoral.domain.errors import Invalid
from sektoral.domain.findings import Finding
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.numbers import plain_text
from sektoral.domain.periods import read_period
from sektoral.domain.rules.judging import Judgement, Outcome, Rows, Rule, Side
from sektoral.domain.rules.tables import ROW_CODE, column_of, parse_rule_of, rows_of
from sektoral.domain.rules.unreadable import RuleUnreadable

WHOLE_TABLE = "Seluruh tabel"
NOTHING_TO_NAME = "lihat isian yang disebut aturan ini"  # as where `not every(…)` is broken
TOLD_AT_MOST = 4  # comparisons of one finding


def check_rules(reading: TableReading) -> Iterator[Finding]:
    """Every rule of the table holds."""
    if not reading.table.rules:
        return
    rows, around = _rows(reading), _Around(reading)
    for defined in reading.table.rules:
        try:
            rule = parse_rule_of(reading.table, defined)
        except RuleUnreadable as error:
            yield reading.fault("rule_unreadable", "A1", value=defined.text, rule=defined.code, why=str(error))
            continue
        for judgement in rule.judge(rows, around):
            if judgement.outcome is Outcome.INVALID:
                yield _broken(reading, defined, rule, judgement)


def _broken(reading: TableReading, defined: RuleDef, rule: Rule, judgement: Judgement) -> Finding:
    facts = facts_of(reading.table, defined, rule, judgement)
    at = _cell(reading, rule, judgement.at)
    found = reading.fault("rule_broken", "A1", **facts) if at is None else reading.fault_at("rule_broken", at, **facts)
    if not judgement.row:
        found = replace(found, facts={**found.facts, "row": WHOLE_TABLE})
    weighed = replace(found, severity=defined.severity)
    return tried(weighed) if defined.on_trial else weighed


def facts_of(table: TableDef, defined: RuleDef, rule: Rule, judgement: Judgement) -> dict[str, str]:
    """What a finding tells of a broken rule: what must hold, what was compared with which tolerance, what to do."""
    labels = _labels(table, rule)
    return {
        "rule": defined.code,
        "says": defined.says.rstrip(". ") or spoken(rule.text, labels),
        "values": ", ".join(_told(table, rule, judgement, labels)) or NOTHING_TO_NAME,
        "remedy": REMEDIES[defined.severity],
    }


def _labels(table: TableDef, rule: Rule) -> Mapping[str, str]:
    """What the operator sees over each column, by every name that the rule may use for it."""
    labels = {column.code: label_of(column) for column in table.columns}
    return labels | {name: labels[code] for name in rule.names if (code := column_of(table, name))}


def _cell(reading: TableReading, rule: Rule, row: str) -> Reading | None:
    """The cell of the first column that the rule uses, in this row; of any column where it uses none."""
    columns = [column_of(reading.table, name) for name in rule.names]
    columns += [column.code for column in reading.table.columns]
    return next((cell for column in columns if (cell := reading.cells.get((row, column)))), None)


def _told(table: TableDef, rule: Rule, judgement: Judgement, labels: Mapping[str, str]) -> Iterator[str]:
    """What was compared, in words: `Pagu 5`, `jumlah(Pagu) = 12`; with the tolerance, if there is one."""
    rows = {row.code: row.label for row in table.rows}
    told: dict[str, dict[str, None]] = {}
    for compared in judgement.compared[:TOLD_AT_MOST]:
        where = "" if judgement.row or not compared.row else f"{rows.get(compared.row, compared.row)}: "
        told.setdefault(where, {}).update(dict.fromkeys(_side(side, labels) for side in compared.sides))
    for where, sides in told.items():
        yield where + ", ".join(sides)
    if rule.tolerance:
        yield f"toleransi {shown_number(plain_text(rule.tolerance))}"


def _side(side: Side, labels: Mapping[str, str]) -> str:
    value = shown_number(side.value) if side.value else "kosong"
    if side.column:
        return f"{spoken(side.text, labels)} {value}"
    return f"{spoken(side.text, labels)} = {value}"


def _rows(reading: TableReading) -> Rows:
    return rows_of(reading.table, {place: one.amount for place, one in reading.cells.items()})


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rules of a table may look up: the other sheets, and what the data bank holds."""

    reading: TableReading
    found: dict[tuple[str, str], Rows | None] = field(default_factory=dict)

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """The figure in the same cell, `back` periods before."""
        reading = self.reading
        place = (row, column_of(reading.table, column))
        series = dict(reading.context.history.get((reading.layout.sheet, *place), ()))
        known = series.get(_period_before(reading.period, back), "")
        return _decimal(known or (reading.previous.get(place, "") if back == 1 else ""))

    def table(self, agency: str, code: str) -> Rows | None:
        """Another table of this period: on another sheet, or in the data bank."""
        owner = agency or self.reading.agency
        if (owner, code) not in self.found:
            self.found[owner, code] = self._find(owner, code)
        return self.found[owner, code]

    def _find(self, owner: str, code: str) -> Rows | None:
        reading = self.reading
        if owner == reading.agency and code in reading.siblings:
            return _rows(reading.siblings[code])
        figures = reading.context.elsewhere.get((owner, code))
        return None if figures is None else _rows_of_figures(figures.items())


def _rows_of_figures(figures: Iterable[tuple[tuple[str, str], str]]) -> Rows:
    """The rows of a table of which only the figures are known."""
    rows: dict[str, dict[str, Decimal | str | None]] = {}
    for (row, column), text in figures:
        rows.setdefault(row, {ROW_CODE: row})[column] = _decimal(text)
    return rows


def _period_before(code: str, back: int) -> str:
    try:
        period = read_period(code)
        for _ in range(back):
            period = period.previous
    except Invalid:
        return ""
    return period.code


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
