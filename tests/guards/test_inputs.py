"""docs/inputs.md answers every bad input of the research, with codes and tests that exist."""

import re

from sektoral.domain.checks.refusals import REFUSALS
from sektoral.domain.checks.sentences import SENTENCES
from sektoral.ui.messages import MESSAGES
from tests.guards.files import ROOT
from tests.workbooks.measured import MEASURED

PAGE = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
TESTS = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w*))?`", PAGE)


def test_every_input_has_its_answer() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 117))


def test_every_code_that_the_page_names_exists() -> None:
    codes = {code for row in ROWS for code in re.findall(r"`([\w.]+)`", row[3])}
    assert len(codes) > 50
    assert codes - {*SENTENCES, *REFUSALS, *MESSAGES} == set()


def test_every_input_names_a_test() -> None:
    assert [row[0] for row in ROWS if "::test_" not in row[4]] == []


def test_every_test_that_the_page_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in TESTS
        if not (ROOT / path).is_file()
        or (name and not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))
    ]
    assert len(TESTS) > 190
    assert missing == []


def test_every_measured_workbook_is_listed() -> None:
    assert [name for name in MEASURED if f"| {name} |" not in PAGE] == []
