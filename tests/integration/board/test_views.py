"""The board and its pages: what the office sees of a round, the journal, the SOP; and what others get there."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from sektoral.board.queries.board import board_page
from sektoral.board.queries.reading import LATE, NOT_ASKED, RETURNED, STORED, TO_CHECK, WITHOUT_LETTER, read_round
from sektoral.board.queries.steps import ACTIVITIES
from sektoral.intake.files import PDF, XLSX
from sektoral.records.models import Event, Round, Table
from sektoral.steps.step4_check.actions.deciding import accept, return_items
from tests.offices import make_tiny_office
from tests.pdf_text import missing_from, pages_of
from tests.rounds import BOTH, FIRST, MONDAY, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db

MOST_QUERIES = 30


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture(scope="module")
def midway(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Of two agencies one sent: a table stored, one returned; the other let the deadline pass. An hour later."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene(office=make_tiny_office(slug="tengah"))
        scene.collecting("dinkes", "disdik")
        submission = scene.hand_over("dinkes", BOTH)
        first, second = scene.items(submission)
        accept([first], by=scene.by("sukor"), at=scene.later(hours=1))
        return_items([second], reason="Periksa lagi.", by=scene.by("sukor"), at=scene.later(minutes=5))
        scene.settle()
        scene.now = MONDAY + timedelta(days=8)  # the deadline was on Monday after
        yield scene
        transaction.set_rollback(True)


def _round(scene: Scene) -> Round:
    return Round.objects.select_related("sop", "office").get(office=scene.office)


def _words(scene: Scene, path: str, key: str = "kadis") -> str:
    with visiting(scene, key) as client:
        answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# ── The Kadis's one screen ─────────────────────────────────────────────────


def test_the_overview_answers_where_the_office_stands_in_few_queries(midway: Scene) -> None:
    with visiting(midway, "kadis") as client, CaptureQueriesContext(connection) as asked:
        page = " ".join(client.get("/papan/ikhtisar/").content.decode().split())
    assert len(asked) <= MOST_QUERIES
    assert not missing_from(
        page,
        "Langkah 4 dari 5 sedang berjalan.",
        "Langkah putaran ini",
        "Yang ditunggu dan siapa memegangnya",
        "Dinas Pendidikan",
        "Tidak ada surat yang menunggu.",
        "Kemutakhiran Bank Data",
        "Tampil setelah laporan putaran pertama ditandatangani.",
    )


def test_the_overview_of_an_office_without_a_round_says_what_to_do_first(scene: Scene) -> None:
    page = _words(scene, "/papan/ikhtisar/")
    assert "Belum ada putaran pengumpulan" in page
    assert "belum ada angka" in page


def test_nothing_can_be_ordered_in_one_tap_from_an_office_without_tables_and_it_says_who_adds_them(
    scene: Scene,
) -> None:
    Table.objects.filter(office=scene.office).update(is_current=False)
    page = _words(scene, "/papan/")
    assert 'aria-disabled="true"' in page
    assert "Belum ada OPD atau tabel yang dapat diminta. Pengelola melengkapi keduanya lebih dahulu." in page


def test_the_overview_names_at_whose_seat_letters_wait_and_the_quality_of_signed_reports(scene: Scene) -> None:
    round_ = scene.collecting("dinkes", "disdik")
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    letter = scene.reporting(Round.objects.get(pk=round_.pk))
    assert "Paraf Sub Koordinator" in _words(scene, "/papan/ikhtisar/")
    scene.initial(letter)
    assert "Tanda tangan Kepala Dinas" in _words(scene, "/papan/ikhtisar/")
    scene.sign(letter, "kadis")
    page = _words(scene, "/papan/ikhtisar/")
    assert not missing_from(page, "Mutu dari putaran ke putaran", "Kelengkapan", "66\u00a0%", "50\u00a0%")


def test_the_overview_is_for_the_office_only(midway: Scene) -> None:
    with visiting(midway, "operator.dinkes") as client:
        assert client.get("/papan/ikhtisar/").status_code == 403


# ── Where people begin ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("kadis", "/papan/"),
        ("bps", "/metadata/pembina/"),
        ("operator.dinkes", "/langkah-3/"),
        ("", "/akun/login/?next=/"),
    ],
)
def test_the_front_door_leads_everybody_to_where_they_belong(midway: Scene, key: str, address: str) -> None:
    with visiting(midway, key) as client:
        assert client.get("/").headers["Location"] == address


def test_an_office_without_a_round_is_told_what_to_do_first(scene: Scene) -> None:
    page = _words(scene, "/papan/")
    assert "Belum ada putaran pengumpulan" in page
    assert "Perintahkan pengumpulan data tahun" in page


# ── The board ──────────────────────────────────────────────────────────────


def test_the_board_answers_where_the_round_stands(midway: Scene) -> None:
    page = _words(midway, "/papan/")
    assert "<strong>Langkah 4 dari 5 sedang berjalan.</strong>" in page
    assert "1 dari 3 tabel sudah di Bank Data; 1 dikembalikan. Satu OPD belum mengirim." in page
    assert "1 OPD terlambat" in page
    assert all(activity in page for activity in ACTIVITIES)


def test_the_board_counts_as_the_report_does(midway: Scene) -> None:
    facts = read_round(_round(midway), at=midway.now)
    assert (facts.recap.agencies, facts.recap.sent, facts.recap.on_time, facts.recap.silent) == (2, 1, 1, 1)
    assert facts.counts == {STORED: 1, RETURNED: 1, LATE: 1}
    assert facts.recap.tables.values == 4


def test_the_board_is_read_in_few_queries(midway: Scene) -> None:
    with visiting(midway, "kadis") as client, CaptureQueriesContext(connection) as asked:
        assert client.get("/papan/").status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_who_is_awaited_stands_with_what_is_known(midway: Scene) -> None:
    page = board_page(_round(midway), midway.by("kadis"), at=midway.now)
    known = {one.name: (one.status.word, one.tables, one.known) for one in page.awaited}
    assert known == {
        "Dinas Pendidikan": ("Lewat 1 hari kerja", 1, "Permintaan belum dibuka"),
        "Dinas Kesehatan": (
            "Dikembalikan",
            1,
            "1 tabel dikembalikan, perbaikan ditunggu sampai 26 November, 16.00\N{NO-BREAK SPACE}WIB",
        ),
    }


def test_reminders_are_one_click_away_for_who_prepares_letters(midway: Scene) -> None:
    assert "surat susulan" not in _words(midway, "/papan/", "kabid")
    page = _words(midway, "/papan/", "jp1")
    assert "Buat 1 surat susulan" in page
    assert f'<input type="hidden" name="request" value="{midway.request("disdik").pk}">' in page
    with visiting(midway, "jp1") as client:
        assert client.post("/langkah-3/susulan/", {"request": [midway.request("disdik").pk]}).status_code == 302
    page = _words(midway, "/papan/", "jp1")
    assert "surat susulan sedang disiapkan" in page
    assert "Buat 1 surat susulan" not in page


def test_time_is_split_by_who_held_it(midway: Scene) -> None:
    times = {time.no: time for time in read_round(_round(midway), at=midway.now).times if time.no}
    assert [held.holder for held in times[1].held] == ["JP", "SuKor", "Kabid", "Kadis"]
    assert times[1].held[0].minutes == 5
    assert [held.holder for held in times[4].held] == ["JP dan SuKor"]
    assert times[3].ended_at is None


def test_nothing_is_awaited_before_it_is_asked(scene: Scene) -> None:
    scene.open("dinkes", "disdik")
    facts = read_round(_round(scene), at=scene.now)
    assert set(facts.marks.values()) == {NOT_ASKED}
    assert board_page(_round(scene), scene.by("kadis"), at=scene.now).awaited == ()


def test_data_without_a_letter_are_told_from_data_to_check(scene: Scene) -> None:
    scene.collecting("dinkes", "disdik")
    scene.upload("dinkes", FIRST)
    counts = read_round(_round(scene), at=scene.now).counts
    assert counts[WITHOUT_LETTER] == 1
    assert "%; 1 suratnya menyusul" in _words(scene, "/papan/")
    scene.hand_over_by_letter(scene.request("dinkes").submissions.get())
    counts = read_round(_round(scene), at=scene.now).counts
    assert (counts[WITHOUT_LETTER], counts[TO_CHECK]) == (0, 1)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_completeness_is_taken_away(midway: Scene, kind: str) -> None:
    with visiting(midway, "kadis") as client:
        answer = client.get(f"/papan/putaran/{_round(midway).pk}/kelengkapan/?ekspor={kind}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kelengkapan.{kind}"'
    assert answer.headers["Content-Type"].startswith("text/csv" if kind == "csv" else XLSX)


def test_the_completeness_is_filtered_by_standing(midway: Scene) -> None:
    page = _words(midway, f"/papan/putaran/{_round(midway).pk}/kelengkapan/?keadaan=Dikembalikan")
    assert "Dinas Kesehatan" in page
    assert "Dinas Pendidikan" not in page


def test_an_agency_opens_to_its_tables(midway: Scene) -> None:
    page = _words(midway, f"/papan/putaran/{_round(midway).pk}/opd/{midway.request('dinkes').pk}/")
    assert "Jejak permintaan" in page
    assert "1 kali dikembalikan" in page


def test_rounds_are_listed_with_their_counts(midway: Scene) -> None:
    page = _words(midway, "/papan/putaran/")
    assert "Pengumpulan data tahun 2025" in page
    assert "Pengumpulan dan pemeriksaan" in page


@pytest.mark.parametrize("key", ["kadis", "kabid", "sukor", "jp1", "bps", "forum", "auditor", "admin"])
def test_no_link_leads_to_a_refusal(midway: Scene, key: str) -> None:
    with visiting(midway, key) as client:
        pages = [client.get(address) for address in ("/papan/", "/papan/jurnal/", f"/langkah-5/{_round(midway).pk}/")]
        shown = [page.content.decode() for page in pages if page.status_code == 200]
        links = {link for page in shown for link in re.findall(r'href="(/[^"?]*)', page) if "/static/" not in link}
        answers = {link: client.get(link).status_code for link in links}
    assert len(links) > 5
    assert {link: status for link, status in answers.items() if status not in (200, 302)} == {}


# ── The journal and what follows of it ─────────────────────────────────────


def test_the_journal_tells_what_happened_in_words(midway: Scene) -> None:
    page = _words(midway, "/papan/jurnal/?jenis=item")
    assert "Tabel dikembalikan" in page
    assert "Contoh Sukor" in page
    assert "Putaran pengumpulan dibuka atas perintah Kadis" not in page


def test_the_journal_is_narrowed_to_one_thing_and_one_day(midway: Scene) -> None:
    round_ = _round(midway)
    page = _words(midway, f"/papan/jurnal/?tentang={round_.pk}&dari=2026-11-23&sampai=2026-11-23")
    assert "Putaran pengumpulan dibuka atas perintah Kadis" in page
    assert "Kiriman diterima" not in page
    assert "Tidak ada kejadian yang cocok" in _words(midway, "/papan/jurnal/?dari=2027-01-01")


def test_the_chain_of_the_journal_is_checked_on_demand(midway: Scene) -> None:
    assert "Rantai jurnal utuh" in _words(midway, "/papan/jurnal/?periksa=1", "auditor")


def test_the_whole_journal_is_taken_away(midway: Scene) -> None:
    with visiting(midway, "auditor") as client:
        answer = client.get("/papan/jurnal/?ekspor=csv")
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    assert len(lines) == Event.objects.filter(office_id=midway.office.pk).count() + 1


def test_what_the_worker_gave_up_is_shown_and_tried_again(scene: Scene) -> None:
    scene.open("dinkes", "disdik", "diskominfo")
    event = Event.objects.get(office_id=scene.office.pk, kind="round.opened")
    Event.objects.filter(pk=event.pk).update(attempts=8, last_error_code="gateway_timeout")
    with visiting(scene, "admin") as client:
        assert "gateway_timeout" in client.get("/papan/jurnal/pekerjaan/").content.decode()
        assert client.post(f"/papan/jurnal/pekerjaan/{event.pk}/ulangi/").status_code == 302
        assert client.post(f"/papan/jurnal/pekerjaan/{event.pk}/ulangi/").status_code == 404
    event.refresh_from_db()
    assert event.attempts == 0


# ── The SOP ────────────────────────────────────────────────────────────────


def test_the_sop_is_read_word_for_word(midway: Scene) -> None:
    page = _words(midway, "/papan/sop/", "operator.dinkes")
    assert "047/3151/SOP/SPT/DISKOMINFO/2022" in page
    assert "Dibuat" not in page
    assert "Softcopy tersimpan di Bank Data / Database" in page
    assert "usulan yang belum disahkan" in page


def test_the_sop_is_printed_with_who_is_kadis_today(midway: Scene) -> None:
    with visiting(midway, "kadis") as client:
        answer = client.get(f"/papan/sop/{_round(midway).sop.pk}/sop.pdf")
    assert answer.headers["Content-Type"] == PDF
    assert not missing_from(" ".join(pages_of(answer.content)), "Contoh Kadis", "Tanggal Efektif 20 September 2022")


# ── Strangers ──────────────────────────────────────────────────────────────


def _addresses(scene: Scene) -> list[str]:
    round_ = _round(scene)
    board = f"/papan/putaran/{round_.pk}/"
    request = round_.requests.all()[0]
    return [board, f"{board}kelengkapan/", f"{board}opd/{request.pk}/", f"/papan/sop/{round_.sop.pk}/"]


def test_another_office_finds_nothing_here(midway: Scene) -> None:
    other = Scene(office=make_tiny_office(slug="seberang"), now=midway.now)
    with visiting(other, "kadis") as client:
        assert {client.get(address).status_code for address in _addresses(midway)} == {404}


@pytest.mark.parametrize("address", ["/papan/", "/papan/putaran/", "/papan/jurnal/", "/papan/jurnal/pekerjaan/"])
def test_an_agency_sees_no_board_and_no_journal(midway: Scene, address: str) -> None:
    with visiting(midway, "operator.dinkes") as client:
        assert client.get(address).status_code == 403


def test_who_may_not_set_up_cannot_make_the_worker_try_again(midway: Scene) -> None:
    with visiting(midway, "auditor") as client:
        assert client.post("/papan/jurnal/pekerjaan/1/ulangi/").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/papan/").headers["Location"] == "/akun/login/?next=/papan/"
