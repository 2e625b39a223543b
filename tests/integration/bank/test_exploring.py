"""Turning a table of the bank, and comparing a variable over those who measure it."""

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from sektoral.adapters.filling import Filling
from sektoral.records.models import Observation, Table
from tests.rounds import Scene, answers, shared
from tests.visits import visiting

pytestmark = pytest.mark.django_db
HERS = dict(answers(("T01",)))


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Two agencies whose figures are in the bank."""
    with shared(django_db_blocker) as scene:
        scene.collecting("dinkes", "disdik")
        scene.accept_all(scene.hand_over("dinkes", Filling(answers())))
        scene.accept_all(scene.hand_over("disdik", Filling(HERS)))
        yield scene


def table_of(agency: str) -> Table:
    return Table.objects.filter(agency__code=agency).order_by("code")[0]


def test_every_figure_of_the_page_leads_to_its_origin(scene: Scene) -> None:
    table = table_of("dinkes")
    with visiting(scene, "sukor") as client:
        page = client.get(f"/bank-data/tabel/{table.pk}/jelajah/?baris=JENIS_KELAMIN&kolom=KELOMPOK").content.decode()
    held = Observation.objects.filter(table__code=table.code, table__agency=table.agency)
    assert held.count()
    assert all(f"/bank-data/angka/{one.pk}/" in page for one in held)


def test_the_file_has_what_the_page_shows(scene: Scene) -> None:
    table = table_of("dinkes")
    with visiting(scene, "sukor") as client:
        data = client.get(f"/bank-data/tabel/{table.pk}/jelajah/?ekspor=xlsx").content
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    held = Observation.objects.filter(table__code=table.code, table__agency=table.agency)
    shown = [cell.value for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row]
    assert sum(int(str(one)) for one in shown if one is not None) == sum(int(one.text) for one in held)


def test_a_variable_stands_beside_itself_where_two_agencies_measure_it(scene: Scene) -> None:
    with visiting(scene, "sukor") as client:
        listed = client.get("/bank-data/variabel/").content.decode()
        codes = {one.variable for one in Observation.objects.all()}
        assert all(f"/bank-data/variabel/{code}/" in listed for code in codes)
        for code in codes:
            assert client.get(f"/bank-data/variabel/{code}/").status_code == 200
        assert client.get("/bank-data/variabel/tidak-ada/").status_code == 404


def test_before_anything_was_recorded_there_is_nothing_to_turn(scene: Scene) -> None:
    with visiting(scene, "sukor") as client:
        assert client.get(f"/bank-data/tabel/{table_of('dinkes').pk}/jelajah/?pada=2026-01-01T00:00").status_code == 404


@pytest.mark.parametrize("key", ["", "operator.dinkes"])
def test_a_stranger_sees_nothing(scene: Scene, key: str) -> None:
    with visiting(scene, key) as client:
        for address in (f"/bank-data/tabel/{table_of('dinkes').pk}/jelajah/", "/bank-data/variabel/"):
            assert client.get(address).status_code in (302, 403, 404)


def test_the_turned_table_is_drawn_with_the_figures_that_it_shows(scene: Scene) -> None:
    table = table_of("dinkes")
    asked = f"/bank-data/tabel/{table.pk}/jelajah/"
    with visiting(scene, "sukor") as client:
        assert f"{asked}grafik.svg?" in client.get(asked).content.decode()
        picture = client.get(f"{asked}grafik.svg?baris=JENIS_KELAMIN&gelap=1")
    assert picture["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"<svg" in picture.content
