"""Codes become ids that SDMX allows, and come back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.adapters.exchange.identifiers import code_of, component_id, name_of, sdmx_id

WORDS = st.text(min_size=1) | st.text("0123456789.-_@$", min_size=1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("12.23.01", "12@23@01"), ("_T", "_T"), ("0-4", "0-4"), ("km²", "km$C2$B2"), ("-", "$2D"), (".A1", "$2EA1")],
)
def test_a_code_becomes_an_id(code: str, expected: str) -> None:
    assert sdmx_id(code) == expected


@given(WORDS)
def test_an_id_is_allowed_is_no_formula_and_gives_its_code_back(code: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_$][A-Za-z0-9_@$-]*", sdmx_id(code), re.ASCII)
    assert code_of(sdmx_id(code)) == code


@given(WORDS | st.sampled_from(["FREQ", "X_41", "JENIS_KELAMIN", "1X"]))
def test_a_name_of_a_component_is_allowed_and_comes_back(name: str) -> None:
    made = component_id(name, reserved=frozenset({"FREQ"}))
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", made, re.ASCII)
    assert made != "FREQ"
    assert name_of(made) == name
