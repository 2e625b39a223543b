"""The instrument's other faces on pages: the printable form, what is checked, and the data for a browser's check."""

import json

import pytest

from sektoral.records.models import Request
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
FACES = ("formulir.pdf", "yang-diperiksa/", "prapemeriksaan.json")


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def _url(request: Request, face: str = "") -> str:
    return f"/langkah-3/{request.pk}/{face}"


def test_the_printable_form_stands_beside_the_workbook(scene: Scene) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        page = client.get(_url(request)).content.decode()
        form = client.get(_url(request, "formulir.pdf"))
    assert _url(request, "formulir.pdf") in page
    assert _url(request, "yang-diperiksa/") in page
    assert form.content.startswith(b"%PDF-")
    assert form.headers["Content-Type"] == "application/pdf"


def test_what_is_checked_is_told_table_by_table(scene: Scene) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        body = client.get(_url(request, "yang-diperiksa/")).content.decode()
    for row in request.tables.select_related("table"):
        assert f"{row.sheet} · {row.table.title}" in body
    assert "Bilangan bulat, dalam" in body
    assert "Perlu penjelasan" in body


def test_the_browsers_data_are_sent_once_and_then_named(scene: Scene) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "operator.dinkes") as client:
        first = client.get(_url(request, "prapemeriksaan.json"))
        again = client.get(_url(request, "prapemeriksaan.json"), headers={"If-None-Match": first.headers["ETag"]})
        other = client.get(_url(request, "prapemeriksaan.json"), headers={"If-None-Match": '"lain"'})
    data = json.loads(first.content)
    assert (data["agency"], [table["sheet"] for table in data["tables"]]) == ("dinkes", ["T01", "T02"])
    assert "private" in first.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.parametrize("face", FACES)
def test_strangers_find_no_face_of_it(scene: Scene, face: str) -> None:
    request = scene.request("dinkes")
    with visiting(scene, "operator.disdik") as client:
        assert client.get(_url(request, face)).status_code == 404
    with visiting(scene) as client:
        assert client.get(_url(request, face)).status_code in (302, 404)


@pytest.mark.parametrize("face", FACES)
def test_before_there_is_a_workbook_there_is_no_face_of_it(scene: Scene, face: str) -> None:
    scene.later(days=1)
    scene.period = "2026"
    scene.open("dinkes")
    with visiting(scene, "jp1") as client:
        assert client.get(_url(scene.request("dinkes"), face)).status_code == 404
