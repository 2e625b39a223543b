"""Recall: until a check begins the sender takes a submission back, and everything stands as it stood before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.letters.actions.finalising import finalise
from sektoral.project.invariants.listing import verify
from sektoral.records.models import (
    Event,
    Examination,
    Letter,
    Observation,
    RequestedTable,
    Submission,
    SubmissionItem,
    Withdrawal,
)
from sektoral.records.outcomes import agency_outcomes
from sektoral.setup.actions.mergers import Merger, merge_agencies
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step3_submit.actions.withdrawing import withdraw
from sektoral.steps.step4_check.actions.deciding import accept, note_begun, return_items
from sektoral.verify.queries.document import document_page
from tests.rounds import BOTH, CORRECTED, FIRST, SECOND, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
REASON = "Salah mengunggah berkas triwulan lalu."


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def take_back(scene: Scene, submission: Submission, key: str = "operator.dinkes") -> Submission:
    withdraw(submission, reason=f" {REASON} ", by=scene.by(key), at=scene.later(minutes=1))
    scene.settle()
    return scene.submission(submission)


def tables(scene: Scene) -> list[str]:
    return list(scene.request("dinkes").tables.order_by("sheet").values_list("state", flat=True))


def row(scene: Scene, sheet: str = "T01") -> RequestedTable:
    return scene.request("dinkes").tables.get(sheet=sheet)


def assert_all_holds(scene: Scene) -> None:
    assert [(one.invariant.code, list(one.faults)) for one in verify(at=scene.now) if not one.holds] == []


def test_a_softcopy_that_waits_for_its_letter_is_taken_back_whole(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    taken = take_back(scene, submission)
    assert taken.state == SubmissionState.WITHDRAWN
    assert tables(scene) == ["waiting", "waiting"]
    assert Letter.objects.get(submission=submission, kind="transmittal").state == LetterState.VOID
    request = scene.request("dinkes")
    assert (request.state, request.data_received_at, request.completed_at) == ("sent", None, None)
    kept = Withdrawal.objects.get()
    assert (kept.reason, kept.withdrawn_by, kept.withdrawn_at) == (
        REASON,
        scene.by("operator.dinkes").person,
        scene.now,
    )
    assert {one.timeliness.value for one in agency_outcomes(request.round)} == {"not_sent"}
    assert_all_holds(scene)


def test_a_signed_letter_stays_as_it_is_and_its_proof_page_tells_of_the_recall(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    before = Letter.objects.get(submission=submission, kind="transmittal")
    assert scene.request("dinkes").state == "complete"
    take_back(scene, submission, key="kepala.dinkes")
    after = Letter.objects.get(pk=before.pk)
    assert (after.state, after.number, after.signed_sha256) == ("signed", before.number, before.signed_sha256)
    assert document_page(after, at=scene.now).verdict.status.word == "Kirimannya ditarik kembali"
    request = scene.request("dinkes")
    assert (request.state, request.data_received_at, request.completed_at) == ("sent", None, None)
    assert Event.objects.filter(kind="request.reopened").count() == 1
    assert_all_holds(scene)


def test_the_same_bytes_may_be_sent_again_and_only_then_count(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    first = scene.upload("dinkes", data)
    with pytest.raises(WrongState, match="file_already_received"):
        scene.upload("dinkes", data)
    take_back(scene, first)
    again = scene.hand_over_by_letter(scene.upload("dinkes", data))
    assert (again.version, again.state, again.file.sha256) == (2, "complete", first.file.sha256)
    assert scene.request("dinkes").data_received_at == again.received_at
    scene.accept_all(again)
    assert Observation.objects.count() == 8
    assert_all_holds(scene)


def test_a_returned_table_is_returned_again_with_its_clock(scene: Scene) -> None:
    first = scene.hand_over("dinkes", BOTH)
    one, other = scene.items(first)
    return_items([one], reason="Salah", by=scene.by("sukor"), at=scene.later(minutes=1))
    accept([other], by=scene.by("sukor"), at=scene.now)
    due = row(scene).revision_due_at
    mended = scene.hand_over("dinkes", CORRECTED)
    assert tables(scene) == ["pending", "stored"]
    take_back(scene, mended)
    assert tables(scene) == ["returned", "stored"]
    assert (row(scene).revision_due_at, row(scene).returns) == (due, 1)
    assert [item.state for item in scene.items(first)] == ["returned", "stored"]
    assert scene.submission(first).state == SubmissionState.CHECKED
    assert scene.request("dinkes").completed_at == first.complete_at
    assert_all_holds(scene)


def test_a_stored_answer_stands_when_its_correction_is_taken_back(scene: Scene) -> None:
    first = scene.hand_over("dinkes", BOTH)
    scene.accept_all(first)
    take_back(scene, scene.hand_over("dinkes", CORRECTED))
    assert tables(scene) == ["stored", "stored"]
    assert [item.state for item in scene.items(first)] == ["stored", "stored"]
    assert scene.request("dinkes").state == "complete"
    assert_all_holds(scene)


def test_what_was_handed_over_counts_again_when_its_replacement_is_taken_back(scene: Scene) -> None:
    first = scene.hand_over("dinkes", BOTH)
    replacement = scene.upload("dinkes", CORRECTED)
    assert scene.submission(first).state == SubmissionState.COMPLETE  # T02 still waits there
    assert [item.state for item in scene.items(first)] == ["superseded", "pending"]
    take_back(scene, replacement)
    assert [item.state for item in scene.items(first)] == ["pending", "pending"]
    assert scene.request("dinkes").state == "complete"
    scene.accept_all(scene.submission(first))
    assert Observation.objects.filter(submission=first).count() == 8
    assert_all_holds(scene)


def test_a_submission_that_gave_way_entirely_comes_back_with_its_letter(scene: Scene) -> None:
    first = scene.hand_over("dinkes", FIRST)
    second = scene.upload("dinkes", CORRECTED)
    assert scene.submission(first).state == SubmissionState.SUPERSEDED
    take_back(scene, second)
    restored = scene.submission(first)
    assert (restored.state, restored.check_due_at) == (SubmissionState.COMPLETE, first.check_due_at)
    scene.accept_all(restored)
    assert_all_holds(scene)


def test_a_draft_that_gave_way_asks_for_its_letter_anew(scene: Scene) -> None:
    first = scene.upload("dinkes", FIRST)
    draft_transmittal(first, by=scene.by("operator.dinkes"), at=scene.now)
    take_back(scene, scene.upload("dinkes", CORRECTED))
    assert scene.submission(first).state == SubmissionState.AWAITING_LETTER
    assert scene.hand_over_by_letter(scene.submission(first)).state == SubmissionState.COMPLETE
    assert_all_holds(scene)


def test_an_answer_that_no_letter_named_does_not_come_back_under_that_letter(scene: Scene) -> None:
    first = scene.upload("dinkes", BOTH)
    second = scene.upload("dinkes", CORRECTED)  # takes T01 out of what the first letter will be about
    scene.hand_over_by_letter(scene.submission(first))
    take_back(scene, second)
    assert tables(scene) == ["waiting", "pending"]
    assert [item.state for item in scene.items(first)] == ["superseded", "pending"]
    assert_all_holds(scene)


def test_two_recalls_in_a_row_lead_back_to_the_beginning(scene: Scene) -> None:
    first = scene.upload("dinkes", FIRST)
    second = scene.upload("dinkes", CORRECTED)
    take_back(scene, second)
    take_back(scene, scene.submission(first))
    assert tables(scene) == ["waiting", "waiting"]
    assert_all_holds(scene)


def begin(scene: Scene, submission: Submission) -> None:
    note_begun(submission, by=scene.by("sukor"), at=scene.later(minutes=1))


def decide(scene: Scene, submission: Submission) -> None:
    accept(scene.items(submission)[:1], by=scene.by("sukor"), at=scene.later(minutes=1))


@pytest.mark.parametrize(("deed", "code"), [(begin, "withdrawal_check_begun"), (decide, "withdrawal_decided")])
def test_a_check_that_has_begun_ends_the_recall(
    scene: Scene, deed: Callable[[Scene, Submission], None], code: str
) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    deed(scene, submission)
    with pytest.raises(WrongState, match=code):
        take_back(scene, submission)


def test_who_may_not_decide_begins_no_check(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH, key="jp1")
    for key in ("jp1", "kadis", "bps"):
        note_begun(submission, by=scene.by(key), at=scene.now)
    assert not Examination.objects.exists()
    for _ in range(2):
        note_begun(submission, by=scene.by("jp2"), at=scene.now)
    assert Event.objects.filter(kind="submission.check_begun").count() == 1


def test_after_the_close_of_the_intake_nothing_is_taken_back(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    scene.reporting(scene.request("dinkes").round)
    with pytest.raises(WrongState, match="withdrawal_intake_closed"):
        take_back(scene, submission)


def test_a_reason_is_asked_and_strangers_are_refused(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    with pytest.raises(Invalid, match="reason_missing"):
        withdraw(submission, reason=" ", by=scene.by("operator.dinkes"), at=scene.now)
    for key in ("sukor", "operator.disdik"):
        with pytest.raises(Refused, match="not_permitted"):
            take_back(scene, submission, key=key)
    with pytest.raises(Refused, match="withdrawal_not_yours"):
        take_back(scene, submission, key="jp1")


def test_the_office_takes_back_what_it_entered_itself(scene: Scene) -> None:
    assert take_back(scene, scene.upload("dinkes", BOTH, key="jp1"), key="jp1").state == SubmissionState.WITHDRAWN


def test_what_a_merged_agency_takes_back_is_its_successor_s_to_send(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    merger = Merger(scene.agency("dinkes"), scene.agency("disdik"))
    merge_agencies(merger, by=scene.by("admin"), at=scene.later(minutes=1))
    scene.settle()
    take_back(scene, submission)
    assert tables(scene) == ["moved", "moved"]
    assert scene.request("disdik").tables.filter(table__agency__code="dinkes", state="waiting").count() == 2
    assert_all_holds(scene)


def test_the_page_takes_it_back_and_tells_of_it(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    page = f"/langkah-3/{submission.request_id}/"
    url = f"{page}kiriman/{submission.pk}/tarik/"
    with visiting(scene, "operator.dinkes") as client:
        assert "Tarik kembali kiriman ke-1" in client.get(page).content.decode()
        assert "Nomor dan berkasnya tetap" in client.get(url).content.decode()
        assert client.post(url, {"reason": ""}).status_code == 422
        assert client.post(url, {"reason": REASON}).status_code == 302
        told = client.get(f"{page}kiriman/{submission.pk}/").content.decode()
        assert "Ditarik kembali" in told
        assert REASON in told
    with visiting(scene, "operator.disdik") as client:
        assert client.get(url).status_code == 404


def test_a_checker_s_look_closes_the_way_back_and_the_page_says_who(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    with visiting(scene, "sukor") as client:
        assert client.get(f"/langkah-4/{submission.pk}/").status_code == 200
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(f"/langkah-3/{submission.request_id}/").content.decode()
    assert "karena Contoh Sukor sudah mulai memeriksanya" in body


def change_the_reason(submission: Submission) -> None:
    Withdrawal.objects.update(reason="Alasan lain")


def let_it_count_again(submission: Submission) -> None:
    SubmissionItem.objects.filter(submission=submission).update(state="pending")


def hide_the_recall(submission: Submission) -> None:
    Withdrawal.objects.all().delete()


def hide_the_first_look(submission: Submission) -> None:
    Examination.objects.all().delete()


def call_it_complete(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(state="awaiting_letter")


@pytest.mark.parametrize(
    ("code", "tamper"),
    [
        ("I22", change_the_reason),
        ("I22", let_it_count_again),
        ("I22", hide_the_recall),
        ("I22", hide_the_first_look),
        ("I5", call_it_complete),
    ],
)
def test_a_falsified_recall_is_found(scene: Scene, code: str, tamper: Callable[[Submission], None]) -> None:
    begin(scene, scene.hand_over("disdik", FIRST))
    submission = scene.upload("dinkes", SECOND)
    take_back(scene, submission)
    assert_all_holds(scene)
    tamper(submission)
    assert code in {one.invariant.code for one in verify(at=scene.now) if not one.holds}


def test_a_letter_that_is_signed_just_then_stays_and_completes_nothing(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    head = scene.by("kepala.dinkes")
    shown = finalise(letter, by=head, at=scene.now)
    withdraw(submission, reason=REASON, by=scene.by("operator.dinkes"), at=scene.now)
    assert shown.sha256
    scene.settle()
    assert Letter.objects.get(pk=letter.pk).state == LetterState.VOID
    assert scene.submission(submission).state == SubmissionState.WITHDRAWN
