"""Standar Data: one truth of a variable in the registry and in every table that asks for it."""

from dataclasses import replace

import pytest

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.metadata.actions.standards import describe_variable
from sektoral.metadata.queries.standards import Described, described, list_variables
from sektoral.records.models import Event, Table, Variable
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
CODE = "CONTOH.1"  # asked of every agency of the tiny office


@pytest.fixture
def scene() -> Scene:
    return Scene()


def variable(scene: Scene) -> Variable:
    return Variable.objects.get(office=scene.office, code=CODE)


def describe(scene: Scene, text: Described, *, by: str = "sukor") -> int:
    found = variable(scene)
    return describe_variable(found, text, seen=described(found), by=scene.by(by), at=scene.now)


def test_a_new_definition_gives_every_table_that_asks_for_it_a_new_edition(scene: Scene) -> None:
    before = described(variable(scene))
    assert describe(scene, replace(before, definition="Semua orang contoh.", unit="jiwa")) == 3
    tables = Table.objects.filter(office=scene.office, code="T1", is_current=True)
    assert {table.version for table in tables} == {2}
    for table in tables:
        assert table.definition["variables"][0]["definition"] == "Semua orang contoh."
        assert (table.definition["unit"], table.definition["variables"][0]["unit"]) == ("jiwa", "jiwa")
    old = Table.objects.get(agency=scene.agency("dinkes"), code="T1", version=1)
    assert old.definition["variables"][0]["definition"] == before.definition
    event = Event.objects.get(office_id=scene.office.pk, kind="variable.described")
    assert (event.facts["editions"], event.facts["changed"]) == (3, "definition, unit")


def test_what_no_table_holds_changes_no_table(scene: Scene) -> None:
    before = described(variable(scene))
    assert describe(scene, replace(before, classification="tanpa", sds_code="SDS.1", dssd_code="1.02.1")) == 0
    assert described(variable(scene)).sds_code == "SDS.1"
    assert not Table.objects.filter(office=scene.office, version=2).exists()


def test_nothing_is_changed_by_the_same_missing_or_overtaken_text(scene: Scene) -> None:
    before = described(variable(scene))
    with pytest.raises(Invalid, match="variable_unchanged"):
        describe(scene, before)
    with pytest.raises(Invalid, match="variable_text_missing"):
        describe(scene, replace(before, unit=""))
    with pytest.raises(WrongState, match="variable_changed_meanwhile"):
        describe_variable(
            variable(scene), before, seen=replace(before, name="Lain"), by=scene.by("sukor"), at=scene.now
        )


def test_an_agency_does_not_change_what_others_are_asked_too(scene: Scene) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        describe(scene, replace(described(variable(scene)), concept="Lain"), by="operator.dinkes")


def test_the_registry_tells_completeness_and_findings(scene: Scene) -> None:
    describe(scene, replace(described(variable(scene)), concept="Jumlah orang 2025"))
    row = next(row for row in list_variables(scene.office) if row.code == CODE)
    assert (row.percent, row.missing) == (80, ("klasifikasi",))
    assert [fault.code for fault in row.faults] == ["concept_starts_with_measure", "concept_names_period"]


def test_a_variable_is_found_exported_and_described_on_its_page(scene: Scene) -> None:
    found = variable(scene)
    address = f"/metadata/standar/{found.pk}/"
    with visiting(scene, "sukor") as client:
        assert CODE in client.get("/metadata/standar/?q=contoh+1").content.decode()
        assert CODE in client.get("/metadata/standar/?ekspor=csv").content.decode()
        seen = client.get(address).context["form"]["seen"].value()
        posted = {**vars(described(found)), "concept": "Orang", "seen": seen}
        assert client.post(address, posted).status_code == 302
        assert client.post(address, posted).status_code == 409
        assert client.post(address, {**posted, "seen": "bukan"}).status_code == 409
        assert client.post(address, {**posted, "unit": ""}).status_code == 422
    assert described(variable(scene)).concept == "Orang"


def test_who_only_reads_gets_no_form(scene: Scene) -> None:
    with visiting(scene, "operator.dinkes") as client:
        page = client.get(f"/metadata/standar/{variable(scene).pk}/").content.decode()
    assert "Simpan Standar Data" not in page
