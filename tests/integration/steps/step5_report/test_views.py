"""The pages of step 5: closing the intake, the collective report, its addendum and figures; and what others get."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sektoral.adapters.filling import Filling
from sektoral.domain import canonical
from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import AddendumSnapshot, ReportSnapshot
from sektoral.domain.states import LetterState, RoundState
from sektoral.intake.files import XLSX
from sektoral.letters.actions.drafting import send_back
from sektoral.records.models import Letter, Round
from sektoral.records.report_contents import content_digest
from sektoral.steps.step4_check.actions.deciding import return_items
from tests.offices import make_tiny_office
from tests.pdf_text import pages_of
from tests.rounds import BOTH, FIRST, Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30
MENDED = Filling(answers(("T02",), start=70))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _checked(scene: Scene, *, is_returned: bool = False) -> Round:
    """One agency is checked, the other never sent."""
    round_ = scene.collecting("dinkes", "disdik")
    submission = scene.hand_over("dinkes", BOTH)
    if is_returned:
        last = scene.items(submission)[1]
        return_items([last], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=1))
    scene.accept_all(submission)
    return Round.objects.get(pk=round_.pk)


def _page(scene: Scene, round_: Round, key: str) -> str:
    with visiting(scene, key) as client:
        answer = client.get(f"/langkah-5/{round_.pk}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# ── Closing ────────────────────────────────────────────────────────────────


def test_what_is_undecided_blocks_the_closing_and_is_named(scene: Scene) -> None:
    round_ = scene.collecting("dinkes", "disdik")
    scene.hand_over("dinkes", BOTH)
    page = _page(scene, round_, "kabid")
    assert "Yang menahan penutupan" in page
    assert "Masih ada 2 tabel yang belum diputuskan." in page
    with visiting(scene, "kabid") as client:
        client.post(f"/langkah-5/{round_.pk}/tutup/", {"sure": "on"})
        told = client.get(f"/langkah-5/{round_.pk}/").content.decode()
    assert "Masih ada 2 tabel yang belum diputuskan." in told
    assert Round.objects.get(pk=round_.pk).state == RoundState.COLLECTING


def test_what_will_be_listed_as_open_does_not_block(scene: Scene) -> None:
    round_ = _checked(scene, is_returned=True)
    page = _page(scene, round_, "kabid")
    assert "penerimaan bisa ditutup" in page
    assert "Belum dikirim" in page
    assert "Dikembalikan" in page


def test_the_kabid_closes_the_intake_after_reading_the_list(scene: Scene) -> None:
    round_ = _checked(scene)
    with visiting(scene, "kabid") as client:
        assert client.post(f"/langkah-5/{round_.pk}/tutup/").status_code == 422
        assert client.post(f"/langkah-5/{round_.pk}/tutup/", {"sure": "on"}).status_code == 302
    assert Round.objects.get(pk=round_.pk).state == RoundState.REPORTING


def test_who_may_not_close_is_told_who_may(scene: Scene) -> None:
    round_ = _checked(scene)
    assert "Mintalah kepada yang berwenang: Kepala Bidang." in _page(scene, round_, "jp1")
    with visiting(scene, "jp1") as client:
        assert client.post(f"/langkah-5/{round_.pk}/tutup/", {"sure": "on"}).status_code == 403


# ── The report ─────────────────────────────────────────────────────────────


def test_jp_drafts_the_report_with_the_offices_own_advice(scene: Scene) -> None:
    round_ = _closed(scene)
    with visiting(scene, "jp1") as client:
        answer = client.post(f"/langkah-5/{round_.pk}/susun/", {"advice": "Perlu bimtek.\n\nPerlu operator cadangan."})
    assert answer.status_code == 302
    letter = Letter.objects.get(round=round_, kind=LetterKind.REPORT)
    assert letter.state == LetterState.INITIALLING
    body = canonical.read(ReportSnapshot, letter.content)
    assert body.conclusions[-2:] == ("Perlu bimtek.", "Perlu operator cadangan.")
    assert "Sebanyak 1 (satu) tabel belum diterima" in body.conclusions[-3]
    page = _page(scene, round_, "kadis")
    assert "Paraf Sub Koordinator" in page
    assert "Laporan kolektif putaran ini sudah disusun." not in page


def test_a_report_is_drafted_once(scene: Scene) -> None:
    round_ = _closed(scene)
    with visiting(scene, "jp1") as client:
        for _ in range(2):
            client.post(f"/langkah-5/{round_.pk}/susun/", {"advice": ""})
        told = client.get(f"/langkah-5/{round_.pk}/").content.decode()
    assert "Laporan kolektif putaran ini sudah disusun." in told
    assert Letter.objects.filter(round=round_, kind=LetterKind.REPORT).count() == 1


def test_a_report_that_was_sent_back_is_drafted_anew(scene: Scene) -> None:
    round_ = _checked(scene)
    letter = scene.reporting(round_)
    send_back(letter, reason="Tambahkan saran.", by=scene.by("sukor"), at=scene.later(minutes=5))
    assert "Susun ulang laporan" in _page(scene, round_, "jp1")
    with visiting(scene, "jp1") as client:
        client.post(f"/langkah-5/{round_.pk}/susun/", {"advice": "Perlu bimtek."})
    letter = Letter.objects.get(round=round_, kind=LetterKind.REPORT)
    assert letter.state == LetterState.INITIALLING
    assert canonical.read(ReportSnapshot, letter.content).conclusions[-1] == "Perlu bimtek."


def test_times_outside_the_sop_stand_apart_in_the_report(scene: Scene) -> None:
    round_ = _checked(scene, is_returned=True)
    scene.later(days=1)
    scene.accept_all(scene.hand_over("dinkes", MENDED))
    body = canonical.read(ReportSnapshot, scene.reporting(round_).content)
    apart = {step.title: step for step in body.steps if step.no == 0}
    assert set(apart) == {"Perbaikan tabel yang dikembalikan", "Pemeriksaan ulang tabel yang dikembalikan"}
    mending = apart["Perbaikan tabel yang dikembalikan"]
    assert (mending.limit, mending.note, mending.held[0].holder) == ("3 hari kerja", "1 tabel", "Produsen Data")
    assert mending.ended_at is not None
    assert not mending.is_late
    checking = next(step for step in body.steps if step.no == 4)
    assert checking.ended_at is not None
    assert checking.ended_at < mending.ended_at


# ── The addendum ───────────────────────────────────────────────────────────


def test_what_comes_late_is_told_in_an_addendum(scene: Scene) -> None:
    round_ = _checked(scene)
    scene.reported(round_)
    scene.settle()
    assert "Tidak ada data yang datang sesudah penerimaan ditutup" in _page(scene, round_, "jp1")
    scene.later(days=1)
    scene.accept_all(scene.hand_over("disdik", FIRST))
    assert "belum dilaporkan: Dinas Pendidikan" in _page(scene, round_, "jp1")
    with visiting(scene, "jp1") as client:
        assert client.post(f"/langkah-5/{round_.pk}/adendum/").status_code == 302
    letter = Letter.objects.get(round=round_, kind=LetterKind.ADDENDUM)
    body = canonical.read(AddendumSnapshot, letter.content)
    assert [one.name for one in body.arrivals] == ["Dinas Pendidikan"]
    assert (body.before.sent, body.after.sent) == (1, 2)


# ── The figures ────────────────────────────────────────────────────────────


def test_the_figures_are_those_that_the_report_froze(scene: Scene) -> None:
    round_ = _checked(scene)
    scene.reported(round_)
    scene.later(days=1)
    scene.accept_all(scene.hand_over("disdik", FIRST))
    with visiting(scene, "forum") as client:
        page = " ".join(client.get(f"/langkah-5/{round_.pk}/angka/").content.decode().split())
        taken = client.get(f"/langkah-5/{round_.pk}/angka/?ekspor=xlsx")
    assert "1 dari 2 OPD mengirim, 2 dari 3 tabel tersimpan" in page
    assert taken.headers["Content-Type"] == XLSX


def test_the_summary_and_all_lists_are_taken_from_the_report_that_was_frozen(scene: Scene) -> None:
    round_ = _checked(scene)
    with visiting(scene, "forum") as client:
        assert client.get(f"/langkah-5/{round_.pk}/ringkasan.pdf").status_code == 404
        assert client.get(f"/langkah-5/{round_.pk}/angka.xlsx").status_code == 404
    letter = scene.reported(round_)
    with visiting(scene, "forum") as client:
        summary = client.get(f"/langkah-5/{round_.pk}/ringkasan.pdf")
        taken = client.get(f"/langkah-5/{round_.pk}/angka.xlsx")
    assert [len(pages_of(summary.content)), summary.headers["Content-Type"]] == [1, "application/pdf"]
    assert "RINGKASAN UNTUK BUPATI" in pages_of(summary.content)[0]
    book = load_workbook(io.BytesIO(taken.content), read_only=True)
    counts = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(min_row=2, values_only=True)}
    assert counts["OPD yang mengirim"] == 1
    assert counts["Tabel tersimpan"] == 2
    assert counts["Sidik SHA-256 semua angka laporan"] == content_digest(Letter.objects.get(pk=letter.pk))
    assert len(list(book["Tabel"].iter_rows())) == 4


def test_the_pages_are_read_in_few_queries(scene: Scene) -> None:
    round_ = _checked(scene, is_returned=True)
    for address in (f"/langkah-5/{round_.pk}/", f"/langkah-5/{round_.pk}/angka/"):
        with visiting(scene, "kabid") as client, CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES


# ── Who gets where ─────────────────────────────────────────────────────────


def test_step_five_leads_to_the_newest_round(scene: Scene) -> None:
    with visiting(scene, "kabid") as client:
        assert client.get("/langkah-5/").headers["Location"] == "/"
        round_ = scene.open("dinkes")
        assert client.get("/langkah-5/").headers["Location"] == f"/langkah-5/{round_.pk}/"
    assert "Penerimaan belum dimulai" in _page(scene, round_, "kabid")


def test_strangers_find_nothing(scene: Scene) -> None:
    round_ = scene.open("dinkes")
    other = Scene(office=make_tiny_office(slug="seberang"))
    for visitor, key, status in ((other, "kabid", 404), (scene, "operator.dinkes", 403)):
        with visiting(visitor, key) as client:
            assert client.get(f"/langkah-5/{round_.pk}/").status_code == status
            assert client.get(f"/langkah-5/{round_.pk}/angka/").status_code == status
            assert client.get(f"/langkah-5/{round_.pk}/angka.xlsx").status_code == status
            assert client.get(f"/langkah-5/{round_.pk}/ringkasan.pdf").status_code == status
    with visiting(other, "kabid") as client:
        assert client.post(f"/langkah-5/{round_.pk}/tutup/", {"sure": "on"}).status_code == 404
    with visiting(other, "jp1") as client:
        assert client.post(f"/langkah-5/{round_.pk}/susun/", {"advice": ""}).status_code == 404
        assert client.post(f"/langkah-5/{round_.pk}/adendum/").status_code == 404


def _closed(scene: Scene) -> Round:
    round_ = _checked(scene)
    with visiting(scene, "kabid") as client:
        client.post(f"/langkah-5/{round_.pk}/tutup/", {"sure": "on"})
    return Round.objects.get(pk=round_.pk)
