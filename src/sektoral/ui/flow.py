"""The SOP's lane diagram as values: lanes, symbols, arrows, and how far a round has come at each.

Which lane has which symbol is data (`sop_chart.py` makes a chart from an SOP version and a round); where it stands on
the page is geometry (`flow_drawing.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

USUAL_TRACKS = 2


class Kind(StrEnum):
    """The symbols an SOP uses (Permenpan 35/2012)."""

    CAPSULE = "capsule"  # mulai, selesai
    BOX = "box"
    DIAMOND = "diamond"


class Reach(StrEnum):
    """How far the round has come at a symbol or on an arrow; the value is the class in the theme."""

    DONE = "is-done"
    NOW = "is-now"
    AHEAD = ""
    BACK = "is-back"  # arrows only: what returned


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: its name in one or two lines, and in one line for phones."""

    lines: tuple[str, ...]
    short: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol. `lane` and `row` count from 0; `lines` stand inside it, `below` is a note under it.

    It stands on line `track` of the `tracks` lines of symbols in its row.
    """

    key: str
    row: int
    lane: int
    lines: tuple[str, ...]
    kind: Kind = Kind.BOX
    track: int = 0
    tracks: int = 1
    reach: Reach = Reach.AHEAD
    below: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two symbols, by their keys."""

    source: str
    target: str
    reach: Reach = Reach.AHEAD
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole diagram; `title` tells its state in full for who cannot see it, `note` stands below it."""

    lanes: tuple[Lane, ...]
    rows: int
    symbols: tuple[Symbol, ...]
    arrows: tuple[Arrow, ...]
    title: str
    note: str = ""

    @property
    def is_tall(self) -> bool:
        """Whether some row has more lines of symbols than a row of usual height holds."""
        return any(symbol.tracks > USUAL_TRACKS for symbol in self.symbols)
