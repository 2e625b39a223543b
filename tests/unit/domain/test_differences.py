"""What differs between two answers: each cell once, told by the first reason that holds."""

from decimal import Decimal

import pytest

from sektoral.domain.differences import Difference, Kind, Said, differences
from tests.instruments import health_instrument

TABLE = health_instrument().sheets[0][1]
FIRST, SECOND = (TABLE.rows[0].code, TABLE.columns[0].code), (TABLE.rows[1].code, TABLE.columns[0].code)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [
        (Said(), Said("12"), Kind.FILLED),
        (Said(mark="NA"), Said(), Kind.EMPTIED),
        (Said("12"), Said("12.5"), Kind.CHANGED),
        (Said(mark="NA"), Said("0"), Kind.CHANGED),
        (Said("12"), Said("12", "*"), Kind.MARKED),
        (Said(mark="NA"), Said(mark="..."), Kind.MARKED),
        (Said("12"), Said("12", words="Register."), Kind.EXPLAINED),
    ],
)
def test_a_cell_differs_in_one_way(before: Said, now: Said, kind: Kind) -> None:
    assert list(differences(TABLE, {FIRST: before}, {FIRST: now})) == [Difference(FIRST, kind, before, now)]


def test_equal_answers_do_not_differ() -> None:
    same = {FIRST: Said("12", "*", "Register."), SECOND: Said()}
    assert list(differences(TABLE, same, {FIRST: same[FIRST]})) == []


def test_cells_come_in_the_tables_order_and_an_older_editions_last() -> None:
    now = {("zz", "old"): Said("1"), SECOND: Said("2"), FIRST: Said("3")}
    assert [one.place for one in differences(TABLE, {}, now)] == [FIRST, SECOND, ("zz", "old")]


def test_the_amount_is_exact_and_only_of_two_figures() -> None:
    (one,) = differences(TABLE, {FIRST: Said("0.1")}, {FIRST: Said("123456789012345678.3")})
    assert one.amount == Decimal("123456789012345678.2")
    (one,) = differences(TABLE, {FIRST: Said(mark="NA")}, {FIRST: Said("1")})
    assert one.amount is None
