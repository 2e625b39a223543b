"""The pages of step 1: the order, the preparation, the look at a workbook; and what others get there."""

import pytest

from sektoral.domain.states import LetterState
from sektoral.intake.files import XLSX
from sektoral.records.models import Agency, Letter, Round, Table
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def _ids(scene: Scene) -> dict[str, str]:
    return {agency.code: str(agency.pk) for agency in Agency.objects.filter(office=scene.office)}


def _tables(scene: Scene) -> list[str]:
    return [str(table.pk) for table in Table.objects.filter(office=scene.office, is_current=True)]


def test_a_round_is_opened_with_a_reason_for_who_is_left_out(scene: Scene) -> None:
    ids = _ids(scene)
    given = {"period": "2025", "agency": [ids["dinkes"], ids["disdik"]], "table": _tables(scene)}
    with visiting(scene, "kadis") as client:
        first = client.get("/langkah-1/buka/").content.decode()
        assert first.count(" checked") == 3 + len(_tables(scene))
        refused = client.post("/langkah-1/buka/", given)
        assert refused.status_code == 422
        assert "Tulis alasan OPD ini tidak diikutkan." in refused.content.decode()
        answer = client.post("/langkah-1/buka/", {**given, f"alasan.{ids['diskominfo']}": "Tahun ini belum."})
    round_ = Round.objects.get(office=scene.office)
    assert answer.headers["Location"] == f"/langkah-1/{round_.pk}/"
    assert [omission.reason for omission in round_.omissions.all()] == ["Tahun ini belum."]


def test_the_list_is_laid_out_anew_for_another_period(scene: Scene) -> None:
    scene.open("dinkes", "disdik", "diskominfo")
    with visiting(scene, "kadis") as client:
        assert client.get("/langkah-1/buka/").content.decode().count(" checked") == 0
        page = client.post("/langkah-1/buka/", {"period": "2023", "offer": "1"})
    assert (page.status_code, Round.objects.count()) == (200, 1)
    assert page.content.decode().count(" checked") == 3 + len(_tables(scene))
    assert "Daftar ini untuk periode <strong>2023</strong>" in page.content.decode()


def test_an_agency_may_be_asked_for_some_of_its_tables(scene: Scene) -> None:
    ids, dinkes = _ids(scene), scene.agency("dinkes")
    one, _ = dinkes.tables.filter(is_current=True).order_by("code")
    others = {f"alasan.{ids[code]}": "Tahun ini belum." for code in ("disdik", "diskominfo")}
    given = {"period": "2025", "agency": [ids["dinkes"]], **others}
    with visiting(scene, "kadis") as client:
        refused = client.post("/langkah-1/buka/", given)
        assert (refused.status_code, Round.objects.count()) == (422, 0)
        assert "Pilih sedikitnya satu tabel" in refused.content.decode()
        assert client.post("/langkah-1/buka/", {**given, "table": [str(one.pk)]}).status_code == 302
        assert [row.table for row in scene.request("dinkes").tables.all()] == [one]
        page = client.get("/langkah-1/buka/").content.decode()
        assert "sedang diminta dalam" in page
        again = client.post("/langkah-1/buka/", {**given, "table": [str(one.pk)]})
    assert (again.status_code, Round.objects.count()) == (422, 1)
    assert "Sudah diminta dalam putaran" in again.content.decode()


def test_a_period_that_cannot_be_read_is_told(scene: Scene) -> None:
    with visiting(scene, "kadis") as client:
        answer = client.post("/langkah-1/buka/", {"period": "dua ribu", "agency": list(_ids(scene).values())})
    assert answer.status_code == 422
    assert "tidak terbaca" in answer.content.decode()


def test_all_letters_are_prepared_in_one_click(scene: Scene) -> None:
    round_ = scene.open("dinkes", "diskominfo")
    with visiting(scene, "jp1") as client:
        assert b"Siapkan semua surat" in client.get(f"/langkah-1/{round_.pk}/").content
        assert client.post(f"/langkah-1/{round_.pk}/siapkan/").status_code == 302
        assert client.get(f"/langkah-1/{round_.pk}/?ekspor=xlsx").headers["Content-Type"] == XLSX
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.INITIALLING}


def test_a_workbook_is_drawn_for_the_look_and_not_kept(scene: Scene) -> None:
    scene.drafted("dinkes")
    request = scene.request("dinkes")
    with visiting(scene, "jp1") as client:
        answer = client.get(f"/langkah-1/permintaan/{request.pk}/buku-kerja.xlsx")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pratinjau-dinkes.xlsx"'
    assert (answer.content[:2], request.instruments.count()) == (b"PK", 0)


def test_there_is_no_workbook_before_the_letter(scene: Scene) -> None:
    scene.open("dinkes")
    with visiting(scene, "jp1") as client:
        answer = client.get(f"/langkah-1/permintaan/{scene.request('dinkes').pk}/buku-kerja.xlsx")
    assert answer.status_code == 409


def test_the_page_asks_the_database_seldom(scene: Scene, django_assert_max_num_queries: object) -> None:
    round_ = scene.open("dinkes", "disdik", "diskominfo")
    with visiting(scene, "jp1") as client, django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get(f"/langkah-1/{round_.pk}/")


def test_the_first_visit_says_what_to_do_first(scene: Scene) -> None:
    with visiting(scene, "kadis") as client:
        assert b"/langkah-1/buka/" in client.get("/langkah-1/").content


def test_an_operator_has_no_business_here_and_another_office_finds_nothing() -> None:
    here, there = make_two_offices()
    scene = Scene(here)
    round_ = scene.open("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/langkah-1/{round_.pk}/").status_code == 403
        assert client.get("/langkah-1/buka/").status_code == 403
    with visiting(Scene(there), "jp1") as client:
        assert client.get(f"/langkah-1/{round_.pk}/").status_code == 404
        assert client.post(f"/langkah-1/{round_.pk}/siapkan/").status_code == 404
        assert client.get(f"/langkah-1/permintaan/{scene.request('dinkes').pk}/buku-kerja.xlsx").status_code == 404
