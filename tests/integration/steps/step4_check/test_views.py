"""The pages of step 4: the queue, one submission, one table, the decisions, the Pembina's turn; and strangers."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sektoral.domain.states import ItemState, SubmissionState
from sektoral.records.models import Observation, Submission, SubmissionItem, Table
from sektoral.steps.step1_request.actions.rounds import prepare_letters
from sektoral.steps.step2_distribute.actions import send
from sektoral.steps.step4_check.actions.deciding import accept, return_items
from tests.offices import make_two_offices
from tests.rounds import BOTH, Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
MOST_QUERIES = 30
DOUBTED = replace(BOTH, own_totals={("T01", "l"): 999}, explanations={("T01", "A"): "Menurut register."})


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


@pytest.fixture
def submission(scene: Scene) -> Submission:
    return scene.hand_over("dinkes", BOTH)


def _url(submission: Submission, *parts: object) -> str:
    return "/".join(["/langkah-4", str(submission.pk), *map(str, parts), ""])


def _body(scene: Scene, key: str, url: str) -> str:
    with visiting(scene, key) as client:
        answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def _states(submission: Submission) -> list[str]:
    return [item.state for item in submission.items.order_by("requested_table__sheet")]


# The queue


def test_what_waits_stands_in_the_queue_with_its_clock(scene: Scene, submission: Submission) -> None:
    body = _body(scene, "sukor", "/langkah-4/")
    assert _url(submission) in body
    assert "Sisa 4 hari kerja" in body
    with visiting(scene, "sukor") as client:
        assert "Dinas Kesehatan" in client.get("/langkah-4/?ekspor=csv").content.decode("utf-8-sig")
        assert "Tidak ada kiriman yang cocok" in client.get("/langkah-4/?keadaan=lewat").content.decode()


def test_the_most_urgent_stands_first(scene: Scene, submission: Submission) -> None:
    scene.later(days=1)
    later = scene.hand_over("disdik", replace(BOTH, values=answers(("T01",))))
    body = _body(scene, "sukor", "/langkah-4/")
    assert body.index(_url(submission)) < body.index(_url(later))


def test_an_empty_queue_says_what_comes_first(scene: Scene) -> None:
    assert "Tidak ada kiriman yang menunggu diperiksa" in _body(scene, "sukor", "/langkah-4/")


# One submission


def test_a_submission_lists_its_tables_and_papers(scene: Scene, submission: Submission) -> None:
    body = _body(scene, "sukor", _url(submission))
    assert all(_url(submission, sheet) in body for sheet in ("T01", "T02"))
    assert "2 dari 2 tabel" in body
    assert "Surat pengiriman" in body
    assert "Tanda terima TT-" in body


def test_chosen_tables_are_accepted_and_the_rest_waits(scene: Scene, submission: Submission) -> None:
    first = scene.items(submission)[0]
    with visiting(scene, "sukor") as client:
        client.post(_url(submission, "terima"), {"item": [str(first.pk)]})
    assert _states(submission) == [ItemState.STORED, ItemState.PENDING]
    assert Observation.objects.filter(item=first).count() == 4


def test_all_tables_are_accepted_in_one_go(scene: Scene, submission: Submission) -> None:
    with visiting(scene, "jp1") as client:
        chosen = [str(item.pk) for item in scene.items(submission)]
        answer = client.post(_url(submission, "terima"), {"item": chosen}, follow=True)
    assert "2 tabel diterima" in answer.content.decode()
    assert scene.submission(submission).state == SubmissionState.CHECKED


def test_nothing_chosen_is_told(scene: Scene, submission: Submission) -> None:
    with visiting(scene, "sukor") as client:
        answer = client.post(_url(submission, "terima"), {"item": "bukan kunci"}, follow=True)
    assert "Belum ada tabel yang dipilih." in answer.content.decode()


def test_tables_go_back_with_a_reason_and_a_sentence(scene: Scene, submission: Submission) -> None:
    last = scene.items(submission)[1]
    with visiting(scene, "sukor") as client:
        empty = client.post(_url(submission, "kembali"), {"item": [str(last.pk)], "code": "unit_wrong", "reason": " "})
        assert empty.status_code == 422
        client.post(
            _url(submission, "kembali"),
            {"item": [str(last.pk)], "code": "unit_wrong", "reason": "Tulis dalam orang, bukan ribuan."},
        )
    item = SubmissionItem.objects.get(pk=last.pk)
    assert (item.state, item.return_code) == (ItemState.RETURNED, "unit_wrong")
    assert _states(submission)[0] == ItemState.PENDING


def test_who_entered_the_data_may_only_read(scene: Scene) -> None:
    scene.later(minutes=5)
    submission = scene.upload("dinkes", BOTH, key="jp1")
    submission = scene.hand_over_by_letter(submission)
    body = _body(scene, "jp1", _url(submission))
    assert "pemeriksanya harus orang lain" in body
    assert "Anda yang memasukkan" in _body(scene, "jp1", "/langkah-4/")
    with visiting(scene, "jp1") as client:
        chosen = [str(item.pk) for item in scene.items(submission)]
        assert client.post(_url(submission, "terima"), {"item": chosen}).status_code == 403
    assert "pemeriksanya harus orang lain" not in _body(scene, "jp2", _url(submission))


def test_an_auditor_reads_and_decides_nothing(scene: Scene, submission: Submission) -> None:
    assert "Anda hanya dapat membaca" in _body(scene, "auditor", _url(submission))
    with visiting(scene, "auditor") as client:
        assert client.post(_url(submission, "terima"), {"item": []}).status_code == 403


# One table


def test_a_table_shows_figures_and_reckoned_totals(scene: Scene, submission: Submission) -> None:
    body = _body(scene, "sukor", _url(submission, "T01"))
    assert 'id="sel-C8"' in body
    assert "Belum ada nilai periode lalu" in body
    assert "46" in body  # 10 + 11 + 12 + 13


def test_the_same_number_stands_on_the_cell_and_in_the_list(scene: Scene) -> None:
    scene.later(minutes=5)
    submission = scene.upload("dinkes", DOUBTED)
    finding = submission.findings.get(severity="periksa")
    with visiting(scene, "operator.dinkes") as client:
        url = f"/langkah-3/{scene.request('dinkes').pk}/kiriman/{submission.pk}/penjelasan/"
        client.post(url, {f"jelas-{finding.pk}": "Termasuk pindahan."})
    submission = scene.hand_over_by_letter(submission)
    body = _body(scene, "sukor", _url(submission, "T01"))
    assert f'id="sel-{finding.cell}"' in body
    assert 'href="#temuan-1"' in body
    assert 'id="temuan-1"' in body
    assert "“Termasuk pindahan.”" in body


def test_a_table_stands_beside_last_years_values(scene: Scene) -> None:
    scene.accept_all(scene.hand_over("dinkes", BOTH))
    scene.now += timedelta(days=7)
    _ask_again(scene, "2026")
    submission = scene.hand_over("dinkes", replace(BOTH, values=answers(start=11)))
    body = _body(scene, "sukor", _url(submission, "T01"))
    assert "Nilai tahun 2025" in body
    changed = _body(scene, "sukor", f"{_url(submission, 'T01')}?banding=selisih")
    assert "+10,0\N{NO-BREAK SPACE}%" in changed


def _ask_again(scene: Scene, period: str) -> None:
    """Another round, for another period, as far as the sending."""
    letters = prepare_letters(scene.open("dinkes", period=period), by=scene.by("jp1"), at=scene.later(minutes=5))
    for letter in letters:
        scene.initial(letter)
        scene.settle()
        scene.sign(letter, "kadis")
    send(scene.request("dinkes"), by=scene.by("jp1"), at=scene.later(minutes=1))
    scene.settle()


def test_a_resubmission_is_held_against_what_was_returned(scene: Scene, submission: Submission) -> None:
    first = scene.items(submission)[0]
    at = scene.later(minutes=10)
    return_items([first], reason="Periksa kelompok A.", by=scene.by("sukor"), at=at, code="source_differs")
    mended = {**answers(), ("T01", "A", "l"): Decimal(77)}
    again = scene.hand_over("dinkes", replace(BOTH, values=mended))
    body = _body(scene, "sukor", _url(again, "T01"))
    assert "1 sel berubah sejak itu" in body
    assert "Periksa kelompok A." in body
    assert "Semula" in body
    assert "Kiriman ke-2, perbaikan" in _body(scene, "sukor", "/langkah-4/")


def test_after_a_table_comes_the_next_that_waits(scene: Scene, submission: Submission) -> None:
    first, last = scene.items(submission)
    with visiting(scene, "sukor") as client:
        one = client.post(_url(submission, "terima"), {"item": str(first.pk), "sheet": "T01"})
        assert one.headers["Location"] == _url(submission, "T02")
        two = client.post(_url(submission, "terima"), {"item": str(last.pk), "sheet": "T02"})
        assert two.headers["Location"] == _url(submission)


def test_a_return_without_a_sentence_stays_on_the_table(scene: Scene, submission: Submission) -> None:
    first = scene.items(submission)[0]
    with visiting(scene, "sukor") as client:
        posted = {"item": str(first.pk), "sheet": "T01", "code": "other", "reason": ""}
        answer = client.post(_url(submission, "kembali"), posted)
    assert answer.status_code == 422
    assert "is-invalid" in answer.content.decode()


def test_a_sheet_that_was_not_sent_is_not_there(scene: Scene, submission: Submission) -> None:
    with visiting(scene, "sukor") as client:
        assert client.get(_url(submission, "T09")).status_code == 404


# The Pembina


@pytest.fixture
def priority(scene: Scene) -> SubmissionItem:
    Table.objects.filter(agency__code="dinkes", code="T1").update(is_priority=True)
    submission = scene.hand_over("dinkes", BOTH)
    item = scene.items(submission)[0]
    accept([item], by=scene.by("sukor"), at=scene.later(minutes=5))
    return SubmissionItem.objects.get(pk=item.pk)


def test_the_pembina_is_led_to_the_priority_data_and_passes_them(scene: Scene, priority: SubmissionItem) -> None:
    with visiting(scene, "bps") as client:
        assert client.get("/langkah-4/").headers["Location"] == "/langkah-4/pembina/"
        assert "Tabel Contoh 1" in client.get("/langkah-4/pembina/").content.decode()
        assert "Luluskan" in client.get(_url(priority.submission, "T01")).content.decode()
        client.post(f"/langkah-4/pembina/{priority.pk}/lulus/")
    priority.refresh_from_db()
    assert priority.state == ItemState.STORED


def test_the_pembina_returns_with_a_sentence(scene: Scene, priority: SubmissionItem) -> None:
    with visiting(scene, "bps") as client:
        assert client.post(f"/langkah-4/pembina/{priority.pk}/kembali/", {"reason": ""}).status_code == 422
        client.post(f"/langkah-4/pembina/{priority.pk}/kembali/", {"reason": "Berbeda dari Susenas."})
    priority.refresh_from_db()
    assert (priority.state, priority.return_code) == (ItemState.RETURNED, "steward")


def test_nobody_else_passes_priority_data(scene: Scene, priority: SubmissionItem) -> None:
    with visiting(scene, "kabid") as client:
        assert client.post(f"/langkah-4/pembina/{priority.pk}/lulus/").status_code == 403


# Strangers


def test_agencies_do_not_see_the_check(scene: Scene, submission: Submission) -> None:
    with visiting(scene, "operator.dinkes") as client:
        assert [client.get(url).status_code for url in ("/langkah-4/", _url(submission), _url(submission, "T01"))] == [
            403,
            403,
            403,
        ]


def test_nothing_of_one_office_is_checked_from_another() -> None:
    home, away = make_two_offices()
    scene = Scene(home)
    scene.collecting("dinkes")
    submission = scene.hand_over("dinkes", BOTH)
    item = scene.items(submission)[0]
    with visiting(Scene(away, scene.now), "sukor") as client:
        assert client.get(_url(submission)).status_code == 404
        assert client.get(_url(submission, "T01")).status_code == 404
        assert client.post(_url(submission, "terima"), {"item": str(item.pk)}).status_code == 404
        assert client.post(_url(submission, "kembali"), {"item": str(item.pk)}).status_code == 404
        assert _url(submission) not in client.get("/langkah-4/").content.decode()
    with visiting(Scene(away, scene.now), "bps") as client:
        assert client.post(f"/langkah-4/pembina/{item.pk}/lulus/").status_code == 404


def test_the_pages_read_little(scene: Scene, submission: Submission) -> None:
    with visiting(scene, "sukor") as client:
        for url in ("/langkah-4/", _url(submission), _url(submission, "T01")):
            client.get(url)  # the first opening begins the check, and writes that down
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            assert len(seen) <= MOST_QUERIES
