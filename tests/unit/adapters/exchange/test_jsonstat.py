"""What leaves as JSON-stat: held against the standard by jsonstat-validator, and decoded here from its definition."""

import json
from itertools import product

from hypothesis import given, settings
from jsonstat_validator import validate_jsonstat

from sektoral.adapters.exchange.formats import FORMATS
from sektoral.domain.cubes import Cube
from tests.cubes import Held, cubes, every_mark, held

JSON_STAT = FORMATS["json-stat"]


def figures_in(cube: Cube) -> Held:
    """Numbers are kept as the digits that stand in the file, which no double can imitate."""
    read = json.loads(JSON_STAT.to_bytes(cube), parse_float=str, parse_int=str)
    codes = [read["dimension"][name]["category"]["index"] for name in read["id"]]
    marks = read["extension"]["mark"]
    places = {str(at): tuple(key) for at, key in enumerate(product(*codes))}
    return {
        places[at]: (text or "", marks.get(at, ""), read["status"].get(at, "A")) for at, text in read["value"].items()
    }


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_every_figure_comes_back_digit_by_digit(cube: Cube) -> None:
    assert figures_in(cube) == held(cube)


@settings(max_examples=25, deadline=None)
@given(cubes())
def test_it_is_valid(cube: Cube) -> None:
    assert validate_jsonstat(json.loads(JSON_STAT.to_bytes(cube))) is True


def test_numbers_too_long_for_a_double_stand_beside_as_text() -> None:
    read = json.loads(JSON_STAT.to_bytes(every_mark()))
    long = {figure.text for figure in every_mark().figures if len(figure.text) > 15}
    assert long
    assert set(read["extension"]["exact"].values()) == long
    assert read["role"] == {"geo": ["REF_AREA"], "metric": ["VARIABLE"], "time": ["TIME_PERIOD"]}
    assert read["extension"]["status"]["label"]["L"] == "Tidak tersedia"


def test_the_same_cube_gives_the_same_bytes_in_every_format() -> None:
    for one in FORMATS.values():
        assert one.to_bytes(every_mark()) == one.to_bytes(every_mark())
