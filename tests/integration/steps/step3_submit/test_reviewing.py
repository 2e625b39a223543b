"""Telaah internal: where an agency wants it, its reviewer initials before its head signs, whichever way that is."""

import pytest
from django.urls import reverse

from sektoral.domain.errors import Refused, WrongState
from sektoral.domain.roles import Role
from sektoral.letters.actions.drafting import resubmit, send_back
from sektoral.letters.actions.initialling import initial
from sektoral.project.invariants.listing import INVARIANTS, verify
from sektoral.records.actors import local_date
from sektoral.records.models import Agency, Assignment, Letter, LetterStep, Person, Submission
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter, draft_transmittal, transmittal_of
from tests.offices import person_of
from tests.rounds import BOTH, Scene
from tests.signed_papers import plain_letter
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def seat_reviewer(scene: Scene, code: str = "dinkes", key: str = "penelaah") -> None:
    """Somebody new sits down as the agency's Walidata Pendukung."""
    person = Person.objects.create(email=f"{key}@{scene.office.slug}.example", name="Contoh Penelaah")
    _seat(scene, person, code)


def _seat(scene: Scene, person: Person, code: str) -> None:
    Assignment.objects.create(
        office=scene.office,
        person=person,
        role=Role.REVIEWER,
        agency=scene.agency(code),
        title="Walidata Pendukung",
        valid_from=local_date(scene.office, scene.now),
    )


@pytest.fixture
def scene(collecting: Scene) -> Scene:
    Agency.objects.filter(office=collecting.office, code="dinkes").update(needs_review=True)
    return collecting


@pytest.fixture
def submission(scene: Scene) -> Submission:
    return scene.upload("dinkes", BOTH)


def draft(scene: Scene, submission: Submission) -> Letter:
    submission = scene.submission(submission)
    return draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_vacant_seat_is_named_before_anything_is_drafted(scene: Scene, submission: Submission) -> None:
    with pytest.raises(WrongState, match="reviewer_vacant"):
        draft(scene, submission)
    assert transmittal_of(submission) is None
    with visiting(scene, "operator.dinkes") as client:
        url = reverse("step3:transmittal", args=[submission.request_id, submission.pk])
        page = client.post(url, {"number": "", "style": "letter"}, follow=True).content.decode()
    assert "tidak ada Walidata Pendukung" in page


def test_the_reviewer_initials_and_then_the_head_signs(scene: Scene, submission: Submission) -> None:
    seat_reviewer(scene)
    letter = draft(scene, submission)
    assert (letter.state, [step.role for step in letter.steps.all()]) == ("initialling", ["REVIEWER", "HEAD"])
    with pytest.raises(WrongState, match="letter_state"):
        scene.sign(letter, "kepala.dinkes")
    with visiting(scene, "operator.dinkes") as client:
        asked = client.get(reverse("step3:request", args=[submission.request_id])).content.decode()
        assert "menunggu paraf Walidata Pendukung" in asked
        assert "Layanan tanda tangan tidak menjawab" not in asked
    with visiting(scene, "penelaah") as client:
        assert "Baca dan paraf" in client.get(reverse("step3:request", args=[submission.request_id])).content.decode()
        waiting = client.get("/surat/antrean/paraf/").content.decode()
        assert "1 surat" in waiting
        assert f"/surat/{letter.pk}/nilai/" in waiting
        assert client.get(f"/surat/{letter.pk}/nilai/").status_code == 200
        client.post("/surat/antrean/paraf/", {"letter": str(letter.pk)})
    assert again(letter).state == "awaiting_signature"
    assert scene.sign(letter, "kepala.dinkes").state == "signed"
    assert scene.submission(submission).state == "complete"
    chains = [one for one in INVARIANTS if one.code in ("I5", "I15", "I17")]
    assert [fault for outcome in verify(at=scene.now, invariants=chains) for fault in outcome.faults] == []


def test_a_paraf_taken_out_of_the_chain_is_found(scene: Scene, submission: Submission) -> None:
    seat_reviewer(scene)
    letter = draft(scene, submission)
    LetterStep.objects.filter(letter=letter, role=Role.REVIEWER).delete()
    chains = [one for one in INVARIANTS if one.code == "I17"]
    assert "rantainya bukan" in str([outcome.faults for outcome in verify(at=scene.now, invariants=chains)])


def test_the_reviewer_sends_back_with_a_reason(scene: Scene, submission: Submission) -> None:
    seat_reviewer(scene)
    letter = draft(scene, submission)
    with visiting(scene, "penelaah") as client:
        client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": "Angka T02 belum lengkap."})
    letter = again(letter)
    assert (letter.state, letter.notes.get().text) == ("draft", "Angka T02 belum lengkap.")
    resubmit(letter, subject=letter.subject, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))
    assert again(letter).state == "initialling"


def test_nobody_else_reviews(scene: Scene, submission: Submission) -> None:
    seat_reviewer(scene)
    seat_reviewer(scene, "disdik", "penelaah2")
    letter = draft(scene, submission)
    for key in ("penelaah2", "operator.dinkes", "kepala.dinkes", "sukor", "kabid"):
        with pytest.raises(Refused, match="not_your_turn"):
            initial(letter, by=scene.by(key), at=scene.now)
        with pytest.raises(Refused, match="not_your_turn"):
            send_back(letter, reason="x", by=scene.by(key), at=scene.now)
    with visiting(scene, "penelaah2") as client:
        assert "Tidak ada surat" in client.get("/surat/antrean/paraf/").content.decode()
        assert client.get(f"/surat/{letter.pk}/").status_code == 404


def test_who_drafts_does_not_review_the_own_letter(scene: Scene, submission: Submission) -> None:
    _seat(scene, person_of(scene.office, "operator.dinkes"), "dinkes")
    letter = draft(scene, submission)
    with pytest.raises(Refused, match="letter_is_own_work"):
        initial(letter, by=scene.by("operator.dinkes"), at=scene.now)


def test_a_scan_does_not_go_past_the_reviewer(scene: Scene, submission: Submission) -> None:
    operator, scan = scene.by("operator.dinkes"), Scan("9/A", "a.pdf", plain_letter())
    seat_reviewer(scene)
    with pytest.raises(WrongState, match="review_missing"):
        attach_letter(submission, scan, by=operator, at=scene.now)
    letter = draft(scene, submission)
    with pytest.raises(WrongState, match="review_awaited"):
        attach_letter(submission, scan, by=operator, at=scene.now)
    initial(letter, by=scene.by("penelaah"), at=scene.later(minutes=1))
    number = again(letter).number
    assert number
    with pytest.raises(WrongState, match="review_of_another"):
        attach_letter(submission, scan, by=operator, at=scene.now)
    signed = attach_letter(submission, Scan(number, "a.pdf", plain_letter()), by=operator, at=scene.now)
    assert (signed.pk, signed.state, scene.submission(submission).state) == (letter.pk, "signed", "complete")


def test_what_came_to_the_office_on_paper_is_not_held_up(scene: Scene, submission: Submission) -> None:
    scan = Scan("9/A", "a.pdf", plain_letter())
    letter = attach_letter(submission, scan, by=scene.by("jp1"), at=scene.now)
    assert (letter.state, [step.role for step in letter.steps.all()]) == ("signed", ["HEAD"])


def test_a_letter_on_its_way_keeps_its_chain(scene: Scene, submission: Submission) -> None:
    Agency.objects.filter(pk=submission.request.agency_id).update(needs_review=False)
    letter = draft(scene, submission)
    Agency.objects.filter(pk=submission.request.agency_id).update(needs_review=True)
    assert scene.sign(letter, "kepala.dinkes").state == "signed"
