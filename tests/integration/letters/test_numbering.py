"""Numbers that the office's register gives: who copies them, when, and that none is given twice."""

import pytest

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.numbering import Source
from sektoral.letters.actions.drafting import send_back, submit, void
from sektoral.letters.actions.finalising import finalise, finalise_all
from sektoral.letters.actions.initialling import initial
from sektoral.letters.actions.numbering import enter_number, enter_numbers
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Event, Letter, NumberCounter, Office
from tests.rounds import FIRST, Scene, together

pytestmark = pytest.mark.django_db


def from_register(scene: Scene, *kinds: LetterKind) -> None:
    """These kinds, or all where none is named, are numbered by the office's register from now on."""
    entry = {"source": Source.REGISTER.value}
    stored = {"kinds": {kind.value: entry for kind in kinds}} if kinds else {**entry, "kinds": {}}
    Office.objects.filter(pk=scene.office.pk).update(numbering=stored)
    scene.office.refresh_from_db()


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    from_register(scene)
    return scene


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def enter(scene: Scene, letter: Letter, number: str, key: str = "jp1") -> Letter:
    enter_number(letter, number, by=scene.by(key), at=scene.now)
    return again(letter)


def faults(scene: Scene) -> list[str]:
    scene.settle()
    return [fault for outcome in verify(at=scene.now) for fault in outcome.faults]


def test_a_letter_waits_for_its_number_after_the_last_paraf(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    assert (letter.state, letter.number) == ("awaiting_signature", "")
    with pytest.raises(WrongState, match="number_awaited"):
        finalise(letter, by=scene.by("kadis"), at=scene.now)
    numbered = enter(scene, letter, "500.14/120/DISKOMINFO/2026")
    assert numbered.numbered_by == scene.by("jp1").person
    scene.settle()
    assert again(letter).final_file is not None  # the bytes are made before anybody opens the page
    assert scene.request("dinkes").instruments.get().definition["letter_number"] == "500.14/120/DISKOMINFO/2026"
    assert scene.sign(letter, "kadis").state == "signed"
    assert not NumberCounter.objects.filter(series="surat").exists()


def test_a_number_may_be_entered_before_the_last_paraf_and_is_kept(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    enter(scene, letter, "120/2026")
    scene.initial(letter)
    send_back(again(letter), reason="Ulang.", by=scene.by("kadis"), at=scene.now)
    submit(again(letter), by=scene.by("jp1"), at=scene.now)
    scene.initial(letter)
    assert again(letter).number == "120/2026"
    kinds = list(Event.objects.filter(about_id=str(letter.pk)).order_by("sequence").values_list("kind", flat=True))
    assert kinds.count("letter.number_entered") == 1
    assert kinds[-1] == "letter.numbered"


def test_a_mistyped_number_is_mended_until_the_letter_is_before_the_signer(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    enter(scene, letter, "120/2026")
    enter(scene, letter, "121/2026")
    with pytest.raises(WrongState, match="number_unchanged"):
        enter(scene, letter, "121 / 2026")
    scene.initial(letter)
    with pytest.raises(WrongState, match="number_before_signer"):
        enter(scene, letter, "122/2026")
    send_back(again(letter), reason="Nomornya 122.", by=scene.by("kadis"), at=scene.now)
    assert enter(scene, letter, "122/2026").number == "122/2026"


@pytest.mark.parametrize("key", ["sukor", "kabid", "kadis", "auditor", "admin", "operator.dinkes"])
def test_only_who_drafts_letters_enters_their_numbers(scene: Scene, key: str) -> None:
    (letter,) = scene.drafted("dinkes")
    with pytest.raises(Refused, match="not_permitted"):
        enter(scene, letter, "120/2026", key)


def test_a_number_is_given_once_however_it_is_cased_and_also_after_a_void(scene: Scene) -> None:
    first, second = scene.drafted("dinkes", "disdik")
    enter(scene, first, "120/Kominfo/2026")
    void(again(first), reason="Salah alamat.", by=scene.by("kadis"), at=scene.now)
    for number in ("120/Kominfo/2026", "120/KOMINFO/2026"):
        with pytest.raises(Invalid, match="number_taken"):
            enter(scene, second, number)
    with pytest.raises(WrongState, match="letter_state"):
        enter(scene, again(first), "121/2026")


def test_the_counter_passes_over_a_number_that_was_entered_by_hand() -> None:
    scene = Scene()
    from_register(scene, LetterKind.MEMO)
    letter, memo = scene.drafted("dinkes", "diskominfo")
    enter(scene, memo, "500.14/1/diskominfo/2026")
    with pytest.raises(WrongState, match="number_counted"):
        enter(scene, letter, "7/2026")
    scene.initial(letter)
    assert again(letter).number == "500.14/2/DISKOMINFO/2026"
    with pytest.raises(WrongState, match="number_counted"):
        enter(scene, again(letter), "7/2026")
    assert faults(scene) == []


def test_a_letter_that_waits_is_counted_once_its_kind_is_counted_again(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    Office.objects.update(numbering={})
    finalise(again(letter), by=scene.by("kadis"), at=scene.now)
    assert again(letter).number == "500.14/1/DISKOMINFO/2026"


def test_one_refusal_in_a_batch_stops_only_its_number(scene: Scene) -> None:
    first, second, third = scene.drafted("dinkes", "disdik", "diskominfo")
    results = enter_numbers({first: "1/2026", second: "1/2026", third: "3/2026"}, by=scene.by("jp1"), at=scene.now)
    assert [one.error and one.error.code for one in results] == [None, "number_taken", None]
    assert [again(one).number for one in (first, second, third)] == ["1/2026", "", "3/2026"]


def test_the_signing_page_offers_the_numbered_letters_and_names_who_numbers_the_others(scene: Scene) -> None:
    first, second = scene.initialled("dinkes", "disdik")
    enter(scene, first, "1/2026")
    results = finalise_all([again(first), again(second)], by=scene.by("kadis"), at=scene.now)
    assert [one.error and one.error.code for one in results] == [None, "number_awaited"]


def test_an_office_s_own_transmittal_waits_too_and_an_agency_s_does_not(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    for number, letter in enumerate(scene.initialled("dinkes", "diskominfo"), start=1):
        enter(scene, letter, f"{number}/2026")
        scene.sign(letter, "kadis")
    from sektoral.steps.step2_distribute.actions import send

    for code in ("dinkes", "diskominfo"):
        send(scene.request(code), by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.settle()
    scene.hand_over("dinkes", FIRST)
    own = draft_transmittal(
        scene.upload("diskominfo", FIRST), by=scene.by("operator.diskominfo"), at=scene.later(minutes=1)
    )
    with pytest.raises(WrongState, match="number_awaited"):
        finalise(own, by=scene.by("kepala.diskominfo"), at=scene.now)
    with pytest.raises(Invalid, match="number_taken"):
        enter(scene, own, "1/2026", "operator.diskominfo")  # the office has one register
    enter(scene, own, "3/2026", "operator.diskominfo")
    scene.sign(own, "kepala.diskominfo")
    assert faults(scene) == []


def test_verify_all_finds_a_number_that_was_changed_behind_the_journal(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    enter(scene, letter, "120/2026")
    assert faults(scene) == []
    Letter.objects.filter(pk=letter.pk).update(number="121/2026")
    assert any("121/2026" in fault for fault in faults(scene))


def test_verify_all_finds_a_number_by_hand_that_nobody_entered() -> None:
    scene = Scene()
    (letter,) = scene.initialled("dinkes")
    Letter.objects.filter(pk=letter.pk).update(numbered_by=scene.by("jp1").person)
    assert any("500.14/1/DISKOMINFO/2026" in fault for fault in faults(scene))


@pytest.mark.usefixtures("many_connections")
def test_one_number_entered_for_many_letters_at_once_is_given_to_one() -> None:
    scene = Scene()
    from_register(scene)
    letters = scene.drafted("dinkes", "disdik", "diskominfo")
    jp = scene.by("jp1")
    deeds = [lambda letter=letter: enter_number(letter, "7/2026", by=jp, at=scene.now) for letter in letters]
    raised = together(*deeds)
    assert [getattr(error, "code", error) for error in raised] == ["number_taken"] * 2
    assert list(Letter.objects.exclude(number="").values_list("number", flat=True)) == ["7/2026"]
    assert faults(scene) == []


@pytest.mark.usefixtures("many_connections")
def test_counter_and_hand_at_once_never_meet_on_one_number() -> None:
    scene = Scene()
    from_register(scene, LetterKind.MEMO)
    first, second, memo = scene.drafted("dinkes", "disdik", "diskominfo")
    for letter in (first, second):
        initial(letter, by=scene.by("sukor"), at=scene.now)
    kabid, jp = scene.by("kabid"), scene.by("jp1")
    raised = together(
        lambda: initial(first, by=kabid, at=scene.now),
        lambda: enter_number(memo, "500.14/1/DISKOMINFO/2026", by=jp, at=scene.now),
        lambda: initial(second, by=kabid, at=scene.now),
    )
    assert [getattr(error, "code", error) for error in raised] in ([], ["number_taken"])
    numbers = list(Letter.objects.exclude(number="").values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 3 - len(raised)
    assert faults(scene) == []
