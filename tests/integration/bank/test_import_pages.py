"""The pages of old years: a template to fill, the file, what was found, and the decision of somebody else."""

import io
from collections.abc import Mapping
from typing import cast

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from sektoral.adapters.filling import Filling
from sektoral.records.models import BulkImport, Observation
from tests.old_years import YEARS, a_table, rows_of, sheet
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db


def ask(scene: Scene, url: str, *, key: str = "jp1", status: int = 200) -> HttpResponse:
    with visiting(scene, key) as client:
        answer = cast(HttpResponse, client.get(url))
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer


def tell(scene: Scene, url: str, said: Mapping[str, object], *, key: str = "jp1", status: int = 302) -> str:
    with visiting(scene, key) as client:
        answer = client.post(url, dict(said))
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return str(answer.headers.get("Location", answer.content.decode()))


def test_a_file_goes_from_its_template_into_the_bank() -> None:
    scene = Scene()
    table = a_table(scene.office)
    page = f"/bank-data/tabel/{table.pk}/impor/"
    assert "Impor tahun lama" in ask(scene, f"/bank-data/tabel/{table.pk}/").content.decode()
    assert "Templat XLSX" in ask(scene, page).content.decode()
    made = ask(scene, f"{page}templat/?dari=2023&sampai=2024").content
    book = openpyxl.load_workbook(io.BytesIO(made))
    lines = book.worksheets[0]
    assert [cell.value for cell in lines[1]] == ["Periode", "Kode", "Kelompok", "Laki-laki", "Perempuan"]
    assert [cell.value for cell in lines[5]] == ["2024", "B", "Kelompok B", None, None]
    for at, amount in enumerate([10, 11, 20, 21, 12, 13, 22, 23]):
        lines.cell(2 + at // 2, 4 + at % 2, amount)
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("lama.xlsx", filled.getvalue())
    result = tell(scene, page, {"file": file, "source": "Profil 2024"})
    assert "sedang diperiksa" in ask(scene, result).content.decode()
    assert "1 dari 2" in ask(scene, f"{result}kemajuan/").content.decode()
    scene.settle()
    assert ask(scene, f"{result}kemajuan/").headers["HX-Redirect"] == result
    assert "pemeriksanya harus orang lain" not in ask(scene, result, key="kabid").content.decode()
    assert "Simpan di Bank Data" not in ask(scene, result).content.decode()
    tell(scene, f"{result}simpan/", {}, key="kabid")
    assert "8 angka tersimpan" in ask(scene, result, key="kabid").content.decode()
    assert ask(scene, f"{result}berkas/").content == filled.getvalue()
    figure = Observation.objects.get(period="2024", row="B", column="p")
    assert figure.text == "23"
    for url in (f"/bank-data/angka/{figure.pk}/", f"/bank-data/tabel/{table.pk}/", "/bank-data/", "/bank-data/impor/"):
        ask(scene, url)
    assert b"2023" in ask(scene, f"/bank-data/tabel/{table.pk}/?ekspor=csv").content
    assert b"Profil 2024" in ask(scene, "/bank-data/impor/?ekspor=csv").content


def test_the_banks_own_export_is_taken_back_unchanged() -> None:
    scene = Scene()
    scene.collecting("dinkes")
    scene.accept_all(scene.hand_over("dinkes", Filling(answers())))
    table = a_table(scene.office)
    for kind in ("xlsx", "csv"):
        data = ask(scene, f"/bank-data/tabel/{table.pk}/?ekspor={kind}").content
        said = {"file": SimpleUploadedFile(f"bank.{kind}", data), "source": "Ekspor Bank Data"}
        tell(scene, f"/bank-data/tabel/{table.pk}/impor/", said)
        scene.settle()
        imported = BulkImport.objects.latest("received_at")
        assert (imported.state, imported.findings) == ("awaiting_decision", [])
        assert [(one["new"], one["same"], one["changed"]) for one in imported.preview] == [(0, 4, 0)]
        imported.delete()


def test_faults_are_listed_with_their_cells_and_a_decline_keeps_its_reason() -> None:
    scene = Scene()
    table = a_table(scene.office)
    rows = rows_of(YEARS)
    rows[0][3] = "sepuluh"
    said = {"file": SimpleUploadedFile("a.xlsx", sheet(rows)), "source": "Buku"}
    faulty = tell(scene, f"/bank-data/tabel/{table.pk}/impor/", said)
    sound = tell(
        scene,
        f"/bank-data/tabel/{table.pk}/impor/",
        {"file": SimpleUploadedFile("b.xlsx", sheet(rows_of(YEARS))), "source": "Buku"},
    )
    scene.settle()
    assert "Data!D2" in ask(scene, faulty).content.decode()
    assert "Tidak ada angka yang disimpan" in ask(scene, faulty).content.decode()
    tell(scene, f"{sound}tolak/", {"reason": ""}, key="sukor", status=422)
    tell(scene, f"{sound}tolak/", {"reason": "Sumber lain."}, key="sukor")
    assert "Sumber lain." in ask(scene, sound).content.decode()
    assert not Observation.objects.exists()


def test_a_template_of_no_periods_leads_back() -> None:
    scene = Scene()
    url = f"/bank-data/tabel/{a_table(scene.office).pk}/impor/"
    for said in ("dari=2024&sampai=2023", "dari=x&sampai=2023", "dari=1900&sampai=2023", ""):
        assert ask(scene, f"{url}templat/?{said}", status=302).headers["Location"] == url


def test_a_stranger_finds_nothing() -> None:
    scene = Scene()
    table = a_table(scene.office)
    said = {"file": SimpleUploadedFile("b.xlsx", sheet(rows_of(YEARS))), "source": "Buku"}
    result = tell(scene, f"/bank-data/tabel/{table.pk}/impor/", said)
    for url in ("/bank-data/impor/", result, f"{result}kemajuan/", f"{result}berkas/"):
        ask(scene, url, key="operator.dinkes", status=403)
    tell(scene, f"{result}simpan/", {}, key="jp2", status=403)
