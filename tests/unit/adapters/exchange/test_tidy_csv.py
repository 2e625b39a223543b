"""What leaves as CSV, read by Python's own reader."""

import csv
import io

from hypothesis import given, settings

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.adapters.exports import DANGEROUS
from sektoral.domain.cubes import Cube
from tests.cubes import FORMULAS, Held, cubes, every_mark, held

CSV = FORMATS["csv"]


def read(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def figures_in(cube: Cube) -> Held:
    rows = read(CSV.to_bytes(cube))
    names = [one.code for one in cube.dimensions]
    found = {
        tuple(bare(row[name]) for name in names): (row["OBS_VALUE"], row["MARK"], row["OBS_STATUS"]) for row in rows
    }
    assert len(found) == len(rows)
    return found


def bare(text: str) -> str:
    """What stood there before it was made inert."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(DANGEROUS) else text


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_every_figure_comes_back_exactly(cube: Cube) -> None:
    assert figures_in(cube) == held(cube)


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_no_cell_begins_a_formula_but_numbers(cube: Cube) -> None:
    for row in csv.reader(io.StringIO(CSV.to_bytes(cube).decode(), newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "@", "\t", "\r", "|"))
            assert not cell.startswith("-") or cell == "-" or float(cell) <= 0


def test_labels_stand_beside_codes_and_a_formula_is_inert() -> None:
    rows = read(CSV.to_bytes(every_mark()))
    assert rows[0]["REF_AREA"] == "12.23.01"
    assert rows[0]["REF_AREA_LABEL"] == "Kualuh Hulu"
    assert rows[0]["REF_AREA_BPS"] == "1223010"
    assert {row["REF_AREA_LABEL"] for row in rows} == {"Kualuh Hulu", "'=1+1"}
    assert "=1+1" in FORMULAS
