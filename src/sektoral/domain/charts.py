"""A chart as plain values: which shape fits a table, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sektoral.domain import canonical

MOST_BARS = 40
MOST_SERIES = 8


class ChartShape(StrEnum):
    """Bars compare areas or categories, lines follow periods."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the axis, its exact number (empty where there is none) and how that is written.

    `series` names its line or its colour of bars, where there are several; no line leads from one `run` to the next.
    """

    label: str
    number: str
    text: str
    series: str = ""
    run: int = 0

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"{self.series}, {self.label}" if self.series else self.label


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, for a light or a dark page, wide or `narrow`. `words` tell it to who does not see it."""

    shape: ChartShape
    title: str
    unit: str
    points: tuple[Point, ...]
    dark: bool = False
    narrow: bool = False

    @property
    def words(self) -> str:
        """The chart in a sentence: the largest, the smallest, how many."""
        known = sorted((point for point in self.points if point.number), key=lambda point: float(point.number))
        if not known:
            return f"{self.title}: belum ada angka."
        low, high = known[0], known[-1]
        if low.number == high.number:
            return f"{self.title}, {self.unit}. Semuanya {high.text}."
        return f"{self.title}, {self.unit}. Tertinggi {high.place}: {high.text}, terendah {low.place}: {low.text}."

    @property
    def variants(self) -> Sequence["Chart"]:
        """The same chart for every page that it may stand on."""
        return [replace(self, dark=dark, narrow=narrow) for dark in (False, True) for narrow in (False, True)]

    def to_json(self) -> str:
        """The chart as canonical JSON: equal charts give equal text."""
        return canonical.dumps(self)


def is_drawable(points: Sequence[Point], shape: ChartShape = ChartShape.BARS) -> bool:
    """Whether a picture says more than the table: two figures at the least, and not too much to read."""
    known = sum(1 for point in points if point.number)
    series = len({point.series for point in points})
    along = len(points) // max(series, 1) if shape is ChartShape.LINE else len(points)
    return known >= 2 and along <= MOST_BARS and series <= MOST_SERIES
