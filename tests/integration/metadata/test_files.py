"""Metadata as files: the sheets of what the person may see, and a form on paper."""

import io

import pytest
from openpyxl import load_workbook

from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.metadata.actions.forms_writing import write_form
from sektoral.metadata.queries.forms_reach import fetch_about
from sektoral.records.models import MetadataForm
from tests.metadata_answers import whole
from tests.pdf_text import pages_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    for code in ("dinkes", "disdik"):
        about = fetch_about(scene.by("jp1"), scene.agency(code).pk, "kegiatan", "kompilasi")
        write_form(about, whole(form_of(MetadataKind.ACTIVITY)), seen=0, by=scene.by("jp1"), at=scene.now)
    return scene


def agencies_in(body: bytes) -> set[object]:
    sheet = load_workbook(io.BytesIO(body))["ms_kegiatan"]
    heads = [cell.value for cell in sheet[1]]
    return {row[heads.index("kode_opd")] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_the_office_gets_the_sheets_of_all_or_of_one_agency(scene: Scene) -> None:
    with visiting(scene, "jp1") as client:
        assert agencies_in(client.get("/metadata/indah.xlsx").content) == {"dinkes", "disdik"}
        one = client.get(f"/metadata/indah.xlsx?opd={scene.agency('dinkes').pk}").content
        assert agencies_in(one) == {"dinkes"}
        assert client.get("/metadata/indah.zip").content.startswith(b"PK")
        assert client.get("/metadata/indah.zip?opd=x").status_code == 404


def test_an_agency_gets_its_own_and_nothing_of_another(scene: Scene) -> None:
    with visiting(scene, "operator.disdik") as client:
        assert agencies_in(client.get("/metadata/indah.xlsx").content) == {"disdik"}
        assert client.get(f"/metadata/indah.xlsx?opd={scene.agency('dinkes').pk}").status_code == 404
        form = MetadataForm.objects.get(agency=scene.agency("dinkes"))
        assert client.get(f"/metadata/versi/{form.pk}/formulir.pdf").status_code == 404


def test_a_form_is_set_on_paper_with_its_answers(scene: Scene) -> None:
    form = MetadataForm.objects.get(agency=scene.agency("dinkes"))
    with visiting(scene, "operator.dinkes") as client:
        text = " ".join(pages_of(client.get(f"/metadata/versi/{form.pk}/formulir.pdf").content))
    assert "METADATA STATISTIK KEGIATAN (MS-KEG)" in text
    assert "Isi Judul Kegiatan" in text
    assert "Blok VIII. Diseminasi hasil" in text
