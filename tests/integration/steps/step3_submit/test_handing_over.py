"""Handing over: explanations first, then the letter; the later of the two instants starts the check."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from sektoral.adapters.filling import Filling
from sektoral.domain.errors import Invalid, NotFound, Refused, WrongState
from sektoral.domain.papers import SigningService
from sektoral.intake import files
from sektoral.letters.actions.attempts import open_attempt
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.previews import draft_pdf
from sektoral.records.models import Event, Letter, Observation, Submission
from sektoral.steps.step3_submit.actions.handing_over import (
    Scan,
    attach_letter,
    count_unexplained,
    draft_transmittal,
    explain,
    note_transmittal_signed,
)
from sektoral.steps.step3_submit.actions.receiving import Upload, receive
from tests.offices import make_tiny_office
from tests.pdf_text import pages_of
from tests.rounds import BOTH, FIRST, SECOND, Scene, answers
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DOUBTED = Filling(answers(), own_totals={("T01", "l"): 999})


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    return replace(collecting)


def scan(number: str = "045/77/DINKES/2026", **more: object) -> Scan:
    return Scan(number, "surat.pdf", plain_letter(), **more)  # type: ignore[arg-type]


def test_every_doubt_is_explained_before_the_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOUBTED)
    operator = scene.by("operator.dinkes")
    assert (submission.state, submission.verdict, count_unexplained(submission)) == ("awaiting_letter", "explain", 1)
    for deed in (
        lambda: draft_transmittal(submission, by=operator, at=scene.now),
        lambda: attach_letter(submission, scan(), by=operator, at=scene.now),
    ):
        with pytest.raises(WrongState, match="explanations_missing"):
            deed()
    finding = submission.findings.get(severity="periksa")
    with pytest.raises(Invalid, match="reason_missing"):
        explain(finding, text="  ", by=operator, at=scene.now)
    with pytest.raises(Refused):
        explain(finding, text="Dari sebelah.", by=scene.by("operator.disdik"), at=scene.now)
    explain(finding, text=" Menurut register. ", by=operator, at=scene.now)
    finding.refresh_from_db()
    assert (finding.explanation, finding.explained_by) == ("Menurut register.", operator.person)
    assert draft_transmittal(submission, by=operator, at=scene.now).state == "awaiting_signature"


def test_the_explanation_stands_with_the_value_in_the_bank() -> None:
    scene = Scene(make_tiny_office(slug="lama"), period="2024")
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", FIRST))
    scene.period = "2025"
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", Filling(answers(("T01",), start=50_000)))
    doubts = list(submission.findings.filter(severity="periksa", cell="C8"))
    assert doubts
    for finding in submission.findings.filter(severity="periksa"):
        explain(finding, text=f"Sebab {finding.cell}.", by=scene.by("operator.dinkes"), at=scene.now)
    scene.accept_all(scene.hand_over_by_letter(submission))
    stored = Observation.objects.get(period="2025", cell="C8")
    assert (stored.text, stored.explanation) == ("50000", "Sebab C8.")


def test_a_faulty_file_gets_no_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", Filling(answers(), slips={("T01", "C8"): "x"}))
    with pytest.raises(WrongState, match="submission_not_readable"):
        draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)


def test_there_is_one_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    with pytest.raises(WrongState, match="transmittal_exists"):
        draft_transmittal(submission, by=scene.by("jp1"), at=scene.now)


def test_only_the_agency_s_head_signs(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    for key in ("operator.dinkes", "kepala.disdik", "kadis"):
        with pytest.raises(Refused, match="not_your_turn"):
            finalise(letter, by=scene.by(key), at=scene.now)


def test_the_signature_starts_the_check(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    uploaded_at = scene.now
    signed_at = scene.later(days=1)
    submission = scene.hand_over_by_letter(submission)
    signed_at = scene.now
    assert (submission.received_at, submission.letter_received_at) == (uploaded_at, signed_at)
    assert (submission.state, submission.complete_at) == ("complete", signed_at)
    assert submission.check_due_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)  # Tuesday and 4 working days
    request = scene.request("dinkes")
    assert (request.state, request.data_received_at, request.completed_at) == ("complete", uploaded_at, signed_at)


def test_data_after_the_letter_start_the_check_with_the_data(scene: Scene) -> None:
    sent_at = scene.request("dinkes").sent_at
    assert sent_at is not None
    scene.later(days=2)
    data = scene.workbook("dinkes", BOTH)
    submission = receive(Upload(scene.request("dinkes"), "a.xlsx", (data,)), by=scene.by("jp1"), at=scene.now)
    scene.settle()
    submission = scene.submission(submission)
    earlier = sent_at + timedelta(hours=1)
    attach_letter(submission, scan(stated_at=earlier, evidence="buku agenda"), by=scene.by("jp1"), at=scene.now)
    submission = scene.submission(submission)
    assert (submission.letter_received_at, submission.complete_at) == (earlier, scene.now)


def test_completion_is_noted_once(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    Event.objects.filter(kind="letter.signed").update(settled_at=None)
    scene.later(days=3)
    scene.settle()
    assert scene.submission(submission).complete_at == submission.complete_at
    assert Event.objects.filter(kind="submission.complete").count() == 1


def test_an_unsigned_letter_completes_nothing(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    note_transmittal_signed(letter, at=scene.now)
    assert scene.submission(submission).state == "awaiting_letter"


def test_a_request_is_complete_only_when_every_table_came_with_a_letter(scene: Scene) -> None:
    first = scene.upload("dinkes", FIRST)
    scene.upload("dinkes", SECOND)
    scene.hand_over_by_letter(first)
    request = scene.request("dinkes")
    assert (request.state, request.completed_at) == ("sent", scene.now)
    second = Submission.objects.get(request=request, version=2)
    scene.hand_over_by_letter(second)
    assert scene.request("dinkes").state == "complete"
    assert scene.request("dinkes").completed_at == request.completed_at


def test_a_scan_is_registered_as_it_is(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = attach_letter(submission, scan(), by=scene.by("jp2"), at=scene.now)
    letter.refresh_from_db()
    assert (letter.state, letter.gateway, letter.number) == ("signed", "upload", "045/77/DINKES/2026")
    assert letter.signed_file is not None
    assert letter.signed_sha256 == letter.signed_file.sha256
    assert scene.submission(submission).state == "complete"
    assert Event.objects.get(kind="letter.signed", about_id=str(letter.pk)).facts["gateway"] == "upload"


def test_the_scan_of_the_printed_draft_is_the_same_letter(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    draft = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now, number="045/1/2026")
    letter = attach_letter(submission, scan("045/1/2026"), by=scene.by("operator.dinkes"), at=scene.now)
    assert letter == draft
    assert Letter.objects.filter(kind="transmittal").count() == 1


def test_a_scan_with_another_number_leaves_the_given_one_unused(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    draft = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    finalise(draft, by=scene.by("kepala.dinkes"), at=scene.now)
    letter = attach_letter(submission, scan(), by=scene.by("operator.dinkes"), at=scene.now)
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("void", "500.14/1/DINKES/2026")
    assert (letter.state, letter.number) == ("signed", "045/77/DINKES/2026")


def test_no_scan_takes_the_place_of_a_letter_that_a_gateway_is_about_to_sign(scene: Scene) -> None:
    submission, kepala = scene.upload("dinkes", BOTH), scene.by("kepala.dinkes")
    draft = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now, number="045/1/2026")
    finalise(draft, by=kepala, at=scene.now)
    with transaction.atomic():
        open_attempt(draft, service=SigningService.BSRE_V2, sha256="0" * 64, by=kepala, at=scene.now)
    for number in ("045/1/2026", "045/77/DINKES/2026"):
        with pytest.raises(WrongState, match="signing_in_hand"):
            attach_letter(submission, scan(number), by=scene.by("operator.dinkes"), at=scene.now)
    draft.refresh_from_db()
    assert draft.state == "awaiting_signature"


def test_the_bytes_of_a_signed_letter_are_no_scan_of_another(scene: Scene) -> None:
    ours = Letter.objects.filter(office=scene.office, kind="request", state="signed")[0]
    assert ours.signed_file
    copied = replace(scan(), data=files.read(ours.signed_file))
    submission = scene.upload("dinkes", BOTH)
    with pytest.raises(Invalid, match="brought_other_letter") as refused:
        attach_letter(submission, copied, by=scene.by("operator.dinkes"), at=scene.now)
    assert refused.value.facts == {"number": ours.number}


def test_a_number_stands_on_one_letter_of_an_agency(scene: Scene) -> None:
    attach_letter(scene.upload("dinkes", FIRST), scan(), by=scene.by("jp1"), at=scene.now)
    with pytest.raises(Invalid, match="number_taken"):
        attach_letter(scene.upload("dinkes", SECOND), scan(), by=scene.by("jp1"), at=scene.now)
    attach_letter(scene.upload("disdik", FIRST), scan(), by=scene.by("jp1"), at=scene.now)


@pytest.mark.parametrize("number", ["045/\u202e6202/1", "045/1\u200b/2026", "045/1\n/2026"])
def test_a_number_that_cannot_be_seen_whole_is_refused(scene: Scene, number: str) -> None:
    submission, operator = scene.upload("dinkes", BOTH), scene.by("operator.dinkes")
    with pytest.raises(Invalid, match="number_unseen"):
        draft_transmittal(submission, by=operator, at=scene.now, number=number)
    with pytest.raises(Invalid, match="number_unseen"):
        attach_letter(submission, scan(number), by=operator, at=scene.now)


def test_hostile_text_in_an_agency_s_number_is_printed_as_it_stands_and_is_no_formula(scene: Scene) -> None:
    number = '=1+1 #panic("x") $x$ {nama_opd.__class__} <b>1</b>'
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now, number=number)
    assert number in " ".join(pages_of(draft_pdf(letter, at=scene.now)))
    scene.sign(letter, "kepala.dinkes")
    with visiting(scene, "kadis") as client:
        shown = client.get(f"/surat/{letter.pk}/").content.decode()
        assert "<b>1</b>" not in shown
        csv = client.get("/surat/?ekspor=csv").content.decode("utf-8-sig")
    assert "'=1+1 #panic" in csv


def test_a_letter_s_time_is_stated_by_the_office_only(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    late = scan(stated_at=scene.now, evidence="buku agenda")
    with pytest.raises(Refused, match="not_permitted"):
        attach_letter(submission, late, by=scene.by("operator.dinkes"), at=scene.later(hours=1))


def test_strangers_hand_nothing_over(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    other = Scene(make_tiny_office(slug="seberang"))
    with pytest.raises(NotFound, match="not_found"):
        draft_transmittal(submission, by=other.by("jp1"), at=scene.now)
    with pytest.raises(NotFound, match="not_found"):
        attach_letter(submission, scan(), by=other.by("jp1"), at=scene.now)
    with pytest.raises(Refused, match="not_permitted"):
        draft_transmittal(submission, by=scene.by("operator.disdik"), at=scene.now)
