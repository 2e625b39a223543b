"""What a later file changes: explanations are carried over, settled tables are left alone, waiting letters lapse."""

from dataclasses import replace

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.records.models import Submission
from sektoral.steps.step3_submit.actions.handing_over import Scan, Words, attach_letter, draft_transmittal, explain_all
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.rounds import BOTH, FIRST, Scene, answers

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOUBTED = replace(BOTH, own_totals={("T01", "l"): 999})
SECOND_MENDED = Filling(answers(("T02",), start=70))


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def _explain(scene: Scene, submission: Submission, text: str = "Menurut register.") -> None:
    words = Words(by_kind={("T01", "total_differs"): text})
    explain_all(submission, words, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))


def _warnings(submission: Submission) -> list[str]:
    return list(submission.findings.filter(severity="periksa").values_list("explanation", flat=True))


def test_nobody_explains_the_same_figure_in_the_same_cell_twice(scene: Scene) -> None:
    first = scene.upload("dinkes", DOUBTED)
    _explain(scene, first)
    second = scene.upload("dinkes", replace(DOUBTED, values={**answers(), ("T02", "B", "p"): 99}))
    assert _warnings(second) == ["Menurut register."]
    assert second.findings.get(severity="periksa").explained_by == scene.by("operator.dinkes").person
    assert second.verdict == "accepted"


def test_another_figure_is_explained_anew(scene: Scene) -> None:
    _explain(scene, scene.upload("dinkes", DOUBTED))
    assert _warnings(scene.upload("dinkes", replace(DOUBTED, own_totals={("T01", "l"): 888}))) == [""]


def test_until_it_is_handed_over_the_newest_file_takes_the_place_of_the_last(scene: Scene) -> None:
    first = scene.upload("dinkes", DOUBTED)
    letter_after = scene.upload("dinkes", replace(DOUBTED, explanations={("T01", "A"): "Termasuk pindahan."}))
    assert letter_after.state == SubmissionState.AWAITING_LETTER
    assert scene.submission(first).state == SubmissionState.SUPERSEDED


def test_a_letter_that_waits_lapses_with_its_submission(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))
    scene.upload("dinkes", DOUBTED)
    letter.refresh_from_db()
    assert (letter.state, letter.void_reason) == (LetterState.VOID, "Diganti kiriman baru.")


def test_tables_that_are_settled_are_left_alone(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOUBTED)
    _explain(scene, submission)
    submission = scene.hand_over_by_letter(submission)
    last = scene.items(submission)[1]
    return_items([last], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    scene.accept_all(submission)
    mended = scene.upload("dinkes", replace(DOUBTED, values={**answers(("T01",)), **answers(("T02",), start=70)}))
    assert mended.findings.count() == 0
    assert [item.requested_table.sheet for item in mended.items.all()] == ["T02"]


def test_a_blank_table_that_is_settled_is_no_fault(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    last = scene.items(submission)[1]
    return_items([last], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    mended = scene.upload("dinkes", SECOND_MENDED)
    assert (mended.state, mended.findings.count()) == (SubmissionState.AWAITING_LETTER, 0)


def test_a_returned_table_that_did_not_change_is_refused(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    last = scene.items(submission)[1]
    return_items([last], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
    again = scene.upload("dinkes", replace(BOTH, own_totals={("T02", "l"): 30}))
    assert again.state == SubmissionState.REJECTED
    assert list(again.findings.filter(severity="salah").values_list("code", "table")) == [
        ("unchanged_after_return", "T02")
    ]


def test_a_file_without_anything_new_is_refused(scene: Scene) -> None:
    scene.hand_over("dinkes", FIRST)
    again = scene.upload("dinkes", replace(FIRST, own_totals={("T01", "l"): 22}))
    assert (again.state, again.refusal_code) == (SubmissionState.REFUSED, "nothing_new")


def test_findings_are_not_explained_once_the_letter_is_in(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOUBTED)
    _explain(scene, submission)
    submission = scene.hand_over_by_letter(submission)
    with pytest.raises(WrongState, match="not_to_be_explained"):
        _explain(scene, submission, "Lain lagi.")


def test_a_number_of_the_agency_stands_on_one_letter_only(scene: Scene) -> None:
    first = scene.upload("dinkes", FIRST)
    by = scene.by("operator.dinkes")
    draft_transmittal(first, by=by, at=scene.later(minutes=1), number="440/1")
    second = scene.upload("dinkes", SECOND_MENDED)
    with pytest.raises(Invalid, match="number_taken"):
        draft_transmittal(second, by=by, at=scene.later(minutes=1), number="440/1")
    with pytest.raises(Invalid, match="number_taken"):
        attach_letter(second, Scan("440/1", "surat.pdf", b"%PDF-1.7"), by=by, at=scene.later(minutes=1))
    assert second.letters.filter(kind=LetterKind.TRANSMITTAL).count() == 0
