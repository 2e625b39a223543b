"""A table that is made from what an agency sent: it enters the catalogue, and its request asks for it."""

from dataclasses import replace

import pytest

from sektoral.domain.errors import Invalid, NotFound, Refused
from sektoral.domain.states import RequestState
from sektoral.records.models import Event, Table, Variable
from sektoral.setup.actions.tables import create_table
from sektoral.setup.made_up import made_up_table
from tests.offices import make_tiny_office
from tests.rounds import BOTH, Scene

pytestmark = pytest.mark.django_db
NEW = made_up_table(9)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes")
    return scene


def _create(scene: Scene, key: str = "jp1") -> Table:
    table = create_table(
        NEW, of=scene.agency("dinkes"), asked_in=scene.request("dinkes"), by=scene.by(key), at=scene.later(minutes=1)
    )
    scene.settle()
    return table


def test_the_request_asks_for_it_with_a_new_workbook(scene: Scene) -> None:
    table = _create(scene)
    request = scene.request("dinkes")
    assert [(row.sheet, row.table_id) for row in request.tables.filter(table=table)] == [("T03", table.pk)]
    newest = request.instruments.order_by("-version")[0]
    assert [sheet for sheet, _ in newest.definition["sheets"]] == ["T01", "T02", "T03"]
    assert Event.objects.get(kind="table.created").facts["request"] == str(request.pk)


def test_its_variables_join_those_of_the_office(scene: Scene) -> None:
    _create(scene)
    assert Variable.objects.get(code="CONTOH.9").unit == "orang"


def test_a_request_that_was_complete_is_open_again(scene: Scene) -> None:
    scene.hand_over("dinkes", BOTH)
    assert scene.request("dinkes").state == RequestState.COMPLETE
    _create(scene)
    assert scene.request("dinkes").state == RequestState.SENT


def test_a_code_is_given_once(scene: Scene) -> None:
    _create(scene)
    with pytest.raises(Invalid) as refusal:
        _create(scene)
    assert refusal.value.code == "table_code_taken"
    assert Table.objects.filter(code="T9").count() == 1


def test_a_variable_keeps_its_unit_wherever_it_is_asked(scene: Scene) -> None:
    _create(scene)
    variables = (replace(NEW.variables[0], unit="ekor"),)
    other = replace(NEW, code="T10", variables=variables)
    with pytest.raises(Invalid) as refusal:
        create_table(
            other, of=scene.agency("dinkes"), asked_in=scene.request("dinkes"), by=scene.by("jp1"), at=scene.now
        )
    assert refusal.value.code == "variable_code_taken"


@pytest.mark.parametrize("key", ["operator.dinkes", "kadis", "auditor", "bps"])
def test_only_who_writes_tables_makes_one(scene: Scene, key: str) -> None:
    with pytest.raises(Refused):
        _create(scene, key)
    assert not Table.objects.filter(code="T9").exists()


def test_a_stranger_finds_nothing(scene: Scene) -> None:
    stranger = Scene(make_tiny_office(slug="seberang")).by("jp1")
    with pytest.raises(NotFound):
        create_table(NEW, of=scene.agency("dinkes"), asked_in=scene.request("dinkes"), by=stranger, at=scene.now)
