"""The page of e-Walidata: what goes is what the public has, the rest is told with where to mend it."""

import csv
import io
import json
from datetime import timedelta
from typing import cast

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook

from sektoral.adapters.exchange.walidata import HEADS
from sektoral.bank.queries.walidata import walidata_page
from sektoral.records.models import Table, Variable
from tests.releasing import release, stored, table_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
CODE = "1.01.000474"


@pytest.fixture
def scene() -> Scene:
    """Two tables of one agency are stored, the first one is released, and both variables have a code."""
    scene = Scene()
    stored(scene, "dinkes", start=1200)
    release(scene, table_of(scene, "dinkes"))
    for number, table in enumerate((table_of(scene, "dinkes"), table_of(scene, "dinkes", 2))):
        variable_of(table).update(dssd_code=f"{CODE}{number}")
    return scene


def variable_of(table: Table) -> QuerySet[Variable]:
    return Variable.objects.filter(office=table.office, code=table.definition["variables"][0]["code"])


def ask(scene: Scene, url: str, *, key: str = "jp1", status: int = 200) -> HttpResponse:
    with visiting(scene, key) as client:
        answer = cast(HttpResponse, client.get(url))
    assert answer.status_code == status
    return answer


def address(scene: Scene, name: str) -> str:
    return reverse("bank:walidata_file", args=[scene.period, name])


def test_the_page_shows_what_goes_and_leads_to_what_is_to_be_mended(scene: Scene) -> None:
    page = ask(scene, reverse("bank:walidata")).content.decode()
    assert f"e-Walidata {scene.period}" in page
    assert f"{CODE}0" in page
    assert f"{CODE}1" not in page
    assert reverse("bank:release", args=[table_of(scene, "dinkes", 2).pk, scene.period]) in page
    variable_of(table_of(scene, "dinkes")).update(dssd_code="")
    bare = ask(scene, reverse("bank:walidata")).content.decode()
    assert reverse("metadata:variable", args=[variable_of(table_of(scene, "dinkes")).get().pk]) in bare


def test_the_three_files_hold_the_same_exact_sum(scene: Scene) -> None:
    (line,) = csv.DictReader(io.StringIO(ask(scene, address(scene, "csv")).content.decode()))
    assert line["kodeindikator"] == f"{CODE}0"
    assert line["data"] == str(1200 + 1201 + 1202 + 1203)
    assert line["kodepemda"] == scene.office.region_code.replace(".", "")
    sheet = load_workbook(io.BytesIO(ask(scene, address(scene, "xlsx")).content)).active
    assert sheet is not None
    assert [tuple(str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)] == [
        HEADS,
        tuple(line[head] for head in HEADS),
    ]
    (pushed,) = json.loads(ask(scene, address(scene, "json")).content)["data"]
    assert pushed["data"] == line["data"]


def test_what_was_corrected_since_its_release_waits_for_the_next_edition(scene: Scene) -> None:
    later = release(scene, table_of(scene, "dinkes", 2), as_of=scene.now)
    assert len(walidata_page(scene.by("jp1"), scene.period, at=scene.now).found.entries) == 2
    later.as_of = scene.now - timedelta(days=60)  # the public has the state of an instant before the figures came
    later.save()
    page = walidata_page(scene.by("jp1"), scene.period, at=scene.now)
    assert len(page.found.entries) == 1
    assert {row.reason for row in page.rows} == {"changed"}


def test_an_office_without_figures_is_told_so() -> None:
    page = ask(Scene(), reverse("bank:walidata")).content.decode()
    assert "Bank Data belum berisi angka tahunan" in page


def test_strangers_and_unknown_files_find_nothing(scene: Scene) -> None:
    for url in (reverse("bank:walidata"), address(scene, "csv")):
        ask(scene, url, key="operator.dinkes", status=403)
    ask(scene, address(scene, "pdf"), status=404)
    ask(scene, reverse("bank:walidata_file", args=["1999", "csv"]), status=404)
