"""An agency that is formed later is added, and takes over what those owed that are merged into it."""

import pytest

from sektoral.domain.errors import Invalid, Refused
from sektoral.records.models import Agency, Event
from sektoral.records.owed_tables import owed_tables
from sektoral.setup.actions import Merger, merge_agencies
from sektoral.setup.actions.agencies import add_agency
from sektoral.setup.facts import AgencyFact
from tests.offices import make_two_offices
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
PAGE = "/pengaturan/opd/"
GIVEN = {"new": "1", "code": "dinsos", "name": "Dinas Sosial"}


@pytest.fixture
def scene() -> Scene:
    return Scene(make_two_offices()[0])


def added(scene: Scene, code: str, *, is_office: bool = False) -> Agency:
    fact = AgencyFact(code, f"Dinas {code}", code, f"Kepala Dinas {code}", is_office=is_office)
    return add_agency(fact, by=scene.by("admin"), at=scene.now)


def test_a_new_agency_stands_behind_the_others_and_in_the_journal(scene: Scene) -> None:
    before = list(Agency.objects.filter(office=scene.office))
    agency = added(scene, "dinsos")
    assert list(Agency.objects.filter(office=scene.office)) == [*before, agency]
    assert agency.place == scene.office.place
    assert Event.objects.filter(kind="agency.added", about_id=str(agency.pk)).count() == 1


def test_a_code_is_given_once_in_an_office_and_the_office_is_listed_once(scene: Scene) -> None:
    with pytest.raises(Invalid, match="agency_code_taken"):
        added(scene, "dinkes")
    with pytest.raises(Invalid, match="office_is_listed"):
        added(scene, "kominfo-baru", is_office=True)
    with pytest.raises(Refused):
        add_agency(AgencyFact("x", "X", "X", "Kepala X"), by=scene.by("kadis"), at=scene.now)


def test_what_was_asked_of_the_old_one_is_asked_of_the_new_one(scene: Scene) -> None:
    old, new = scene.agency("dinkes"), added(scene, "dinsos")
    before = owed_tables(scene.office)
    assert new.pk not in before
    merge_agencies(Merger(old, new), by=scene.by("admin"), at=scene.now)
    assert owed_tables(scene.office)[new.pk] == before[old.pk]


def test_the_page_adds_one_and_keeps_what_was_typed_where_it_is_refused(scene: Scene) -> None:
    with visiting(scene, "admin") as admin:
        assert "Dinas Sosial ditambahkan" in admin.post(PAGE, GIVEN, follow=True).text
        again = admin.post(PAGE, GIVEN)
        assert again.status_code == 422
        assert "Kode dinsos sudah dipakai" in again.text
        assert 'value="Dinas Sosial"' in again.text
        for code in ("Dinsos", "din sos", "-dinsos", "d" * 61):
            assert admin.post(PAGE, GIVEN | {"code": code}).status_code == 422
    agency = scene.agency("dinsos")
    assert (agency.short_name, agency.head_title) == ("Dinas Sosial", "Kepala Dinas Sosial")
    with visiting(scene, "jp1") as jp:
        assert jp.post(PAGE, GIVEN | {"code": "lain"}).status_code == 403
