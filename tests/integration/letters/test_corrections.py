"""A signed letter is replaced by a correction: both stay on record, and everything refers to the one that holds."""

import pytest
from django.db import transaction

from sektoral.domain.errors import Refused, WrongState
from sektoral.letters.actions.correcting import correct
from sektoral.letters.actions.drafting import resubmit, void
from sektoral.letters.composing import request_letter_of
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Event, Letter, Message, Round
from sektoral.steps.step3_submit.actions.deadlines import draft_follow_ups
from sektoral.verify.queries.registry import get_document, prove_file, standing_of, successor_of
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene, together
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def letter_of(scene: Scene, code: str = "dinkes") -> Letter:
    return Letter.objects.get(request__agency__code=code, kind="request", supersedes=None)


def corrected(scene: Scene, letter: Letter, subject: str = "Permintaan Data yang Diperbaiki") -> Letter:
    """A correction that has gone through its chain."""
    correction = correct(letter, by=scene.by("jp1"), at=scene.later(minutes=5))
    resubmit(correction, subject=subject, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.initial(correction)
    return scene.sign(correction, "kadis")


def faults(scene: Scene) -> list[str]:
    scene.settle()
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


def page_text(letter: Letter) -> str:
    from sektoral.intake import files

    assert letter.signed_file
    return " ".join(pages_of(files.read(letter.signed_file)))


def test_a_correction_replaces_the_letter_once_it_is_signed(scene: Scene) -> None:
    old = letter_of(scene)
    draft = correct(old, by=scene.by("jp1"), at=scene.later(minutes=5))
    assert (draft.state, draft.number, draft.supersedes) == ("draft", "", old)
    assert request_letter_of(scene.request("dinkes")) == old
    assert standing_of(old, successor_of(old)).value == "in_force"
    resubmit(draft, subject="Permintaan Data yang Diperbaiki", by=scene.by("jp1"), at=scene.now)
    scene.initial(draft)
    assert request_letter_of(scene.request("dinkes")) == old
    new = scene.sign(draft, "kadis")
    assert new.number != old.number
    assert request_letter_of(scene.request("dinkes")) == new
    assert [standing_of(one, successor_of(one)).value for one in (old, new)] == ["replaced", "in_force"]
    assert faults(scene) == []


def test_the_paper_names_the_letter_whose_place_it_takes(scene: Scene) -> None:
    old = letter_of(scene)
    new = corrected(scene, old)
    assert f"Surat ini menggantikan surat nomor {old.number} tanggal 23 November 2026." in page_text(new)
    assert "menggantikan" not in page_text(old)


def test_both_codes_still_lead_to_their_documents_and_each_to_the_other(scene: Scene) -> None:
    from sektoral.intake import files

    old = letter_of(scene)
    new = corrected(scene, old)
    with visiting(scene) as client:
        before, after = client.get(f"/v/{old.token}").content.decode(), client.get(f"/v/{new.token}").content.decode()
    assert "Surat ini sudah diganti" in before
    assert f'href="/v/{new.token}"' in before
    assert "Surat ini terdaftar" in after
    assert f'href="/v/{old.token}"' in after
    for letter in (old, new):
        assert get_document(letter.token) == letter
        assert letter.signed_file
        assert prove_file(files.path_of(letter.signed_file), at=scene.now).letter == letter


def test_a_correction_that_is_corrected_leads_on_to_the_newest(scene: Scene) -> None:
    first = letter_of(scene)
    second = corrected(scene, first)
    third = corrected(scene, second, "Permintaan Data yang Diperbaiki Lagi")
    assert successor_of(first) == successor_of(second) == third
    assert request_letter_of(scene.request("dinkes")) == third
    void(third, reason="Keliru.", by=scene.by("kadis"), at=scene.now)
    assert request_letter_of(scene.request("dinkes")) == second
    assert faults(scene) == []


def test_the_agency_gets_the_correction_and_sees_no_draft_of_it(scene: Scene) -> None:
    old = letter_of(scene)
    draft = correct(old, by=scene.by("jp1"), at=scene.later(minutes=5))
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/surat/{draft.pk}/").status_code == 404
    resubmit(draft, subject="Perbaikan", by=scene.by("jp1"), at=scene.now)
    scene.initial(draft)
    new = scene.sign(draft, "kadis")
    mails = Message.objects.filter(key__startswith=f"letter.signed:{new.pk}")
    assert mails.count() == 4  # operator and head, by e-mail and in the application
    assert all(f"menggantikan surat nomor {old.number}" in mail.body for mail in mails)
    assert [mail.attachments for mail in mails.filter(channel="email")] == [[str(new.signed_file_id)]] * 2
    scene.settle()
    assert mails.filter(sent_at=None).count() == 0
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/surat/{new.pk}/").status_code == 200
        page = client.get(f"/langkah-3/{new.request_id}/").content.decode()
    assert new.number in page
    assert not Message.objects.filter(key__startswith="letter.signed", request=scene.request("disdik")).exists()


def test_what_is_written_afterwards_refers_to_the_correction(scene: Scene) -> None:
    new = corrected(scene, letter_of(scene))
    submission = scene.hand_over("dinkes", FIRST)
    for kind in ("receipt", "transmittal"):
        paper = submission.letters.get(kind=kind)
        if kind == "transmittal":
            assert new.number in page_text(paper)
        assert paper.state == "signed"


def test_a_follow_up_is_corrected_and_sent_like_a_request_letter(scene: Scene) -> None:
    scene.later(days=20)
    (follow_up,) = draft_follow_ups([scene.request("dinkes")], by=scene.by("jp1"), at=scene.now)
    scene.initial(follow_up)
    old = scene.sign(follow_up, "kadis")
    new = corrected(scene, old, "Tindak Lanjut yang Diperbaiki")
    assert f"menggantikan surat nomor {old.number}" in page_text(new)
    assert Message.objects.filter(key__startswith=f"letter.signed:{new.pk}", sent_at__isnull=False).count() == 4
    assert faults(scene) == []


def test_only_one_living_correction_at_a_time(scene: Scene) -> None:
    old = letter_of(scene)
    draft = correct(old, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="letter_already_corrected"):
        correct(old, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="letter_state"):
        correct(draft, by=scene.by("jp1"), at=scene.now)
    void(draft, reason="Tidak perlu.", by=scene.by("kadis"), at=scene.now)
    assert correct(old, by=scene.by("jp1"), at=scene.now).pk != draft.pk
    assert Event.objects.filter(kind="letter.correction_drafted").count() == 2


@pytest.mark.parametrize("key", ["sukor", "kabid", "kadis", "auditor", "operator.dinkes", "kepala.dinkes"])
def test_only_who_drafts_letters_corrects_them(scene: Scene, key: str) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        correct(letter_of(scene), by=scene.by(key), at=scene.now)


def test_an_agency_s_letter_and_a_receipt_are_not_corrected(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", FIRST)
    for letter in submission.letters.all():
        with pytest.raises((WrongState, Refused), match=r"letter_not_correctable|not_permitted"):
            correct(letter, by=scene.by("jp1"), at=scene.now)


def test_a_correction_during_step_1_does_not_hold_up_the_round() -> None:
    scene = Scene()
    first, second = scene.initialled("dinkes", "disdik")
    scene.settle()
    signed = scene.sign(first, "kadis")
    correct(signed, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.sign(second, "kadis")
    round_ = Round.objects.get(office=scene.office)
    assert round_.state == "distributing"
    assert round_.letters_signed_at == Letter.objects.get(pk=second.pk).signed_at
    assert faults(scene) == []


def test_the_page_of_a_signed_letter_offers_its_correction_to_jp(scene: Scene) -> None:
    old = letter_of(scene)
    with visiting(scene, "jp1") as client:
        assert "Terbitkan surat perbaikan" in client.get(f"/surat/{old.pk}/").content.decode()
        answer = client.post(f"/surat/{old.pk}/perbaiki/")
        new = Letter.objects.get(supersedes=old)
        assert answer.headers["Location"] == f"/surat/{new.pk}/"
        assert old.number in client.get(f"/surat/{new.pk}/").content.decode()
        client.post(f"/surat/{old.pk}/perbaiki/")
    assert Letter.objects.filter(supersedes=old).count() == 1
    with visiting(scene, "kabid") as client:
        assert client.post(f"/surat/{old.pk}/perbaiki/").status_code == 403
    with visiting(scene) as client:
        assert client.post(f"/surat/{old.pk}/perbaiki/").status_code == 302


@pytest.mark.parametrize("tamper", ["other", "none", "self_made"])
def test_verify_all_finds_a_correction_that_the_journal_does_not_tell(scene: Scene, tamper: str) -> None:
    new = corrected(scene, letter_of(scene))
    assert faults(scene) == []
    match tamper:
        case "other":
            Letter.objects.filter(pk=new.pk).update(supersedes=letter_of(scene, "disdik"))
        case "none":
            Letter.objects.filter(pk=new.pk).update(supersedes=None)
        case _:
            Letter.objects.filter(pk=letter_of(scene, "disdik").pk).update(supersedes=new)
    assert any("digantikannya bukan menurut jurnal" in fault for fault in faults(scene))


@pytest.mark.usefixtures("many_connections")
def test_two_who_correct_at_once_make_one_correction() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    old = letter_of(scene)
    people = [scene.by("jp1"), scene.by("jp2")]
    deeds = [lambda by=by: correct(Letter.objects.get(pk=old.pk), by=by, at=scene.now) for by in people]
    raised = together(*deeds)
    assert [getattr(error, "code", error) for error in raised] == ["letter_already_corrected"]
    with transaction.atomic():
        assert Letter.objects.filter(supersedes=old).count() == 1
