"""The instrument of EPSS as it ships with the program."""

from functools import cache
from importlib import resources

from sektoral.domain.epss import Scheme, read_scheme


@cache
def scheme() -> Scheme:
    """This will read the 38 indicators (Peraturan BPS 3/2022)."""
    return read_scheme(resources.files("sektoral.assessment").joinpath("data/epss.json").read_text(encoding="utf-8"))
