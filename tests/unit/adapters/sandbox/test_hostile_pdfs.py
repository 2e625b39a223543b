"""PDFs that do something when opened, cost too much, or are two things at once (security.md 83 to 85), in the child."""

from pathlib import Path

import pytest

from sektoral.adapters.sandbox import client
from sektoral.adapters.sandbox.client import SandboxAnswer
from tests.hostile_pdfs import ACTIVE, CONTENT, COSTLY, pdf
from tests.signed_papers import letter, plain_letter
from tests.workbooks.hostile import REFUSED

LIMIT_MS = 31_000  # the child's wall limit, and its end


def _look(path: Path, data: bytes, **options: str) -> SandboxAnswer:
    path.write_bytes(data)
    return client.run("page_images", path, options={"pages": "1", "width": "60", **options})


@pytest.mark.parametrize("name", sorted(ACTIVE))
def test_a_paper_that_does_something_is_refused_and_still_drawn_without_doing_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "surat.pdf"
    answer = _look(path, ACTIVE[name], passive="yes")
    assert (answer.ok, answer.code) == (False, "pdf_active")
    assert "?" not in answer.message
    assert _look(path, ACTIVE[name]).ok


@pytest.mark.parametrize("data", [pdf(), letter(), plain_letter(), pdf(root=b" /OpenAction [3 0 R /Fit]")])
def test_an_honest_paper_is_none(data: bytes, tmp_path: Path) -> None:
    assert _look(tmp_path / "surat.pdf", data, passive="yes").ok


def test_what_only_another_reader_reads_is_looked_through_by_its_bytes(tmp_path: Path) -> None:
    broken = ACTIVE["open_action"].replace(b"startxref", b"startxxxx").replace(b"xref\n0", b"xxxx\n0")
    assert _look(tmp_path / "surat.pdf", broken, passive="yes").code == "pdf_active"


@pytest.mark.parametrize("name", sorted(COSTLY))
@pytest.mark.parametrize("passive", ["", "yes"])
def test_whatever_it_costs_it_is_answered_within_the_limits(name: str, passive: str, tmp_path: Path) -> None:
    answer = _look(tmp_path / "surat.pdf", COSTLY[name](), passive=passive)
    assert answer.wall_ms < LIMIT_MS
    assert answer.ok or answer.message
    assert _look(tmp_path / "surat.pdf", pdf()).ok


@pytest.mark.parametrize(
    "data",
    [b"<html><body>" + pdf(), b"PK\x03\x04" + pdf(), b"\x00" + pdf(), REFUSED["pdf_in_front"][1]()[:4] + CONTENT],
)
def test_two_kinds_in_one_file_are_neither(data: bytes, tmp_path: Path) -> None:
    assert _look(tmp_path / "surat.pdf", data).code in {"not_a_pdf", "pdf_broken"}
