"""Signs and names in a workbook that no database keeps: the file gets its verdict, on PostgreSQL too."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from sektoral.domain.states import SubmissionState
from tests.rounds import BOTH, Scene

pytestmark = pytest.mark.django_db


def _with_nul(book: Workbook) -> None:
    """NUL as Excel spells it, in the name of a row."""
    (cell,) = [one for row in book["T01"].iter_rows() for one in row if one.value == "Kelompok A"]
    cell.value = "Kelompok_x0000_ A"


def _with_long_name(book: Workbook) -> None:
    book.create_sheet("Catatan")._WorkbookChild__title = "C" * 500  # openpyxl would warn of it


@pytest.mark.parametrize(
    ("change", "state", "code"),
    [(_with_nul, SubmissionState.REJECTED, ""), (_with_long_name, SubmissionState.REFUSED, "sheet_name_long")],
)
def test_what_no_database_keeps_still_gets_its_verdict(
    change: Callable[[Workbook], None], state: SubmissionState, code: str
) -> None:
    scene = Scene()
    scene.collecting("dinkes")
    book, changed = load_workbook(io.BytesIO(scene.workbook("dinkes", BOTH))), io.BytesIO()
    change(book)
    book.save(changed)
    submission = scene.submission(scene.upload("dinkes", changed.getvalue()))
    assert (submission.state, submission.refusal_code) == (state, code)
