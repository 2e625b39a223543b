"""Rules over one row: three answers, exact figures, and nothing that could run."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.rules.judging import Compared, Outcome, Side
from sektoral.domain.rules.parsing import parse_rule
from sektoral.domain.rules.unreadable import DEEPEST, SENTENCES, RuleUnreadable

NAMES = ("laki", "perempuan", "total", "apm", "apk", "luas", "produksi", "hasil", "1.02.904", "1.02.905", "A09.0-4")
TEXTS = ("level", "gender")
V, X, U = Outcome.VALID, Outcome.INVALID, Outcome.UNDECIDED
YIELD = "abs(produksi / luas * 10 - hasil) <= 0.02"
Typed = Mapping[str, str | None]


def judge(text: str, row: Typed, tolerance: str = "") -> Outcome:
    """The outcome for one row, whose figures are given as decimal texts."""
    values = {name: one if name in TEXTS or one is None else Decimal(one) for name, one in row.items()}
    [judged] = parse_rule(text, names=NAMES, texts=TEXTS, tolerance=tolerance).judge({"1": values})
    return judged.outcome


CASES: list[tuple[str, Typed, Outcome]] = [
    ("laki + perempuan == total", {"laki": "1", "perempuan": "2", "total": "3"}, V),
    ("laki + perempuan == total", {"laki": "1", "perempuan": "2", "total": "4"}, X),
    ("laki + perempuan == total", {"laki": "1", "perempuan": None, "total": "4"}, U),
    ("apm <= apk", {"apm": "90"}, U),
    (YIELD, {"produksi": "10", "luas": "2", "hasil": "50.01"}, V),
    (YIELD, {"produksi": "10", "luas": "0", "hasil": "5"}, U),
    ("apm <= apk and laki > 0", {"apm": "9", "apk": "1", "laki": None}, X),
    ("apm <= apk or laki > 0", {"apm": "1", "apk": "9", "laki": None}, V),
    ("apm <= apk or laki > 0", {"apm": "9", "apk": "1", "laki": None}, U),
    ("laki / luas > 1 or apm <= apk", {"apm": "1", "apk": "9", "laki": "1", "luas": "0"}, V),
    ("not apm > apk", {"apm": "1", "apk": "9"}, V),
    ("not (apm > apk and laki > 0)", {"apm": "1", "apk": "9", "laki": None}, V),
    ("not (apm > apk or laki > 0)", {"apm": "1", "apk": "9", "laki": None}, U),
    ("0 <= apm <= 100", {"apm": "101"}, X),
    ("not 0 <= apm <= 100", {"apm": "101"}, V),
    ("max(laki, perempuan) < total", {"laki": "1", "perempuan": "2", "total": "3"}, V),
    ("min(laki, perempuan) < 1", {"laki": "1", "perempuan": None}, U),
    ("sum(laki, perempuan, 1) == total", {"laki": "1", "perempuan": "2", "total": "4"}, V),
    ("-laki < 0", {"laki": "1"}, V),
    ("1.02.905 <= 1.02.904", {"1.02.905": "2", "1.02.904": "1"}, X),
    ("A09.0-4 == 4", {"A09.0-4": "4"}, V),
    ('level == "high"', {"level": "high"}, V),
    ("level != 'high'", {"level": "high"}, X),
    ('level == "high"', {"level": None}, U),
    ('level == "laki + 1"', {"level": "laki + 1"}, V),
    ('gender in ("L", "P")', {"gender": "P"}, V),
    ('gender in ("L", "P")', {"gender": "X"}, X),
    ('gender not in ("L", "P")', {"gender": "X"}, V),
    ('not gender in ("L", "P")', {"gender": "X"}, V),
    ('gender in ("L",)', {"gender": None}, U),
    ("laki in (1, 2.0)", {"laki": "2"}, V),
    ('if_then(level == "high", laki > 5)', {"level": "high", "laki": "3"}, X),
    ('if_then(level == "high", laki > 5)', {"level": "low", "laki": "3"}, V),
    ('if_then(level == "high", laki > 5)', {"level": "low"}, V),
    ('if_then(level == "high", laki > 5)', {"laki": "6"}, V),
    ('if_then(level == "high", laki > 5)', {"laki": "3"}, U),
    ('not if_then(level == "high", laki > 5)', {"level": "high", "laki": "3"}, V),
    ("is_missing(laki)", {"laki": None}, V),
    ("is_missing(level)", {"level": "high"}, X),
    ("not is_missing(laki)", {}, X),
    ("if_then(laki > 0, not is_missing(hasil))", {"laki": "1"}, X),
    ("is_missing(laki / luas)", {"laki": "1", "luas": "0"}, V),
]


@pytest.mark.parametrize(("text", "row", "outcome"), CASES)
def test_a_rule_is_valid_invalid_or_undecided(text: str, row: Typed, outcome: Outcome) -> None:
    assert judge(text, row) is outcome


LONG = "1234567890123456789012345678901.5"  # Python's own minus and abs would round it to 28 digits
EXACT: list[tuple[str, Typed, Outcome]] = [
    ("laki + perempuan == total", {"laki": "0.1", "perempuan": "0.2", "total": "0.3"}, V),
    ("laki == 0.1", {"laki": "0.1000000000000000055511151231257827"}, X),  # what a double holds for 0.1
    ("laki == 0.1000000000000000055511151231257827", {"laki": "0.1"}, X),
    ("laki == 9007199254740993", {"laki": "9007199254740992"}, X),  # to a double they are the same
    ("laki == 1234567890123456789012345678.0123456789", {"laki": "1234567890123456789012345678.0123456789"}, V),
    ("laki == 1234567890123456789012345678.0123456789", {"laki": "1234567890123456789012345678.0123456788"}, X),
    ("laki / luas * luas == laki", {"laki": "1", "luas": "3"}, V),
    ("laki / luas == 0.3333333333333333333333333333333333333333", {"laki": "1", "luas": "3"}, X),
    (f"-laki == -{LONG}", {"laki": LONG}, V),
    (f"-laki == -{LONG[:-1]}4", {"laki": LONG}, X),
    (f"abs(laki) == {LONG}", {"laki": f"-{LONG}"}, V),
    (f"sum(laki, 0.1) - {LONG} == 0.1", {"laki": LONG}, V),
    ("laki * laki - 1 == (laki - 1) * (laki + 1)", {"laki": LONG}, V),
    ("laki * laki - 1.1 == (laki - 1) * (laki + 1)", {"laki": LONG}, X),
]


@pytest.mark.parametrize(("text", "row", "outcome"), EXACT)
def test_not_one_digit_is_rounded(text: str, row: Typed, outcome: Outcome) -> None:
    assert judge(text, row) is outcome


MISSES: list[tuple[str, str, Typed, Outcome]] = [
    ("laki == total", "0.5", {"laki": "1.5", "total": "2"}, V),
    ("laki == total", "0.5", {"laki": "1.4", "total": "2"}, X),
    ("laki <= total", "0.5", {"laki": "2.5", "total": "2"}, V),
    ("laki < total", "0.5", {"laki": "2.5", "total": "2"}, X),
    ("laki >= total", "0.5", {"laki": "1.5", "total": "2"}, V),
    ("laki > total", "0.5", {"laki": "1.5", "total": "2"}, X),
    ("laki != total", "0.5", {"laki": "1.9", "total": "2"}, V),
    ("not laki > total", "0.5", {"laki": "2.5", "total": "2"}, V),
    ("not laki != total", "0.5", {"laki": "2.5", "total": "2"}, V),
    ("if_then(laki > 0, total == 1)", "1", {"laki": "1", "total": "2"}, V),
    ("if_then(laki > 1, total == 9)", "1", {"laki": "1", "total": "2"}, V),  # a condition misses by nothing
    ("if_then(laki == 1, total == 9)", "1", {"laki": "2", "total": "2"}, V),
    ("not if_then(laki > 0, total == 1)", "1", {"laki": "1", "total": "2"}, V),
]


@pytest.mark.parametrize(("text", "tolerance", "row", "outcome"), MISSES)
def test_what_is_claimed_may_miss_by_the_tolerance(text: str, tolerance: str, row: Typed, outcome: Outcome) -> None:
    assert judge(text, row, tolerance) is outcome


def test_a_judgement_says_what_was_compared() -> None:
    rule = parse_rule("laki + perempuan == total and level != 'x'", names=NAMES, texts=TEXTS)
    [judged] = rule.judge({"A": {"laki": Decimal(1), "perempuan": Decimal("2.50"), "total": Decimal(4), "level": "y"}})
    compared = Compared("A", (Side("laki + perempuan", "3.5"), Side("total", "4", "total")))
    assert (judged.row, judged.at, judged.outcome, judged.compared) == ("A", "A", X, (compared,))


def test_an_undecided_judgement_names_what_was_missing_and_a_valid_one_nothing() -> None:
    rule = parse_rule("laki / luas > 1", names=NAMES)
    judged = rule.judge({"A": {"laki": Decimal(1)}, "B": {"laki": Decimal(1), "luas": Decimal(3)}, "C": {
        "laki": Decimal(4), "luas": Decimal(3)}})  # fmt: skip
    assert [[side for one in each.compared for side in one.sides] for each in judged] == [
        [Side("laki / luas", "")],
        [Side("laki / luas", "0.3333333333")],
        [],
    ]


def test_a_rule_tells_which_codes_it_uses_in_their_order() -> None:
    rule = parse_rule("1.02.905 + laki <= 1.02.904 + laki", names=NAMES)
    assert (rule.names, rule.references, rule.periods_back) == (("1.02.905", "laki", "1.02.904"), (), 0)


UNREADABLE: list[tuple[str, str, str, int]] = [
    # the text, why it is no rule, and the word and place that its author is shown
    ("", "empty", "", 0),
    ("   ", "empty", "", 0),
    ("laki > 0 or " * 60, "too_long", "720", 0),
    ("not " * 60 + "laki > 0", "too_deep", "", 0),
    ("laki" + " + laki" * 55 + " > 0", "too_deep", "", 0),
    ("lookup(laki, total=" + "-" * 400 + "1) > 0", "too_deep", "", 0),
    ("1 == 1", "about_nothing", "", 0),
    ("laki + perempun == total", "name", "perempun", 8),
    ("'é' == level or lakii > 0", "name", "lakii", 17),
    ("v0 > 0", "name", "v0", 1),
    ("1.02.904 + tidak > 0", "name", "tidak", 12),
    ("laki # 1", "sign", "#", 6),
    ("laki > 0 @ 1", "sign", "@", 10),
    ("laki > ٣", "sign", "٣", 8),
    ("level == 'a\\x41'", "sign", "'", 10),
    ("一 > 0", "sign", "一", 1),
    ("laki.real > 0", "sign", ".", 5),
    ("laki > 1e5", "number", "1e5", 8),
    ("laki > 1_000", "number", "1_000", 8),
    ("laki > 0x10", "number", "0x10", 8),
    ("laki > 1.234.567", "number", "1.234.567", 8),
    ("laki > .5", "number", ".5", 8),
    ("laki > " + "9" * 61, "number", "9" * 61, 8),
    ("laki + == total", "grammar", "==", 8),
    ("laki = 1", "grammar", "=", 6),
    ("laki > 007", "number", "007", 8),
    ("laki > 0)", "grammar", ")", 9),
    ("laki", "statement", "laki", 1),
    ("laki > 0,5", "statement", "laki > 0,5", 1),
    ("not laki", "statement", "laki", 5),
    ("laki > 0 and abs(laki)", "statement", "abs(laki)", 14),
    ("laki > 0 if total else 0", "statement", "laki > 0 if total else 0", 1),
    ("[x for x in laki]", "sign", "[", 1),
    ("laki == 'x'", "kinds", "laki == 'x'", 1),
    ("level == laki", "kinds", "level == laki", 1),
    ("laki in ('L', 'P')", "kinds", "laki in ('L', 'P')", 1),
    ("level < 'a'", "order", "level < 'a'", 1),
    ("level + 1 > 0", "quantity", "level", 1),
    ("is_missing(laki) == 1", "quantity", "is_missing(laki)", 1),
    ("laki ** 9999 > 0", "not_listed", "laki ** 9999", 1),
    ("laki // 2 > 0", "not_listed", "laki // 2", 1),
    ("laki is total", "not_listed", "laki is total", 1),
    ("laki == True", "not_listed", "True", 9),
    ("level == ''", "not_listed", "''", 10),
    ("level == b'x'", "not_listed", "b'x'", 10),
    ("level == f'{laki}'", "not_listed", "f'{laki}'", 10),
    ("(laki > 0) + 1 == 2", "not_listed", "laki > 0", 2),
    ("laki in 12", "arguments", "laki in 12", 1),
    ("open(laki) > 0", "function", "open", 1),
    ("__import__('os') == 1", "function", "__import__", 1),
    ("laki(1) > 0", "function", "laki", 1),
    ("abs() > 0", "arguments", "abs()", 1),
    ("abs(laki, total) > 0", "arguments", "abs(laki, total)", 1),
    ("abs(laki, key=1) > 0", "arguments", "abs(laki, key=1)", 1),
    ("abs > 0", "arguments", "abs", 1),
    ("abs(*laki) > 0", "not_listed", "*laki", 5),
    ("lookup(laki, **level) > 0", "arguments", "lookup(laki, **level)", 1),
    ("lookup(laki) > 0", "arguments", "lookup(laki)", 1),
    ("lookup(laki + 1, level='x') > 0", "arguments", "laki + 1", 8),
    ("lookup(laki, desa='x') > 0", "name", "desa='x'", 14),
    ("previous(laki, 0) > 1", "arguments", "0", 16),
    ("previous(laki, 121) > 1", "arguments", "121", 16),
    ("previous(laki, 1.5) > 1", "arguments", "1.5", 16),
    ("previous(level) > 1", "arguments", "level", 10),
    ("figure_in('X', laki) > 1", "arguments", "laki", 16),
    ("if_then(laki > 0)", "arguments", "if_then(laki > 0)", 1),
    ("count(laki) > 0", "statement", "laki", 7),
    ("total(laki > 0) > 0", "not_listed", "laki > 0", 7),
]


@pytest.mark.parametrize(("text", "code", "word", "position"), UNREADABLE)
def test_whatever_is_off_the_list_is_unreadable_and_its_place_is_named(
    text: str, code: str, word: str, position: int
) -> None:
    with pytest.raises(RuleUnreadable) as caught:
        parse_rule(text, names=NAMES, texts=TEXTS)
    assert (caught.value.code, caught.value.word, caught.value.position) == (code, word, position)
    assert str(caught.value).endswith(".")
    assert word in str(caught.value)


def test_every_reason_is_shown_by_a_case() -> None:
    assert {case[1] for case in UNREADABLE} | {"tolerance"} == set(SENTENCES)


def test_a_word_that_is_nearly_right_is_offered() -> None:
    with pytest.raises(RuleUnreadable, match=r"“perempun” pada huruf ke-8 .* Yang ada: perempuan\."):
        parse_rule("laki + perempun == total", names=NAMES)


@pytest.mark.parametrize("tolerance", ["-1", "x", "NaN", "Infinity", "1e99"])
def test_a_tolerance_is_a_number_of_zero_or_more(tolerance: str) -> None:
    with pytest.raises(RuleUnreadable) as caught:
        parse_rule("laki > 0", names=NAMES, tolerance=tolerance)
    assert caught.value.code == "tolerance"


def test_a_column_may_be_named_like_a_function_and_codes_that_are_numbers_are_numbers() -> None:
    rows = {"1": {"total": Decimal(2), "abs": Decimal(-2), "5": Decimal(1)}}
    rule = parse_rule("total(total) == abs(abs) and total < 5", names=["total", "abs", "5"])
    assert [one.outcome for one in rule.judge(rows)] == [V]
    assert rule.names == ("total", "abs")


WORDS = [*NAMES, *TEXTS, "==", "<=", "not", "and", "in", "(", ")", ",", "'x'", "1", "0.5", "-", "/", "*", "total(",
         "every(", "count(", "lookup(", "=", "previous(", "if_then(", "is_unique(", "count_in(", "'T'"]  # fmt: skip
VALUES = st.none() | st.text(max_size=3) | st.decimals() | st.just(Decimal("1e999999")) | st.just(Decimal("-1e-999999"))


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), st.data())
def test_no_text_does_anything_but_parse_or_fail_and_judging_never_raises(text: str, data: st.DataObject) -> None:
    try:
        rule = parse_rule(text, names=NAMES, texts=TEXTS)
    except RuleUnreadable:
        return
    row = st.dictionaries(st.sampled_from((*NAMES, *TEXTS)), VALUES, max_size=6)
    rows = data.draw(st.dictionaries(st.sampled_from("ABC"), row, max_size=3))
    assert {one.outcome for one in rule.judge(rows)} <= set(Outcome)


def test_the_deepest_rule_that_is_allowed_is_judged() -> None:
    text = "laki" + " + laki" * (DEEPEST - 2) + " == 49"
    assert judge(text, {"laki": "1"}) is V
