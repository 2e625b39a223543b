"""Code lists: codes come, end and hand over with dates; none vanishes, and tables that use an ended one are shown."""

from datetime import date

import pytest

from sektoral.domain.errors import Invalid, Refused, WrongState
from sektoral.metadata.actions.codelists import NewCode, add_code, end_code
from sektoral.metadata.queries.codelists import CodelistPage, codelist_page
from sektoral.records.code_use import stale_uses
from sektoral.records.models import Code, Codelist, Event, Table
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
SPLIT_ON = date(2027, 1, 1)
HULU = "99.01.01"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def regions(scene: Scene) -> Codelist:
    return Codelist.objects.select_related("office").get(office=scene.office, code="wilayah")


def new(code: str, *, replaces: tuple[str, ...] = (), since: date = SPLIT_ON) -> NewCode:
    return NewCode(code, f"Wilayah {code}", "99.01", "kecamatan", "", since, replaces)


def add(scene: Scene, code: NewCode, *, by: str = "jp1") -> Code:
    return add_code(regions(scene), code, by=scene.by(by), at=scene.now)


def on(scene: Scene, day: date) -> CodelistPage:
    return codelist_page(scene.by("jp1"), regions(scene), on=day)


def valid(scene: Scene, day: date) -> set[str]:
    return {row.code for row in on(scene, day).rows if row.state == "berlaku"}


def test_a_region_that_splits_ends_and_names_both_that_follow(scene: Scene) -> None:
    add(scene, new("99.01.03", replaces=(HULU,)))
    add(scene, new("99.01.04", replaces=(HULU,)))
    old = Code.objects.get(codelist=regions(scene), code=HULU)
    assert (old.valid_to, old.successors) == (date(2026, 12, 31), ["99.01.03", "99.01.04"])
    assert valid(scene, date(2026, 12, 31)) == {"99.01", HULU, "99.01.02"}
    assert valid(scene, SPLIT_ON) == {"99.01", "99.01.02", "99.01.03", "99.01.04"}


def test_a_region_that_is_renamed_keeps_its_code(scene: Scene) -> None:
    add(scene, new(HULU, replaces=(HULU,)))
    labels = dict(Code.objects.filter(codelist=regions(scene), code=HULU).values_list("valid_from", "label"))
    assert labels == {date(2025, 1, 1): "Mungil Hulu", SPLIT_ON: f"Wilayah {HULU}"}


def test_regions_that_merge_name_the_one_that_follows(scene: Scene) -> None:
    add(scene, new("99.01.05", replaces=(HULU, "99.01.02")))
    assert valid(scene, SPLIT_ON) == {"99.01", "99.01.05"}


def test_a_code_means_one_thing_on_any_day(scene: Scene) -> None:
    with pytest.raises(Invalid, match="code_taken"):
        add(scene, new(HULU))
    with pytest.raises(Invalid, match="code_to_replace_unknown"):
        add(scene, new("99.01.03", replaces=("99.01.99",)))
    with pytest.raises(Invalid, match="code_days"):
        add(scene, new("99.01.03", replaces=(HULU,), since=date(2025, 1, 1)))
    assert not Event.objects.filter(kind="codelist.changed").exists()


def test_a_code_ends_once_and_is_never_taken_away(scene: Scene) -> None:
    code = Code.objects.get(codelist=regions(scene), code=HULU)
    end_code(code, last_day=date(2026, 12, 31), by=scene.by("sukor"), at=scene.now)
    with pytest.raises(WrongState, match="code_ended"):
        end_code(code, last_day=date(2026, 12, 31), by=scene.by("sukor"), at=scene.now)
    assert HULU in {row.code for row in on(scene, SPLIT_ON).rows}
    assert Event.objects.get(kind="codelist.changed").facts["ended"] == HULU


def test_only_who_writes_code_lists_may(scene: Scene) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        add(scene, new("99.01.03"), by="kabid")


def test_a_table_that_uses_a_code_that_does_not_hold_is_shown(scene: Scene) -> None:
    table = Table.objects.get(agency=scene.agency("dinkes"), code="T1")
    table.definition["rows"][0]["area"] = HULU
    table.save()
    add(scene, new("99.01.03", replaces=(HULU,)))
    assert stale_uses(regions(scene), on=date(2026, 12, 31)) == []
    (found,) = stale_uses(regions(scene), on=SPLIT_ON)
    assert (found.table.code, found.code, found.successors) == ("T1", HULU, ["99.01.03"])
    with visiting(scene, "jp1") as client:
        page = client.get(f"/metadata/kode/{regions(scene).pk}/?pada=2027-01-01").content.decode()
    assert "1 pemakaian kode yang tidak berlaku" in page
    assert "diganti 99.01.03" in page


def test_codes_are_listed_added_ended_and_exported_on_their_pages(scene: Scene) -> None:
    address = f"/metadata/kode/{regions(scene).pk}/"
    posted = {"code": "99.01.03", "label": "Mungil Tengah", "valid_from": "2027-01-01", "replaces": ""}
    with visiting(scene, "jp1") as client:
        assert "Wilayah" in client.get("/metadata/kode/").content.decode()
        assert client.post(address, posted).status_code == 302
        assert client.post(address, posted).status_code == 422
        assert "Mungil Tengah" in client.get(f"{address}?ekspor=csv").content.decode()
        code = Code.objects.get(codelist=regions(scene), code="99.01.03")
        ending = f"/metadata/kode/akhiri/{code.pk}/"
        assert client.get(ending).status_code == 200
        assert client.post(ending, {"last_day": "2026-01-01"}).status_code == 422
        assert client.post(ending, {"last_day": "2027-06-30"}).status_code == 302
    with visiting(scene, "operator.dinkes") as client:
        assert client.get(address).status_code == 200
        assert client.post(address, {**posted, "code": "99.01.09"}).status_code == 403
