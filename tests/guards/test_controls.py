"""docs/controls.md has every control and threat of the research, each with a place and a test that exist."""

import re

import pytest

from tests.guards.files import ROOT

PAGE = (ROOT / "docs" / "controls.md").read_text(encoding="utf-8")
CONTROLS, THREATS = PAGE.split("\n## Threats\n")
LETTERS = re.findall(r"^\| ([a-m–]) [A-Z]\w+", CONTROLS, re.MULTILINE)
NUMBERS = re.findall(r"^\| T(\d\d) \|", THREATS, re.MULTILINE)
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| ([a-m–] [A-Z]|T\d\d )", line)]
TESTS = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
PLACES = re.findall(r"`(src/[\w/.]+?)(?:::(\w+))?`", PAGE)
SETTINGS = set(re.findall(r"`([A-Z]{2,}_[A-Z_]+)`", PAGE))
MARKS = re.findall(r"`((?:src|tests)/[^`]+)`", PAGE)


def test_every_function_of_bssn_and_what_stands_beside_them_is_there() -> None:
    assert set(LETTERS) == {*"abcdefghijklm", "–"}
    assert LETTERS.count("–") == 2


def test_every_threat_has_its_row() -> None:
    assert [int(number) for number in NUMBERS] == list(range(1, 41))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2:24])
def test_every_row_names_a_test_or_says_what_is_not_met(row: str) -> None:
    assert "::test_" in row or "**Not met**" in row
    assert row.count(" | ") == (3 if row.startswith("| T") else 4)


def test_every_test_that_the_page_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in TESTS
        if not (ROOT / path).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(TESTS) > 60
    assert missing == []


def test_every_place_that_the_page_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in PLACES
        if not (ROOT / path).exists()
        or (name and not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")))
    ]
    assert missing == []


def test_every_setting_that_the_page_names_is_one() -> None:
    project = ROOT / "src" / "sektoral" / "project"
    known = "".join((project / name).read_text(encoding="utf-8") for name in ("settings.py", "env.py"))
    assert {name for name in SETTINGS if not re.search(rf"\b{name}\b", known)} == set()


def test_nothing_that_looks_like_a_test_or_a_place_is_passed_over() -> None:
    assert len(MARKS) == len(TESTS) + len(PLACES)
