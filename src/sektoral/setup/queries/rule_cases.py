"""What a rule says of stored figures, place by place: valid, broken or undecided, as the check judges. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.checks.readings import label_of
from sektoral.domain.checks.sentences import shown_number, spoken
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.rules.judging import NOTHING_ELSE, Judgement, Outcome, Rule, Side, Surroundings
from sektoral.domain.rules.tables import column_of, parse_rule_of, rows_of
from sektoral.domain.rules.unreadable import RuleUnreadable

Place = tuple[str, str]  # row code, column code
ZERO_MARKS = ("–", "~0")  # none and negligible count as zero in a rule, as in the check
WHOLE_TABLE = "Seluruh tabel"
TOLD_AT_MOST = 4  # comparisons of one case


@dataclass(frozen=True, slots=True)
class Figure:
    """A stored figure: canonical decimal text, or a mark alone. `id` is the observation's, 0 where there is none."""

    text: str
    mark: str = ""
    id: int = 0

    @property
    def amount(self) -> Decimal | None:
        """The number for the rule; `None` where nothing certain stands."""
        if self.text:
            return Decimal(self.text)
        return Decimal(0) if self.mark in ZERO_MARKS else None


@dataclass(frozen=True, slots=True)
class Case:
    """One judgement, of a row or (with an empty `row`) of the table.

    `place` is where a finding stands, `where` names it; `seen` says in words what was compared.
    """

    row: str
    place: Place
    outcome: Outcome
    where: str
    seen: str


def parsed_for(rule: RuleDef, table: TableDef) -> Rule:
    """This will read a rule against a table's columns. Raises `RuleUnreadable`, whose text tells what to mend."""
    return parse_rule_of(table, rule)


def judge(
    rule: RuleDef, table: TableDef, figures: Mapping[Place, Figure], around: Surroundings = NOTHING_ELSE
) -> Sequence[Case]:
    """This will judge a table's figures; a rule that this edition of the table cannot read judges nothing."""
    try:
        parsed = parsed_for(rule, table)
    except RuleUnreadable:
        return ()
    judgements = parsed.judge(rows_of(table, amounts_of(figures)), around)
    return [_case(parsed, table, one) for one in judgements]


def amounts_of(figures: Mapping[Place, Figure]) -> Mapping[Place, Decimal]:
    """This will give the numbers that a rule reckons with; a place without a certain one is left out."""
    return {place: one.amount for place, one in figures.items() if one.amount is not None}


def _case(rule: Rule, table: TableDef, one: Judgement) -> Case:
    columns = [column for name in rule.names if (column := column_of(table, name))]
    column = next(iter(columns), table.columns[0].code)
    labels = {each.code: label_of(each) for each in table.columns}
    labels |= {name: labels[code] for name in rule.names if (code := column_of(table, name))}
    rows = {each.code: each.label for each in table.rows}
    where = f"{rows.get(one.at, one.at)}, {labels[column]}" if one.row else WHOLE_TABLE
    told = [
        ("" if one.row or not each.row else f"{rows.get(each.row, each.row)}: ") + _side(side, labels)
        for each in one.compared[:TOLD_AT_MOST]
        for side in each.sides
    ]
    return Case(one.row, (one.at, column), one.outcome, where, ", ".join(dict.fromkeys(told)))


def _side(side: Side, labels: Mapping[str, str]) -> str:
    value = shown_number(side.value) if side.value else "kosong"
    return f"{labels.get(side.column, side.text)} {value}" if side.column else f"{spoken(side.text, labels)} = {value}"
