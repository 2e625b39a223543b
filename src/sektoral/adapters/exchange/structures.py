"""What an SDMX message of a cube means: agencies, concepts, code lists, data structure, dataflow.

Built as pysdmx's objects and written by pysdmx, whose structure writers need no pandas.
"""

import json
import re
from collections.abc import Iterator, Sequence

from pysdmx.io.json.sdmxjson2.writer.v2_0.structure import write as write_json_2_0
from pysdmx.io.xml.sdmx21.writer.structure import write as write_ml_2_1
from pysdmx.io.xml.sdmx30.writer.structure import write as write_ml_3_0
from pysdmx.model import (
    Agency,
    AgencyScheme,
    Annotation,
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    Dataflow,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Organisation,
    Role,
)
from pysdmx.model.__base import MaintainableArtefact
from pysdmx.model.message import Header

from sektoral.adapters.exchange.identifiers import component_id, sdmx_id
from sektoral.adapters.exchange.printable import printable
from sektoral.adapters.exchange.sdmx_terms import (
    CONCEPTS,
    DECIMALS,
    EDITION,
    FREQ,
    FREQUENCY_LABELS,
    MARK,
    MARKS,
    OBS_STATUS,
    OBS_VALUE,
    RESERVED,
    STATUS_LABELS,
    UNIT_MEASURE,
    Flow,
    flow_of,
    updated,
)
from sektoral.domain.cubes import TIME_PERIOD, VARIABLE, Cube, Dimension, DimensionRole

TYPES = {
    TIME_PERIOD: DataType.PERIOD,
    OBS_VALUE: DataType.DECIMAL,
    DECIMALS: DataType.INTEGER,
    EDITION: DataType.STRING,  # sdmx1 wants it of the concept too
}
_ENGLISH = re.compile(r'(<com:\w+) xml:lang="en">')
ORIGINAL_CODE, BPS_CODE = "KODE", "KODE_BPS"  # types of annotations


def write_2_1(cube: Cube) -> Iterator[bytes]:
    """This will write the structures as SDMX-ML 2.1."""
    flow = flow_of(cube)
    yield as_indonesian(write_ml_2_1(structures_of(cube, flow.version), header=_header(cube)))


def write_3_0(cube: Cube) -> Iterator[bytes]:
    """This will write the structures as SDMX-ML 3.0."""
    flow = flow_of(cube)
    yield as_indonesian(write_ml_3_0(structures_of(cube, flow.semantic_version), header=_header(cube)))


def write_json(cube: Cube) -> Iterator[bytes]:
    """This will write the structures as SDMX-JSON 2.0.0."""
    found = structures_of(cube, flow_of(cube).semantic_version)
    ready = [qualified(one) if isinstance(one, AgencyScheme) else one for one in found]
    written = json.loads(write_json_2_0(ready, header=_header(cube)) or "")
    for one in written["data"]["dataStructures"]:
        del one["dataStructureComponents"]["groups"]  # pysdmx writes an empty list, which the standard forbids
    yield json.dumps(written, ensure_ascii=False, indent=1).encode()


def structures_of(cube: Cube, version: str) -> Sequence[MaintainableArtefact]:
    """Everything that a cube's dataflow refers to, at one version, and the dataflow itself."""
    flow = flow_of(cube)
    lists = _codelists(cube, flow, version)
    concepts = _concepts(cube, flow, version)
    structure = DataStructureDefinition(
        id=flow.id,
        name=printable(cube.title),
        agency=flow.agency,
        version=version,
        components=_components(cube, concepts, lists),
    )
    dataflow = Dataflow(
        id=flow.id,
        name=printable(cube.title),
        description=printable(cube.note) or None,
        agency=flow.agency,
        version=version,
        structure=structure,
    )
    return [*_agencies(cube, flow), concepts, *lists.values(), structure, dataflow]


def _agencies(cube: Cube, flow: Flow) -> Sequence[AgencyScheme]:
    """The office stands among the agencies of the world, the producer among those of the office."""
    office = Agency(id=flow.agency, name=printable(cube.office_name))
    producer = Agency(id=component_id(cube.agency), name=printable(cube.agency_name))
    return [AgencyScheme(agency="SDMX", items=[office]), AgencyScheme(agency=flow.agency, items=[producer])]


def _codelists(cube: Cube, flow: Flow, version: str) -> dict[str, Codelist]:
    """The code list of each component that has one."""
    units = dict.fromkeys(one.unit for one in cube.variables)
    fixed = {
        FREQ: [Code(id=code, name=label) for code, label in FREQUENCY_LABELS.items()],
        OBS_STATUS: [Code(id=code, name=label) for code, label in STATUS_LABELS.items()],
        MARK: [Code(id=code, name=label) for code, label in MARKS.values()],
        UNIT_MEASURE: [_code(unit, unit) for unit in units if unit],
    }
    own = {_id(one): _members(one) for one in cube.dimensions if one.role is not DimensionRole.TIME}
    return {
        name: Codelist(
            id=f"CL_{flow.id}_{name}",
            name=CONCEPTS.get(name, name),
            agency=flow.agency,
            version=version,
            items=codes,
        )
        for name, codes in (fixed | own).items()
    }


def _members(dimension: Dimension) -> list[Code]:
    return [_code(member.code, member.label, member.bps_code) for member in dimension.members]


def _code(code: str, label: str, bps_code: str = "") -> Code:
    """A code whose id is not the code itself says the code in an annotation, and an area its BPS code too."""
    notes = [Annotation(type=ORIGINAL_CODE, text=printable(code))] if sdmx_id(code) != code else []
    notes += [Annotation(type=BPS_CODE, text=bps_code)] if bps_code else []
    return Code(id=sdmx_id(code), name=printable(label), annotations=notes)


def _concepts(cube: Cube, flow: Flow, version: str) -> ConceptScheme:
    own = {_id(one): one.label for one in cube.dimensions}
    items = [
        Concept(id=name, name=printable(label) or name, dtype=TYPES.get(name))
        for name, label in (CONCEPTS | own).items()
    ]
    return ConceptScheme(
        id=f"CS_{flow.id}", name=printable(cube.title), agency=flow.agency, version=version, items=items
    )


def _components(cube: Cube, concepts: ConceptScheme, lists: dict[str, Codelist]) -> Components:
    def component(name: str, role: Role, level: str | None = None) -> Component:
        concept = ItemReference("Concept", str(concepts.agency), concepts.id, concepts.version, name)
        is_needed = role is Role.DIMENSION or name == OBS_STATUS
        codes = lists.get(name)
        return Component(name, is_needed, role, concept, TYPES.get(name), local_codes=codes, attachment_level=level)

    inner = [component(_id(one), Role.DIMENSION) for one in cube.dimensions if one.role is not DimensionRole.TIME]
    return Components(
        [
            component(FREQ, Role.DIMENSION),
            *inner,
            component(TIME_PERIOD, Role.DIMENSION),
            component(OBS_VALUE, Role.MEASURE),
            component(OBS_STATUS, Role.ATTRIBUTE, "O"),
            component(MARK, Role.ATTRIBUTE, "O"),
            component(UNIT_MEASURE, Role.ATTRIBUTE, VARIABLE),
            component(DECIMALS, Role.ATTRIBUTE, VARIABLE),
            component(EDITION, Role.ATTRIBUTE, "D"),
        ]
    )


def _id(dimension: Dimension) -> str:
    return component_id(dimension.code, reserved=RESERVED)


def _header(cube: Cube) -> Header:
    """No message of the same cube has another id or time than this one."""
    flow = flow_of(cube)
    return Header(id=f"{flow.id}_{flow.edition}", prepared=updated(cube), sender=Organisation(id=flow.agency))


def qualified(scheme: AgencyScheme) -> AgencyScheme:
    """The scheme as pysdmx's JSON writer wants it: it takes the owner off the ids before it writes them."""
    if scheme.agency == "SDMX":
        return scheme
    agencies = [Agency(id=f"{scheme.agency}.{one.id}", name=one.name) for one in scheme.items]
    return AgencyScheme(agency=scheme.agency, items=agencies)


def as_indonesian(written: str | None) -> bytes:
    """pysdmx takes all words for English; these are Indonesian."""
    return _ENGLISH.sub(r'\1 xml:lang="id">', written or "").encode()
