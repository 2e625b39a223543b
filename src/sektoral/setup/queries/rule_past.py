"""What a rule says of old submissions as they were sent, and what became of each alarm: that is its precision.

An alarm is confirmed where the figures were changed afterwards so that the rule holds in the bank; it was false where
the bank holds figures that still break it. With nothing of the period in the bank, nobody knows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from sektoral.domain.instruments import RuleDef
from sektoral.domain.rules.judging import Outcome
from sektoral.domain.states import ItemState
from sektoral.records.models import SubmissionItem, Table
from sektoral.setup.queries.rule_bank import Bank
from sektoral.setup.queries.rule_cases import Case, Figure, Place, judge

DECIDED = (ItemState.STORED, ItemState.RETURNED, ItemState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Precision:
    """How often a rule was right: of `flagged` old alarms whose end is known, `confirmed` were."""

    flagged: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ItemCases:
    """What a rule says of one item. `flagged` pairs each alarm with its end: right, wrong, or `None` for unknown."""

    item: SubmissionItem
    figures: Mapping[Place, Figure]
    cells: Mapping[Place, str]
    judged: int
    undecided: int
    flagged: Sequence[tuple[Case, bool | None]]


def items_of(table: Table) -> QuerySet[SubmissionItem]:
    """This will list what was ever sent of a table and decided upon, of whatever version, the oldest first."""
    return SubmissionItem.objects.filter(
        office_id=table.office_id,
        requested_table__table__agency_id=table.agency_id,
        requested_table__table__code=table.code,
        state__in=[state.value for state in DECIDED],
    ).order_by("submission__received_at", "pk")


def precision_of(table: Table, rule: RuleDef) -> Precision:
    """This will tell how often a rule would have been right on all that was ever sent of a table.

    The same figures sent again raise one alarm, not two.
    """
    bank, ends = Bank(table.office_id), dict[tuple[str, str, str], bool]()
    for one in judge_items(bank, rule, items_of(table)):
        period = one.item.requested_table.request.round.period
        ends |= {(period, case.row, case.seen): end for case, end in one.flagged if end is not None}
    return Precision(len(ends), sum(ends.values()))


def judge_items(bank: Bank, rule: RuleDef, items: QuerySet[SubmissionItem]) -> Iterator[ItemCases]:
    """This will hold a rule against each item as it was sent."""
    related = ("requested_table__table", "requested_table__request__round")
    for item in items.select_related(*related).iterator(chunk_size=50):
        yield _judge_item(bank, rule, item)


def _judge_item(bank: Bank, rule: RuleDef, item: SubmissionItem) -> ItemCases:
    table, period = item.requested_table.table, item.requested_table.request.round.period
    figures = {(cell["row"], cell["column"]): Figure(cell["text"], cell["mark"]) for cell in item.cells}
    definition, around = bank.definition(table), bank.around(table, period)
    cases = judge(rule, definition, figures, around) if figures else ()
    flagged = [case for case in cases if case.outcome is Outcome.INVALID]
    stored = bank.figures(table.agency_id, table.code, period) if flagged else {}
    now = _outcomes(judge(rule, definition, stored, around) if stored else ())
    return ItemCases(
        item=item,
        figures=figures,
        cells={(cell["row"], cell["column"]): cell["cell"] for cell in item.cells},
        judged=sum(case.outcome is not Outcome.UNDECIDED for case in cases),
        undecided=sum(case.outcome is Outcome.UNDECIDED for case in cases),
        flagged=[(case, _end(now.get(case.row))) for case in flagged],
    )


def _outcomes(cases: Iterable[Case]) -> Mapping[str, Outcome]:
    return {case.row: case.outcome for case in cases}


def _end(now: Outcome | None) -> bool | None:
    """Undecided in the bank: nothing of it is stored, or the figure was taken back."""
    return None if now in (None, Outcome.UNDECIDED) else now is Outcome.VALID
