"""A cube as SDMX-ML data, flat: one element an observation, all dimensions at it. Structure-specific 2.1 and 3.0, and
generic 2.1 for older readers.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from sektoral.adapters.exchange.sdmx_terms import (
    ATTRIBUTES,
    EDITION,
    OBS_VALUE,
    Row,
    dimension_ids,
    edition_of,
    flow_of,
    rows_of,
    updated,
)
from sektoral.domain.cubes import Cube

AT_ONCE = 2_000  # observations in one piece
NAMESPACES = "http://www.sdmx.org/resources/sdmxml/schemas/v{version}/{part}"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
STRUCTURE_URN = "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={agency}:{id}({version})"


def write_2_1(cube: Cube) -> Iterator[bytes]:
    """This will write structure-specific SDMX-ML 2.1."""
    flow = flow_of(cube)
    urn = STRUCTURE_URN.format(agency=flow.agency, id=flow.id, version=flow.version)
    reference = f"<Ref agencyID={quoteattr(flow.agency)} id={quoteattr(flow.id)} version={quoteattr(flow.version)}/>"
    return _specific(cube, "2_1", urn, reference)


def write_3_0(cube: Cube) -> Iterator[bytes]:
    """This will write structure-specific SDMX-ML 3.0."""
    flow = flow_of(cube)
    urn = STRUCTURE_URN.format(agency=flow.agency, id=flow.id, version=flow.semantic_version)
    return _specific(cube, "3_0", urn, escape(urn))


def write_generic(cube: Cube) -> Iterator[bytes]:
    """This will write generic SDMX-ML 2.1."""
    flow, names = flow_of(cube), dimension_ids(cube)
    reference = f"<Ref agencyID={quoteattr(flow.agency)} id={quoteattr(flow.id)} version={quoteattr(flow.version)}/>"
    spaces = _spaces("2_1", generic="data/generic")
    yield f"{_HEAD}<message:GenericData {spaces}>{_header(cube, reference, '')}".encode()
    yield b'<message:DataSet structureRef="S"><generic:Attributes>'
    yield f'<generic:Value id="{EDITION}" value={quoteattr(edition_of(cube))}/></generic:Attributes>\n'.encode()
    yield from _pieces(_generic_observation(row, names) for row in rows_of(cube))
    yield b"</message:DataSet></message:GenericData>\n"


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _specific(cube: Cube, version: str, urn: str, reference: str) -> Iterator[bytes]:
    space = f"{urn}:ObsLevelDim:AllDimensions"
    spaces = f"{_spaces(version, data='data/structurespecific')} xmlns:own={quoteattr(space)}"
    yield f"{_HEAD}<message:StructureSpecificData {spaces}>{_header(cube, reference, space)}".encode()
    yield b'<message:DataSet data:structureRef="S" xsi:type="own:DataSetType" data:dataScope="DataStructure"'
    yield f" {EDITION}={quoteattr(edition_of(cube))}>\n".encode()
    names = [*dimension_ids(cube), OBS_VALUE, *(name for name in ATTRIBUTES if name != EDITION)]
    yield from _pieces(_specific_observation(row, names) for row in rows_of(cube))
    yield b"</message:DataSet></message:StructureSpecificData>\n"


def _spaces(version: str, **own: str) -> str:
    parts = {"message": "message", "common": "common", **own}
    found = [f'xmlns:{name}="{NAMESPACES.format(version=version, part=part)}"' for name, part in parts.items()]
    return " ".join([*found, f'xmlns:xsi="{XSI}"'])


def _header(cube: Cube, reference: str, namespace: str) -> str:
    flow = flow_of(cube)
    space = f" namespace={quoteattr(namespace)}" if namespace else ""
    prepared = updated(cube).isoformat(timespec="seconds")
    return (
        f"<message:Header><message:ID>{escape(flow.id)}</message:ID><message:Test>false</message:Test>"
        f"<message:Prepared>{prepared}</message:Prepared><message:Sender id={quoteattr(flow.agency)}/>"
        f'<message:Structure structureID="S"{space} dimensionAtObservation="AllDimensions">'
        f"<common:Structure>{reference}</common:Structure></message:Structure></message:Header>\n"
    )


def _specific_observation(row: Row, names: list[str]) -> str:
    """What has no value is left out."""
    cells = zip(names, (*row.key, row.value, *row.attributes[:-1]), strict=True)
    return "<Obs " + " ".join(f"{name}={quoteattr(cell)}" for name, cell in cells if cell) + "/>\n"


def _generic_observation(row: Row, names: list[str]) -> str:
    key = _values(zip(names, row.key, strict=True))
    value = f"<generic:ObsValue value={quoteattr(row.value)}/>" if row.value else ""
    attributes = _values((name, cell) for name, cell in zip(ATTRIBUTES, row.attributes, strict=True) if name != EDITION)
    return (
        f"<generic:Obs><generic:ObsKey>{key}</generic:ObsKey>{value}"
        f"<generic:Attributes>{attributes}</generic:Attributes></generic:Obs>\n"
    )


def _values(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<generic:Value id={quoteattr(name)} value={quoteattr(cell)}/>" for name, cell in pairs if cell)


def _pieces(observations: Iterable[str]) -> Iterator[bytes]:
    observations = iter(observations)
    while piece := "".join(islice(observations, AT_ONCE)):
        yield piece.encode()
