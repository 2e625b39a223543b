"""What an SDMX query may ask, and by which number of the standard it is refused."""

import csv
import io

import pytest

from sektoral.adapters.exchange.sdmx_terms import flow_id
from sektoral.records.models import Observation
from tests.releasing import table_of
from tests.rounds import Scene
from tests.visits import visiting

pytestmark = pytest.mark.django_db
CSV = "application/vnd.sdmx.data+csv;version=2.0.0"
ROOT = "/api/v1/sdmx"


def flow(scene: Scene) -> str:
    return f"{scene.office.slug}/{flow_id('dinkes', table_of(scene, 'dinkes').code)}"


def rows(scene: Scene, rest: str) -> list[dict[str, str]]:
    with visiting(scene) as client:
        answer = client.get(f"{ROOT}/data/dataflow/{flow(scene)}{rest}", headers={"Accept": CSV})
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_a_key_a_component_and_a_period_narrow_the_same_figures(released: Scene) -> None:
    whole = rows(released, "")
    assert (
        len(whole) == Observation.objects.filter(table=table_of(released, "dinkes"), superseded_at__isnull=True).count()
    )
    one = whole[0]
    names = [name for name in one if name not in ("STRUCTURE", "STRUCTURE_ID", "ACTION")]
    dimensions = names[: names.index("TIME_PERIOD")]
    key = ".".join(one[name] for name in dimensions)
    assert rows(released, f"/+/{key}") == [one]
    assert rows(released, f"/*/{'.'.join('*' for _ in dimensions)}") == whole
    assert rows(released, f"/+/{'.'.join('' for _ in dimensions)}") == whole
    area = [row for row in whole if row["REF_AREA"] == one["REF_AREA"]]
    assert rows(released, f"/+/*?c[REF_AREA]={one['REF_AREA']}") == area
    assert rows(released, f"?startPeriod={released.period}&endPeriod={released.period}") == whole
    assert rows(released, f"?c[TIME_PERIOD]=ge:{released.period}%2Ble:{released.period}") == whole


@pytest.mark.parametrize(
    ("rest", "status", "error"),
    [
        ("data/dataflow/{flow}/+/A.B", 400, 140),
        ("data/dataflow/{flow}?startPeriod=kemarin", 400, 140),
        ("data/dataflow/{flow}?c[TIDAK_ADA]=1", 400, 140),
        ("data/dataflow/{flow}?apa=1", 400, 140),
        ("data/dataflow/{flow}?startPeriod=2030", 404, 100),
        ("data/dataflow/{flow}/9.0.0", 404, 100),
        ("data/dataflow/lain/apa", 404, 100),
        ("data/dataflow/{flow}?includeHistory=true", 501, 501),
        ("data/dataflow/{flow}?c[REF_AREA]=sw:12", 501, 501),
        ("data/datastructure/{flow}", 501, 501),
        ("availability/dataflow/{flow}", 501, 501),
        ("structure/hierarchy", 501, 501),
        ("structure/dataflow/lain", 404, 100),
        ("structure/codelist/{owner}/CL_apa", 404, 100),
    ],
)
def test_a_query_is_refused_by_the_standards_number(released: Scene, rest: str, status: int, error: int) -> None:
    with visiting(released) as client:
        answer = client.get(f"{ROOT}/{rest.format(flow=flow(released), owner=released.office.slug)}")
    assert answer.status_code == status, answer.content
    assert answer.json()["facts"]["error"] == error


def test_every_kind_of_structure_and_every_format_is_served_or_refused_by_406(released: Scene) -> None:
    owner, name = flow(released).split("/")
    with visiting(released) as client:
        for what, id_ in (
            ("dataflow", name),
            ("datastructure", name),
            ("codelist", f"CL_{name}_FREQ"),
            ("conceptscheme", f"CS_{name}"),
        ):
            for kind in ("application/vnd.sdmx.structure+xml;version=2.1", "application/json", "application/xml"):
                answer = client.get(f"{ROOT}/structure/{what}/{owner}/{id_}/+", headers={"Accept": kind})
                assert (answer.status_code, id_.encode() in answer.content) == (200, True), (what, kind)
        assert client.get(f"{ROOT}/structure/agencyscheme/SDMX").status_code == 200
        assert client.get(f"{ROOT}/structure/dataflow").status_code == 200
        assert client.get(f"{ROOT}/data/dataflow/{flow(released)}", headers={"Accept": "image/png"}).status_code == 406
