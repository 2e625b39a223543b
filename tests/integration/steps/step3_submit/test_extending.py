"""Several agencies get more time at once, after a look at what their deadlines become."""

import pytest

from sektoral.domain.errors import Invalid, NotFound
from sektoral.records.models import Extension, Request
from sektoral.steps.step3_submit.actions.deadlines import Grant, extend_many
from tests.offices import make_tiny_office
from tests.rounds import FIRST, Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
DOOR = "/langkah-3/perpanjang/"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.collecting("dinkes", "disdik")
    return scene


def given(scene: Scene, **more: object) -> dict[str, object]:
    keys = [str(scene.request(code).pk) for code in ("dinkes", "disdik")]
    return {"requests": keys, "days": 2, "reason": "Cuti bersama.", "langkah": "perpanjang"} | more


def test_the_look_moves_nothing_and_tells_the_truth(scene: Scene) -> None:
    before = {one.pk: one.due_at for one in Request.objects.all()}
    with visiting(scene, "sukor") as client:
        look = client.post(DOOR, given(scene, langkah="lihat"))
        assert {one.pk: one.due_at for one in Request.objects.all()} == before
        promised = {one.agency: one.new_due_at for one in look.context["moved"]}
        assert client.post(DOOR, given(scene)).status_code == 302
    after = {one.agency.name: one.due_at for one in Request.objects.select_related("agency")}
    assert {name: after[name] for name in promised} == promised
    assert Extension.objects.count() == 2


def test_only_the_open_tables_get_more_time(scene: Scene) -> None:
    due = scene.request("dinkes").due_at
    with visiting(scene, "sukor") as client:
        client.post(DOOR, given(scene, only_open="on"))
    assert scene.request("dinkes").due_at == due
    tables = scene.request("dinkes").tables.all()
    assert all(table.due_at and due and table.due_at > due for table in tables)
    with visiting(scene, "operator.dinkes") as client:
        page = client.get(f"/langkah-3/{scene.request('dinkes').pk}/")
    assert page.status_code == 200


def test_who_is_complete_is_not_offered(scene: Scene) -> None:
    scene.hand_over("disdik", FIRST)
    with visiting(scene, "sukor") as client:
        assert [row.request.agency.code for row in client.get(DOOR).context["rows"]] == ["dinkes"]
        assert client.post(DOOR, given(scene)).status_code == 422  # disdik is no choice any more


def test_all_or_none(scene: Scene) -> None:
    elsewhere = Scene(office=make_tiny_office(slug="seberang"), now=scene.now)
    elsewhere.collecting("dinkes")
    grants = [Grant(scene.request("dinkes"), 2, "Uji."), Grant(elsewhere.request("dinkes"), 2, "Uji.")]
    with pytest.raises(NotFound):
        extend_many(grants, by=scene.by("sukor"), at=scene.now)
    with pytest.raises(Invalid):
        extend_many([Grant(scene.request("dinkes"), 2, " ")], by=scene.by("sukor"), at=scene.now)
    assert not Extension.objects.exists()


def test_the_history_stands_at_the_request(scene: Scene) -> None:
    with visiting(scene, "sukor") as client:
        client.post(DOOR, given(scene))
        assert "Cuti bersama." in client.get(f"/langkah-3/{scene.request('dinkes').pk}/").content.decode()
    with visiting(scene, "operator.dinkes") as client:
        assert "Cuti bersama." in client.get(f"/langkah-3/{scene.request('dinkes').pk}/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("jp1", 403), ("operator.dinkes", 403), ("", 302)])
def test_who_may_not_extend_is_refused(scene: Scene, who: str, status: int) -> None:
    with visiting(scene, who) as client:
        assert client.post(DOOR, given(scene)).status_code == status
    assert not Extension.objects.exists()
