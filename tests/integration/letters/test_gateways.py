"""Letters signed through BSrE: whatever the gateway does, each ends in a state that a person can read and resolve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from pytest_django.fixtures import Settings

from sektoral.adapters.signatures.port import Credentials, Signed, ToSign, sha256_of
from sektoral.adapters.signatures.prints import signature_prints
from sektoral.domain.errors import WrongState
from sektoral.domain.papers import SigningService
from sektoral.intake import files
from sektoral.letters.actions.attempts import give_up_overdue, open_attempt, patience
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.actions.recovering import reconcile
from sektoral.letters.actions.signing import sign
from sektoral.letters.identities import keep_nik
from sektoral.project.invariants.listing import verify
from sektoral.records.models import Event, Letter, SigningAttempt
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from tests import bsre, bsre_authority
from tests.bsre_state import NIK, PASSPHRASE, Behaviour, Gateway
from tests.offices import person_of
from tests.pdf_text import pages_of
from tests.rounds import FIRST, Scene
from tests.signing_offices import ACCOUNT, SIGN, UNKNOWN, V1, V2, WAITS, Office, assert_all_holds, signing_through
from tests.visits import visiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
B = Behaviour


@pytest.mark.parametrize("service", [V1, V2])
def test_a_letter_is_signed_with_the_bytes_that_were_shown_and_bears_bsre_s_foot(
    gateway: Gateway, service: SigningService
) -> None:
    office = signing_through(service)
    assert "1 dari 1 surat" in office.sign()
    letter = office.again()
    assert (letter.state, letter.gateway) == ("signed", "bsre")
    assert letter.signed_file is not None
    assert letter.final_file is not None
    assert files.read(letter.signed_file).startswith(files.read(letter.final_file))
    assert "BSrE" in " ".join(pages_of(files.read(letter.signed_file)))
    attempt = letter.attempts.get()
    assert (attempt.service, attempt.outcome, attempt.sha256) == (service, "signed", letter.final_file.sha256)
    assert_all_holds(office)


def test_changing_the_service_makes_the_shown_bytes_stale(gateway: Gateway) -> None:
    office = signing_through(SigningService.TEST)
    with visiting(office.scene, "kadis") as client:
        posted = office.posted(client)
        assert "SERTIFIKAT UJI" in " ".join(pages_of(files.read(office.again().final_file)))  # type: ignore[arg-type]
        office.scene.office.signing_service = V1
        office.scene.office.save()
        assert "kedaluwarsa" in client.post(SIGN, posted, follow=True).content.decode()
    assert gateway.calls == []
    assert "1 dari 1 surat" in office.sign()


@dataclass(frozen=True)
class Play:
    """What the gateway does, and then: the letter's state, the attempt's outcome, words on the page."""

    behaviour: Behaviour
    state: str
    outcome: str
    words: str


PLAYS = (
    Play(B.ERROR_500, WAITS, "gateway_error", "mengalami gangguan"),
    Play(B.HTML_WITH_200, WAITS, "answer_not_pdf", "bukan dengan PDF"),
    Play(B.PROXY_504, UNKNOWN, "gateway_unsure", "hilang di jalan"),
    Play(B.HANG, UNKNOWN, "gateway_timeout", "belum menjawab"),
    Play(B.HALF_BODY, UNKNOWN, "gateway_broken_off", "terputus"),
    Play(B.HALF_PDF, WAITS, "answer_damaged", "rusak atau terpotong"),
    Play(B.WRONG_PDF, WAITS, "answer_other_document", "bukan surat ini"),
    Play(B.OTHER_LETTER, WAITS, "answer_other_document", "bukan surat ini"),
    Play(B.UNSIGNED, WAITS, "answer_unsigned", "tanpa tanda tangan"),
    Play(B.EXPIRED, WAITS, "certificate_expired", "habis masa berlakunya"),
    Play(B.ODD_SIGNS, WAITS, "gateway_refused", "separuh �, nihil �, berbalik � &lt;script&gt;"),
    Play(B.BUSY, WAITS, "gateway_busy", "sedang sibuk"),
    Play(B.SLOW_DRIP, UNKNOWN, "gateway_timeout", "belum menjawab"),
    Play(B.LATE_SUCCESS, UNKNOWN, "gateway_timeout", "belum menjawab"),
)


@pytest.mark.parametrize("service", [V1, V2])
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: str(play.behaviour))
def test_a_gateway_that_does_not_sign_well_leaves_a_letter_that_can_be_resolved(
    gateway: Gateway, settings: Settings, play: Play, service: SigningService
) -> None:
    office = signing_through(service)
    settings.BSRE_DEADLINE = 2 if play.outcome == "gateway_timeout" else 20
    gateway.will(play.behaviour)
    assert play.words in office.sign()
    attempt = SigningAttempt.objects.get()
    assert (office.again().state, attempt.outcome) == (play.state, play.outcome)
    assert_all_holds(office)
    _resolve(office, gateway)
    assert office.again().state == "signed"
    assert Event.objects.filter(kind="letter.signed", about_id=office.letters[0].pk).count() == 1
    assert Letter.objects.exclude(number="").count() == 1
    assert_all_holds(office)


def _resolve(office: Office, gateway: Gateway) -> None:
    """Bring what the gateway signed if it did; otherwise say that it did not, and sign again."""
    gateway.will(B.WELL)
    gateway.status = "ISSUE"
    letter = office.again()
    if letter.state == UNKNOWN:
        with visiting(office.scene, "kadis") as client:
            page = client.get(f"/surat/{letter.pk}/").content.decode()
            assert "Belum diketahui apakah surat ini sudah ditandatangani" in page
            if gateway.signed:
                made = SimpleUploadedFile("hasil.pdf", gateway.signed[0], "application/pdf")
                assert client.post(f"/surat/{letter.pk}/hasil/", {"file": made}).status_code == 302
                return
            said = {"according_to": "pengelola layanan, 23 November 2026"}
            assert client.post(f"/surat/{letter.pk}/pastikan/", said).status_code == 302
    assert "1 dari 1 surat" in office.sign()


@pytest.mark.parametrize("service", [V1, V2])
def test_where_the_gateway_is_not_reached_the_rest_is_not_tried(
    gateway: Gateway, settings: Settings, service: SigningService
) -> None:
    office = signing_through(service, "dinkes", "disdik", "diskominfo")
    settings.BSRE_URL = bsre.nowhere()
    page = office.sign()
    assert "tidak dapat dihubungi" in page
    assert office.states() == [WAITS] * 3
    tried = {V1: 1, V2: 3}[service]
    assert SigningAttempt.objects.filter(outcome="gateway_unreachable").count() == tried
    settings.BSRE_URL = gateway.url
    assert "3 dari 3 surat" in office.sign()
    assert_all_holds(office)


def test_the_first_wrong_passphrase_ends_the_batch_and_too_many_make_a_pause(gateway: Gateway) -> None:
    office = signing_through(V1, "dinkes", "disdik")
    for _ in range(3):
        assert "salah" in office.sign(passphrase="bukan itu")
    assert gateway.asked("/api/sign/pdf") == 3  # once each time, although two letters were ticked
    assert "beberapa kali salah" in office.sign()  # now even the right one waits
    assert gateway.asked("/api/sign/pdf") == 3
    office.scene.later(minutes=16)
    assert "2 dari 2 surat" in office.sign()


def test_a_failure_in_the_middle_keeps_what_was_signed_and_the_rest_is_signed_later(gateway: Gateway) -> None:
    office = signing_through(V1, "dinkes", "disdik", "diskominfo")
    gateway.will(B.WELL, B.BUSY)
    assert "1 dari 3 surat" in office.sign()
    gateway.will(B.WELL)
    assert "3 dari 3 surat" in office.sign()
    assert gateway.asked("/api/sign/pdf") == 4
    assert Event.objects.filter(kind="letter.signed").count() == 3
    assert_all_holds(office)


def test_one_call_signs_all_with_a_code_that_was_sent_for_as_many(gateway: Gateway) -> None:
    office = signing_through(V2, "dinkes", "disdik")
    with visiting(office.scene, "kadis") as client:
        posted = office.posted(client)
        page = client.post(f"{SIGN}kode/", posted)
        assert "Kode untuk 2 surat dikirim" in page.content.decode()
    (code,) = gateway.codes
    assert "2 dari 2 surat" in office.sign(passphrase="", code=code)
    assert [(call.path, call.files) for call in gateway.calls] == [
        ("/api/v2/sign/get/totp", 2),
        ("/api/v2/sign/pdf", 2),
    ]
    assert_all_holds(office)


def test_a_script_hears_that_the_batch_has_ended(gateway: Gateway) -> None:
    office = signing_through(V1, "dinkes", "disdik")
    gateway.will(B.BUSY)
    with visiting(office.scene, "kadis") as client:
        answer = client.post(SIGN, office.posted(client), headers={"Accept": "application/json"}).json()
    assert answer["stopped"] is True
    assert [one["done"] for one in answer["results"]] == [False, False]


def test_another_office_s_head_cannot_bring_a_result(gateway: Gateway) -> None:
    office = signing_through(V1)
    gateway.will(B.LATE_SUCCESS)
    with visiting(office.scene, "operator.dinkes") as client:
        for door in ("hasil", "pastikan"):
            assert client.get(f"/surat/{office.letters[0].pk}/{door}/").status_code in (403, 404)


def test_a_file_that_the_gateway_did_not_make_of_this_letter_is_not_taken(gateway: Gateway, settings: Settings) -> None:
    office = signing_through(V1)
    settings.BSRE_DEADLINE = 2
    gateway.will(B.HANG)
    office.sign()
    letter = office.again()
    assert letter.final_file is not None
    unsigned = files.read(letter.final_file)
    with visiting(office.scene, "kadis") as client:
        for data, words in ((unsigned, "tanpa tanda tangan"), (b"%PDF-1.7 lain", "bukan surat ini"), (b"x", "bukan")):
            made = SimpleUploadedFile("hasil.pdf", data, "application/pdf")
            answer = client.post(f"/surat/{letter.pk}/hasil/", {"file": made})
            assert answer.status_code == 422
            assert words in answer.content.decode()
    assert office.again().state == UNKNOWN


TAMPERINGS: dict[str, Callable[[], object]] = {
    "removed": lambda: SigningAttempt.objects.all().delete(),
    "of other bytes": lambda: SigningAttempt.objects.update(sha256="0" * 64),
    "of another service": lambda: SigningAttempt.objects.update(service=V2),
    "called refused": lambda: SigningAttempt.objects.update(outcome="gateway_busy"),
    "never answered": lambda: SigningAttempt.objects.update(answered_at=None, outcome=""),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_an_attempt_that_somebody_removes_or_rewrites_is_found(gateway: Gateway, tampering: str) -> None:
    office = signing_through(V1)
    office.sign()
    assert_all_holds(office)
    TAMPERINGS[tampering]()
    office.scene.later(hours=1)
    assert {one.invariant.code for one in verify(at=office.scene.now) if not one.holds} == {"I21"}


def test_a_head_of_an_agency_signs_the_transmittal_through_the_office_s_service(gateway: Gateway) -> None:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.office.signing_service = V1
    scene.office.save()
    letter = draft_transmittal(scene.upload("dinkes", FIRST), by=scene.by("operator.dinkes"), at=scene.now)
    head = person_of(scene.office, "kepala.dinkes")
    head.set_password(ACCOUNT)
    head.save()
    keep_nik(head, NIK)
    door = reverse("step3:sign", args=[letter.request_id, letter.pk])
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(door)
        assert "Frasa sandi BSrE" in page.content.decode()
        posted = {"password": ACCOUNT, "sha256": page.context["form"]["sha256"].value()}
        wrong = client.post(door, {**posted, "passphrase": "bukan itu"})
        assert "Frasa sandi atau kode BSrE salah" in wrong.content.decode()
        assert client.post(door, {**posted, "passphrase": PASSPHRASE}).status_code == 302
    signed = Letter.objects.get(pk=letter.pk)
    assert (signed.state, signed.gateway, signed.signed_by) == ("signed", "bsre", head)
    assert [one.outcome for one in signed.attempts.all()] == ["passphrase_wrong", "signed"]


def test_an_attempt_whose_asker_never_came_back_becomes_unknown_by_itself(gateway: Gateway) -> None:
    office = signing_through(V1)
    letter, kadis = office.letters[0], office.scene.by("kadis")
    sha256 = finalise(letter, by=kadis, at=office.scene.now).sha256
    with transaction.atomic():
        open_attempt(letter, service=V1, sha256=sha256, by=kadis, at=office.scene.now)
    office.scene.settle()
    assert office.again().state == WAITS
    office.scene.later(minutes=5)
    office.scene.settle()
    assert (office.again().state, office.again().attempts.get().outcome) == (UNKNOWN, "no_answer")
    assert Event.objects.filter(kind="letter.signing_unknown", by="").count() == 1


def test_an_answer_that_comes_after_it_was_given_up_still_counts(gateway: Gateway) -> None:
    office = signing_through(V1)
    late = Late(office)
    sha256 = finalise(office.letters[0], by=office.scene.by("kadis"), at=office.scene.now).sha256
    sign(office.again(), sha256=sha256, by=office.scene.by("kadis"), at=office.scene.now, gateway=late)
    assert late.states == [UNKNOWN]
    assert office.again().state == "signed"
    assert [one.outcome for one in office.again().attempts.all()] == ["signed"]


def test_an_answer_that_comes_after_a_person_has_decided_is_dropped(gateway: Gateway) -> None:
    office = signing_through(V1)
    kadis = office.scene.by("kadis")
    late = Late(office, then=lambda: reconcile(office.again(), according_to="pengelola", by=kadis, at=office.scene.now))
    sha256 = finalise(office.letters[0], by=kadis, at=office.scene.now).sha256
    with pytest.raises(WrongState, match="letter_state"):
        sign(office.again(), sha256=sha256, by=kadis, at=office.scene.now, gateway=late)
    assert office.again().state == WAITS
    assert "1 dari 1 surat" in office.sign()
    assert Event.objects.filter(kind="letter.signed").count() == 1


@dataclass
class Late:
    """A gateway that answers well, but after everybody has stopped waiting; then something may have happened."""

    office: Office
    then: Callable[[], object] = lambda: None
    states: list[str] = field(default_factory=list)
    service: SigningService = V1
    at_once: int = 1

    def sign(self, batch: Sequence[ToSign], credentials: Credentials | None, at: datetime) -> list[Signed]:
        give_up_overdue(at=at + 2 * patience())
        self.states.append(self.office.again().state)
        self.then()
        return [
            Signed(one.reference, made, sha256_of(made), signature_prints(made)[-1])
            for one in batch
            for made in [bsre_authority.sign(one.pdf, name="Contoh Kadis")]
        ]
