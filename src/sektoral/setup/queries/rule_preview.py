"""What a rule would say of the figures that the bank holds: how many it would flag, which, and how many stay open."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.instruments import RuleDef
from sektoral.domain.periods import read_period
from sektoral.domain.rules.judging import Outcome
from sektoral.records.models import Table
from sektoral.setup.queries.rule_bank import Bank
from sektoral.setup.queries.rule_cases import judge, parsed_for
from sektoral.ui.formats import number_text

PERIODS = 3  # of the last ones stored
CASES_SHOWN = 40  # of each period


@dataclass(frozen=True, slots=True)
class Flagged:
    """A figure that the rule would flag; `id` leads to its page in the bank, 0 where the cell itself holds nothing."""

    id: int
    where: str
    seen: str


@dataclass(frozen=True, slots=True)
class PeriodPreview:
    """What the rule says of one period. `judged` are the places it decided, `undecided` those it could not."""

    period: str
    label: str
    judged: int
    flagged: int
    undecided: int
    cases: Sequence[Flagged]

    @property
    def words(self) -> str:
        """`akan menandai 14 dari 312 nilai tahun 2024`, with what stays undecided."""
        when = self.label[0].lower() + self.label[1:]
        if not self.judged:
            return f"tidak dapat memutuskan satu nilai pun {when}"
        said = f"akan menandai {number_text(self.flagged)} dari {number_text(self.judged)} nilai {when}"
        open_ = f"; {number_text(self.undecided)} lagi tidak dapat diputuskan karena ada yang kosong"
        return said + (open_ if self.undecided else "")

    @property
    def more(self) -> int:
        """How many flagged places are not listed."""
        return self.flagged - len(self.cases)


@dataclass(frozen=True, slots=True)
class Preview:
    """The last periods of one table, the latest first; empty where the bank holds none."""

    periods: Sequence[PeriodPreview]


def preview_rule(table: Table, rule: RuleDef) -> Preview:
    """This will try a rule on the last periods that the bank holds of a table. Raises `RuleUnreadable`."""
    bank = Bank(table.office_id)
    parsed_for(rule, bank.definition(table))
    periods = bank.periods(table)[:PERIODS]
    return Preview([_preview(bank, table, rule, period) for period in periods])


def _preview(bank: Bank, table: Table, rule: RuleDef, period: str) -> PeriodPreview:
    figures = bank.figures(table.agency_id, table.code, period)
    cases = judge(rule, bank.definition(table), figures, bank.around(table, period))
    ids = {place: figure.id for place, figure in figures.items()}
    flagged = [case for case in cases if case.outcome is Outcome.INVALID]
    return PeriodPreview(
        period=period,
        label=read_period(period).label,
        judged=sum(case.outcome is not Outcome.UNDECIDED for case in cases),
        flagged=len(flagged),
        undecided=sum(case.outcome is Outcome.UNDECIDED for case in cases),
        cases=[Flagged(ids.get(case.place, 0), case.where, case.seen) for case in flagged[:CASES_SHOWN]],
    )
