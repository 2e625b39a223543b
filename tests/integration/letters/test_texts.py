"""What letters say: the office's versions, a draft's own paragraphs, and what its chain was given."""

import pytest
from django.db import IntegrityError, transaction

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.letter_parts import Text
from sektoral.domain.letter_texts import standard_text
from sektoral.domain.letters import LetterKind
from sektoral.letters.actions.drafting import resubmit, send_back
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.texts import follow_office, revise, write_text
from sektoral.letters.previews import draft_pdf
from sektoral.letters.texts import as_text, office_text, own_parts, said_by, text_digest
from sektoral.records.models import Event, Letter, LetterText
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene

pytestmark = pytest.mark.django_db
KIND = LetterKind.REQUEST


@pytest.fixture
def scene() -> Scene:
    return Scene()


def saying(**parts: str) -> Text:
    return {**standard_text(KIND), **{part: (words,) for part, words in parts.items()}}


def write(scene: Scene, text: Text, *, seen: int = 0, by: str = "sukor") -> LetterText:
    return write_text(KIND, text, seen=seen, by=scene.by(by), at=scene.now)


def returned(scene: Scene) -> Letter:
    (letter,) = scene.drafted("dinkes")
    send_back(letter, reason="Perbaiki kalimatnya.", by=scene.by("sukor"), at=scene.now)
    return again(letter)


def again(letter: Letter) -> Letter:
    return Letter.objects.select_related("office", "agency", "request__round__sop", "request__agency").get(pk=letter.pk)


def printed(letter: Letter, scene: Scene) -> str:
    return " ".join(pages_of(draft_pdf(again(letter), at=scene.now)))


@pytest.mark.parametrize("who", ["sukor", "kabid", "admin"])
def test_who_may_write_the_office_s_wording_writes_the_next_version(scene: Scene, who: str) -> None:
    version = write(scene, saying(closing="Terima kasih."), by=who)
    assert (version.version, office_text(scene.office, KIND)["closing"]) == (1, ("Terima kasih.",))
    event = Event.objects.get(kind="letter_text.written")
    assert event.about_id == str(version.pk)
    assert event.facts == {"kind": KIND, "version": 1, "text_sha256": text_digest(as_text(version.parts))}


@pytest.mark.parametrize("who", ["jp1", "kadis", "auditor", "bps", "operator.dinkes", "kepala.dinkes"])
def test_nobody_else_writes_it(scene: Scene, who: str) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        write(scene, saying(closing="Terima kasih."), by=who)
    assert not LetterText.objects.exists()


def test_versions_follow_one_another_and_stay(scene: Scene) -> None:
    write(scene, saying(closing="Satu."))
    with pytest.raises(WrongState, match="letter_text_changed"):
        write(scene, saying(closing="Dua."))
    with pytest.raises(WrongState, match="letter_text_unchanged"):
        write(scene, saying(closing="Satu."), seen=1)
    write(scene, standard_text(KIND), seen=1)
    assert [one.parts["closing"][0] for one in LetterText.objects.order_by("version")] == [
        "Satu.",
        standard_text(KIND)["closing"][0],
    ]


def test_a_version_is_there_once(scene: Scene) -> None:
    version = write(scene, saying(closing="Satu."))
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterText.objects.create(
            office=scene.office, kind=KIND, version=1, parts={}, written_at=scene.now, written_by=version.written_by
        )


@pytest.mark.parametrize(
    ("words", "code"),
    [("Yth. {nama_bupati}", "letter_text_field"), ("Salam 🙏", "letter_text_character"), ("", "letter_text_empty")],
)
def test_what_cannot_be_printed_is_not_stored(scene: Scene, words: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        write(scene, saying(opening=words))
    letter = returned(scene)
    with pytest.raises(Invalid, match=code):
        revise(letter, saying(opening=words), by=scene.by("jp1"), at=scene.now)
    assert not LetterText.objects.exists()
    assert again(letter).text == {}


def test_a_new_wording_reaches_drafts_and_never_what_is_being_initialled(scene: Scene) -> None:
    waiting, sent_back = scene.drafted("dinkes", "disdik")
    send_back(sent_back, reason="Perbaiki.", by=scene.by("sukor"), at=scene.now)
    before = said_by(again(waiting))
    write(scene, saying(closing="Hormat kami, demikian."))
    assert said_by(again(waiting)) == before
    assert "Hormat kami" not in printed(waiting, scene)
    assert said_by(again(sent_back))["closing"] == ("Hormat kami, demikian.",)
    assert "Hormat kami" in printed(sent_back, scene)


def test_a_draft_gets_its_own_paragraphs_and_goes_on_following_the_rest(scene: Scene) -> None:
    letter = returned(scene)
    revise(letter, saying(opening="Untuk {nama_opd} saja:"), by=scene.by("jp1"), at=scene.now)
    assert list(again(letter).text) == ["opening"]
    assert [part.title for part in own_parts(again(letter))] == ["Pembuka"]
    assert "Untuk Dinas Kesehatan saja:" in printed(letter, scene)
    write(scene, saying(closing="Demikian.", opening="Lain."))
    assert said_by(again(letter))["closing"] == ("Demikian.",)
    assert said_by(again(letter))["opening"] == ("Untuk {nama_opd} saja:",)
    event = Event.objects.get(kind="letter.revised")
    assert event.about_id == str(letter.pk)


def test_a_draft_goes_back_to_the_office_s_wording(scene: Scene) -> None:
    letter = returned(scene)
    revise(letter, saying(opening="Sendiri."), by=scene.by("jp1"), at=scene.now)
    follow_office(letter, by=scene.by("jp1"), at=scene.now)
    assert again(letter).text == {}
    with pytest.raises(WrongState, match="letter_text_unchanged"):
        follow_office(letter, by=scene.by("jp1"), at=scene.now)
    assert Event.objects.filter(kind="letter.revised").count() == 2


def test_a_letter_in_its_chain_is_not_to_be_reworded(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    for _ in ("initialling", "awaiting_signature"):
        with pytest.raises(WrongState, match="letter_state"):
            revise(letter, saying(opening="Sendiri."), by=scene.by("jp1"), at=scene.now)
        for key in ("sukor", "kabid"):
            if again(letter).state == "initialling":
                initial(letter, by=scene.by(key), at=scene.now)
    assert again(letter).text == {}


@pytest.mark.parametrize("who", ["sukor", "kadis", "operator.dinkes", "auditor"])
def test_only_who_drafts_such_letters_rewords_one(scene: Scene, who: str) -> None:
    letter = returned(scene)
    with pytest.raises(Refused, match="not_permitted"):
        revise(letter, saying(opening="Sendiri."), by=scene.by(who), at=scene.now)


def test_an_agency_rewords_its_own_transmittal_after_a_send_back(scene: Scene) -> None:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", FIRST)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    send_back(letter, reason="Kurang sopan.", by=scene.by("kepala.dinkes"), at=scene.now)
    text = {**standard_text(LetterKind.TRANSMITTAL), "closing": ("Demikian dari kami.",)}
    revise(letter, text, by=scene.by("operator.dinkes"), at=scene.now)
    assert "Demikian dari kami." in printed(letter, scene)


def test_what_is_submitted_again_is_fixed_again_and_told_by_its_fingerprint(scene: Scene) -> None:
    letter = returned(scene)
    assert again(letter).submitted_text == {}
    revise(letter, saying(opening="Sendiri."), by=scene.by("jp1"), at=scene.now)
    resubmit(letter, subject="Perihal", by=scene.by("jp1"), at=scene.now)
    kept = as_text(again(letter).submitted_text)
    assert kept["opening"] == ("Sendiri.",)
    facts = [one.facts["text_sha256"] for one in Event.objects.filter(kind="letter.submitted").order_by("sequence")]
    assert facts[-1] == text_digest(kept) != facts[0]
