"""The SDMX service, read by two clients of others over the network of this machine."""

from io import BytesIO
from typing import Any

import pytest
import sdmx
from pysdmx.api.qb import (
    ApiVersion,
    DataContext,
    DataQuery,
    RestService,
    StructureQuery,
    StructureReference,
    StructureType,
)
from pysdmx.api.qb.data import DataFormat
from pysdmx.api.qb.structure import StructureFormat
from pysdmx.io import read_sdmx
from pysdmx.model import Dataflow, DataStructureDefinition
from pytest_django.live_server_helper import LiveServer

from sektoral.adapters.exchange.sdmx_terms import flow_id
from sektoral.records.models import Observation
from tests.releasing import release, stored, table_of
from tests.rounds import Scene


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    scene = Scene()
    stored(scene, "dinkes")
    release(scene, table_of(scene, "dinkes"))
    return scene


def test_two_other_clients_read_flows_and_structures_and_one_of_them_every_figure(
    scene: Scene, live_server: LiveServer
) -> None:
    owner, table = scene.office.slug, table_of(scene, "dinkes")
    flow = flow_id("dinkes", table.code)
    held = Observation.objects.filter(table=table, superseded_at__isnull=True)

    # pysdmx: REST 2.1, XML structures and CSV data
    service = RestService(
        f"{live_server.url}/api/v1/sdmx", ApiVersion.V2_0_0, structure_format=StructureFormat.SDMX_ML_3_0,
        data_format=DataFormat.SDMX_CSV_2_0_0, timeout=60.0,
    )  # fmt: skip
    listed = read_sdmx(BytesIO(service.structure(StructureQuery(StructureType.DATAFLOW, owner)))).structures or ()
    assert [one.id for one in listed if isinstance(one, Dataflow)] == [flow]
    asked = StructureQuery(StructureType.DATAFLOW, owner, flow, references=StructureReference.DESCENDANTS)
    everything = read_sdmx(BytesIO(service.structure(asked))).structures or ()
    (definition,) = [one for one in everything if isinstance(one, DataStructureDefinition)]
    names = [one.id for one in definition.components.dimensions]
    assert names[0] == "FREQ"
    csv = service.data(DataQuery(DataContext.DATAFLOW, owner, flow)).decode()
    assert len(csv.splitlines()) == held.count() + 1

    # sdmx1: REST 2.1 again, structures of 2.1
    sdmx.add_source(
        {"id": owner, "name": "Mungil", "url": f"{live_server.url}/api/v1/sdmx", "versions": ["3.0.0"]}, override=True
    )
    client = sdmx.Client(owner)
    message: Any = client.get(
        url=f"{live_server.url}/api/v1/sdmx/structure/dataflow/{owner}/{flow}/+?references=all",
        headers={"Accept": "application/vnd.sdmx.structure+xml;version=2.1"},
    )  # fmt: skip  # it reads structures of 2.1 only
    assert flow in message.dataflow
    assert flow in message.structure
