"""The context of a check comes into the sandbox as a file; a bad one is our fault and never a verdict."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import checking
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.client import run
from sektoral.adapters.sandbox.refusal import FileRefused
from sektoral.domain.checks.context import CheckContext, Stated, write_context
from tests.instruments import BIRTHS
from tests.workbooks.filled import write_filled, write_keys

OTHER = Stated(
    (BIRTHS.code, "12.23.01", (("jk", "L"),)), "Dinas Lain", "LAIN-1", "T02", "D9", Decimal(1), Decimal(0), 0
)
CONTEXT = CheckContext(day=date(2026, 11, 23), stated=(OTHER,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("context")
    write_filled(path / "isian.xlsx")
    write_keys(path / "keys")
    return path


def options(folder: Path, context: Path | None) -> dict[str, str]:
    known = {"context": str(context)} if context else {}
    return {"filename": "isian.xlsx", "keys": str(folder / "keys"), **known}


def test_what_another_agency_states_reaches_the_child(folder: Path) -> None:
    known = folder / "konteks.json"
    known.write_text(write_context(CONTEXT), encoding="ascii")
    alone = run("check", folder / "isian.xlsx", options=options(folder, None)).content
    beside = run("check", folder / "isian.xlsx", options=options(folder, known)).content
    assert alone["totals"] == {}
    assert beside["totals"] == {"agencies_disagree": 1}
    assert beside["verdict"] == alone["verdict"] == "accepted"


@pytest.mark.parametrize("text", [None, "", "{}", "[", '{"day":"besok"}', " " * (checking.CONTEXT_BYTES + 1)])
def test_a_context_that_cannot_be_read_refuses_by_a_code_of_its_own(
    folder: Path, tmp_path: Path, text: str | None
) -> None:
    known = tmp_path / "konteks.json"
    if text is not None:
        known.write_text(text, encoding="ascii")
    with pytest.raises(FileRefused) as refused:
        checking.job(folder / "isian.xlsx", options(folder, known), AGENCY)
    assert refused.value.code == "context_unreadable"
