"""docs/rules.md describes the language that there is: every function with its form, and examples that parse."""

import re
from pathlib import Path

import pytest

from sektoral.domain.rules.functions import FUNCTIONS
from sektoral.domain.rules.grammar import PERIODS_AT_MOST
from sektoral.domain.rules.judging import Outcome
from sektoral.domain.rules.parsing import parse_rule
from sektoral.domain.rules.unreadable import DEEPEST, LONGEST
from sektoral.domain.rules.values import DIGITS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "rules.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (.+) \| `([^`]+)` \| (.+) \|$", PAGE, re.MULTILINE)
NAMES = ("laki", "perempuan", "total", "luas", "produksi", "hasil", "apm", "apk")
TEXTS = ("level", "gender", "row_code", "row_area")


def test_every_function_stands_on_the_page_in_its_form() -> None:
    assert [form for form, _, _ in LINES if "(" in form] == [f"`{one.form}`" for one in FUNCTIONS.values()]


@pytest.mark.parametrize(("form", "example"), [line[:2] for line in LINES])
def test_every_example_is_a_rule_that_shows_its_form_and_is_undecided_of_empty_rows(form: str, example: str) -> None:
    rule = parse_rule(example, names=NAMES, texts=TEXTS)
    name = form.strip("`").partition("(")[0]
    assert name not in FUNCTIONS or f"{name}(" in example
    assert rule.judge({"1": {}, "2": {}})[0].outcome is Outcome.UNDECIDED


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    assert f"at most {LONGEST} characters and {DEEPEST} levels" in PAGE
    assert f"at most {PERIODS_AT_MOST};" in PAGE
    assert DIGITS == 60
    assert "beyond 10⁶⁰" in PAGE
