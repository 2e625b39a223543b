"""What leaves as SDMX-CSV, cell by cell; test_sdmx_messages.py has pysdmx read it too."""

import csv
import io
from dataclasses import replace

from hypothesis import given, settings

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exchange.identifiers import code_of, name_of
from sektoral.adapters.exchange.sdmx_terms import MARKS
from sektoral.domain.cubes import Cube
from tests.cubes import Held, cubes, every_mark, held

BY_MARK_ID = {"": "", **{code: mark for mark, (code, _) in MARKS.items()}}


def figures_in(body: bytes, cube: Cube) -> Held:
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    found: Held = {}
    for row in rows:
        by_name = {name_of(head): cell for head, cell in row.items() if head != "FREQ"}
        codes = tuple(code_of(by_name[one.code]) for one in cube.dimensions)
        found[codes] = (row["OBS_VALUE"], BY_MARK_ID[row["MARK"]], row["OBS_STATUS"])
    assert len(found) == len(rows)
    return found


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_every_figure_comes_back_exactly(cube: Cube) -> None:
    for name in ("sdmx-csv", "sdmx-csv-1"):
        assert figures_in(FORMATS[name].to_bytes(cube), cube) == held(cube)


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_no_cell_can_be_a_formula(cube: Cube) -> None:
    for row in csv.reader(io.StringIO(FORMATS["sdmx-csv"].to_bytes(cube).decode(), newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "|", "'", " "))
            assert not cell.startswith("-") or float(cell) <= 0


def test_the_structure_is_named_as_each_version_of_sdmx_names_it() -> None:
    first = FORMATS["sdmx-csv"].to_bytes(every_mark()).decode().splitlines()[1]
    assert first.startswith("dataflow,labura:dukcapil_penduduk-kec(2.0.0),I,A,12@23@01,jumlah,L,2024,0,A,,jiwa,2,2_0")
    old = FORMATS["sdmx-csv-1"].to_bytes(every_mark()).decode().splitlines()
    assert old[0].startswith("DATAFLOW,FREQ,REF_AREA,VARIABLE,JENIS_KELAMIN,TIME_PERIOD,OBS_VALUE,OBS_STATUS,MARK")
    assert old[1].startswith("labura:dukcapil_penduduk-kec(2.0),A,")


def test_a_daily_table_goes_by_the_periods_it_is_kept_by() -> None:
    body = FORMATS["sdmx-csv"].to_bytes(replace(every_mark(), period_type="harian"))
    assert body == FORMATS["sdmx-csv"].to_bytes(every_mark())
