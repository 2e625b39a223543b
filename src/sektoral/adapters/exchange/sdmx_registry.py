"""Structures as a registry answers for them: the artefact that was asked for, alone or with all that it refers to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pysdmx.io.json.sdmxjson2.writer.v2_0.structure import write as write_json_2_0
from pysdmx.io.xml.sdmx21.writer.structure import write as write_ml_2_1
from pysdmx.io.xml.sdmx30.writer.structure import write as write_ml_3_0
from pysdmx.model import Agency, AgencyScheme, Codelist, ConceptScheme, Dataflow, DataStructureDefinition, Organisation
from pysdmx.model.__base import MaintainableArtefact
from pysdmx.model.message import Header

from sektoral.adapters.exchange.identifiers import component_id
from sektoral.adapters.exchange.printable import printable
from sektoral.adapters.exchange.sdmx_terms import flow_id
from sektoral.adapters.exchange.structures import as_indonesian, qualified, structures_of
from sektoral.domain.cubes import Cube


class Artefact(StrEnum):
    """What can be asked for, as addresses name it."""

    DATAFLOW = "dataflow"
    DATA_STRUCTURE = "datastructure"
    CODELIST = "codelist"
    CONCEPT_SCHEME = "conceptscheme"
    AGENCY_SCHEME = "agencyscheme"


KINDS: dict[Artefact, type[MaintainableArtefact]] = {
    Artefact.DATAFLOW: Dataflow,
    Artefact.DATA_STRUCTURE: DataStructureDefinition,
    Artefact.CODELIST: Codelist,
    Artefact.CONCEPT_SCHEME: ConceptScheme,
    Artefact.AGENCY_SCHEME: AgencyScheme,
}
ML_3_0 = "application/vnd.sdmx.structure+xml;version=3.0.0"
ML_2_1 = "application/vnd.sdmx.structure+xml;version=2.1"
JSON_2_0 = "application/vnd.sdmx.structure+json;version=2.0.0"
MEDIA_TYPES = (ML_3_0, JSON_2_0, ML_2_1)


@dataclass(frozen=True, slots=True)
class FlowName:
    """A dataflow of the catalogue: who maintains it, the agency and table it is made of."""

    office: str
    agency: str
    table: str
    edition: int
    title: str

    @property
    def id(self) -> str:
        """Its id, as `sdmx_terms.flow_of` gives it."""
        return flow_id(self.agency, self.table)

    def version(self, media_type: str) -> str:
        """Its version as the standard of an answer writes it."""
        return f"{self.edition}.0" if media_type == ML_2_1 else f"{self.edition}.0.0"


def owner_of(office: str) -> str:
    """This will give the id of the agency that an office is in SDMX."""
    return component_id(office)


def list_flows(flows: Sequence[FlowName], media_type: str, *, at: datetime) -> bytes:
    """This will write dataflows by name, each with a reference to its structure."""
    found = [
        Dataflow(
            id=one.id,
            name=printable(one.title),
            agency=owner_of(one.office),
            version=one.version(media_type),
            structure=(
                f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={owner_of(one.office)}:{one.id}"
                f"({one.version(media_type)})"
            ),
        )
        for one in flows
    ]
    return _written(found, media_type, owner_of(flows[0].office) if flows else "SDMX", at)


def list_agencies(offices: Sequence[tuple[str, str]], media_type: str, *, at: datetime) -> bytes:
    """This will write the scheme of agencies: the offices by slug and name."""
    items = [Agency(id=owner_of(slug), name=printable(name)) for slug, name in offices]
    return _written([AgencyScheme(agency="SDMX", items=items)], media_type, "SDMX", at)


def structures(
    cube: Cube, flow: FlowName, what: Artefact, name: str, media_type: str, *, with_all: bool, at: datetime
) -> bytes:
    """This will write one artefact of a dataflow, with all that the dataflow refers to or alone; empty for none."""
    everything = structures_of(cube, flow.version(media_type))
    asked = [one for one in everything if isinstance(one, KINDS[what]) and one.id == name]
    return (
        _written(everything if with_all and asked else asked, media_type, owner_of(flow.office), at) if asked else b""
    )


def _written(found: Sequence[MaintainableArtefact], media_type: str, sender: str, at: datetime) -> bytes:
    header = Header(id=f"structure_{sender}", prepared=at, sender=Organisation(id=sender))
    if media_type == ML_2_1:
        return as_indonesian(write_ml_2_1(found, header=header))
    if media_type == ML_3_0:
        return as_indonesian(write_ml_3_0(found, header=header))
    return json.dumps(_cleaned(found, header), ensure_ascii=False).encode()


def _cleaned(found: Sequence[MaintainableArtefact], header: Header) -> object:
    ready = [qualified(one) if isinstance(one, AgencyScheme) else one for one in found]
    written = json.loads(write_json_2_0(ready, header=header) or "{}")
    for one in written.get("data", {}).get("dataStructures", ()):
        one["dataStructureComponents"].pop("groups", None)  # pysdmx writes an empty list, which the standard forbids
    return written
