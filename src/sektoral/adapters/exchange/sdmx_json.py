"""A cube as SDMX-JSON 2.0.0 data (SDMX 3.0), flat, numbers written digit by digit.

Codes and the values of attributes are listed once; observations refer to them by position.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sektoral.adapters.exchange.identifiers import sdmx_id
from sektoral.adapters.exchange.sdmx_terms import (
    ATTRIBUTES,
    CONCEPTS,
    DECIMALS,
    EDITION,
    FREQ,
    FREQUENCY_LABELS,
    MARK,
    MARKS,
    OBS_STATUS,
    OBS_VALUE,
    STATUS_LABELS,
    UNIT_MEASURE,
    Row,
    dimension_ids,
    edition_of,
    flow_of,
    frequency_of,
    rows_of,
    updated,
)
from sektoral.domain.cubes import VARIABLE, Cube, DimensionRole

AT_ONCE = 5_000  # observations in one piece
SCHEMA = "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json"
LINK = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={agency}:{id}({version})"
Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Values = Mapping[str, str]  # id -> name
RELATIONSHIPS: Mapping[str, Json] = {
    OBS_STATUS: {"observation": {}},
    MARK: {"observation": {}},
    UNIT_MEASURE: {"dimensions": [VARIABLE]},
    DECIMALS: {"dimensions": [VARIABLE]},
}
AT_OBSERVATION = tuple(name for name in ATTRIBUTES if name != EDITION)


def write(cube: Cube) -> Iterator[bytes]:
    """This will write SDMX-JSON 2.0.0."""
    link = _link(cube)
    structure: Mapping[str, Json] = {"links": [link], **_structure(cube), "dataSets": [0]}
    yield f'{{"meta": {_json(_meta(cube))}, "data": {{"structures": [{_json(structure)}], "dataSets": ['.encode()
    yield f'{{"structure": 0, "links": [{_json(link)}], "action": "Information", "attributes": [0]'.encode()
    yield b', "observations": {'
    keys = [{code: at for at, code in enumerate(values)} for values in _dimension_values(cube)]
    attributes = [{code: at for at, code in enumerate(values)} for values in _attribute_values(cube).values()]
    observations = (_observation(row, keys, attributes) for row in rows_of(cube))
    separator = ""
    while piece := ", ".join(islice(observations, AT_ONCE)):
        yield f"{separator}{piece}".encode()
        separator = ", "
    yield b"}}]}}\n"


def _observation(row: Row, keys: Sequence[Mapping[str, int]], attributes: Sequence[Mapping[str, int]]) -> str:
    key = ":".join(str(places[code]) for places, code in zip(keys, row.key, strict=True))
    of_row = dict(zip(ATTRIBUTES, row.attributes, strict=True))
    places = zip(attributes, (of_row[name] for name in AT_OBSERVATION), strict=True)
    found = ", ".join(str(places_of[code]) if code else "null" for places_of, code in places)
    return f'"{key}": [{row.value or "null"}, {found}]'


def _structure(cube: Cube) -> Mapping[str, Json]:
    names = dimension_ids(cube)
    labels = [CONCEPTS[FREQ], *(one.label for one in cube.dimensions)]
    dimensions: list[Json] = [
        {"id": name, "name": label, "keyPosition": at, "values": _listed(values)}
        for at, (name, label, values) in enumerate(zip(names, labels, _dimension_values(cube), strict=True))
    ]
    dimensions[-1] = {**dict(dimensions[-1]), "roles": ["TIME_PERIOD"]}  # type: ignore[arg-type]
    observed: list[Json] = [
        {"id": name, "name": CONCEPTS[name], "relationship": RELATIONSHIPS[name], "values": _listed(values)}
        for name, values in _attribute_values(cube).items()
    ]
    edition: Json = {
        "id": EDITION,
        "name": CONCEPTS[EDITION],
        "relationship": {"dataflow": {}},
        "values": [{"id": edition_of(cube), "name": edition_of(cube)}],
    }
    return {
        "dimensions": {"dataSet": [], "series": [], "observation": dimensions},
        "measures": {"observation": [{"id": OBS_VALUE, "name": CONCEPTS[OBS_VALUE], "roles": ["PRIMARY"]}]},
        "attributes": {"dataSet": [edition], "series": [], "observation": observed},
    }


def _dimension_values(cube: Cube) -> list[Values]:
    frequency = frequency_of(cube)
    found: list[Values] = [{frequency: FREQUENCY_LABELS[frequency]}]
    for dimension in cube.dimensions:
        is_time = dimension.role is DimensionRole.TIME
        found.append({one.code if is_time else sdmx_id(one.code): one.label for one in dimension.members})
    return found


def _attribute_values(cube: Cube) -> Mapping[str, Values]:
    found: Mapping[str, Values] = {
        OBS_STATUS: STATUS_LABELS,
        MARK: dict(MARKS.values()),
        UNIT_MEASURE: {sdmx_id(one.unit): one.unit for one in cube.variables if one.unit},
        DECIMALS: {str(one.decimals): str(one.decimals) for one in cube.variables},
    }
    return {name: found[name] for name in AT_OBSERVATION}


def _listed(values: Values) -> Json:
    return [{"id": code, "name": name} for code, name in values.items()]


def _meta(cube: Cube) -> Json:
    flow = flow_of(cube)
    return {
        "schema": SCHEMA,
        "id": flow.id,
        "test": False,
        "prepared": updated(cube).isoformat(timespec="seconds"),
        "sender": {"id": flow.agency, "name": cube.office_name},
    }


def _link(cube: Cube) -> Json:
    flow = flow_of(cube)
    return {"rel": "dataflow", "urn": LINK.format(agency=flow.agency, id=flow.id, version=flow.semantic_version)}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
