"""How an arrow of the lane diagram runs: straight where it can, else along the gaps between rows and lanes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sektoral.ui.flow import Symbol

Point = tuple[float, float]
Run = list[Point]

CLEAR = 1  # a line keeps so far away from symbols that it does not join
APART = 2  # two lines nearer than this run over one another
BEND, LENGTH, COVERED = 14, 0.06, 200  # what each costs


@dataclass(frozen=True, slots=True)
class Place:
    """A symbol's centre and half sizes in one drawing."""

    symbol: Symbol
    x: float
    y: float
    half_width: float
    half_height: float

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.half_height

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.half_height

    def side(self, towards: float) -> float:
        """Its edge to the right or left, on the side of `towards`."""
        return self.x + (self.half_width if towards > self.x else -self.half_width)

    def is_crossed(self, start: Point, end: Point, clear: float) -> bool:
        """This will tell whether a level or upright line meets it."""
        across = min(start[0], end[0]) < self.x + self.half_width + clear
        across = across and max(start[0], end[0]) > self.x - self.half_width - clear
        along = min(start[1], end[1]) < self.bottom + clear and max(start[1], end[1]) > self.top - clear
        return across and along


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where lines may run between symbols: heights between rows and lines of symbols, and the edges of lanes."""

    levels: tuple[float, ...]
    uprights: tuple[float, ...]


def route_all(pairs: Sequence[tuple[Place, Place]], places: Sequence[Place], gaps: Gaps) -> list[Run]:
    """This will find a run for every pair of symbols, in their order; each looks at what was drawn before it."""
    runs: list[Run] = []
    for source, target in pairs:
        runs.append(_route(source, target, places, gaps, runs))
    return runs


def _route(source: Place, target: Place, places: Sequence[Place], gaps: Gaps, drawn: Sequence[Run]) -> Run:
    """The plain run if nothing is in its way, else the cheapest way round; the plain one where there is none."""
    plain = _plain(source, target, places, gaps)
    if _is_clear(plain, source, target, places) and not _covers(plain, drawn):
        return plain
    near = [run for run in _along_one_gap(source, target, gaps) if _is_clear(run, source, target, places)]
    best = min(near, key=lambda run: _cost(run, drawn), default=None)
    if best is not None and not _covers(best, drawn):
        return best
    far = [run for run in _along_a_lane(source, target, gaps) if _is_clear(run, source, target, places)]
    return min([*near, *far], key=lambda run: _cost(run, drawn), default=plain)


def _plain(source: Place, target: Place, places: Sequence[Place], gaps: Gaps) -> Run:
    """Straight on, down into the other lane, or back up over the row's edge."""
    if target.y == source.y:
        return [(source.side(target.x), source.y), (target.side(source.x), target.y)]
    if target.x == source.x:
        down = target.y > source.y
        return [(source.x, source.bottom if down else source.top), (target.x, target.top if down else target.bottom)]
    if target.y < source.y:
        edge = max((level for level in gaps.levels if level < source.top), default=source.top)
        return [(source.x, source.top), (source.x, edge), (target.x, edge), (target.x, target.bottom)]
    level = [(source.side(target.x), source.y), (target.x, source.y), (target.x, target.top)]
    if _is_clear(level, source, target, places):
        return level
    between = [one for one in gaps.levels if source.bottom < one < target.top]
    turn = between[0] if between else (source.bottom + target.top) / 2
    return [(source.x, source.bottom), (source.x, turn), (target.x, turn), (target.x, target.top)]


def _along_one_gap(source: Place, target: Place, gaps: Gaps) -> Iterator[Run]:
    """Every way with one level piece in a gap, into the symbol from above, from below, or from beside."""
    for level in gaps.levels:
        start, end = _edge(source, level), _edge(target, level)
        yield [(source.x, start), (source.x, level), (target.x, level), (target.x, end)]
        yield [(source.x, start), (source.x, level), *_beside(target, level, source.x)]


def _along_a_lane(source: Place, target: Place, gaps: Gaps) -> Iterator[Run]:
    """Every way that also goes up or down along the edge of a lane, between the gaps next to both symbols."""
    for upright in gaps.uprights:
        for last in _next_to(target, gaps):
            into = [(upright, last), (target.x, last), (target.x, _edge(target, last))]
            yield [(source.side(upright), source.y), (upright, source.y), *into]
            for first in _next_to(source, gaps):
                yield [(source.x, _edge(source, first)), (source.x, first), (upright, first), *into]


def _next_to(place: Place, gaps: Gaps) -> list[float]:
    return sorted(gaps.levels, key=lambda level: abs(level - place.y))[:4]


def _edge(place: Place, level: float) -> float:
    return place.bottom if level > place.y else place.top


def _beside(target: Place, level: float, from_x: float) -> Run:
    x = target.side(from_x) + (8 if from_x > target.x else -8)
    return [(x, level), (x, target.y), (target.side(from_x), target.y)]


def _is_clear(run: Run, source: Place, target: Place, places: Iterable[Place]) -> bool:
    """Whether a run meets no other symbol, and its own two only from outside."""
    return not any(
        place.is_crossed(start, end, -CLEAR if place in (source, target) else CLEAR)
        for start, end in pairwise(run)
        for place in places
    )


def _covers(run: Run, drawn: Iterable[Run]) -> bool:
    return _covered(run, drawn) > 0


def _cost(run: Run, drawn: Iterable[Run]) -> float:
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(run))
    return BEND * (len(run) - 2) + LENGTH * length + COVERED * _covered(run, drawn)


def _covered(run: Run, drawn: Iterable[Run]) -> int:
    """How many pieces of other runs it runs over; lines that end in one symbol may share their last piece."""
    return sum(
        _run_over(one, other)
        for line in drawn
        for number, other in enumerate(pairwise(line))
        for place, one in enumerate(pairwise(run))
        if not (line[-1] == run[-1] and number == len(line) - 2 and place == len(run) - 2)
    )


def _run_over(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    for axis in (0, 1):
        same = abs(one[0][axis] - one[1][axis]) < APART and abs(other[0][axis] - other[1][axis]) < APART
        if same and abs(one[0][axis] - other[0][axis]) < APART:
            low, high = sorted((one[0][1 - axis], one[1][1 - axis]))
            first, last = sorted((other[0][1 - axis], other[1][1 - axis]))
            return min(high, last) - max(low, first) > APART
    return False
