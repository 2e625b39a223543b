"""What leaves as a workbook, read by openpyxl."""

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings

from sektoral.adapters.exchange import workbook
from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain.cubes import Cube
from sektoral.domain.errors import Invalid
from sektoral.domain.numbers import is_long, plain_text
from tests.cubes import Held, cubes, every_mark, held

XLSX = FORMATS["xlsx"]


def sheets(cube: Cube) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(XLSX.to_bytes(cube)))
    for sheet in book.worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def figures_in(cube: Cube) -> Held:
    heads, *rows = sheets(cube)["Data"]
    found: Held = {}
    for cells in rows:
        row = dict(zip(heads, cells, strict=True))
        value = row["OBS_VALUE"]
        text = "" if value is None else value if isinstance(value, str) else plain_text(Decimal(repr(value)))
        assert isinstance(value, str) == is_long(text) == bool(row["CATATAN"])
        codes = tuple(str(row[one.code]) for one in cube.dimensions)
        found[codes] = (text, str(row["MARK"] or ""), str(row["OBS_STATUS"]))
    return found


@settings(max_examples=12, deadline=None)
@given(cubes())
def test_every_figure_comes_back_exactly(cube: Cube) -> None:
    assert figures_in(cube) == held(cube)


def test_marks_code_lists_and_what_is_to_be_known_have_their_sheets() -> None:
    cube = every_mark()
    assert figures_in(cube) == held(cube)
    found = sheets(cube)
    assert ["REF_AREA", "12.23.02", "=1+1", "12230" + "20"] in found["Kode"]
    assert ["Tanda …", "… data tidak tersedia"] in found["Keterangan"]


def test_more_figures_than_a_sheet_has_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match="cube_too_long"):
        XLSX.write(every_mark())
    assert XLSX.to_bytes(replace(every_mark(), figures=every_mark().figures[:3]))
