"""The public pages: what is said of a document in each of its states, and of a copy; and nothing is kept."""

import random
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.domain.errors import NotFound
from sektoral.domain.papers import Gateway
from sektoral.domain.tokens import verification_token
from sektoral.intake import files
from sektoral.letters.actions.drafting import void
from sektoral.letters.words import spaced
from sektoral.records.models import Letter, StoredFile
from sektoral.steps.step3_submit.actions.handing_over import Scan, attach_letter
from sektoral.verify.queries.registry import get_document
from tests.pictures_degraded import DPI, photocopied
from tests.rounds import BOTH, Scene
from tests.signed_papers import SIGNED_AT, plain_letter, sign
from tests.time_stamping import serving
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def letter(scene: Scene) -> Letter:
    scene.signed("dinkes")
    return Letter.objects.get(request__agency__code="dinkes")


def _bytes(letter: Letter) -> bytes:
    assert letter.signed_file is not None
    return files.read(letter.signed_file)


def _copy(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"copy": SimpleUploadedFile("salinan.pdf", data, content_type="application/pdf")}


def test_a_registered_letter_is_named_with_its_facts(letter: Letter, client: Client) -> None:
    page = client.get(f"/v/{letter.token}").content.decode()
    assert "Surat ini terdaftar" in page
    assert "SERTIFIKAT UJI, bukan BSrE" in page
    assert "Dinas Kesehatan" in page
    assert "Yang tidak dibuktikan" in page
    assert client.get(f"/v/{letter.token}/halaman/1.png").content[:4] == b"\x89PNG"
    assert client.get(f"/v/{letter.token}/surat.pdf").content == _bytes(letter)


def test_no_person_is_named_but_the_printed_signer(scene: Scene, letter: Letter, client: Client) -> None:
    page = client.get(f"/v/{letter.token}").content.decode()
    assert "Contoh Kadis" in page
    assert not [name for name in ("Contoh Kabid", "Contoh Sukor", "Contoh Pelaksana", "NIP") if name in page]


def test_a_void_letter_still_resolves(scene: Scene, letter: Letter, client: Client) -> None:
    void(letter, reason="Salah tujuan.", by=scene.by("kadis"), at=scene.later(hours=1))
    page = client.get(f"/v/{letter.token}").content.decode()
    assert "Surat ini dibatalkan" in page
    assert "Salah tujuan" not in page


def _another(letter: Letter, token: str, **changed: object) -> Letter:
    newer = Letter.objects.get(pk=letter.pk)
    newer.pk, newer.token = None, token
    for name, value in changed.items():
        setattr(newer, name, value)
    newer._state.adding = True
    newer.save()
    return newer


def test_a_replaced_letter_names_the_one_in_force_and_leads_there(letter: Letter, client: Client) -> None:
    newer = _another(letter, "0" * 26, number="500.14/98/DISKOMINFO/2026", supersedes=letter)
    newest = _another(letter, "1" * 26, number="500.14/99/DISKOMINFO/2026", supersedes=newer)
    for replaced in (letter, newer):
        page = client.get(f"/v/{replaced.token}").content.decode()
        assert "Surat ini sudah diganti" in page
        assert "500.14/99/DISKOMINFO/2026" in page
        assert f'href="/v/{newest.token}"' in page
    assert "Surat ini terdaftar" in client.get(f"/v/{newest.token}").content.decode()


def test_what_was_signed_elsewhere_is_shown_and_its_chain_called_unchecked(letter: Letter, client: Client) -> None:
    stranger = LocalAuthority(settings.KEYS_ROOT / "asing")
    signed = sign(stranger, plain_letter())
    kept = files.keep(signed.pdf, office=letter.office, name="surat.pdf", media_type=files.PDF, by=None, at=SIGNED_AT)
    known = {"signed_file": kept, "signed_sha256": kept.sha256, "signature_print": signed.signature_print}
    for number, gateway in enumerate((Gateway.UPLOAD, Gateway.BSRE)):
        outside = _another(letter, f"{number}" * 26, number=f"{number}/X/2026", gateway=gateway, **known)
        page = client.get(f"/v/{outside.token}").content.decode()
        assert "Surat ini terdaftar" in page
        assert "Sertifikat memakai nama penerbit yang dipercaya, tetapi bukan terbitannya." in page
        assert "penerbit sertifikatnya dipercaya di sini" not in page
        assert "SERTIFIKAT UJI" not in page
        assert client.get(f"/v/{outside.token}/halaman/1.png").status_code == 200


def test_every_page_is_drawn_and_none_beyond(letter: Letter, client: Client) -> None:
    page = client.get(f"/v/{letter.token}").content.decode()
    count = page.count("/halaman/")
    assert count >= 2
    assert page.count('loading="lazy"') == count - 1
    assert client.get(f"/v/{letter.token}/halaman/{count}.png").status_code == 200
    for beyond in (0, count + 1, 10**9):
        assert client.get(f"/v/{letter.token}/halaman/{beyond}.png").status_code == 404


def test_a_page_costs_few_queries(letter: Letter, client: Client) -> None:
    client.get(f"/v/{letter.token}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/v/{letter.token}")
    assert len(asked) <= 7, [one["sql"].partition(" FROM ")[2] for one in asked]


def test_an_address_under_a_former_domain_still_leads_to_the_letter(letter: Letter, client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["surat.contoh.example", "s.lama.example"]):
        for host in ("surat.contoh.example", "s.lama.example"):
            assert "Surat ini terdaftar" in client.get(f"/v/{letter.token}", headers={"host": host}).content.decode()
        assert client.get(f"/v/{letter.token}", headers={"host": "palsu.example"}).status_code == 400


def test_tokens_cannot_be_guessed(letter: Letter) -> None:
    chance = random.Random(11)
    for _ in range(300):
        with pytest.raises(NotFound):
            get_document(verification_token(chance.randbytes(16)))


HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def test_markup_stays_text_wherever_it_comes_from(letter: Letter, client: Client) -> None:
    Letter.objects.filter(pk=letter.pk).update(subject=HOSTILE, number=HOSTILE)
    answers = [
        client.get(f"/v/{letter.token}"),
        client.get(f"/v/{quote(HOSTILE, safe='')}"),
        client.post("/v/", {"code": HOSTILE[:32], "number": HOSTILE}),
        client.post("/v/", {"code": letter.short_code, "number": HOSTILE + "x"}),
        client.post(f"/v/{letter.token}/bandingkan/", _copy(_bytes(letter) + b"x")),
    ]
    for answer in answers:
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(letter: Letter, client: Client) -> None:
    wrong_number = client.post("/v/", {"code": letter.short_code, "number": "1"})
    wrong_code = client.post("/v/", {"code": "0000-0000", "number": letter.number})
    said = [
        answer.content.decode().replace(letter.short_code, "#").replace("0000-0000", "#").replace(letter.number, "1")
        for answer in (wrong_number, wrong_code)
    ]
    assert wrong_number.status_code == wrong_code.status_code == 404
    assert _without_csrf(said[0]) == _without_csrf(said[1])


def _without_csrf(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|RFToken":"[^"]*"', "", page)


def test_a_scan_has_its_own_word_and_is_not_shown(scene: Scene, client: Client) -> None:
    scene.collecting("dinkes")
    submission = scene.upload("dinkes", BOTH)
    scan = Scan("1/DINKES/2026", "pindaian.pdf", b"%PDF-1.4 pindaian")
    letter = attach_letter(submission, scan, by=scene.by("operator.dinkes"), at=scene.now)
    assert "Pindaian terdaftar" in client.get(f"/v/{letter.token}").content.decode()
    assert client.get(f"/v/{letter.token}/surat.pdf").status_code == 404


def test_a_receipt_is_not_shown_because_it_names_the_sender(scene: Scene, client: Client) -> None:
    scene.collecting("dinkes")
    scene.upload("dinkes", BOTH)
    receipt = Letter.objects.get(kind="receipt")
    assert "Surat ini terdaftar" in client.get(f"/v/{receipt.token}").content.decode()
    assert client.get(f"/v/{receipt.token}/halaman/1.png").status_code == 404


@pytest.mark.parametrize("token", ["ABCD", "0" * 26, "x" * 300])
def test_an_unknown_token_gets_plain_words_and_the_form(client: Client, token: str) -> None:
    answer = client.get(f"/v/{token}")
    assert answer.status_code == 404
    assert "Tidak terdaftar" in answer.content.decode()
    assert b'name="code"' in answer.content


def test_what_nobody_has_signed_is_not_registered(scene: Scene, client: Client) -> None:
    letter = scene.initialled("dinkes")[0]
    assert client.get(f"/v/{letter.token}").status_code == 404


def test_the_code_opens_the_page_only_with_the_number(letter: Letter, client: Client) -> None:
    typed = letter.short_code.lower().replace("-", " ")
    found = client.post("/v/", {"code": typed, "number": f" {letter.number.lower()} "})
    assert found.headers["Location"] == f"/v/{letter.token}"
    assert client.post("/v/", {"code": typed, "number": "500.14/2/DISKOMINFO/2026"}).status_code == 404


def test_codes_cannot_be_guessed_at_for_long(scene: Scene) -> None:
    with visiting(scene) as client:
        answers = [client.post("/v/", {"code": "AAAA-AAAA", "number": "1"}).status_code for _ in range(21)]
    assert answers == [404] * 20 + [403]
    scene.now += timedelta(minutes=6)
    with visiting(scene) as client:
        assert client.post("/v/", {"code": "AAAA-AAAA", "number": "1"}).status_code == 404


def test_a_true_copy_is_genuine_and_nothing_of_it_is_kept(letter: Letter, client: Client) -> None:
    before = StoredFile.objects.count()
    page = client.post(f"/v/{letter.token}/bandingkan/", _copy(_bytes(letter))).content.decode()
    assert "Salinan Anda asli" in page
    assert StoredFile.objects.count() == before


def test_a_copy_with_something_after_it_differs(letter: Letter, client: Client) -> None:
    page = client.post(f"/v/{letter.token}/bandingkan/", _copy(_bytes(letter) + b"\ntambahan")).content.decode()
    assert "Salinan Anda berbeda" in page
    assert "Ada tambahan setelah dokumen terdaftar ditandatangani." in page


def test_a_true_copy_of_another_letter_is_told_apart(scene: Scene, client: Client) -> None:
    scene.signed("dinkes", "disdik")
    one, other = Letter.objects.order_by("number")
    page = client.post(f"/v/{one.token}/bandingkan/", _copy(_bytes(other))).content.decode()
    assert "Berkas ini surat lain" in page
    assert other.number in page


def test_a_true_copy_of_a_void_letter_is_not_called_good(scene: Scene, letter: Letter, client: Client) -> None:
    void(letter, reason="Salah tujuan.", by=scene.by("kadis"), at=scene.later(hours=1))
    page = client.post(f"/v/{letter.token}/bandingkan/", _copy(_bytes(letter))).content.decode()
    assert "tidak berlaku lagi" in page
    assert "Dokumen ini sudah dicabut" in page


def test_a_changed_copy_of_another_letter_names_that_one(scene: Scene, client: Client) -> None:
    scene.signed("dinkes", "disdik")
    one, other = Letter.objects.order_by("number")
    page = client.post(f"/v/{one.token}/bandingkan/", _copy(_bytes(other) + b"x")).content.decode()
    assert f"mengaku surat lain, nomor {other.number}" in page


def test_any_letter_is_known_by_its_file_alone(letter: Letter, client: Client) -> None:
    assert "Salinan Anda asli" in client.post("/v/bandingkan/", _copy(_bytes(letter))).content.decode()
    assert "tidak terdaftar" in client.post("/v/bandingkan/", _copy(b"bukan surat")).content.decode()


def test_no_file_and_an_empty_one_are_answered(letter: Letter, client: Client) -> None:
    assert client.post(f"/v/{letter.token}/bandingkan/", {}).status_code == 422
    assert client.post("/v/bandingkan/", _copy(b"")).status_code == 200


def test_a_file_that_is_too_big_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.generic(
        "POST", "/v/bandingkan/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(11 * 2**20)
    )
    assert answer.status_code == 422


def test_a_foreign_page_cannot_post_a_copy_in_a_visitors_name(letter: Letter) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/v/{letter.token}/bandingkan/", _copy(b"x")).status_code == 403


def test_a_damaged_store_is_said(letter: Letter, client: Client) -> None:
    path = Path(files.file_store().path(letter.signed_sha256))
    kept = path.read_bytes()
    path.write_bytes(b"rusak")
    try:
        page = client.get(f"/v/{letter.token}").content.decode()
    finally:
        path.write_bytes(kept)
    assert "sedang tidak dapat dibaca" in page
    assert settings.FILES_ROOT in path.parents


def test_the_code_on_every_paper_leads_to_the_page_of_that_very_paper(scene: Scene, client: Client) -> None:
    round_ = scene.collecting("dinkes", "diskominfo")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.reported(round_)
    seen = set()
    for letter in Letter.objects.filter(signed_at__isnull=False):
        for address in _scanned(_bytes(letter)):
            page = client.get(urlsplit(address).path).content.decode()
            assert spaced(letter.signed_sha256) in page
            assert letter.number in page
            seen.add(letter.kind)
    assert seen == {"request", "memo", "transmittal", "receipt", "report"}


def _scanned(pdf: bytes) -> set[str]:
    """What a scanner reads on a copy of the page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    copies = [photocopied(page, seed=seed) for page in pages for seed in range(3)]
    return {str(code.text) for picture in (*pages, *copies) for code in zxingcpp.read_barcodes(picture)}


def test_the_page_says_when_the_time_is_attested_and_by_whom(
    letter: Letter, client: Client, tmp_path: Path, settings: Settings
) -> None:
    assert "tanpa stempel waktu dari pihak lain" in client.get(f"/v/{letter.token}").content.decode()
    with serving(tmp_path, at=SIGNED_AT) as stamping:
        settings.TSA_CA = tmp_path / "akar.der"
        settings.TSA_CA.write_bytes(stamping.root.dump())
        signed = sign(LocalAuthority(settings.KEYS_ROOT / "authority", stamping.service()), plain_letter())
    kept = files.keep(signed.pdf, office=letter.office, name="surat.pdf", media_type=files.PDF, by=None, at=SIGNED_AT)
    known = {"signed_file": kept, "signed_sha256": kept.sha256, "signature_print": signed.signature_print}
    stamped = _another(letter, "2" * 26, number="2/X/2026", signature_level=signed.level, **known)
    page = client.get(f"/v/{stamped.token}").content.decode()
    assert "Stempel Waktu Contoh menyatakan tanda tangannya sudah ada pada" in page
    assert "tanpa stempel waktu" not in page
    cache.clear()
    settings.TSA_CA = None
    page = client.get(f"/v/{stamped.token}").content.decode()
    assert "Stempel waktunya ada, tetapi penerbitnya tidak dikenal di sini." in page
