"""The chain of a letter: one seat after the other, each by who sits in it, and the number at the last paraf."""

import pytest

from sektoral.domain.errors import NotFound, Refused, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Role
from sektoral.letters.actions.drafting import NewLetter, draft, recall, resubmit, send_back, submit, void
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.initialling import initial, initial_all
from sektoral.letters.rights import writers_of
from sektoral.records.actors import local_date
from sektoral.records.models import Agency, Assignment, Event, Letter, NumberCounter
from tests.offices import make_tiny_office, person_of
from tests.rounds import FIRST, Scene, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def seat(scene: Scene, key: str, role: Role) -> None:
    """Somebody of the cast gets a second seat."""
    Assignment.objects.create(
        office=scene.office,
        person=person_of(scene.office, key),
        role=role,
        title="Uji",
        valid_from=local_date(scene.office, scene.now),
    )


def test_each_seat_waits_for_the_one_before(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    for key in ("kabid", "kadis"):
        with pytest.raises(Refused, match="not_your_turn"):
            initial(letter, by=scene.by(key), at=scene.now)
    initial(letter, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Refused, match="not_your_turn"):
        initial(letter, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="letter_state"):
        finalise(again(letter), by=scene.by("kadis"), at=scene.now)
    initial(letter, by=scene.by("kabid"), at=scene.now)
    assert again(letter).state == "awaiting_signature"
    assert [step.ready_at is not None for step in letter.steps.order_by("position")] == [True, True, True]


@pytest.mark.parametrize("key", ["jp1", "jp2", "auditor", "operator.dinkes", "kepala.dinkes", "admin", "bps"])
def test_who_has_no_seat_in_the_chain_does_not_initial(scene: Scene, key: str) -> None:
    (letter,) = scene.drafted("dinkes")
    with pytest.raises(Refused, match="not_your_turn"):
        initial(letter, by=scene.by(key), at=scene.now)


@pytest.mark.parametrize("mender", ["", "jp2"])
def test_nobody_initials_or_signs_what_they_drafted_or_mended(scene: Scene, mender: str) -> None:
    writer = mender or "jp1"
    seat(scene, writer, Role.SUKOR)
    (letter,) = scene.drafted("dinkes")
    if mender:
        recall(letter, by=scene.by(mender), at=scene.now)
        resubmit(letter, subject="Permintaan data, diperbaiki", by=scene.by(mender), at=scene.now)
    with pytest.raises(Refused, match="letter_is_own_work"):
        initial(letter, by=scene.by(writer), at=scene.now)
    scene.initial(letter)
    seat(scene, writer, Role.KADIS)
    with pytest.raises(Refused, match="letter_is_own_work"):
        finalise(again(letter), by=scene.by(writer), at=scene.now)


def test_nobody_has_written_what_the_program_drafts(scene: Scene) -> None:
    scene.collecting("dinkes")
    scene.upload("dinkes", FIRST)
    assert writers_of(Letter.objects.get(kind=LetterKind.RECEIPT)) == frozenset()


def test_an_agency_s_head_may_have_drafted_its_transmittal(scene: Scene) -> None:
    scene.collecting("dinkes")
    agency = scene.agency("dinkes")
    operator = person_of(scene.office, "operator.dinkes")
    Assignment.objects.filter(role=Role.HEAD, agency=agency).update(person=operator)
    submission = scene.upload("dinkes", FIRST)
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    scene.sign(letter, "operator.dinkes")
    assert scene.submission(submission).state == "complete"


def test_who_does_not_write_such_letters_does_not_hand_one_in(scene: Scene) -> None:
    new = NewLetter(kind=LetterKind.FOLLOW_UP, office=scene.office, subject="Uji")
    letter = draft(new, by=scene.by("jp1"), at=scene.now)
    for key in ("sukor", "auditor", "operator.dinkes"):
        with pytest.raises(Refused, match="not_permitted"):
            submit(letter, by=scene.by(key), at=scene.now)
    submit(letter, by=scene.by("jp2"), at=scene.now)
    with pytest.raises(WrongState, match="letter_state"):
        submit(letter, by=scene.by("jp2"), at=scene.now)


def test_sending_back_takes_all_initials_and_leaves_the_reason(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    initial(letter, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Refused, match="not_your_turn"):
        send_back(letter, reason="Perihal keliru.", by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Exception, match="reason_missing"):
        send_back(letter, reason="  ", by=scene.by("kabid"), at=scene.now)
    send_back(letter, reason=" Perihal keliru. ", by=scene.by("kabid"), at=scene.now)
    assert again(letter).state == "draft"
    assert not letter.steps.exclude(done_at=None, done_by=None, ready_at=None).exists()
    assert letter.notes.get().text == "Perihal keliru."
    submit(letter, by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.initial(letter)
    assert again(letter).state == "awaiting_signature"


def test_a_letter_signed_meanwhile_is_not_sent_back(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    before = again(letter)
    scene.sign(letter, "kadis")
    with pytest.raises(WrongState, match="letter_state"):
        send_back(before, reason="Terlambat.", by=scene.by("kadis"), at=scene.now)
    assert again(letter).state == "signed"


def test_the_number_comes_with_the_last_initial_and_stays(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    initial(letter, by=scene.by("sukor"), at=scene.now)
    assert again(letter).number == ""
    initial(letter, by=scene.by("kabid"), at=scene.now)
    number = again(letter).number
    assert number == "500.14/1/DISKOMINFO/2026"
    send_back(again(letter), reason="Ulang.", by=scene.by("kadis"), at=scene.now)
    submit(again(letter), by=scene.by("jp1"), at=scene.now)
    scene.initial(letter)
    assert again(letter).number == number
    assert NumberCounter.objects.get().last == 1


def test_a_void_number_is_never_used_again(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    with pytest.raises(Refused, match="not_permitted"):
        void(letter, reason="Salah alamat.", by=scene.by("kabid"), at=scene.now)
    void(letter, reason="Salah alamat.", by=scene.by("kadis"), at=scene.now)
    with pytest.raises(WrongState, match="letter_state"):
        void(letter, reason="Sekali lagi.", by=scene.by("kadis"), at=scene.now)
    (other,) = scene.initialled("disdik")
    assert (again(letter).number, again(other).number) == ("500.14/1/DISKOMINFO/2026", "500.14/2/DISKOMINFO/2026")


def test_a_signed_transmittal_is_not_voided(scene: Scene) -> None:
    scene.collecting("dinkes")
    submission = scene.hand_over("dinkes", FIRST)
    letter = submission.letters.get(kind="transmittal")
    with pytest.raises(WrongState, match="letter_state"):
        void(letter, reason="Keliru.", by=scene.by("kepala.dinkes"), at=scene.now)


def test_the_office_has_one_series_for_its_letters_also_as_a_producer(scene: Scene) -> None:
    scene.collecting("dinkes", "diskominfo")
    own = scene.hand_over("diskominfo", FIRST).letters.get(kind="transmittal")
    other = scene.hand_over("dinkes", FIRST).letters.get(kind="transmittal")
    assert (own.number, other.number) == ("500.14/3/DISKOMINFO/2026", "500.14/1/DINKES/2026")


def test_an_agency_called_like_a_series_has_its_own(scene: Scene) -> None:
    Agency.objects.filter(code="dinkes").update(code="surat")
    Agency.objects.filter(code="disdik").update(code="tanda-terima")
    scene.initialled("surat", "tanda-terima")
    for code, key in (("surat", "dinkes"), ("tanda-terima", "disdik")):
        new = NewLetter(kind=LetterKind.TRANSMITTAL, office=scene.office, subject="Uji", agency=scene.agency(code))
        letter = draft(new, by=scene.by(f"operator.{key}"), at=scene.now)
        from sektoral.letters.numbers import give_number

        give_number(letter, scene.now)
        assert letter.number == f"500.14/1/{code.upper()}/2026"


def test_a_number_that_an_agency_wrote_by_hand_is_passed_over(scene: Scene) -> None:
    from sektoral.letters.numbers import give_number

    def transmittal(number: str = "") -> Letter:
        agency = scene.agency("dinkes")
        new = NewLetter(kind=LetterKind.TRANSMITTAL, office=scene.office, subject="Uji", agency=agency, number=number)
        return draft(new, by=scene.by("operator.dinkes"), at=scene.now)

    transmittal("500.14/1/DINKES/2026")
    letter = transmittal()
    give_number(letter, scene.now)
    assert letter.number == "500.14/2/DINKES/2026"


def test_numbers_begin_anew_with_the_office_s_year(scene: Scene) -> None:
    from datetime import UTC, datetime

    from sektoral.letters.numbers import give_number

    new = NewLetter(kind=LetterKind.FOLLOW_UP, office=scene.office, subject="Uji")
    numbers = []
    for minute in (59, 59, 0):
        hour, day = (16, 31) if minute else (17, 31)  # 17.00 UTC is midnight in WIB
        letter = draft(new, by=scene.by("jp1"), at=scene.now)
        give_number(letter, datetime(2026, 12, day, hour, minute, tzinfo=UTC))
        letter.save()
        numbers.append(letter.number)
    assert [number.split("/")[1::2] for number in numbers] == [["1", "2026"], ["2", "2026"], ["1", "2027"]]


def test_one_refusal_in_the_middle_of_a_batch_stops_only_its_letter(scene: Scene) -> None:
    first, second, third = scene.drafted("dinkes", "disdik", "diskominfo")
    send_back(second, reason="Perbaiki.", by=scene.by("sukor"), at=scene.now)
    results = initial_all([first, second, third], by=scene.by("sukor"), at=scene.now)
    assert [result.error and result.error.code for result in results] == [None, "letter_state", None]


def test_nothing_of_another_office_is_touched(scene: Scene) -> None:
    (letter,) = scene.drafted("dinkes")
    other = Scene(make_tiny_office(slug="seberang"))
    events = Event.objects.filter(office_id=scene.office.pk).count()
    for key, deed in (
        ("sukor", lambda by: initial(letter, by=by, at=scene.now)),
        ("sukor", lambda by: send_back(letter, reason="x", by=by, at=scene.now)),
        ("kadis", lambda by: void(letter, reason="x", by=by, at=scene.now)),
        ("kadis", lambda by: finalise(letter, by=by, at=scene.now)),
        ("jp1", lambda by: submit(letter, by=by, at=scene.now)),
    ):
        with pytest.raises(NotFound, match="not_found"):
            deed(other.by(key))
    assert Event.objects.filter(office_id=scene.office.pk).count() == events


@pytest.mark.usefixtures("many_connections")
def test_numbers_stay_gapless_when_many_are_given_at_once() -> None:
    scene = Scene()
    letters = scene.drafted("dinkes", "disdik", "diskominfo")
    for letter in letters:
        initial(letter, by=scene.by("sukor"), at=scene.now)
    kabid = scene.by("kabid")
    deeds = [lambda letter=letter: initial(letter, by=kabid, at=scene.now) for letter in letters * 2]
    raised = together(*deeds)
    assert [type(error) for error in raised] == [WrongState] * 3  # each letter is initialled once
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    assert numbers == [f"500.14/{n}/DISKOMINFO/2026" for n in (1, 2, 3)]
