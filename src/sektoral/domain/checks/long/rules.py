"""The table's own rules over the lines: each period is a table of its own, and the earlier ones stand in the same file.

Of a plain rule about one row, most lines keep it for sure; only the others are judged exactly, one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.checks.logic import WHOLE_TABLE, facts_of
from sektoral.domain.checks.long.cells import FigureColumn
from sektoral.domain.checks.long.faults import Faults
from sektoral.domain.checks.long.keys import Keys
from sektoral.domain.checks.long.lines import Lines
from sektoral.domain.checks.long.sure import NotSure, kept_for_sure, statement_of
from sektoral.domain.checks.readings import label_of
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.numbers import plain_text
from sektoral.domain.periods import read_period
from sektoral.domain.rules.judging import Judgement, Outcome, Rows, Rule
from sektoral.domain.rules.tables import column_of, parse_rule_of, rows_of
from sektoral.domain.rules.unreadable import RuleUnreadable


@dataclass(frozen=True, slots=True)
class LongBody:
    """What was read of a long table: its definition, lines, keys and figures."""

    table: TableDef
    lines: Lines
    keys: Keys
    figures: Sequence[FigureColumn]

    def column(self, name: str) -> FigureColumn | None:
        """The column that a rule means by a name, `None` where the file lacks it."""
        code = column_of(self.table, name)
        return next((one for one in self.figures if one.column.code == code), None)


def check_rules(body: LongBody, faults: Faults) -> None:
    """Every rule of the table holds in every period. A rule with a missing input is undecided, which is no finding."""
    periods: _Periods | None = None
    for defined in body.table.rules:
        try:
            rule = parse_rule_of(body.table, defined)
        except RuleUnreadable as error:
            facts = {"rule": defined.code, "why": str(error)}
            faults.add("rule_unreadable", body.lines.first_row, 1, facts, value=defined.text)
            continue
        unsure = _unsure(body, rule)
        if unsure is None:
            periods = periods or _Periods.of(body)
            judged = periods.judge(rule)
        else:
            judged = _judge_lines(body, rule, unsure)
        for line, judgement in judged:
            if judgement.outcome is Outcome.INVALID:
                _tell(body, defined, rule, judgement, line, faults)


def _unsure(body: LongBody, rule: Rule) -> Sequence[int] | None:
    """The lines that doubles cannot answer for, `None` for a rule that looks beyond the figures of its row.

    A tolerance only makes the comparisons of a plain rule easier to keep.
    """
    tree = statement_of(rule.text, rule.names)
    columns = [one for name in rule.names if (one := body.column(name))]
    if (
        tree is None
        or body.table.has_variables_in_rows
        or rule.is_over_table
        or rule.references
        or rule.periods_back
        or len(columns) < len(rule.names)
    ):
        return None
    blank = body.lines.blank
    try:
        kept = kept_for_sure(tree, [one.doubles() for one in columns], body.lines.count)
    except NotSure:
        return [line for line in range(body.lines.count) if line not in blank]
    unsure = [] if all(kept) else [line for line, is_kept in enumerate(kept) if not is_kept]
    return sorted(set(unsure).union(*(one.odd for one in columns)) - blank)


def _judge_lines(body: LongBody, rule: Rule, lines: Sequence[int]) -> Iterator[tuple[int, Judgement]]:
    """Judge single lines by a rule about one row, whether or not their keys could be read."""
    columns = {name: one for name in rule.names if (one := body.column(name))}
    for line in lines:
        row = {name: one.amount(line) for name, one in columns.items()}
        yield from ((line, judgement) for judgement in rule.judge({str(line): row}))


@dataclass(frozen=True, slots=True)
class _Periods:
    """The lines by period and row code; of a key that stands twice, the first line counts."""

    body: LongBody
    places: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, body: LongBody) -> "_Periods":
        places: dict[str, dict[str, int]] = {}
        for line, (period, row) in enumerate(zip(body.keys.periods, body.keys.rows, strict=True)):
            if period and row:
                places.setdefault(period, {}).setdefault(row.code, line)
        return cls(body, places)

    def judge(self, rule: Rule) -> Iterator[tuple[int, Judgement]]:
        """Judge each period as a table of its own, with the earlier periods at hand."""
        for period, places in self.places.items():
            for judgement in rule.judge(self._rows(places), _Earlier(self, period)):
                yield places[judgement.at], judgement

    def _rows(self, places: Mapping[str, int]) -> Rows:
        amounts = {
            (row, one.column.code): one.amount(line) for row, line in places.items() for one in self.body.figures
        }
        rows = rows_of(self.body.table, amounts)
        return {code: rows[code] for code in places}


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What the rules of one period may look up: the periods before it in the same file."""

    periods: _Periods
    period: str

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """The figure in the same cell, `back` periods before."""
        then = read_period(self.period)
        for _ in range(back):
            then = then.previous
        line = self.periods.places.get(then.code, {}).get(row)
        figures = self.periods.body.column(column)
        return None if line is None or figures is None else figures.amount(line)

    def table(self, agency: str, code: str) -> Rows | None:
        """No other table is at hand."""


def _tell(body: LongBody, defined: RuleDef, rule: Rule, judgement: Judgement, line: int, faults: Faults) -> None:
    first = next((one for name in rule.names if (one := body.column(name))), body.figures[0])
    amount = first.amount(line)
    label = body.keys.label(line) if judgement.row else f"{body.keys.periods[line]}, {WHOLE_TABLE.lower()}"
    facts = {"row": label, "column": label_of(first.column), **facts_of(body.table, defined, rule, judgement)}
    severity = Severity.INFO if defined.on_trial else defined.severity
    trial = {"trial": "ya"} if defined.on_trial else {}
    value = "" if amount is None else plain_text(amount)
    faults.add("rule_broken", body.lines.row_of(line), first.number, {**facts, **trial}, value=value, severity=severity)
