"""A table whose rows have variables of their own, from the workbook through the check into the bank and its pages."""

from decimal import Decimal

import pytest

from sektoral.adapters.filling import Filling
from sektoral.domain import canonical
from sektoral.domain.instruments import MEASURE, ColumnDef, RowDef, TableDef, ValueKind
from sektoral.project.invariants import verify
from sektoral.records.models import Observation, Table
from tests.instruments import variable
from tests.rounds import Scene, answers
from tests.visits import visiting

pytestmark = pytest.mark.django_db
SEEKERS = variable("2.07.001", "pencari kerja", "orang")
SHARE = variable("2.07.002", "penempatan", "persen", ValueKind.PERCENT, 2)


@pytest.fixture
def scene() -> Scene:
    """A round that asks the agency for such a table first."""
    scene = Scene()
    table = Table.objects.filter(agency=scene.agency("dinkes")).order_by("code")[0]
    rows = (
        RowDef("1", "Pencari kerja", "99.01", ((MEASURE, SEEKERS.code),)),
        RowDef("2", "Penempatan", "99.01", ((MEASURE, SHARE.code),)),
    )
    definition = TableDef(
        table.code, table.version, table.title, "menurut uraian", "kabupaten", "tahunan", "Uraian",
        rows, (ColumnDef("n", "Nilai", ""),), (SEEKERS, SHARE), sample=True,
    )  # fmt: skip
    Table.objects.filter(pk=table.pk).update(definition=canonical.plain(definition))
    scene.collecting("dinkes")
    values = {**answers(("T02",)), ("T01", "1", "n"): 120, ("T01", "2", "n"): Decimal("48.25")}
    submission = scene.hand_over("dinkes", Filling(values))
    with visiting(scene, "sukor") as client:
        checked = client.get(f"/langkah-4/{submission.pk}/T01/").content.decode()
    assert "Pencari kerja (orang)" in checked
    assert "48,25" in checked
    scene.accept_all(submission)
    return scene


def test_each_row_is_a_series_of_its_own_variable(scene: Scene) -> None:
    rows = Observation.objects.filter(column="n").order_by("row")
    assert [(row.variable, row.area, row.dims, row.text) for row in rows] == [
        (SEEKERS.code, "99.01", "", "120"),
        (SHARE.code, "99.01", "", "48.25"),
    ]
    assert [fault for one in verify(at=scene.now) for fault in one.faults] == []


def test_pages_of_the_bank_show_each_row_with_its_unit_and_decimals(scene: Scene) -> None:
    share = Observation.objects.get(row="2", column="n")
    with visiting(scene, "jp1") as client:
        page = client.get(f"/bank-data/tabel/{share.table_id}/").content.decode()
        value = client.get(f"/bank-data/angka/{share.pk}/").content.decode()
    assert "Penempatan (persen)" in page
    assert "48,25" in page
    assert ">120<" in page.replace(" ", "").replace("\n", "")
    assert "persen" in value
