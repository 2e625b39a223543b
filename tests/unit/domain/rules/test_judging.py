"""Rules over whole tables, other tables and earlier periods: what is missing leaves undecided what it could turn."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.rules.judging import NOTHING_ELSE, Compared, Outcome, Reference, Rows, Side, Surroundings
from sektoral.domain.rules.parsing import parse_rule

V, X, U = Outcome.VALID, Outcome.INVALID, Outcome.UNDECIDED
NAMES, TEXTS = ("n", "m"), ("kind", "parent")


def table(*lines: str) -> Rows:
    """Rows of four words each, `n m kind parent`, with a dot for what is missing; their codes count from 1."""
    found: dict[str, dict[str, Decimal | str | None]] = {}
    for code, line in enumerate(lines, 1):
        n, m, kind, parent = ["" if word == "." else word for word in line.split()]
        numbers = {name: Decimal(one) if one else None for name, one in (("n", n), ("m", m))}
        found[str(code)] = {**numbers, "kind": kind or None, "parent": parent or None, "row": str(code)}
    return found


class Around:
    """Two tables of this period and three earlier years of `n`."""

    asked = 0

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """The figures of row 1: 100, 200, 300, going back."""
        return Decimal(100 * back) if (row, column) == ("1", "n") and back <= 3 else None

    def table(self, agency: str, code: str) -> Rows | None:
        """The table `T` of the same agency, `T2` of the agency `1.01`."""
        self.asked += 1
        tables = {("", "T"): table("10 1 a .", "20 . b .", "30 . b ."), ("1.01", "T2"): table("7 . . .", ". . a .")}
        return tables.get((agency, code))


def judge(text: str, rows: Rows, around: Surroundings = NOTHING_ELSE, tolerance: str = "") -> list[Outcome]:
    """The outcomes, one for each row or one for the table."""
    rule = parse_rule(text, names=NAMES, texts=(*TEXTS, "row"), tolerance=tolerance)
    return [one.outcome for one in rule.judge(rows, around)]


FULL = ("1 10 a .", "2 20 a 1", "3 30 b 1")
GAPS = ("1 10 a .", ". 20 a 1", "3 30 . 9")
OVER_ROWS: list[tuple[str, tuple[str, ...], list[Outcome]]] = [
    ("total(n) == 6", FULL, [V]),
    ("total(n) == 6", GAPS, [U]),
    ("total(n) == 0", (), [V]),
    ("mean(n) == 2", FULL, [V]),
    ("mean(n) * 3 == 7", ("1 . . .", "2 . . .", "4 . . ."), [V]),
    ("mean(n) >= 0", (), [U]),
    ("lowest(n) == 1 and highest(n) == 3", FULL, [V]),
    ("highest(n) <= 3", GAPS, [U]),
    ("highest(n) <= 3", (), [U]),
    ("count() == 3", GAPS, [V]),
    ("count() == 0", (), [V]),
    ('count(kind == "a") == 2', FULL, [V]),
    ('count(kind == "a") == 2', GAPS, [U]),  # two or three
    ('count(kind == "a") >= 2', GAPS, [V]),
    ('count(kind == "a") > 3', GAPS, [X]),
    ('count(kind == "a") == 4', GAPS, [X]),
    ('count(kind == "a") != 4', GAPS, [V]),
    ('count(kind == "a") * 2 + 1 >= 5', GAPS, [V]),
    ('count() - count(kind == "a") <= 1', GAPS, [V]),
    ('100 / count(kind == "a") < 51', GAPS, [V]),
    ('n / count(kind == "z") >= 0', GAPS, [U, U, U]),  # none or one: perhaps x / 0
    ('-count(kind == "a") <= -2', GAPS, [V]),
    ('abs(count(kind == "a") - 3) <= 1', GAPS, [V]),
    ('max(count(kind == "a"), 3) == 3', GAPS, [V]),
    ("every(n > 0)", FULL, [V]),
    ("every(n > 0)", GAPS, [U]),
    ("every(n > 1)", GAPS, [X]),
    ("every(n > 1)", (), [V]),
    ("not every(n > 1)", GAPS, [V]),
    ("every(not is_missing(n))", GAPS, [X]),
    ("n <= mean(n)", FULL, [V, V, X]),
    ("count(n > mean(n)) == 1", FULL, [V]),
    ("n == total(n) or m > 10", GAPS, [U, V, V]),
]


@pytest.mark.parametrize(("text", "lines", "outcomes"), OVER_ROWS)
def test_what_is_reckoned_over_all_rows_knows_what_is_missing(
    text: str, lines: tuple[str, ...], outcomes: list[Outcome]
) -> None:
    assert judge(text, table(*lines)) == outcomes


BY_KEY: list[tuple[str, tuple[str, ...], list[Outcome]]] = [
    ("is_unique(kind)", ("1 . a .", "2 . a .", "3 . b .", "4 . . ."), [X, X, V, U]),
    ("is_unique(n, kind)", ("1 . a .", "1 . b .", "1.0 . a .", ". . a ."), [X, V, X, U]),
    ("not is_unique(kind)", ("1 . a .", "2 . a .", "3 . b ."), [V, V, X]),
    ("determines(kind, n)", ("1 . a .", "1.0 . a .", "1 . b .", "2 . b .", "3 . . .", ". . a ."), [V, V, X, X, U, U]),
    ("determines(kind, parent, n)", ("1 . a x", "2 . a y", "3 . a y"), [V, X, X]),
    ("lookup(n, row=parent) == 1", FULL, [U, V, V]),
    ("lookup(n, row=parent) == 1", GAPS, [U, V, U]),  # there is no row 9
    ('lookup(n, row="1") == 1', FULL, [V]),
    ("lookup(n, m=10) == 1", FULL, [V]),
    ('lookup(n, kind="a") == 1', FULL, [U]),  # two rows that differ
    ('lookup(m, kind="a") == 5', ("1 5 a .", "2 5.0 a ."), [V]),
    ('lookup(m, kind="a", n=2) == 6', ("1 5 a .", "2 6 a ."), [V]),
    ('lookup(kind, row=parent) == "a"', FULL, [U, V, V]),
]


@pytest.mark.parametrize(("text", "lines", "outcomes"), BY_KEY)
def test_other_rows_are_found_by_their_keys(text: str, lines: tuple[str, ...], outcomes: list[Outcome]) -> None:
    assert judge(text, table(*lines)) == outcomes


BEYOND: list[tuple[str, tuple[str, ...], list[Outcome]]] = [
    ("n >= previous(n)", ("100 . . .", "1 . . ."), [V, U]),
    ("previous(n, 2) - previous(n) == 100", ("1 . . .",), [V]),
    ("previous(n, 4) > 0", ("1 . . .",), [U]),
    ("previous(m) > 0", ("1 1 . .",), [U]),
    ("total(n) > total(previous(n))", ("101 . . .",), [V]),
    ("total(n) > total(previous(n))", ("101 . . .", "5 . . ."), [U]),
    ('n == figure_in("T", "n")', ("10 . . .", "21 . . .", ". . . .", "4 . . ."), [V, X, U, U]),
    ('figure_in("T", "n", row="3") == 30', FULL, [V]),
    ('figure_in("T", "n", kind=kind) == 10', ("1 . a .", "1 . b .", "1 . z ."), [V, U, U]),
    ('figure_in("T", "nothing") == 10', ("1 . a .",), [U]),
    ('total(n) == total_in("T", "n")', ("60 . . .",), [V]),
    ('total_in("T", "n", kind=kind) == 50', ("1 . a .", "1 . b .", "1 . z .", "1 . . ."), [X, V, X, U]),
    ('total_in("T", "m") > 0', FULL, [U]),
    ('count_in("T") == 3', FULL, [V]),
    ('count_in("T", kind=kind) == 2', ("1 . a .", "1 . b .", "1 . . ."), [X, V, U]),
    ('n == figure_in("T2", "n", agency="1.01")', ("7 . . .", "7 . . ."), [V, U]),
    ('n == figure_in("T2", "n")', ("7 . . .",), [U]),
    ('total_in("T2", "n", kind="a", agency="1.01") > 0', FULL, [U]),  # the first row may be one of them
    ('count_in("T2", kind="a", agency="1.01") == 1', FULL, [U]),  # one or two
    ('count_in("T2", kind="a", agency="1.01") <= 2', FULL, [V]),
    ('count_in("gone") >= 0', FULL, [U]),
    ('total_in("gone", "n") >= 0 or n > 0', FULL, [V, V, V]),
]


@pytest.mark.parametrize(("text", "lines", "outcomes"), BEYOND)
def test_other_tables_and_earlier_periods_are_undecided_where_they_are_not_at_hand(
    text: str, lines: tuple[str, ...], outcomes: list[Outcome]
) -> None:
    assert judge(text, table(*lines), Around()) == outcomes
    assert set(judge(text, table(*lines))) <= {U, V}
    assert set(judge(text, table(*lines))) == {U} or "or n > 0" in text


def test_a_rule_says_what_it_needs_from_elsewhere() -> None:
    text = 'n + previous(n, 3) == figure_in("T", "x") + total_in("T2", "y", area=kind, agency="1.01") + count_in("T3")'
    rule = parse_rule(text, names=NAMES, texts=TEXTS)
    assert rule.names == ("n", "kind")
    assert rule.periods_back == 3
    assert rule.references == (
        Reference("", "T", "x"), Reference("1.01", "T2", "y"), Reference("1.01", "T2", "area"), Reference("", "T3", ""),
    )  # fmt: skip


def test_a_judgement_over_the_table_points_to_the_first_row_in_which_it_fails() -> None:
    rule = parse_rule("every(n <= 2 and m > 0) and count() < 3", names=NAMES)
    [judged] = rule.judge(table("1 1 . .", "3 -1 . .", "4 1 . ."))
    assert (rule.is_over_table, judged.row, judged.at, judged.outcome) == (True, "", "2", X)
    assert judged.compared == (
        Compared("2", (Side("n", "3", "n"),)),
        Compared("2", (Side("m", "-1", "m"),)),
        Compared("", (Side("count()", "3"),)),
    )


def test_a_judgement_shows_keys_and_spans() -> None:
    [first, *_] = parse_rule("is_unique(kind, n)", names=NAMES, texts=TEXTS).judge(table("1 . a .", "1 . a ."))
    assert first.compared == (Compared("1", (Side("kind", "a", "kind"), Side("n", "1", "n"))),)
    [judged] = parse_rule('count(kind == "a") > 3', names=NAMES, texts=TEXTS).judge(table(*GAPS))
    assert (judged.at, judged.compared) == ("1", (Compared("", (Side('count(kind == "a")', "2–3"),)),))


def test_a_tolerance_holds_for_each_row_of_every_but_not_for_what_is_counted() -> None:
    rows = table("1 . . .", "2 . . .")
    assert judge("every(n <= 1)", rows, tolerance="1") == [V]
    assert judge("count(n <= 1) == 2", rows, tolerance="0.5") == [X]


def test_each_part_is_reckoned_once_for_a_row_and_each_table_asked_for_once() -> None:
    class Counting(dict[str, Decimal | str | None]):
        reads = 0

        def get(self, key: str, default: object = None) -> Decimal | str | None:
            Counting.reads += 1
            return super().get(key)

    rows = {str(code): Counting(n=Decimal(code), row=str(code)) for code in range(300)}
    around = Around()
    text = (
        'n >= lowest(n) and n <= highest(n) and n < total(n) and count(n > mean(n)) > 0 and count_in("T", row=row) <= 1'
    )
    assert set(judge(text, rows, around)) == {V}
    assert Counting.reads <= 9 * 300
    assert around.asked == 1


KNOWN = st.integers(0, 4).map(Decimal)
NUMBERS = KNOWN | st.none()
ROW = st.fixed_dictionaries({"n": NUMBERS, "m": NUMBERS, "kind": st.sampled_from(["a", "b", None])})
FIGURES = st.recursive(
    st.sampled_from(["n", "m", "2", "total(n)", "mean(m)", "highest(n)", "count()", 'count(kind == "a")',
                     "count(n > m)", "count(n == 1 or m == 1)", "previous(n)", 'total_in("T", "n")']),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})")
    | st.tuples(inner, inner).map(lambda parts: f"max({parts[0]}, abs({parts[1]}))"),
    max_leaves=4,
)  # fmt: skip
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
STATEMENTS = st.recursive(
    st.tuples(FIGURES, SIGNS, FIGURES).map(" ".join) | st.sampled_from(['kind == "a"', 'kind in ("a", "c")']),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: f"({' '.join(parts)})")
        | inner.map(lambda one: f"not {one}")
        | inner.map(lambda one: f"every({one})")
        | st.tuples(inner, inner).map(lambda parts: f"if_then({parts[0]}, {parts[1]})")
    ),
    max_leaves=4,
).filter(lambda text: len(text) < 400)


@given(STATEMENTS, st.lists(ROW, min_size=1, max_size=4), st.sampled_from(["", "1"]), st.data())
def test_what_is_decided_stays_so_whatever_the_missing_values_turn_out_to_be(
    text: str, given_rows: list[Mapping[str, Decimal | str | None]], tolerance: str, data: st.DataObject
) -> None:
    rule = parse_rule(f"({text}) and count() > 0", names=NAMES, texts=TEXTS, tolerance=tolerance)
    rows = {str(code): row for code, row in enumerate(given_rows)}
    full = {code: {name: filled(data, name, value) for name, value in row.items()} for code, row in rows.items()}
    for before, after in zip(rule.judge(rows), rule.judge(full), strict=True):
        assert before.outcome in (U, after.outcome)


def filled(data: st.DataObject, name: str, value: Decimal | str | None) -> Decimal | str | None:
    """The value, or any in the place of a missing one."""
    if value is not None:
        return value
    return data.draw(st.sampled_from("abc")) if name == "kind" else data.draw(KNOWN)


KNOWN_ROW = st.fixed_dictionaries({"n": KNOWN, "m": KNOWN, "kind": st.sampled_from("ab")})


@given(STATEMENTS, st.lists(KNOWN_ROW, min_size=1, max_size=4))
def test_with_all_values_known_a_rule_says_what_python_says_of_fractions(
    text: str, given_rows: list[dict[str, Decimal | str | None]]
) -> None:
    rule = parse_rule(f"({text}) and count() > 0", names=NAMES, texts=TEXTS)
    judged = rule.judge({str(code): row for code, row in enumerate(given_rows)})
    answers = [said_by_python(text, row, given_rows) for row in given_rows]
    for one, answer in zip(judged, answers, strict=False):  # one judgement alone is the table's, alike in each row
        assert answer is None or one.outcome is (V if answer else X)


def said_by_python(
    text: str, row: dict[str, Decimal | str | None], rows: list[dict[str, Decimal | str | None]]
) -> bool | None:
    """What Python makes of a rule by its own means; `None` for x / 0 and for what is not at hand."""
    exact = [{name: Fraction(v) if isinstance(v, Decimal) else v for name, v in each.items()} for each in (row, *rows)]
    over = {
        "total": lambda f: sum(f(**one) for one in exact[1:]),
        "mean": lambda f: sum(f(**one) for one in exact[1:]) / Fraction(len(rows)),
        "highest": lambda f: max(f(**one) for one in exact[1:]),
        "every": lambda f: all(f(**one) for one in exact[1:]),
        "count": lambda *f: Fraction(sum(not f or f[0](**one) for one in exact[1:])),
    }
    own = {"abs": abs, "max": max, "F": Fraction, "if_then": lambda asked, stated: not asked or stated}
    fractions = re.sub(r"\b([0-9]+)\b", r"F(\1)", text)
    python = re.sub(rf"\b({'|'.join(over)})\((?!\))", r"\1(lambda n, m, kind: ", fractions)
    try:
        return bool(eval(python, {"__builtins__": {}, **over, **own}, exact[0]))  # noqa: S307
    except (ZeroDivisionError, NameError):
        return None
