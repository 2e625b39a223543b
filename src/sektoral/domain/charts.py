"""A chart as plain values: which shape fits a table, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sektoral.domain import canonical

MOST_BARS = 40


class ChartShape(StrEnum):
    """Bars compare areas or categories, lines follow periods."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the axis, its exact number (empty where there is none) and how that is written."""

    label: str
    number: str
    text: str


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
        return f"{self.title}, {self.unit}. Tertinggi {high.label} {high.text}, terendah {low.label} {low.text}."

    def to_json(self) -> str:
        """The chart as canonical JSON: equal charts give equal text."""
        return canonical.dumps(self)


def is_drawable(points: Sequence[Point]) -> bool:
    """Whether a picture says more than the table: two figures at the least, and not too many bars to read."""
    return sum(1 for point in points if point.number) >= 2 and len(points) <= MOST_BARS
