"""What leaves as Parquet, read by pyarrow."""

import io
from decimal import Decimal

from hypothesis import given, settings
from pyarrow import parquet

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain.cubes import Cube
from sektoral.domain.numbers import plain_text
from tests.cubes import AT, Held, cubes, every_mark, held


def figures_in(cube: Cube) -> Held:
    rows = parquet.read_table(io.BytesIO(FORMATS["parquet"].to_bytes(cube))).to_pylist()
    found: Held = {}
    for row in rows:
        value = row["OBS_VALUE"]
        assert value is None or isinstance(value, Decimal)
        codes = tuple(row[one.code] for one in cube.dimensions)
        found[codes] = ("" if value is None else plain_text(value), row["MARK"], row["OBS_STATUS"])
        assert row["RECORDED_AT"] == AT
    assert len(found) == len(rows)
    return found


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_every_figure_comes_back_exactly(cube: Cube) -> None:
    assert figures_in(cube) == held(cube)


def test_thirty_eight_digits_are_kept_and_the_file_says_what_it_is() -> None:
    assert figures_in(every_mark()) == held(every_mark())
    about = parquet.read_schema(io.BytesIO(FORMATS["parquet"].to_bytes(every_mark()))).metadata
    assert about[b"table"] == b"penduduk-kec"
    assert about[b"edition"] == b"2"
