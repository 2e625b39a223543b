"""Rules over codes: three answers, and nothing that could run."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.rules.judging import Outcome
from sektoral.domain.rules.parsing import parse_rule
from sektoral.domain.rules.unreadable import RuleUnreadable

NAMES = frozenset({"laki", "perempuan", "total", "apm", "apk", "luas", "produksi", "hasil", "1.02.904", "1.02.905"})


YIELD = "abs(produksi / luas * 10 - hasil) <= 0.02"


def judge(rule: str, **values: str | None) -> Outcome:
    numbers = {name: None if text is None else Decimal(text) for name, text in values.items()}
    return parse_rule(rule, names=NAMES).judge({"1": numbers})[0].outcome


@pytest.mark.parametrize(
    ("rule", "values", "outcome"),
    [
        ("laki + perempuan == total", {"laki": "1", "perempuan": "2", "total": "3"}, Outcome.VALID),
        ("laki + perempuan == total", {"laki": "1", "perempuan": "2", "total": "4"}, Outcome.INVALID),
        ("laki + perempuan == total", {"laki": "1", "perempuan": None, "total": "4"}, Outcome.UNDECIDED),
        ("laki + perempuan == total", {"laki": "0.1", "perempuan": "0.2", "total": "0.3"}, Outcome.VALID),
        ("apm <= apk", {"apm": "90"}, Outcome.UNDECIDED),
        (YIELD, {"produksi": "10", "luas": "2", "hasil": "50.01"}, Outcome.VALID),
        (YIELD, {"produksi": "10", "luas": "0", "hasil": "5"}, Outcome.UNDECIDED),
        ("apm <= apk and laki > 0", {"apm": "9", "apk": "1", "laki": None}, Outcome.INVALID),
        ("apm <= apk or laki > 0", {"apm": "1", "apk": "9", "laki": None}, Outcome.VALID),
        ("apm <= apk or laki > 0", {"apm": "9", "apk": "1", "laki": None}, Outcome.UNDECIDED),
        ("not apm > apk", {"apm": "1", "apk": "9"}, Outcome.VALID),
        ("0 <= apm <= 100", {"apm": "101"}, Outcome.INVALID),
        ("max(laki, perempuan) < total", {"laki": "1", "perempuan": "2", "total": "3"}, Outcome.VALID),
        ("-laki < 0", {"laki": "1"}, Outcome.VALID),
    ],
)
def test_rule_is_valid_invalid_or_undecided(rule: str, values: dict[str, str | None], outcome: Outcome) -> None:
    assert judge(rule, **values) is outcome


def test_codes_may_hold_dots() -> None:
    rule = parse_rule("1.02.905 <= 1.02.904", names=NAMES)
    assert rule.names == ("1.02.905", "1.02.904")
    [judged] = rule.judge({"1": {"1.02.905": Decimal(2), "1.02.904": Decimal(1)}})
    assert judged.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "text",
    [
        "laki", "laki + 1", "1", "True", "laki == 'x'", "laki.real > 0", "laki[0] > 0", "__import__('os') == 1",
        "open(laki) > 0", "(lambda: 1)() > 0", "laki ** 9999 > 0", "laki // 2 > 0", "unknown > 0", "laki = 1",
        "[x for x in laki]", "laki > 0 if total else 0", "(laki := 1) > 0", "laki in 12", "abs() > 0",
        "abs(laki, key=1) > 0", "", "(" * 200, "laki" + " + laki" * 200 + " > 0", "v0 > 0", "not laki",
        "laki <= (apm < apk)",
        "(apm < apk) + 1 > 0", "abs(laki, total) > 0", "-(apm < apk)", "1e999 > nan",
    ],
)  # fmt: skip
def test_everything_off_the_list_is_unreadable(text: str) -> None:
    with pytest.raises(RuleUnreadable):
        parse_rule(text, names=NAMES)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_parse_or_fail(text: str) -> None:
    try:
        rule = parse_rule(text, names=NAMES)
    except RuleUnreadable:
        return
    assert {one.outcome for one in rule.judge({"1": {}})} <= set(Outcome)


@given(*(st.decimals(min_value=-(10**9), max_value=10**9, places=3) for _ in range(2)))
def test_negation_turns_the_answer(a: Decimal, b: Decimal) -> None:
    values = {"laki": a, "perempuan": b}
    plain = parse_rule("laki <= perempuan", names=NAMES).judge({"1": values})[0].outcome
    turned = parse_rule("not laki <= perempuan", names=NAMES).judge({"1": values})[0].outcome
    assert {plain, turned} == {Outcome.VALID, Outcome.INVALID}
