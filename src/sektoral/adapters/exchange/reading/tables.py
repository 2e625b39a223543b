"""What every reader gives: the figures as they stand in the file, digit by digit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sektoral.domain.errors import Invalid

MOST_BYTES = 50_000_000
MOST_FIGURES = 2_000_000  # the cap of `sektoral read`


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """`cells` pair names of dimensions and attributes with codes; `value` is the number's own text, empty for none."""

    cells: Mapping[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One data set. `dimensions` is empty where a file does not tell dimensions from attributes."""

    dimensions: Sequence[str]
    figures: Sequence[ReadFigure]


def unreadable(why: str) -> Invalid:
    """The refusal of a file: `why` is a stable word, as `no_figures`, `not_json`, `too_many_figures`."""
    return Invalid("exchange_unreadable", why=why)
