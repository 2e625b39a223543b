"""The pages of step 3: lists, one request, its files and letters, what the office does for an agency; and strangers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.intake import files
from sektoral.letters.previews import draft_pdf
from sektoral.records.models import Extension, Letter, Request, Submission
from sektoral.steps.step3_submit.actions.handing_over import draft_transmittal
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.offices import make_two_offices, person_of
from tests.pdf_text import pages_of
from tests.rounds import BOTH, FIRST, SECOND, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PASSWORD = "kata sandi untuk uji"
DOUBTED = replace(BOTH, own_totals={("T01", "l"): 999, ("T02", "p"): 999})  # two *periksa*
FAULTY = replace(BOTH, slips={("T01", "C8"): "belum ada"})
MOST_QUERIES = 30


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.later(minutes=30)
    return scene


def _url(request: Request, *parts: object) -> str:
    return "/".join(["/langkah-3", str(request.pk), *map(str, parts), ""])


def _body(scene: Scene, key: str, url: str) -> str:
    with visiting(scene, key) as client:
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _workbook(data: bytes, name: str = "isian.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=files.XLSX)


# Lists


def test_an_agency_sees_its_own_requests_only(scene: Scene) -> None:
    body = _body(scene, "operator.dinkes", "/langkah-3/")
    assert _url(scene.request("dinkes")) in body
    assert _url(scene.request("disdik")) not in body


def test_the_office_sees_all_requests_and_takes_them_away(scene: Scene) -> None:
    body = _body(scene, "jp1", "/langkah-3/")
    assert all(_url(scene.request(code)) in body for code in ("dinkes", "disdik"))
    with visiting(scene, "jp1") as client:
        exported = client.get("/langkah-3/?ekspor=csv&keadaan=belum").content.decode("utf-8-sig")
    assert "Dinas Kesehatan" in exported
    assert "Dinas Pendidikan" in exported


def test_those_who_are_late_get_a_letter_in_one_click(scene: Scene) -> None:
    scene.hand_over("dinkes", BOTH)
    scene.now += timedelta(days=20)
    assert "Surat susulan untuk 1 OPD" in _body(scene, "jp1", "/langkah-3/")
    chosen = [str(scene.request(code).pk) for code in ("dinkes", "disdik")]
    with visiting(scene, "jp1") as client:
        assert client.post("/langkah-3/susulan/", {"request": [*chosen, "tidak ada"]}).status_code == 302
    assert [letter.request for letter in Letter.objects.filter(kind=LetterKind.FOLLOW_UP)] == [scene.request("disdik")]


# The agency's page


def test_the_agency_reads_what_is_asked_and_by_when(scene: Scene) -> None:
    body = _body(scene, "operator.dinkes", _url(scene.request("dinkes")))
    assert "<strong>2 tabel</strong>" in body
    assert "Senin, 30 November 2026, pukul 16.00" in body
    assert "Sisa 5 hari kerja" in body
    assert scene.request("dinkes").opened_at == scene.now


def test_downloading_the_workbook_is_noted_and_it_is_saved_not_opened(scene: Scene) -> None:
    request = scene.request("dinkes")
    file = request.instruments.get().file
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(_url(request, "berkas", file.pk))
    assert answer.content == files.read(file)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert scene.request("dinkes").downloaded_at == scene.now


def test_the_signed_letter_is_handed_out_as_a_file(scene: Scene) -> None:
    request = scene.request("dinkes")
    letter = Letter.objects.get(request=request, kind=LetterKind.REQUEST)
    with visiting(scene, "operator.dinkes") as client:
        answer = client.get(_url(request, "berkas", letter.signed_file_id))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == files.PDF


def test_an_upload_is_received_first_and_read_afterwards(scene: Scene) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        sent = client.post(_url(request, "unggah"), {"file": _workbook(scene.workbook("dinkes", BOTH))}, follow=True)
        assert "diterima dan tersimpan sebagai kiriman ke-1" in sent.content.decode()
        submission = Submission.objects.get(request=request)
        progress = _url(request, "kiriman", submission.pk, "kemajuan")
        assert progress in sent.content.decode()
        assert "1 dari 3" in client.get(progress).content.decode()
        scene.settle()
        assert client.get(progress).headers["HX-Refresh"] == "true"
        body = client.get(_url(request)).content.decode()
    receipt = Letter.objects.get(submission=submission, kind=LetterKind.RECEIPT)
    assert receipt.number in body
    assert "8 sel terbaca dalam 2 tabel" in body


def test_an_upload_without_a_file_is_told_on_the_page(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(_url(scene.request("dinkes"), "unggah"), {})
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()


def test_the_same_file_twice_is_refused_with_the_reason(scene: Scene) -> None:
    data = scene.workbook("dinkes", BOTH)
    scene.upload("dinkes", data)
    with visiting(scene, "operator.dinkes") as client:
        answer = client.post(_url(scene.request("dinkes"), "unggah"), {"file": _workbook(data)}, follow=True)
    assert "sudah diterima sebagai kiriman ke-1" in answer.content.decode()


def test_errors_stand_with_cell_and_remedy_and_come_back_marked(scene: Scene) -> None:
    submission = scene.upload("dinkes", FAULTY)
    request = scene.request("dinkes")
    body = _body(scene, "operator.dinkes", _url(request))
    assert "T01!C8" in body
    assert "“belum ada” bukan angka." in body
    assert "Surat pengiriman belum bisa disusun" in body
    with visiting(scene, "operator.dinkes") as client:
        marked = client.get(_url(request, "kiriman", submission.pk, "bertanda"))
    assert marked.content.startswith(b"PK")
    assert "isian-dinkes-bertanda.xlsx" in marked.headers["Content-Disposition"]


def test_a_refused_file_says_why_and_stays_received(scene: Scene) -> None:
    submission = scene.upload("dinkes", b"bukan lembar kerja")
    body = _body(scene, "operator.dinkes", _url(scene.request("dinkes")))
    assert submission.state == SubmissionState.REFUSED
    assert "Berkas ini belum dapat dipakai" in body
    assert "tetap tersimpan" in body


def test_findings_are_explained_one_by_one_or_for_a_table(scene: Scene) -> None:
    submission = scene.upload("dinkes", DOUBTED)
    first = submission.findings.get(table="T01", severity="periksa")
    words = {
        f"jelas-{first.pk}": "Menurut register.",
        "sejenis-T02-total_differs": "Menurut daftar.",
        "jelas-lain": "x",
    }
    with visiting(scene, "operator.dinkes") as client:
        client.post(_url(scene.request("dinkes"), "kiriman", submission.pk, "penjelasan"), words)
    said = dict(submission.findings.filter(severity="periksa").values_list("table", "explanation"))
    assert said == {"T01": "Menurut register.", "T02": "Menurut daftar."}


def test_an_older_submission_can_be_read(scene: Scene) -> None:
    older = scene.upload("dinkes", FAULTY)
    scene.upload("dinkes", BOTH)
    body = _body(scene, "operator.dinkes", _url(scene.request("dinkes"), "kiriman", older.pk))
    assert "Kiriman ke-1" in body
    assert "T01!C8" in body


def test_two_submissions_that_wait_for_letters_are_both_in_sight(scene: Scene) -> None:
    scene.upload("dinkes", FIRST)
    scene.upload("dinkes", SECOND)
    body = _body(scene, "operator.dinkes", _url(scene.request("dinkes")))
    assert "Kiriman ke-1 juga menunggu surat pengiriman" in body
    assert "isian-dinkes.xlsx" in _body(scene, "operator.dinkes", f"{_url(scene.request('dinkes'))}?kiriman=1")


def test_a_returned_table_shows_the_checkers_reason_and_its_clock(scene: Scene) -> None:
    submission = scene.hand_over("dinkes", BOTH)
    item = scene.items(submission)[0]
    return_items([item], reason="Cocokkan dengan SIMRS.", code="source_differs", by=scene.by("sukor"), at=scene.now)
    body = _body(scene, "operator.dinkes", _url(scene.request("dinkes")))
    assert "1 tabel dikembalikan" in body
    assert "Cocokkan dengan SIMRS." in body
    assert "Berbeda dari laporan atau dokumen sumber." in body
    assert "Sisa 3 hari kerja" in body


# The transmittal letter


def test_the_operator_drafts_and_the_head_signs_what_was_shown(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    request = scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        client.post(_url(request, "kiriman", submission.pk, "surat"), {"number": "440/12"})
        letter = Letter.objects.get(submission=submission, kind=LetterKind.TRANSMITTAL)
        assert client.get(_url(request, "surat", letter.pk)).content.startswith(b"%PDF")
        assert client.get(f"{_url(request, 'surat', letter.pk)}halaman/1.png").content.startswith(b"\x89PNG")
    head = person_of(scene.office, "kepala.dinkes")
    head.set_password(PASSWORD)
    head.save()
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(_url(request, "surat", letter.pk, "tanda-tangan"))
        shown = page.context["form"].initial["sha256"]
        assert "440/12" in page.content.decode()
        wrong = client.post(page.request["PATH_INFO"], {"sha256": shown, "password": "salah"})
        assert wrong.status_code == 422
        stale = client.post(page.request["PATH_INFO"], {"sha256": "0" * 64, "password": PASSWORD})
        assert stale.status_code == 409
        assert client.post(page.request["PATH_INFO"], {"sha256": shown, "password": PASSWORD}).status_code == 302
    letter.refresh_from_db()
    assert letter.state == LetterState.SIGNED
    scene.settle()
    assert scene.submission(submission).state == SubmissionState.COMPLETE
    body = _body(scene, "operator.dinkes", _url(request))
    assert "Semua tabel sudah terkirim lengkap" in body


def test_the_operator_may_choose_a_cover_note(scene: Scene) -> None:
    submission, request = scene.upload("dinkes", BOTH), scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        assert "Surat pengantar, dengan kolom penerima" in _body(scene, "operator.dinkes", _url(request))
        client.post(_url(request, "kiriman", submission.pk, "surat"), {"number": "440/12", "style": "cover"})
    letter = submission.letters.get(kind=LetterKind.TRANSMITTAL)
    assert (letter.number, letter.content["style"]) == ("440/12", "cover")
    assert "SURAT PENGANTAR Nomor 440/12" in " ".join(pages_of(draft_pdf(letter, at=scene.now)))


def test_wrong_passwords_are_counted_on_both_signing_pages_together(scene: Scene) -> None:
    letter = draft_transmittal(scene.upload("dinkes", BOTH), by=scene.by("operator.dinkes"), at=scene.now)
    head = person_of(scene.office, "kepala.dinkes")
    head.set_password(PASSWORD)
    head.save()
    with visiting(scene, "kepala.dinkes") as client:
        page = client.get(_url(scene.request("dinkes"), "surat", letter.pk, "tanda-tangan"))
        shown = page.context["form"].initial["sha256"]
        all_at_once = {"letter": str(letter.pk), f"sha.{letter.pk}": shown, "unopened": "on", "password": "salah"}
        for _ in range(4):
            client.post(page.request["PATH_INFO"], {"sha256": shown, "password": "salah"})
            client.post("/surat/antrean/tanda-tangan/", all_at_once)
        barred = client.post(page.request["PATH_INFO"], {"sha256": shown, "password": PASSWORD})
        assert (barred.status_code, b"Terlalu banyak percobaan" in barred.content) == (422, True)
        assert client.post("/surat/antrean/tanda-tangan/", all_at_once | {"password": PASSWORD}).status_code == 403
        letter.refresh_from_db()
        assert letter.state == LetterState.AWAITING_SIGNATURE
        scene.later(minutes=5)
    with visiting(scene, "kepala.dinkes") as client:
        assert client.post(page.request["PATH_INFO"], {"sha256": shown, "password": PASSWORD}).status_code == 302


def test_the_operator_cannot_sign(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(_url(scene.request("dinkes"), "surat", letter.pk, "tanda-tangan")).status_code == 403


def test_a_scan_of_the_printed_draft_completes_the_submission(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    scan = SimpleUploadedFile("surat.pdf", draft_pdf(letter, at=scene.now), content_type=files.PDF)
    with visiting(scene, "operator.dinkes") as client:
        url = _url(scene.request("dinkes"), "kiriman", submission.pk, "pindaian")
        assert client.get(url).status_code == 200
        client.post(url, {"pindaian-number": "440/13/2026", "pindaian-file": scan})
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.gateway) == (LetterState.SIGNED, "440/13/2026", "upload")
    assert scene.submission(submission).state == SubmissionState.COMPLETE


def test_a_scan_that_is_no_pdf_is_told_at_once(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    photo = SimpleUploadedFile("surat.pdf", b"\xff\xd8\xff foto", content_type=files.PDF)
    with visiting(scene, "operator.dinkes") as client:
        url = _url(scene.request("dinkes"), "kiriman", submission.pk, "pindaian")
        answer = client.post(url, {"pindaian-number": "1", "pindaian-file": photo})
    assert answer.status_code == 422
    assert "bukan PDF" in answer.content.decode()


# The office


def test_the_office_enters_what_came_another_way_with_evidence(scene: Scene) -> None:
    request = scene.request("disdik")
    entry = {"channel": "whatsapp", "stated_at": "2026-11-23T09:00", "evidence": "Pesan 09.00"}
    with visiting(scene, "jp1") as client:
        assert client.get(_url(request, "petugas")).status_code == 200
        data = scene.workbook("disdik", FIRST)
        client.post(_url(request, "petugas"), {**entry, "file": _workbook(data)})
    submission = Submission.objects.get(request=request)
    assert (submission.channel, submission.stated_evidence) == ("whatsapp", "Pesan 09.00")
    assert "menurut petugas" in _body(scene, "jp1", _url(request))


def test_a_deadline_is_extended_with_its_reason(scene: Scene) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "kabid") as client:
        assert client.get(_url(request, "perpanjang")).status_code == 200
        client.post(_url(request, "perpanjang"), {"days": "2", "reason": "Listrik padam."})
        one = request.tables.get(sheet="T02")
        client.post(_url(request, "perpanjang"), {"days": "1", "reason": "Menunggu RSUD.", "tables": [str(one.pk)]})
    assert list(Extension.objects.order_by("days").values_list("days", "requested_table__sheet")) == [
        (1, "T02"),
        (2, None),
    ]
    body = _body(scene, "operator.dinkes", _url(request))
    assert "diperpanjang dari 30 November 2026" in body
    assert "Listrik padam." in body


# Strangers


def test_another_agency_and_another_office_find_nothing(scene: Scene) -> None:
    submission = scene.upload("dinkes", BOTH)
    letter = draft_transmittal(submission, by=scene.by("operator.dinkes"), at=scene.now)
    request = scene.request("dinkes")
    gets = [
        _url(request),
        _url(request, "berkas", submission.file_id),
        _url(request, "berkas", request.instruments.get().file_id),
        _url(request, "kiriman", submission.pk),
        _url(request, "kiriman", submission.pk, "kemajuan"),
        _url(request, "kiriman", submission.pk, "bertanda"),
        _url(request, "kiriman", submission.pk, "pindaian"),
        _url(request, "surat", letter.pk),
        f"{_url(request, 'surat', letter.pk)}halaman/1.png",
    ]
    posts = [
        _url(request, "unggah"),
        _url(request, "kiriman", submission.pk, "penjelasan"),
        _url(request, "kiriman", submission.pk, "surat"),
    ]
    with visiting(scene, "operator.disdik") as client:
        assert [client.get(url).status_code for url in gets] == [404] * len(gets)
        assert [client.post(url).status_code for url in posts] == [404] * len(posts)
    with visiting(scene, "kepala.disdik") as client:
        assert client.get(_url(request, "surat", letter.pk, "tanda-tangan")).status_code == 404


def test_nothing_of_one_office_is_seen_from_another() -> None:
    home, away = make_two_offices()
    scene = Scene(home)
    scene.collecting("dinkes")
    url = _url(scene.request("dinkes"))
    with visiting(Scene(away, scene.now), "jp1") as client:
        assert client.get(url).status_code == 404
        assert client.get(f"{url}petugas/").status_code == 404
        assert client.post("/langkah-3/susulan/", {"request": [str(scene.request("dinkes").pk)]}).status_code == 302
        assert url not in client.get("/langkah-3/").content.decode()
    with visiting(Scene(away, scene.now), "kabid") as client:
        assert client.get(f"{url}perpanjang/").status_code == 404
    assert not Letter.objects.filter(kind=LetterKind.FOLLOW_UP).exists()


def test_a_file_of_one_request_is_not_reached_through_another(scene: Scene) -> None:
    other = scene.request("disdik").instruments.get().file
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(_url(scene.request("dinkes"), "berkas", other.pk)).status_code == 404


def test_the_public_is_asked_to_sign_in(scene: Scene) -> None:
    with visiting(scene) as client:
        assert client.get(_url(scene.request("dinkes"))).status_code == 302


def test_the_pages_read_little(scene: Scene) -> None:
    scene.upload("dinkes", DOUBTED)
    url = _url(scene.request("dinkes"))
    with visiting(scene, "operator.dinkes") as client:
        client.get(url)  # the first opening is an event, and writes
        assert _queries(client, url) <= MOST_QUERIES
    with visiting(scene, "jp1") as client:
        assert _queries(client, "/langkah-3/") <= MOST_QUERIES


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)
