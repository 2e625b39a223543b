"""An agency's own spreadsheet answers its tables: proposed, shown, approved, kept; and what is tried against it."""

import re
from collections.abc import Mapping

import pytest
from django.http import HttpResponse

from sektoral.domain.states import SubmissionState
from sektoral.domain.transcripts import from_json
from sektoral.intake import files
from sektoral.records.models import Event, KeptMapping, Submission
from tests.offices import make_tiny_office
from tests.rounds import Scene
from tests.visits import visiting
from tests.workbooks.foreign import LISTED, OWN_TABLE, Lines, own_table, write_foreign

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    scene.later(minutes=30)
    return scene


def _sent(scene: Scene, lines: Lines = OWN_TABLE) -> Submission:
    return scene.upload("dinkes", write_foreign({"Data": lines}))


def _url(submission: Submission) -> str:
    return f"/langkah-3/{submission.request_id}/kiriman/{submission.pk}/pemetaan/"


def _page(scene: Scene, submission: Submission, key: str = "operator.dinkes") -> str:
    with visiting(scene, key) as client:
        answer = client.get(_url(submission))
    assert answer.status_code == 200
    return answer.content.decode()


def _post(
    scene: Scene, submission: Submission, fields: Mapping[str, str], key: str = "operator.dinkes"
) -> HttpResponse:
    with visiting(scene, key) as client:
        return client.post(_url(submission), fields)  # type: ignore[return-value]


def _seal(body: str) -> str:
    return str(re.findall(r'name="segel" value="([0-9a-f]{64})"', body)[0])


def _approve(scene: Scene, submission: Submission, key: str = "operator.dinkes") -> Submission:
    seal = _seal(_page(scene, submission, key))
    assert _post(scene, submission, {"aksi": "setujui", "segel": seal}, key).status_code == 302
    scene.settle()
    return scene.submission(submission)


# What is shown


def test_a_file_that_is_no_instrument_waits_with_one_next_step(scene: Scene) -> None:
    submission = _sent(scene)
    assert submission.state == SubmissionState.AWAITING_TRANSCRIPT
    assert submission.letters.filter(kind="receipt", state="signed").exists()
    for key in ("operator.dinkes", "jp1"):
        with visiting(scene, key) as client:
            body = client.get(f"/langkah-3/{submission.request_id}/").content.decode()
        assert body.count(_url(submission)) == 1
        assert "Menunggu disalin ke tabel" in body
    with visiting(scene, "jp1") as client:
        assert "Menunggu disalin ke tabel" in client.get("/langkah-3/").content.decode()


def test_each_target_cell_shows_its_figure_and_its_source_before_anything_is_stored(scene: Scene) -> None:
    submission = _sent(scene)
    body = _page(scene, submission)
    for figure, source in (("10", "Data!C7"), ("11", "Data!D7"), ("12", "Data!C8"), ("13", "Data!D8")):
        assert re.search(rf'>{figure}<br><code class="quiet small">{source}</code>', body)
    assert "4 dari 4 sel terisi" in body
    assert "tertulis 46" in body
    assert not submission.items.exists()
    assert not KeptMapping.objects.exists()


def test_markup_in_a_label_is_text(scene: Scene) -> None:
    lines = [
        tuple("<script>alert(1)</script>" if value == "Kelompok A" else value for value in line) for line in OWN_TABLE
    ]
    body = _page(scene, _sent(scene, lines))
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


# What is approved


def test_what_was_shown_is_stored_digit_by_digit_as_by_the_workbook(scene: Scene) -> None:
    submission = _approve(scene, _sent(scene))
    assert submission.state == SubmissionState.AWAITING_LETTER
    scene.accept_all(scene.hand_over_by_letter(submission))
    stored = submission.observations.values_list("row", "column", "text", "sheet", "cell")
    assert sorted(stored) == [
        ("A", "l", "10", "Data", "C7"),
        ("A", "p", "11", "Data", "D7"),
        ("B", "l", "12", "Data", "C8"),
        ("B", "p", "13", "Data", "D8"),
    ]


def test_the_value_page_leads_to_the_softcopy_its_cell_and_who_confirmed(scene: Scene) -> None:
    submission = _approve(scene, _sent(scene), key="jp1")
    scene.accept_all(scene.hand_over_by_letter(submission))
    one = submission.observations.get(row="B", column="p")
    with visiting(scene, "sukor") as client:
        body = client.get(f"/bank-data/angka/{one.pk}/").content.decode()
    assert "Data!D8" in body
    assert "Dipasangkan oleh" in body
    assert "Contoh Pelaksana Satu" in body


def test_the_mapping_is_kept_and_the_next_file_of_that_shape_needs_one_tap(scene: Scene) -> None:
    first = _approve(scene, _sent(scene))
    mapping = KeptMapping.objects.get()
    assert (mapping.table_code, mapping.submission_id) == ("T1", first.pk)
    assert Event.objects.filter(kind="mapping.kept", about_id=str(mapping.pk)).count() == 1
    second = _sent(scene, own_table((15, 16), (17, 18)))
    assert "Pemetaan tersimpan dipakai" in _page(scene, second)
    _approve(scene, second)
    assert KeptMapping.objects.get() == mapping


def test_a_line_that_answers_nothing_is_left_out(scene: Scene) -> None:
    submission = _sent(scene)
    body = _post(scene, submission, {"aksi": "pratinjau", "w1-tabel": "T01", "w1-b8": "-"}).content.decode()
    assert "2 dari 4 sel terisi" in body
    fields = {"aksi": "setujui", "segel": _seal(body), "w1-tabel": "T01", "w1-b8": "-"}
    assert _post(scene, submission, fields).status_code == 302
    transcript = Submission.objects.get(pk=submission.pk).transcript
    assert transcript is not None
    assert {one.cell for one in from_json(files.read(transcript).decode()).answers} == {"C7", "D7"}


def test_empty_cells_are_answered_by_the_mark_that_a_person_chooses(scene: Scene) -> None:
    submission = _sent(scene)
    row_left_out = {"w1-tabel": "T01", "w1-b8": "-"}
    body = _post(scene, submission, {"aksi": "pratinjau", **row_left_out}).content.decode()
    assert "Sel yang kosong di berkas (2)" in body
    chosen = {**row_left_out, "T01-kosong": "–", "T01-kosong-2.2": "…"}
    body = _post(scene, submission, {"aksi": "pratinjau", **chosen}).content.decode()
    assert "4 dari 4 sel terisi" in body
    assert _post(scene, submission, {"aksi": "setujui", "segel": _seal(body), **chosen}).status_code == 302
    scene.settle()
    item = scene.items(scene.submission(submission))[0]
    found = {
        (cell["row"], cell["column"]): (cell["text"], cell["mark"], bool(cell.get("typed"))) for cell in item.cells
    }
    assert found == {
        ("A", "l"): ("10", "", False),
        ("A", "p"): ("11", "", False),
        ("B", "l"): ("", "–", True),
        ("B", "p"): ("", "…", True),
    }


def test_a_cell_left_empty_stays_empty_and_a_full_table_is_asked_nothing(scene: Scene) -> None:
    submission = _sent(scene)
    assert "Sel yang kosong di berkas" not in _page(scene, submission)
    chosen = {"w1-tabel": "T01", "w1-b8": "-", "T01-kosong": "–", "T01-kosong-2.2": "kosong", "T01-kosong-9.9": "–"}
    body = _post(scene, submission, {"aksi": "pratinjau", **chosen}).content.decode()
    assert "3 dari 4 sel terisi" in body
    forged = {**chosen, "T01-kosong": "999", "T01-kosong-2.2": "7"}
    assert "2 dari 4 sel terisi" in _post(scene, submission, {"aksi": "pratinjau", **forged}).content.decode()


def test_a_reading_is_put_right_and_that_is_remembered_for_the_next_file(scene: Scene) -> None:
    submission = _sent(scene)
    corrected = {"w1-tabel": "T01", "w1-peran4": "remark", "w1-data2": "8", "T01-kosong": "…"}
    body = _post(scene, submission, {"aksi": "pratinjau", "w1-peran4": "remark", "w1-data2": "8"}).content.decode()
    assert "2 dari 4 sel terisi" in body
    assert 'name="w1-data2" value="8"' in body
    body = _post(scene, submission, {"aksi": "pratinjau", **corrected}).content.decode()
    assert _post(scene, submission, {"aksi": "setujui", "segel": _seal(body), **corrected}).status_code == 302
    scene.settle()
    body = _page(scene, _sent(scene, ((), *own_table((15, 16), (17, 18)))))
    assert "Pemetaan tersimpan dipakai" in body
    assert "2 dari 4 sel terisi" in body
    assert "Data!D8" not in body
    assert "Data!C8" in body


# What is tried


def test_what_differs_from_what_was_shown_is_not_stored(scene: Scene) -> None:
    submission = _sent(scene)
    seal = _seal(_page(scene, submission))
    answer = _post(scene, submission, {"aksi": "setujui", "segel": seal, "w1-tabel": "T01", "w1-b8": "-"})
    assert answer.status_code == 409
    assert scene.submission(submission).state == SubmissionState.AWAITING_TRANSCRIPT


@pytest.mark.parametrize(
    "forged",
    [
        {"w1-b8": "r:TIDAK-ADA"},
        {"w1-b9999999": "r:A"},
        {"w1-k16384": "c:l"},
        {"w1-tabel": "T99"},
        {"w99-tabel": "T01"},
        {"w1-faktor": "l|1000"},
        {"w1-dari": "99999999999999999999"},
        {"w1-peran4": "total", "w1-data1": "9", "w1-data2": "2", "w1-periode3": "kapan"},
        {"w1-peran3": "remark", "w1-peran4": "remark", "w1-peran5": "remark"},
        {"gaya": "xx", "pemisah": "x", "penyandian": "utf-7"},
    ],
)
def test_forged_fields_say_nothing(scene: Scene, forged: Mapping[str, str]) -> None:
    submission = _sent(scene)
    answer = _post(scene, submission, {"aksi": "pratinjau", **forged})
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "TIDAK-ADA" not in body
    assert "4 dari 4 sel terisi" in body or "Belum ada. Pilih tabel" in body


def test_a_region_that_is_skipped_leaves_nothing_to_approve(scene: Scene) -> None:
    submission = _sent(scene)
    body = _post(scene, submission, {"aksi": "pratinjau", "w1-tabel": "-"}).content.decode()
    answer = _post(scene, submission, {"aksi": "setujui", "segel": _seal(body), "w1-tabel": "-"})
    assert answer.status_code == 409
    assert scene.submission(submission).state == SubmissionState.AWAITING_TRANSCRIPT


@pytest.mark.parametrize("key", ["operator.disdik", "kepala.dinkes", "sukor"])
def test_others_do_not_map_it(scene: Scene, key: str) -> None:
    submission = _sent(scene)
    with visiting(scene, key) as client:
        assert client.get(_url(submission)).status_code in (403, 404)
        assert client.post(_url(submission), {"aksi": "setujui"}).status_code in (403, 404)


def test_a_stranger_of_another_office_finds_nothing(scene: Scene) -> None:
    submission = _sent(scene)
    other = Scene(make_tiny_office(slug="seberang"))
    other.now = scene.now
    with visiting(other, "jp1") as client:
        assert client.get(_url(submission)).status_code == 404


def test_what_is_read_already_is_not_mapped_again(scene: Scene) -> None:
    submission = _approve(scene, _sent(scene))
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(_url(submission)).status_code == 409


# What becomes a table


def test_a_listed_file_becomes_a_table_that_it_answers_itself(scene: Scene) -> None:
    submission = _sent(scene, LISTED)
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(f"/pengaturan/tabel/baru/{submission.pk}/1/").status_code == 403
    with visiting(scene, "jp1") as client:
        new = re.findall(r'href="(/pengaturan/tabel/baru/[^"]+)"', client.get(_url(submission)).content.decode())[0]
        assert "3 baris (Uraian) × 1 kolom" in client.get(new).content.decode()
        fields = {"title": "Sarana dan Tenaga", "code": "DINKES.03"}
        for number, (name, unit) in enumerate(
            (("Puskesmas", "unit"), ("Dokter", "orang"), ("Anggaran", "juta rupiah"))
        ):
            fields |= {f"name-v{number + 1}": name, f"unit-v{number + 1}": unit}
        assert client.post(new, fields).status_code == 302
        assert "Tabel baru sedang disiapkan: Sarana dan Tenaga" in client.get(_url(submission)).content.decode()
    scene.settle()
    body = _page(scene, submission, "jp1")
    assert "sedang disiapkan" not in body
    assert "3 dari 3 sel terisi" in body
    assert "6 angka tahun-tahun sebelumnya" in body
    submission = _approve(scene, submission, "jp1")
    assert submission.state == SubmissionState.AWAITING_LETTER, list(submission.findings.values("code", "facts"))
    scene.accept_all(scene.hand_over_by_letter(submission))
    stored = submission.observations.order_by("period", "cell").values_list("period", "text", "cell")
    assert [one for one in stored if one[0] == "2025"] == [
        ("2025", "13", "E2"),
        ("2025", "103", "E3"),
        ("2025", "9", "E4"),
    ]
    assert {one[0] for one in stored} == {"2023", "2024", "2025"}


def test_a_multiple_is_multiplied_only_once_it_is_agreed_to(scene: Scene) -> None:
    submission = _sent(scene, LISTED)
    with visiting(scene, "jp1") as client:
        fields = {"title": "Sarana dan Tenaga", "code": "DINKES.03"}
        for number, (name, unit) in enumerate((("Puskesmas", "unit"), ("Dokter", "orang"), ("Anggaran", "rupiah"))):
            fields |= {f"name-v{number + 1}": name, f"unit-v{number + 1}": unit}
        client.post(f"/pengaturan/tabel/baru/{submission.pk}/1/", fields)
    scene.settle()
    body = _page(scene, submission, "jp1")
    assert "Juta rupiah → rupiah, kalikan 1.000.000" in body
    assert _post(scene, submission, {"aksi": "setujui", "segel": _seal(body)}, "jp1").status_code == 409
    agreed = {"w1-tabel": "T03", "w1-faktor": "nilai|Juta rupiah"}
    body = _post(scene, submission, {"aksi": "pratinjau", **agreed}, "jp1").content.decode()
    assert _post(scene, submission, {"aksi": "setujui", "segel": _seal(body), **agreed}, "jp1").status_code == 302
    scene.settle()
    item = scene.items(scene.submission(submission))[0]
    assert [cell["text"] for cell in item.cells] == ["13", "103", "9000000"]


# What is kept


def test_a_kept_mapping_is_looked_at_and_dropped(scene: Scene) -> None:
    _approve(scene, _sent(scene))
    mapping = KeptMapping.objects.get()
    one = f"/langkah-3/pemetaan/{mapping.pk}/"
    with visiting(scene, "operator.dinkes") as client:
        assert one in client.get("/langkah-3/pemetaan/").content.decode()
        assert "Kelompok A" in client.get(one).content.decode()
        assert client.post(f"{one}hapus/").status_code == 302
    mapping.refresh_from_db()
    assert mapping.ended_at == scene.now
    assert Event.objects.filter(kind="mapping.dropped").count() == 1


def test_another_agency_sees_no_mapping_of_this_one(scene: Scene) -> None:
    _approve(scene, _sent(scene))
    one = f"/langkah-3/pemetaan/{KeptMapping.objects.get().pk}/"
    with visiting(scene, "operator.disdik") as client:
        assert one not in client.get("/langkah-3/pemetaan/").content.decode()
        assert client.get(one).status_code == 404
        assert client.post(f"{one}hapus/").status_code == 404
