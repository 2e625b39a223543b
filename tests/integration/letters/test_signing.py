"""Signing: exactly the bytes that were shown, on their day, by the person printed on them; and an unknown outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from sektoral.adapters.signatures.inspection import inspect
from sektoral.adapters.signatures.port import Credentials, Failed, Signed, ToSign
from sektoral.adapters.typesetting import Rendered, render
from sektoral.domain.errors import Invalid, NotFound, Refused, Unavailable, WrongState
from sektoral.domain.letters import Document
from sektoral.domain.papers import SigningService
from sektoral.domain.roles import Role, Standing
from sektoral.intake import files
from sektoral.letters.actions import finalising
from sektoral.letters.actions.drafting import send_back, submit, void
from sektoral.letters.actions.finalising import finalise, finalise_all
from sektoral.letters.actions.recovering import reconcile
from sektoral.letters.actions.sealing import local_authority
from sektoral.letters.actions.signing import sign, sign_all
from sektoral.records.models import Assignment, Event, Letter, StoredFile
from tests.offices import make_tiny_office, person_of
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene

pytestmark = pytest.mark.django_db


@dataclass
class Deaf:
    """A gateway that answers nothing, or only a refusal, to the letters named; the others are signed."""

    code: str = "gateway_timeout"
    unknown: bool = True
    only: frozenset[str] | None = None
    service: SigningService = SigningService.TEST
    at_once: int = 1

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at) -> Sequence[Signed | Failed]:
        if self.only is None or batch[0].reference in self.only:
            return [Failed(each.reference, self.code, self.unknown) for each in batch]
        return local_authority().sign(batch, credentials, at)


class KilledError(BaseException):
    """Stands for a process that ends here."""


@dataclass
class Interrupted:
    """A gateway that signs, and before anybody hears of it something else happens."""

    meanwhile: Callable[[], None]
    service: SigningService = SigningService.TEST
    at_once: int = 1

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at) -> Sequence[Signed | Failed]:
        answers = local_authority().sign(batch, credentials, at)
        self.meanwhile()
        return answers


@pytest.fixture
def scene() -> Scene:
    return Scene()


def words_of(file: StoredFile) -> str:
    return " ".join(pages_of(files.read(file)))


def again(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def stand_in(scene: Scene, key: str, standing: Standing) -> None:
    """Somebody else sits in the Kadis's seat today."""
    day = scene.now.date()
    Assignment.objects.create(
        office=scene.office,
        person=person_of(scene.office, key),
        role=Role.KADIS,
        standing=standing,
        title="Kepala Dinas",
        valid_from=day,
        valid_to=day,
    )


def sign_shown(scene: Scene, letter: Letter, sha256: str, key: str = "kadis", gateway=None) -> None:
    sign(letter, sha256=sha256, by=scene.by(key), at=scene.now, gateway=gateway or local_authority())


def test_the_signed_letter_begins_with_the_bytes_that_were_shown(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    shown = finalise(letter, by=scene.by("kadis"), at=scene.now)
    sign_shown(scene, letter, shown.sha256)
    signed = again(letter)
    assert signed.signed_file is not None
    data = files.read(signed.signed_file)
    assert data.startswith(files.read(shown))
    assert signed.signed_sha256 == signed.signed_file.sha256
    found = inspect(data, roots=[local_authority().root()], at=scene.now)
    assert (found.sha256, found.prints) == (signed.signed_sha256, (signed.signature_print,))
    assert signed.steps.get(act="sign").done_by == scene.by("kadis").person


def test_the_page_opened_twice_shows_the_same_bytes(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    first = finalise(letter, by=scene.by("kadis"), at=scene.now)
    second = finalise(again(letter), by=scene.by("kadis"), at=scene.later(hours=1))
    assert first == second
    assert StoredFile.objects.filter(media_type=files.PDF).count() == 1


def test_other_bytes_than_those_shown_are_stale(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    with pytest.raises(WrongState, match="signing_stale"):
        sign_shown(scene, letter, "0" * 64)
    finalise(letter, by=scene.by("kadis"), at=scene.now)
    with pytest.raises(WrongState, match="signing_stale"):
        sign_shown(scene, letter, "0" * 64)
    assert again(letter).state == "awaiting_signature"


def test_the_bytes_are_good_until_the_office_s_midnight(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    scene.now = scene.now.replace(hour=16, minute=59, second=59)  # 23.59.59 WIB
    shown = finalise(letter, by=scene.by("kadis"), at=scene.now)
    scene.later(seconds=1)
    with pytest.raises(WrongState, match="signing_stale"):
        sign_shown(scene, letter, shown.sha256)
    fresh = finalise(again(letter), by=scene.by("kadis"), at=scene.now)
    assert fresh.sha256 != shown.sha256
    assert "24 November 2026" in words_of(fresh)
    sign_shown(scene, letter, fresh.sha256)


def test_in_the_second_before_midnight_they_are_still_good(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    shown = finalise(letter, by=scene.by("kadis"), at=scene.now)
    scene.now = scene.now.replace(hour=16, minute=59, second=59)
    sign_shown(scene, letter, shown.sha256)
    assert again(letter).state == "signed"


def test_after_a_send_back_the_old_bytes_are_stale(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    shown = finalise(letter, by=scene.by("kadis"), at=scene.now)
    send_back(again(letter), reason="Ulang.", by=scene.by("kadis"), at=scene.now)
    submit(again(letter), by=scene.by("jp1"), at=scene.now)
    scene.initial(letter)
    with pytest.raises(WrongState, match="signing_stale"):
        sign_shown(scene, letter, shown.sha256)


@pytest.mark.parametrize(("standing", "post"), [(Standing.ACTING, "Plt. Kepala"), (Standing.DAILY, "Plh. Kepala")])
def test_a_stand_in_signs_under_the_title_of_that_day(scene: Scene, standing: Standing, post: str) -> None:
    (letter,) = scene.initialled("dinkes")
    stand_in(scene, "admin", standing)
    shown = finalise(letter, by=scene.by("admin"), at=scene.now)
    assert post in words_of(shown)
    assert again(letter).signed_as["post"] == [f"{post} Dinas"]
    scene.later(days=1)
    with pytest.raises(Refused, match="not_your_turn"):
        sign_shown(scene, letter, shown.sha256, "admin")


def test_nobody_signs_bytes_that_name_somebody_else(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    shown = finalise(letter, by=scene.by("kadis"), at=scene.now)
    stand_in(scene, "admin", Standing.DAILY)
    with pytest.raises(WrongState, match="signing_stale"):
        sign_shown(scene, letter, shown.sha256, "admin")
    own = finalise(again(letter), by=scene.by("admin"), at=scene.now)
    sign_shown(scene, letter, own.sha256, "admin")
    assert again(letter).signed_by == scene.by("admin").person


def test_a_signed_letter_is_not_signed_again(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    before = again(letter)
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    sign_shown(scene, letter, sha256)
    with pytest.raises(WrongState, match="letter_state"):
        sign_shown(scene, before, sha256)
    with pytest.raises(WrongState, match="letter_state"):
        finalise(before, by=scene.by("kadis"), at=scene.now)


def test_a_batch_goes_on_past_a_refusal_and_may_be_sent_again(scene: Scene) -> None:
    letters = scene.initialled("dinkes", "disdik", "diskominfo")
    shown = {one.pk: finalise(one, by=scene.by("kadis"), at=scene.now).sha256 for one in letters}
    stale = {**shown, letters[1].pk: "0" * 64}

    def batch(hashes: dict[UUID, str]) -> list[str | None]:
        results = sign_all(hashes, by=scene.by("kadis"), at=scene.now, gateway=local_authority())
        return [result.error.code if result.error else None for result in results]

    assert batch(stale) == [None, "signing_stale", None]
    assert batch(shown) == [None, None, None]
    assert Event.objects.filter(kind="letter.signed").count() == 3


def test_a_batch_is_finalised_past_a_refusal(scene: Scene) -> None:
    first, second = scene.initialled("dinkes", "disdik")
    send_back(second, reason="Ulang.", by=scene.by("kadis"), at=scene.now)
    results = finalise_all([first, second], by=scene.by("kadis"), at=scene.now)
    assert [result.error and result.error.code for result in results] == [None, "letter_state"]


def test_a_batch_that_names_a_letter_of_another_office_signs_nothing(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    other = Scene(make_tiny_office(slug="seberang"))
    (own,) = other.initialled("dinkes")
    shown = {own.pk: finalise(own, by=other.by("kadis"), at=other.now).sha256, letter.pk: sha256}
    with pytest.raises(NotFound):
        sign_all(shown, by=other.by("kadis"), at=other.now, gateway=local_authority())
    assert [again(one).state for one in (letter, own)] == ["awaiting_signature"] * 2


def test_who_is_killed_after_the_gateway_signed_may_sign_again(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256

    def die() -> None:
        raise KilledError

    with pytest.raises(KilledError):
        sign_shown(scene, letter, sha256, gateway=Interrupted(die))
    assert again(letter).state == "awaiting_signature"
    sign_shown(scene, letter, sha256)
    assert again(letter).state == "signed"
    assert Event.objects.filter(kind="letter.signed", about_id=letter.pk).count() == 1


def test_two_who_sign_at_once_leave_one_signature(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    sign_shown(scene, letter, sha256, gateway=Interrupted(lambda: sign_shown(scene, again(letter), sha256)))
    assert Event.objects.filter(kind="letter.signed", about_id=letter.pk).count() == 1
    signed = again(letter).signed_file
    assert signed is not None
    found = inspect(files.read(signed), roots=[local_authority().root()], at=scene.now)
    assert found.prints == (again(letter).signature_print,)


def test_what_was_sent_back_while_the_gateway_worked_stays_unsigned(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256

    def back() -> None:
        send_back(again(letter), reason="Ulang.", by=scene.by("kadis"), at=scene.now)

    with pytest.raises(WrongState, match="letter_state"):
        sign_shown(scene, letter, sha256, gateway=Interrupted(back))
    assert (again(letter).state, again(letter).signed_file) == ("draft", None)


def test_a_letter_that_changes_while_its_page_is_set_is_set_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    (letter,) = scene.initialled("dinkes")

    def slow(document: Document) -> Rendered:
        Letter.objects.filter(pk=letter.pk).update(subject="Perihal lain")
        return render(document)

    monkeypatch.setattr(finalising, "render", slow)
    with pytest.raises(WrongState, match="signing_stale"):
        finalise(letter, by=scene.by("kadis"), at=scene.now)
    assert again(letter).final_file is None
    assert "Perihal lain" in words_of(finalise(again(letter), by=scene.by("kadis"), at=scene.now))


def test_no_answer_means_unknown_until_somebody_has_asked(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    with pytest.raises(Unavailable, match="gateway_timeout"):
        sign_shown(scene, letter, sha256, gateway=Deaf())
    assert again(letter).state == "signing_unknown"
    assert letter.steps.get(act="sign").done_at is None
    for deed in (
        lambda: sign_shown(scene, letter, sha256),
        lambda: send_back(again(letter), reason="x", by=scene.by("kadis"), at=scene.now),
    ):
        with pytest.raises(WrongState, match="letter_state"):
            deed()
    with pytest.raises(Refused, match="not_permitted"):
        reconcile(letter, according_to="pengelola", by=scene.by("kabid"), at=scene.now)
    reconcile(letter, according_to="pengelola", by=scene.by("kadis"), at=scene.now)
    sign_shown(scene, letter, sha256)
    assert again(letter).state == "signed"
    with pytest.raises(WrongState, match="letter_state"):
        reconcile(letter, according_to="pengelola", by=scene.by("kadis"), at=scene.now)


def test_a_refusal_of_the_gateway_changes_nothing(scene: Scene) -> None:
    (letter,) = scene.initialled("dinkes")
    sha256 = finalise(letter, by=scene.by("kadis"), at=scene.now).sha256
    with pytest.raises(Invalid, match="passphrase_wrong"):
        sign_shown(scene, letter, sha256, gateway=Deaf("passphrase_wrong", unknown=False))
    assert again(letter).state == "awaiting_signature"


def test_silence_in_the_middle_of_a_batch_stops_only_its_letter(scene: Scene) -> None:
    letters = scene.initialled("dinkes", "disdik", "diskominfo")
    shown = {one.pk: finalise(one, by=scene.by("kadis"), at=scene.now).sha256 for one in letters}
    deaf = Deaf(only=frozenset({str(letters[1].pk)}))
    results = sign_all(shown, by=scene.by("kadis"), at=scene.now, gateway=deaf)
    assert [result.error and result.error.code for result in results] == [None, "gateway_timeout", None]
    assert [again(one).state for one in letters] == ["signed", "signing_unknown", "signed"]


def test_an_agency_s_head_settles_the_own_letter(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    scene.collecting("dinkes", "disdik")
    letter = draft_transmittal(scene.upload("dinkes", FIRST), by=scene.by("operator.dinkes"), at=scene.now)
    head = scene.by("kepala.dinkes")
    sha256 = finalise(letter, by=head, at=scene.now).sha256
    with pytest.raises(Unavailable):
        sign(letter, sha256=sha256, by=head, at=scene.now, gateway=Deaf())
    with pytest.raises(Refused, match="not_permitted"):
        reconcile(letter, according_to="pengelola", by=scene.by("kepala.disdik"), at=scene.now)
    reconcile(letter, according_to="pengelola", by=head, at=scene.now)
    assert again(letter).state == "awaiting_signature"


def test_the_receipt_is_sealed_by_the_system_when_it_is_issued(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.receiving import Upload, receive

    scene.collecting("dinkes")
    data = scene.workbook("dinkes", FIRST)
    received_at = scene.now
    receive(Upload(scene.request("dinkes"), "a.xlsx", (data,)), by=scene.by("operator.dinkes"), at=received_at)
    scene.later(hours=2)  # the worker was down
    scene.settle()
    receipt = Letter.objects.get(kind="receipt")
    assert (receipt.number, receipt.state, receipt.gateway) == ("TT-0001/DISKOMINFO/2026", "signed", "system")
    assert (receipt.signed_at, receipt.signed_by) == (received_at + timedelta(hours=2), None)
    assert receipt.signed_file is not None
    text = words_of(receipt.signed_file)
    assert f"pukul {received_at + timedelta(hours=7):%H.%M.%S}" in text  # when it was received, not sealed
    found = inspect(files.read(receipt.signed_file), roots=[local_authority().root()], at=scene.now)
    assert len(found.signatures) == 1


def test_a_receipt_names_the_letter_that_is_there_already(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter
    from sektoral.steps.step3_submit.actions.reading import read_submission
    from sektoral.steps.step3_submit.actions.receiving import Upload, issue_receipt, receive
    from tests.signed_papers import plain_letter

    scene.collecting("dinkes")
    upload = Upload(scene.request("dinkes"), "a.xlsx", (scene.workbook("dinkes", FIRST),))
    submission = receive(upload, by=scene.by("operator.dinkes"), at=scene.now)
    read_submission(scene.submission(submission), at=scene.now)
    scan = Scan("045/77/DINKES/2026", "surat.pdf", plain_letter())
    attach_letter(scene.submission(submission), scan, by=scene.by("operator.dinkes"), at=scene.now)
    receipt = issue_receipt(scene.submission(submission), at=scene.now)
    assert receipt.signed_file is not None
    assert "045/77/DINKES/2026 tanggal 23 November 2026" in words_of(receipt.signed_file)


def test_a_receipt_whose_maker_was_killed_is_issued_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from sektoral.steps.step3_submit.actions import receiving

    scene.collecting("dinkes")
    upload = receiving.Upload(scene.request("dinkes"), "a.xlsx", (scene.workbook("dinkes", FIRST),))
    submission = scene.submission(receiving.receive(upload, by=scene.by("operator.dinkes"), at=scene.now))

    def die(letter: Letter, at: datetime) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "seal", die)
        with pytest.raises(KilledError):
            receiving.issue_receipt(submission, at=scene.now)
    half = Letter.objects.get(kind="receipt")
    for deed in (lambda by: submit(half, by=by, at=scene.now), lambda by: void(half, reason="x", by=by, at=scene.now)):
        with pytest.raises((WrongState, Refused)):
            deed(scene.by("jp1"))
    with pytest.raises(WrongState, match="letter_state"):
        void(half, reason="x", by=scene.by("kadis"), at=scene.now)
    scene.settle()
    receipt = Letter.objects.get(kind="receipt")
    assert (receipt.number, receipt.state) == ("TT-0001/DISKOMINFO/2026", "signed")
    assert Event.objects.filter(kind="submission.receipted").count() == 1


def test_letters_are_dated_where_the_office_is() -> None:
    scene = Scene(make_tiny_office(slug="timur", zone="Asia/Jayapura"))
    (letter,) = scene.initialled("dinkes")
    scene.now = scene.now.replace(hour=15)  # past midnight in WIT
    finalise(letter, by=scene.by("kadis"), at=scene.now)
    assert again(letter).final_on == date(2026, 11, 24)
