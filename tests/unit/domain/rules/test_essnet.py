"""The rules by which the ESSnet on validation holds languages against each other, on small tables with the same facts.

Source: ESSnet ValiDat Foundation, proof of concept, rules 1, 3, 5, 7, 9, 11, 13, 15 and 17. All figures are invented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest

from sektoral.domain.rules.judging import Rows
from sektoral.domain.rules.parsing import parse_rule

TEXTS = frozenset({"level", "gender", "age_group", "city"})


def table(columns: str, *lines: str) -> Rows:
    """Rows of words under the columns' names, with a dot for what is missing."""
    found: dict[str, dict[str, Decimal | str | None]] = {}
    for code, line in enumerate(lines, 1):
        words = zip(columns.split(), line.split(), strict=True)
        found[str(code)] = {
            name: None if word == "." else word if name in TEXTS else Decimal(word) for name, word in words
        }
    return found


@dataclass(frozen=True, slots=True)
class Others:
    """The other table of rule 17, and last period's prices of rule 7."""

    persons: Rows
    prices: Sequence[str] = ()

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """Last period's price."""
        return Decimal(self.prices[int(row) - 1]) if (column, back) == ("price", 1) else None

    def table(self, agency: str, code: str) -> Rows | None:
        """The persons."""
        return self.persons if code == "PERSONS" else None


OTHERS = Others(table("person_id household_id", "1 1", "2 1", "3 2", "4 3", "5 3", "6 3"), ("10", "20", "30"))
FEW_HIGH = 'count(level == "high") < 0.1 * count()'
RATIO = (
    "abs(mean(price) + (previous(price) - price) / count() - mean(previous(price)))"
    " / abs(mean(price) - mean(previous(price)))"
)
ONE_LARGE = "count(business_id == 100 and turnover > 1000000) == 1"
FACTS: list[tuple[str, str, Rows, str]] = [
    ("a value in a range", "hours >= 1 and hours <= 80", table("hours", "40", "90", "."), "valid invalid undecided"),
    ("a share of rows", FEW_HIGH, table("level", "high", *["low"] * 10), "valid"),
    ("a share of rows", FEW_HIGH, table("level", "high", *["low"] * 9), "invalid"),
    ("a share of rows, some unknown", FEW_HIGH, table("level", "high", "high", ".", *["low"] * 9), "invalid"),
    ("a share of rows, some unknown", FEW_HIGH, table("level", "high", ".", *["low"] * 10), "undecided"),
    ("a share of rows, some unknown", FEW_HIGH, table("level", "high", ".", *["low"] * 20), "valid"),
    (
        "a value of another row",
        "lookup(age, person_id=grandchild_of) - 28 >= age",
        table("person_id age grandchild_of", "1 10 3", "2 20 3", "3 47 .", "4 . 3", "5 3 4", "6 3 9"),
        "valid invalid undecided undecided undecided undecided",
    ),
    ("a row's weight in a mean", f"0.9 <= {RATIO} <= 1.1", table("price", "11", "21", "61"), "valid valid invalid"),
    ("all rows", "every(age >= 0 and age <= 113)", table("age", "1", "113"), "valid"),
    ("all rows", "every(age >= 0 and age <= 113)", table("age", "1", ".", "114"), "invalid"),
    ("all rows", "every(age >= 0 and age <= 113)", table("age", "1", "."), "undecided"),
    ("exactly one row", ONE_LARGE, table("business_id turnover", "100 2000000", "100 1", "200 ."), "valid"),
    ("exactly one row", ONE_LARGE, table("business_id turnover", "100 2000000", ". 1", "200 2000000"), "valid"),
    ("exactly one row", ONE_LARGE, table("business_id turnover", "100 2000000", "100 2000000"), "invalid"),
    ("exactly one row", ONE_LARGE, table("business_id turnover", "200 2000000"), "invalid"),
    ("exactly one row", ONE_LARGE, table("business_id turnover", "100 2000000", "100 ."), "undecided"),
    ("a unique key", "every(is_unique(gender, age_group))", table("gender age_group", "L anak", "P anak"), "valid"),
    ("a unique key", "every(is_unique(gender, age_group))", table("gender age_group", "L a", "P a", "L a"), "invalid"),
    (
        "a functional dependency",
        "determines(postcode, city)",
        table("postcode city", "1 Aek", "1 Aek", "2 Marbau", "2 Kuo", ". Kuo"),
        "valid valid invalid invalid undecided",
    ),
    (
        "a count in another table",
        'members == count_in("PERSONS", household_id=household_id)',
        table("household_id members", "1 2", "2 3", "3 .", "4 0", "5 1"),
        "valid invalid undecided valid invalid",
    ),
]


@pytest.mark.parametrize(("what", "text", "rows", "outcomes"), FACTS)
def test_a_rule_of_the_essnet_has_its_known_answers(what: str, text: str, rows: Rows, outcomes: str) -> None:
    columns = next(iter(rows.values()))
    rule = parse_rule(text, names=[name for name in columns if name not in TEXTS], texts=TEXTS & columns.keys())
    assert [judged.outcome for judged in rule.judge(rows, OTHERS)] == outcomes.split(), what
