"""The SOP's flow chart as poppler finds it on the page: shapes, the words in them, and what each line joins.

Nothing here asks the program that drew it; lines and shapes are told apart by how they are stroked and closed.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

POINT = 1.5  # by so much two places may differ and still be one
HEAD = 5  # the line ends so far before the tip of its arrow
PATH = re.compile(r'<path style="[^"]*stroke-width:([\d.]+);[^"]*" d="([^"]*)" transform="([^"]*)"')
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
SHAPES = {4: "process", 5: "connector"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A symbol: its shape, its words, and where it stands; `row` and `lane` count from 0 on its page."""

    shape: str
    words: str
    row: int
    lane: int
    box: tuple[float, float, float, float]

    def is_touched_at(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        return left - POINT <= x <= right + POINT and top - POINT <= y <= bottom + POINT


@dataclass(frozen=True, slots=True)
class Joined:
    """A line with its arrow: from which symbol it leads to which, and what stands beside its beginning."""

    start: Drawn
    end: Drawn
    label: str


@dataclass(frozen=True)
class ChartPage:
    """One page of the chart."""

    pdf: bytes
    number: int

    @cached_property
    def symbols(self) -> list[Drawn]:
        """Every symbol of the chart, row by row and from left to right; the legend below is none."""
        closed = [points for _, points, is_closed in self._chart_paths if is_closed]
        found = [self._symbol(points) for points in closed]
        return sorted((one for one in found if one.words), key=lambda one: (one.row, one.box[1], one.lane))

    @cached_property
    def arrows(self) -> list[Joined]:
        """Every line between two symbols."""
        return [joined for _, points, is_closed in self._chart_paths if not is_closed for joined in self._joins(points)]

    @cached_property
    def _paths(self) -> list[tuple[float, list[tuple[float, float]], bool]]:
        return list(_read_paths(_poppler("pdftocairo", "-svg", self)))

    @cached_property
    def _chart_paths(self) -> list[tuple[float, list[tuple[float, float]], bool]]:
        """What is stroked as the chart is; curves are kept by their corners."""
        return [path for path in self._paths if path[0] == 0.9]

    @cached_property
    def _lane_edges(self) -> list[float]:
        return sorted({round(points[0][0], 1) for width, points, _ in self._paths if width == 0.35})

    @cached_property
    def _row_edges(self) -> list[float]:
        top = min(min(y for _, y in points) for width, points, _ in self._paths if width == 0.35)
        lines = [points for width, points, _ in self._paths if width == 0.5 and points[0][1] == points[-1][1]]
        return sorted({round(points[0][1], 0) for points in lines if points[0][1] > top + POINT})

    @cached_property
    def _words(self) -> list[tuple[float, float, str]]:
        found = WORD.findall(_poppler("pdftotext", "-bbox", self))
        return [((float(a) + float(c)) / 2, (float(b) + float(d)) / 2, word) for a, b, c, d, word in found]

    def _symbol(self, points: Sequence[tuple[float, float]]) -> Drawn:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        reach = 0.4 * (box[2] - box[0])  # what stands at a corner of the box is beside a diamond, not in it
        inside = [word for wx, wy, word in self._words if abs(wx - x) < reach and box[1] < wy < box[3]]
        lane = sum(edge < x for edge in self._lane_edges)
        row = sum(edge < y for edge in self._row_edges)
        return Drawn(_shape(points), " ".join(inside), row, lane, box)

    def _joins(self, points: Sequence[tuple[float, float]]) -> Iterator[Joined]:
        (before_x, before_y), (x, y) = points[-2], points[-1]
        tip = (x + HEAD * _sign(x - before_x), y + HEAD * _sign(y - before_y))
        starts = [one for one in self.symbols if one.is_touched_at(*points[0])]
        ends = [one for one in self.symbols if one.is_touched_at(*tip)]
        if len(starts) == len(ends) == 1:  # the legend's own arrow joins nothing
            yield Joined(starts[0], ends[0], self._label(points[0]))

    def _label(self, beginning: tuple[float, float]) -> str:
        near = [
            (abs(x - beginning[0]) + abs(y - beginning[1]), word)
            for x, y, word in self._words
            if word in ("Ya", "Tidak")
        ]
        distance, word = min(near, default=(99.0, ""))
        return word if distance < 22 else ""


def _read_paths(svg: str) -> Iterator[tuple[float, list[tuple[float, float]], bool]]:
    for width, data, transform in PATH.findall(svg):
        scale, _, _, _, dx, dy = (
            float(part) for part in transform.removeprefix("matrix(").removesuffix(")").split(",")
        )
        numbers = [float(part) for part in re.findall(r"-?[\d.]+", data.partition(" Z")[0])]
        points = [(x + dx / scale, y + dy / scale) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        yield float(width), points, "Z" in data or "C" in data


def _shape(points: Sequence[tuple[float, float]]) -> str:
    if len(points) > 5:
        return "terminator"
    if len(points) == 4 and abs(points[0][1] - points[1][1]) > POINT:
        return "decision"
    return SHAPES[len(points)]


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.01 else 1 if value > 0 else -1


def _poppler(program: str, option: str, page: ChartPage) -> str:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "sop.pdf"), Path(folder, "out")
        source.write_bytes(page.pdf)
        numbers = ["-f", str(page.number), "-l", str(page.number)]
        subprocess.run([program, option, *numbers, str(source), str(target)], check=True, capture_output=True)
        return target.read_text(encoding="utf-8")
