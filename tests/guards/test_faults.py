"""docs/faults.md answers every fault of the research, with tests that exist."""

import re

from tests.faults import PAGE, faults
from tests.guards.files import ROOT

FAULTS = faults()
OPEN = re.compile(r"^\| (F\d\d) \|.*\| not yet \|$", re.MULTILINE)


def test_every_fault_has_its_row() -> None:
    assert [*FAULTS] == [f"F{number:02}" for number in range(1, 25)]


def test_every_fault_names_a_test_or_says_that_there_is_none_yet() -> None:
    silent = {code for code, fault in FAULTS.items() if not fault.tests}
    assert silent == {*OPEN.findall(PAGE.read_text(encoding="utf-8"))}


def test_every_test_that_a_fault_names_exists() -> None:
    named = [node.split("::") for fault in FAULTS.values() for node in fault.tests]
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(named) > 20
    assert missing == []
