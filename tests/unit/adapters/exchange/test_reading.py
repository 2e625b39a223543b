"""Files of a standard are read digit by digit: what we wrote, what other offices publish, and nothing else.

The samples of other projects are not part of this one: docs/exchange.md says how to read them.
"""

import contextlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sdmx
from hypothesis import given, settings
from hypothesis import strategies as st

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.identifiers import code_of, component_id
from sektoral.adapters.exchange.reading.files import read
from sektoral.adapters.exchange.reading.tables import ReadTable
from sektoral.adapters.exchange.sdmx_terms import MARKS, RESERVED
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import Invalid
from tests.cubes import Held, cubes, every_mark, held

BY_MARK_ID = {"": "", **{code: mark for mark, (code, _) in MARKS.items()}}
SDMX = ("sdmx-csv", "sdmx-csv-1", "sdmx-json", "sdmx-ml", "sdmx-ml-2-1", "sdmx-generic")
SAMPLES = Path(os.environ.get("SEKTORAL_KNOWN_ANSWERS", "nowhere"))


def figures_in(table: ReadTable, cube: Cube) -> Held:
    ids = [component_id(one.code, reserved=RESERVED) for one in cube.dimensions]
    found = {
        tuple(code_of(one.cells[name]) for name in ids): (
            one.value,
            BY_MARK_ID[one.cells.get("MARK", "")],
            one.cells["OBS_STATUS"],
        )
        for one in table.figures
    }
    assert len(found) == len(table.figures)
    return found


@settings(max_examples=20, deadline=None)
@given(cubes(), st.sampled_from(SDMX))
def test_what_we_write_as_sdmx_we_read(cube: Cube, name: str) -> None:
    (table,) = read(FORMATS[name].to_bytes(cube))
    assert figures_in(table, cube) == held(cube)


@settings(max_examples=20, deadline=None)
@given(cubes())
def test_what_we_write_as_json_stat_we_read(cube: Cube) -> None:
    (table,) = read(FORMATS["json-stat"].to_bytes(cube))
    found = {tuple(one.cells[name] for name in table.dimensions): one.value for one in table.figures}
    assert found == {each.codes: each.text for each in cube.figures}


def test_json_stat_of_version_1_and_of_a_single_status_is_read() -> None:
    inner = {
        "value": [1.50, None],
        "status": "e",
        "dimension": {
            "id": ["geo", "time"],
            "size": [1, 2],
            "geo": {"category": {"label": {"ID": "Indonesia"}}},
            "time": {"category": {"index": {"2025": 1, "2024": 0}}},
        },
    }
    (table,) = read(json.dumps({"satu": inner}).replace("1.5", "1.50").encode())
    assert [(one.cells["time"], one.cells["OBS_STATUS"], one.value) for one in table.figures] == [
        ("2024", "e", "1.50"),
        ("2025", "e", ""),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not_sdmx"),
        (b"a,b\n1,2\n", "not_sdmx"),
        (b"\xff\xfe", "not_csv"),
        (b"{", "not_json"),
        (b'{"value": NaN}', "not_json"),
        (b"[" * 5 + b"{", "not_sdmx"),
        (b'{"a":' * 100_000, "not_json"),
        (b'{"version": "2.0", "class": "collection"}', "no_figures"),
        (b'{"version": "2.0", "class": "dataset", "id": ["a"], "size": ["x"], "dimension": {"a": {}}}', "wrong_place"),
        (b"<a/>", "not_sdmx"),
        (b"<a>", "not_xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not_xml"),
        (b"STRUCTURE,STRUCTURE_ID,ACTION,D,OBS_VALUE\ndataflow,A:B(1.0),D,x,1\n", "deletes"),
        (b"STRUCTURE,STRUCTURE_ID,ACTION,D,OBS_VALUE\ndataflow,A:B(1.0),I,x\n", "ragged"),
        (b"STRUCTURE,STRUCTURE_ID,ACTION,D,OBS_VALUE1,OBS_VALUE2\ndataflow,A:B(1.0),I,x,1,2\n", "no_measure"),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert refused.value.facts == {"why": why}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*SDMX, "json-stat"]), st.data())
def test_a_damaged_file_is_read_or_refused_and_never_a_fault(name: str, data: st.DataObject) -> None:
    whole = bytearray(FORMATS[name].to_bytes(every_mark()))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.sampled_from(b'{}[]<>",:0x&\x00\xff'))
    with contextlib.suppress(Invalid):
        read(bytes(whole))


def samples() -> Iterator[Path]:
    yield from sorted(SAMPLES.glob("sdmx_khaeru/ECB_EXR/*g-*.xml"))
    yield from [SAMPLES / "sdmx_khaeru" / name for name in ("WB/gh-78.xml", "ECB_EXR/flat.json", "ECB_EXR/ts.json")]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of other projects are not part of this one")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_samples_of_central_banks_read_as_sdmx1_reads_them() -> None:
    """Those that sdmx1 reads without a data structure: generic XML and the draft of SDMX-JSON."""
    compared = 0
    for path in samples():
        data = path.read_bytes()
        if b"StructureSpecific" in data[:300] or b"Structure " in data[:120] or "structure" in path.name:
            continue
        theirs = sdmx.read_sdmx(io.BytesIO(data))
        assert isinstance(theirs, sdmx.message.DataMessage)
        keys = {
            (frozenset((name, str(value.value)) for name, value in one.dimension.values.items()), float(one.value or 0))
            for each in theirs.data
            for one in each.obs
        }
        dimensions = {name for key, _ in keys for name, _ in key}
        ours = [one for table in read(data) for one in table.figures]
        found = {
            (frozenset((name, cell) for name, cell in one.cells.items() if name in dimensions), float(one.value or 0))
            for one in ours
        }
        assert found == keys, path.name
        compared += 1
    assert compared >= 12


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of other projects are not part of this one")
def test_samples_of_json_stat_hold_the_figures_that_their_pages_show() -> None:
    folder = SAMPLES / "jsonstat" / "tests" / "samples"
    for name, count, first in (("oecd", 432, "5.943826289"), ("canada", 120, "34880.5"), ("us-gsp", 204, "174400")):
        (table,) = read((folder / f"{name}.json").read_bytes())
        assert (len(table.figures), table.figures[0].value) == (count, first)
        published = json.loads((folder / f"{name}.json").read_text(), parse_float=str, parse_int=str)["value"]
        assert [one.value for one in table.figures] == published
