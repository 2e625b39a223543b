"""The index of EPSS: exact weights, and a ladder without gaps."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.assessment.queries.instrument import scheme
from sektoral.domain.epss import ProofKind, carried_level, check_level, index_of, read_scheme
from sektoral.domain.errors import Invalid

CODES = [one.code for one in scheme().indicators]


def test_the_instrument_has_38_indicators_of_five_levels() -> None:
    assert len(CODES) == len(set(CODES)) == 38
    assert {len(one.levels) for one in scheme().indicators} == {5}
    assert [domain.weight for domain in scheme().domains] == [28, 24, 19, 17, 12]


@pytest.mark.parametrize("level", range(1, 6))
def test_one_level_everywhere_is_the_index(level: int) -> None:
    score = index_of(scheme(), dict.fromkeys(CODES, level))
    assert (score.index, score.assessed) == (Decimal(level), 38)


def test_an_indicator_weighs_what_the_regulation_says() -> None:
    lowest = index_of(scheme(), {}).index
    raised = index_of(scheme(), {"20101": 3}).index  # 24 % of 21 % of 60 %, two levels up
    assert raised - lowest == Decimal("0.24") * Decimal("0.21") * Decimal("0.60") * 2


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 4)), st.sampled_from(CODES))
def test_a_higher_level_never_lowers_the_index(levels: dict[str, int], code: str) -> None:
    higher = {**levels, code: levels.get(code, 1) + 1}
    assert 1 <= index_of(scheme(), levels).index < index_of(scheme(), higher).index <= 5


@pytest.mark.parametrize("kinds", [set(some) for n in range(5) for some in combinations(ProofKind, n)])
def test_no_rung_is_carried_without_those_below(kinds: set[ProofKind]) -> None:
    level = carried_level(kinds)
    ladder = list(ProofKind)
    assert set(ladder[: level - 1]) <= kinds
    assert level == 5 or ladder[level - 1] not in kinds


@pytest.mark.parametrize(
    ("level", "kinds", "is_refused"),
    [
        (3, {ProofKind.DOCUMENT}, False),
        (4, {ProofKind.DOCUMENT, ProofKind.PROCEDURE}, True),
        (4, {ProofKind.DOCUMENT, ProofKind.REVIEW}, False),
        (5, {ProofKind.DOCUMENT, ProofKind.REVIEW}, True),
        (5, set(ProofKind), False),
        (5, None, False),  # the system cannot speak to it: the explanation names evidence from outside
        (5, set(), True),
        (6, None, True),
        (0, None, True),
    ],
)
def test_levels_4_and_5_need_a_review_and_a_renewal(level: int, kinds: set[ProofKind] | None, is_refused: bool) -> None:
    if not is_refused:
        return check_level(level, kinds)
    with pytest.raises(Invalid):
        check_level(level, kinds)
    return None


def test_a_scheme_whose_weights_do_not_add_up_is_refused() -> None:
    with pytest.raises(Invalid, match="epss_unreadable"):
        read_scheme('{"source":"uji","domains":[]}')
