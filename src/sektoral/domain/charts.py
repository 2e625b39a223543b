"""A chart as plain values: which shape fits a table, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
        """Where it stands, in words before its figure."""
        return f"{self.series}, {self.label}:" if self.series else self.label


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `words` tell the same as a text, for who does not see it."""

    shape: ChartShape
    title: str
    unit: str
    points: tuple[Point, ...]
    dark: bool = False

    @property
    def words(self) -> str:
        """The chart in a sentence: the largest, the smallest, how many."""
        known = sorted((point for point in self.points if point.number), key=lambda point: float(point.number))
        if not known:
            return f"{self.title}: belum ada angka."
        low, high = known[0], known[-1]
        return f"{self.title}, {self.unit}. Tertinggi {high.place} {high.text}, terendah {low.place} {low.text}."

    def to_json(self) -> str:
        """The chart as canonical JSON: equal charts give equal text."""
        return canonical.dumps(self)


def is_drawable(points: Sequence[Point], shape: ChartShape = ChartShape.BARS) -> bool:
    """Whether a picture says more than the table: two figures at the least, and not too much to read."""
    known = sum(1 for point in points if point.number)
    series = len({point.series for point in points})
    along = len(points) // max(series, 1) if shape is ChartShape.LINE else len(points)
    return known >= 2 and along <= MOST_BARS and series <= MOST_SERIES
