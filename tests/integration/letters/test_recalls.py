"""A letter is taken back by who writes such letters, until somebody has initialled it or a gateway is asked."""

import pytest

from sektoral.domain.chains import make_chain
from sektoral.domain.errors import Refused, WrongState
from sektoral.domain.letter_texts import standard_text
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.letters.actions.attempts import open_attempt
from sektoral.letters.actions.correcting import correct
from sektoral.letters.actions.drafting import recall, resubmit
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign
from sektoral.letters.actions.texts import revise
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Letter
from sektoral.setup.actions.chains import change_chains
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from tests.rounds import FIRST, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def again(letter: Letter) -> Letter:
    return Letter.objects.select_related("office", "agency", "final_file").get(pk=letter.pk)


def transmittal(scene: Scene) -> Letter:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", FIRST)
    return draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.later(minutes=1))


def faults(scene: Scene) -> list[str]:
    scene.settle()
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


def test_a_letter_taken_back_is_reworded_and_goes_its_way_again(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    recall(letter, by=scene.by("jp2"), at=scene.now)
    assert again(letter).state == LetterState.DRAFT
    assert letter.notes.get().text == "Ditarik kembali oleh penyusunnya."
    text = {**standard_text(LetterKind.REQUEST), "closing": ("Terima kasih.",)}
    revise(again(letter), text, by=scene.by("jp1"), at=scene.now)
    assert faults(scene) == []
    resubmit(letter, subject=letter.subject, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.initial(letter)
    assert again(scene.sign(letter, "kadis")).submitted_text["closing"] == ["Terima kasih."]
    assert faults(scene) == []


def test_a_transmittal_taken_back_loses_its_bytes_and_keeps_its_number(scene: Scene) -> None:
    letter = transmittal(scene)
    shown = finalise(letter, by=scene.by("kepala.dinkes"), at=scene.now)
    number = again(letter).number
    recall(letter, by=scene.by("operator.dinkes"), at=scene.now)
    taken = again(letter)
    assert (taken.state, taken.final_file, taken.final_on, taken.number) == (LetterState.DRAFT, None, None, number)
    by = scene.by("kepala.dinkes")
    with pytest.raises(WrongState, match="letter_state"):
        sign(letter, sha256=shown.sha256, by=by, at=scene.now, gateway=local_authority())
    resubmit(letter, subject="Pengiriman Data Kesehatan", by=scene.by("operator.dinkes"), at=scene.later(minutes=1))
    signed = scene.sign(letter, "kepala.dinkes")
    assert (signed.state, signed.number, signed.subject) == (LetterState.SIGNED, number, "Pengiriman Data Kesehatan")
    assert faults(scene) == []


def test_after_the_first_paraf_only_the_chain_gives_a_letter_back(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    initial(letter, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="letter_initialled"):
        recall(letter, by=scene.by("jp1"), at=scene.now)
    initial(letter, by=scene.by("kabid"), at=scene.now)
    with pytest.raises(WrongState, match="letter_initialled"):
        recall(letter, by=scene.by("jp1"), at=scene.now)
    scene.sign(letter, "kadis")
    with pytest.raises(WrongState, match="letter_state"):
        recall(letter, by=scene.by("jp1"), at=scene.now)


def test_nothing_is_taken_back_while_a_gateway_is_asked(scene: Scene) -> None:
    letter, head = transmittal(scene), scene.by("kepala.dinkes")
    sha256 = finalise(letter, by=head, at=scene.now).sha256
    open_attempt(letter, service=SigningService.BSRE_V2, sha256=sha256, by=head, at=scene.now)
    with pytest.raises(WrongState, match="signing_in_hand"):
        recall(letter, by=scene.by("operator.dinkes"), at=scene.now)
    assert again(letter).final_file is not None


@pytest.mark.parametrize("key", ["sukor", "kabid", "kadis", "auditor", "operator.dinkes"])
def test_who_does_not_write_the_office_s_letters_takes_none_back(scene: Scene, key: str) -> None:
    (letter,) = scene.drafted("dinkes")
    with pytest.raises(Refused, match="not_permitted"):
        recall(letter, by=scene.by(key), at=scene.now)


def test_an_agency_s_letter_is_not_taken_back_by_another_one(scene: Scene) -> None:
    letter = transmittal(scene)
    with pytest.raises(Refused):
        recall(letter, by=scene.by("operator.disdik"), at=scene.now)


def test_a_letter_taken_back_gets_no_paraf(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    recall(letter, by=scene.by("jp1"), at=scene.now)
    with pytest.raises(WrongState, match="letter_state"):
        initial(letter, by=scene.by("sukor"), at=scene.now)


def test_its_page_offers_to_take_it_back_and_says_when_that_is_too_late(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    with visiting(scene, "jp1") as client:
        assert "Tarik kembali" in client.get(f"/surat/{letter.pk}/").content.decode()
        answer = client.post(f"/surat/{letter.pk}/tarik/", follow=True)
        assert "Ajukan untuk paraf" in answer.content.decode()
        assert "Ditarik kembali oleh penyusunnya." in client.get("/langkah-1/", follow=True).content.decode()
        client.post(f"/surat/{letter.pk}/ajukan/", {"subject": letter.subject})
        initial(letter, by=scene.by("sukor"), at=scene.now)
        assert "tidak dapat ditarik kembali" in client.get(f"/surat/{letter.pk}/").content.decode()
    with visiting(scene, "kadis") as client:
        assert client.post(f"/surat/{letter.pk}/tarik/").status_code == 403
        assert "Tarik kembali" not in client.get(f"/surat/{letter.pk}/").content.decode()


def test_an_operator_takes_the_transmittal_back_on_the_request_s_page(scene: Scene) -> None:
    letter = transmittal(scene)
    page = f"/langkah-3/{scene.request('dinkes').pk}/"
    with visiting(scene, "operator.dinkes") as client:
        assert f"/surat/{letter.pk}/tarik/" in client.get(page).content.decode()
        answer = client.post(f"/surat/{letter.pk}/tarik/", follow=True)
        assert "Ajukan untuk tanda tangan" in answer.content.decode()
        assert f'<a href="{page}">Permintaan</a>' in answer.content.decode()
        assert "Perbaiki dan ajukan lagi" in client.get(page).content.decode()
    with visiting(scene, "operator.disdik") as client:
        assert client.post(f"/surat/{letter.pk}/tarik/").status_code == 404


def test_a_correction_keeps_the_chain_of_its_own_day(scene: Scene) -> None:
    scene.collecting("dinkes")
    letter = Letter.objects.get(request__agency__code="dinkes", kind="request")
    correct(letter, by=scene.by("jp1"), at=scene.later(minutes=1))
    short = make_chain([Role.KABID], Role.KADIS)
    change_chains({LetterKind.REQUEST: short}, by=scene.by("admin"), at=scene.later(minutes=1))
    assert faults(scene) == []
