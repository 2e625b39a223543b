"""A broken series leaves as such: a status at the figures, and a sentence where a format has a place for one."""

import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain.breaks import Break, BreakChange, BreakKind
from sektoral.domain.cubes import Cube, broken_marked
from tests.cubes import every_mark

NEW_UNIT = BreakChange(BreakKind.UNIT, "Penduduk", "jiwa", "ribu jiwa")
NEW_AREAS = BreakChange(BreakKind.AREAS, "", "", "Kualuh Baru")
SAID = "Deret terputus antara 2024 dan 2025: Satuan Penduduk jiwa, menjadi ribu jiwa."


def broken(*changes: BreakChange, before: str = "2024") -> Cube:
    one = replace(every_mark(), breaks=(Break(before, "2025", changes),))
    return replace(one, figures=broken_marked(one))


def test_the_first_figures_of_the_variable_that_changed_say_so_where_no_mark_says_more() -> None:
    plain = {one.codes: one.status for one in every_mark().figures}
    for one in broken(NEW_UNIT).figures:
        is_first = one.codes[1] == "jumlah" and one.codes[-1] == "2025" and plain[one.codes] == "A"
        assert one.status == ("B" if is_first else plain[one.codes])
    assert "B" in {one.status for one in broken(NEW_UNIT).figures}


def test_other_areas_break_every_variable_and_a_break_within_a_period_marks_no_figure() -> None:
    assert "A" not in {one.status for one in broken(NEW_AREAS).figures if one.codes[-1] == "2025"}
    assert broken(NEW_UNIT, before="2025").figures == every_mark().figures


@pytest.mark.parametrize(
    "name", ["csv", "sdmx-csv", "sdmx-csv-1", "sdmx-ml", "sdmx-ml-2-1", "sdmx-generic", "struktur"]
)
def test_the_status_stands_in_every_text_format(name: str) -> None:
    text = FORMATS[name].to_bytes(broken(NEW_UNIT)).decode()
    assert any(sign in text for sign in (",B,", '"B"'))


def test_json_stat_and_the_workbook_say_what_changed() -> None:
    read = json.loads(FORMATS["json-stat"].to_bytes(broken(NEW_UNIT)))
    assert SAID in read["note"]
    assert "B" in read["status"].values()
    assert read["extension"]["status"]["label"]["B"] == "Deret terputus"
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].to_bytes(broken(NEW_UNIT))))
    assert ("Deret terputus", SAID) in list(book["Keterangan"].iter_rows(values_only=True))
