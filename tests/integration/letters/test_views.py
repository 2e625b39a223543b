"""The pages of letters: the queues, the register, one letter; and what others get there."""

from collections.abc import Sequence

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from sektoral.domain.states import LetterState
from sektoral.letters.actions.finalising import finalise
from sektoral.records.models import Letter
from tests.offices import make_two_offices, person_of
from tests.rounds import BOTH, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PASSWORD = "kata sandi untuk uji"
SIGN, INITIAL = "/surat/antrean/tanda-tangan/", "/surat/antrean/paraf/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _with_password(scene: Scene, key: str) -> None:
    person = person_of(scene.office, key)
    person.set_password(PASSWORD)
    person.save()


def _shown(letters: Sequence[Letter]) -> dict[str, object]:
    """What the signing page posts: the ticked letters, each with the fingerprint that it showed."""
    fresh = Letter.objects.select_related("final_file").filter(pk__in=[letter.pk for letter in letters])
    marks = {f"sha.{one.pk}": one.final_file.sha256 if one.final_file else "" for one in fresh}
    return {"letter": [str(one.pk) for one in fresh], "batch": "satu", **marks}


def _states(letters: Sequence[Letter]) -> list[str]:
    return sorted(Letter.objects.filter(pk__in=[one.pk for one in letters]).values_list("state", flat=True))


def test_ticked_letters_are_initialled_and_the_others_wait(scene: Scene) -> None:
    letters = scene.drafted("dinkes", "disdik")
    with visiting(scene, "sukor") as client:
        page = client.get(INITIAL)
        assert b"Dinas Kesehatan" in page.content
        assert client.post(INITIAL, {"letter": [str(letters[0].pk)]}).status_code == 302
    assert [letter.steps.filter(done_at__isnull=False).count() for letter in letters] == [1, 0]


def test_the_queue_leads_to_what_waits(scene: Scene) -> None:
    scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        assert client.get("/surat/antrean/").headers["Location"] == SIGN
    with visiting(scene, "kabid") as client:
        assert client.get("/surat/antrean/").headers["Location"] == INITIAL


def test_opening_the_page_makes_the_bytes_that_are_signed(scene: Scene) -> None:
    letters = scene.initialled("dinkes")
    with visiting(scene, "kadis") as client:
        page = client.get(SIGN)
    final = Letter.objects.get(pk=letters[0].pk).final_file
    assert final is not None
    assert final.sha256.encode() in page.content


def test_the_first_opening_finds_the_bytes_made(
    scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    letters = scene.initialled("dinkes", "disdik", "diskominfo")
    scene.settle()
    made = {one.final_file_id for one in Letter.objects.filter(pk__in=[one.pk for one in letters])}
    assert None not in made
    with visiting(scene, "kadis") as client, django_assert_max_num_queries(30):
        client.get(SIGN)
    assert {one.final_file_id for one in Letter.objects.filter(pk__in=[one.pk for one in letters])} == made


def test_a_batch_is_signed_with_the_password_and_has_a_result_each(scene: Scene) -> None:
    letters = scene.initialled("dinkes", "disdik")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        answer = client.post(SIGN, {**_shown(letters), "password": PASSWORD, "unopened": "on"}, follow=True)
    assert "2 dari 2 surat" in answer.content.decode()
    assert _states(letters) == [LetterState.SIGNED, LetterState.SIGNED]


def test_a_server_in_earnest_does_not_sign_with_the_test_certificate(scene: Scene, settings: Settings) -> None:
    settings.DEMO = settings.TEST_SIGNATURES = False
    letters = scene.initialled("dinkes")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        assert "SEKTORAL_TEST_SIGNATURES=yes" in client.get(SIGN).content.decode()
        answer = client.post(SIGN, {**_shown(letters), "password": PASSWORD, "unopened": "on"})
    assert (answer.status_code, "sertifikat uji tidak berkekuatan hukum" in answer.content.decode()) == (409, True)
    assert _states(letters) == [LetterState.AWAITING_SIGNATURE]


def test_unopened_letters_are_named_before_they_are_signed(scene: Scene) -> None:
    letters = scene.initialled("dinkes", "disdik")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)  # shows the first one
        refused = client.post(SIGN, {**_shown(letters), "password": PASSWORD})
        assert refused.status_code == 422
        assert "belum Anda buka: Dinas Pendidikan." in refused.content.decode()
        client.get(f"{SIGN}?surat={letters[1].pk}")
        assert client.post(SIGN, {**_shown(letters), "password": PASSWORD}).status_code == 302
    assert _states(letters) == [LetterState.SIGNED, LetterState.SIGNED]


def test_a_wrong_password_signs_nothing_and_too_many_bar_the_right_one(scene: Scene) -> None:
    letters = scene.initialled("dinkes")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        answers = [client.post(SIGN, {**_shown(letters), "password": "salah"}).status_code for _ in range(8)]
        assert answers == [422] * 8
        assert client.post(SIGN, {**_shown(letters), "password": PASSWORD}).status_code == 403
    assert _states(letters) == [LetterState.AWAITING_SIGNATURE]


def test_a_portion_answers_a_script_letter_by_letter_and_may_be_sent_again(scene: Scene) -> None:
    letters = scene.initialled("dinkes")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        posted = {**_shown(letters), "password": PASSWORD}
        for _ in range(2):
            answer = client.post(SIGN, posted, headers={"Accept": "application/json"})
            assert answer.json()["results"] == [{"id": str(letters[0].pk), "done": True, "message": ""}]


def test_other_bytes_than_the_shown_ones_are_not_signed(scene: Scene) -> None:
    letters = scene.initialled("dinkes")
    _with_password(scene, "kadis")
    with visiting(scene, "kadis") as client:
        client.get(SIGN)
        stale = {**_shown(letters), f"sha.{letters[0].pk}": "0" * 64, "password": PASSWORD, "unopened": "on"}
        answer = client.post(SIGN, stale, follow=True)
    assert "sudah kedaluwarsa" in answer.content.decode()
    assert _states(letters) == [LetterState.AWAITING_SIGNATURE]


def test_a_letter_without_an_answer_waits_apart_until_it_is_settled(scene: Scene) -> None:
    letters = scene.initialled("dinkes")
    Letter.objects.update(state=LetterState.SIGNING_UNKNOWN)
    with visiting(scene, "kadis") as client:
        assert "Hasil tanda tangan 1 surat belum diketahui" in client.get(SIGN).content.decode()
        client.post(f"/surat/{letters[0].pk}/pastikan/", {"according_to": "pengelola layanan"})
    assert _states(letters) == [LetterState.AWAITING_SIGNATURE]


def test_a_letter_goes_back_with_a_note_is_mended_and_handed_on_again(scene: Scene) -> None:
    letter = scene.drafted("dinkes")[0]
    with visiting(scene, "sukor") as client:
        assert client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": ""}).status_code == 422
        client.post(f"/surat/{letter.pk}/kembalikan/", {"reason": "Sebutkan tahunnya."})
    with visiting(scene, "jp1") as client:
        assert b"Sebutkan tahunnya." in client.get(f"/surat/{letter.pk}/").content
        client.post(f"/surat/{letter.pk}/ajukan/", {"subject": "Permintaan Data 2025"})
    mended = Letter.objects.get(pk=letter.pk)
    assert (mended.state, mended.subject) == (LetterState.INITIALLING, "Permintaan Data 2025")


def test_only_the_kadis_voids_a_letter(scene: Scene) -> None:
    letter = scene.initialled("dinkes")[0]
    with visiting(scene, "kabid") as client:
        assert client.post(f"/surat/{letter.pk}/batalkan/", {"reason": "Keliru."}).status_code == 403
    with visiting(scene, "kadis") as client:
        assert client.post(f"/surat/{letter.pk}/batalkan/", {"reason": "Keliru."}).status_code == 302
    assert Letter.objects.get(pk=letter.pk).state == LetterState.VOID


def test_a_letter_is_read_as_pages_and_kept_as_a_file(scene: Scene) -> None:
    letter = scene.initialled("dinkes")[0]
    with visiting(scene, "jp1") as client:
        assert client.get(f"/surat/{letter.pk}/").status_code == 200
        image = client.get(f"/surat/{letter.pk}/halaman/1.png")
        assert (image.headers["Content-Type"], image.content[:4]) == ("image/png", b"\x89PNG")
        assert client.get(f"/surat/{letter.pk}/halaman/99.png").status_code == 404
        assert client.get(f"/surat/{letter.pk}/surat.pdf").content.startswith(b"%PDF")


def test_a_signed_letter_is_downloaded_and_stays_in_no_cache(scene: Scene) -> None:
    scene.signed("dinkes")
    letter = Letter.objects.get(request__agency__code="dinkes")
    with visiting(scene, "kepala.dinkes") as client:
        answer = client.get(f"/surat/{letter.pk}/surat.pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="500.14-1-DISKOMINFO-2026.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_register_is_filtered_and_exported(scene: Scene) -> None:
    scene.drafted("dinkes", "diskominfo")
    with visiting(scene, "auditor") as client:
        assert client.get("/surat/?jenis=memo").content.count(b'data-label="Jenis"') == 1
        assert "Nota dinas" in client.get("/surat/?jenis=memo&ekspor=csv").content.decode("utf-8-sig")


def test_an_agency_head_signs_the_transmittal_in_the_same_queue(scene: Scene) -> None:
    from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal

    scene.collecting("dinkes")
    letter = draft_transmittal(scene.upload("dinkes", BOTH), by=scene.by("operator.dinkes"), at=scene.now)
    _with_password(scene, "kepala.dinkes")
    with visiting(scene, "kepala.dinkes") as client:
        assert b"Surat pengiriman" in client.get(SIGN).content
        client.post(SIGN, {**_shown([letter]), "password": PASSWORD})
    assert _states([letter]) == [LetterState.SIGNED]


@pytest.mark.parametrize("address", ["", "surat.pdf", "halaman/1.png"])
def test_an_agency_sees_no_draft_and_another_office_nothing(scene: Scene, address: str) -> None:
    letter = scene.initialled("dinkes")[0]
    finalise(letter, by=scene.by("kadis"), at=scene.now)
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/surat/{letter.pk}/{address}").status_code == 404


def test_another_office_finds_no_letter_of_ours() -> None:
    here, there = make_two_offices()
    scene = Scene(here)
    letter = scene.drafted("dinkes")[0]
    with visiting(Scene(there), "kadis") as client:
        for address in (f"/surat/{letter.pk}/", f"/surat/{letter.pk}/kembalikan/", f"/surat/{letter.pk}/surat.pdf"):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/surat/", SIGN, INITIAL])
def test_a_stranger_is_asked_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/akun/login/")
