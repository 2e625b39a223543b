"""The geometry of the lane diagram: one chart drawn twice, wide beside the table of steps and narrow for phones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from sektoral.ui.flow import Arrow, Chart, Kind, Lane, Reach, Symbol
from sektoral.ui.flow_routes import Gaps, Place, Point, Run, route_all


@dataclass(frozen=True, slots=True)
class Measure:
    """The sizes of one drawing, in units of its SVG."""

    width: float
    head: float
    step: float
    box: tuple[float, float]  # width, and height beside the lines
    capsule: float
    diamond: tuple[float, float]
    font: float
    line: float
    is_narrow: bool


WIDE = Measure(408, 44, 112, (52, 12.5), 22, (60, 44), 11.5, 13.5, False)
NARROW = Measure(328, 34, 86, (43, 10), 18, (51, 40), 10, 12, True)
TRACKS = {1: (0.5,), 2: (0.205, 0.795), 3: (0.15, 0.5, 0.85)}  # where the lines of symbols stand, in parts of the row
TALL = 1.6  # so much higher is every row where one has three of them
USUAL_LANES = 6  # with more of them all grows smaller
ARROW_HEAD = (7, 4.5)  # length, half width


@dataclass(frozen=True, slots=True)
class Line:
    """A path with the class of its reach."""

    path: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the drawing."""

    x: str
    y: str
    text: str
    css: str
    size: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws, in order: lane grounds, lines and heads, symbols, words."""

    width: str
    height: str
    lanes: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    heads: tuple[Line, ...]
    nodes: tuple[Line, ...]
    words: tuple[Words, ...]


def wide(chart: Chart) -> Picture:
    """This will draw the chart for a wide page, rows as high as the table's."""
    return _draw(chart, WIDE)


def narrow(chart: Chart) -> Picture:
    """This will draw the chart for a phone."""
    return _draw(chart, NARROW)


def _draw(chart: Chart, usual: Measure) -> Picture:
    measure = fitted(usual, chart)
    lane_width = measure.width / len(chart.lanes)
    height = measure.head + measure.step * chart.rows
    places = place_all(chart, measure)
    runs = list(zip(chart.arrows, run_all(chart, places, measure), strict=True))
    grounds = tuple((_n(at * lane_width), _n(lane_width)) for at in range(0, len(chart.lanes), 2))
    return Picture(
        width=_n(measure.width),
        height=_n(height),
        lanes=grounds,
        lines=tuple(Line(_path(run), arrow.reach) for arrow, run in runs),
        heads=tuple(Line(_head(run), arrow.reach) for arrow, run in runs),
        nodes=tuple(Line(_outline(place), place.symbol.reach) for place in places.values()),
        words=tuple(
            [*_lane_words(chart.lanes, measure, lane_width), *_arrow_words(runs, measure)]
            + [word for place in places.values() for word in _symbol_words(place, measure)]
        ),
    )


def fitted(usual: Measure, chart: Chart) -> Measure:
    """This will give the sizes that suit a chart: rows that hold its lines of symbols, symbols as wide as its lanes."""
    step = usual.step * (TALL if chart.is_tall else 1)
    scale = min(1, USUAL_LANES / len(chart.lanes))
    box, diamond = (usual.box[0] * scale, usual.box[1]), (usual.diamond[0] * scale, usual.diamond[1])
    return replace(usual, step=step, box=box, diamond=diamond, font=usual.font * scale)


def place_all(chart: Chart, measure: Measure) -> dict[str, Place]:
    """This will put every symbol into its lane and row."""
    lane_width = measure.width / len(chart.lanes)
    return {symbol.key: _place(symbol, measure, lane_width) for symbol in chart.symbols}


def run_all(chart: Chart, places: Mapping[str, Place], measure: Measure) -> list[Run]:
    """This will find the corners of every arrow."""
    pairs = [(places[arrow.source], places[arrow.target]) for arrow in chart.arrows]
    return route_all(pairs, list(places.values()), _gaps(chart, measure))


def _gaps(chart: Chart, measure: Measure) -> Gaps:
    levels = []
    for row in range(chart.rows):
        top = measure.head + measure.step * row
        tracks = max((symbol.tracks for symbol in chart.symbols if symbol.row == row), default=1)
        middles = [(a + b) / 2 * measure.step for a, b in pairwise(TRACKS[tracks])]
        levels += [top + 3, *(top + middle for middle in middles), top + measure.step - 3]
    lane_width = measure.width / len(chart.lanes)
    return Gaps(tuple(levels), tuple(lane_width * at for at in range(1, len(chart.lanes))))


def _place(symbol: Symbol, measure: Measure, lane_width: float) -> Place:
    x = lane_width * (symbol.lane + 0.5)
    y = measure.head + measure.step * (symbol.row + TRACKS[symbol.tracks][symbol.track])
    width, height = measure.box
    match symbol.kind:
        case Kind.DIAMOND:
            width, height = measure.diamond
        case Kind.CAPSULE:
            height = measure.capsule
        case Kind.BOX:
            height += measure.line * len(symbol.lines)
    return Place(symbol, x, y, width / 2, height / 2)


# ── Lines ──────────────────────────────────────────────────────────────────


def _path(run: list[Point]) -> str:
    return " ".join(f"{'L' if at else 'M'}{_n(x)} {_n(y)}" for at, (x, y) in enumerate(run))


def _sign(value: float) -> int:
    return 1 if value > 0 else -1


def _head(run: list[Point]) -> str:
    (from_x, from_y), (x, y) = run[-2], run[-1]
    length, half = ARROW_HEAD
    if from_y == y:
        back = x - _sign(x - from_x) * length
        return f"M{_n(x)} {_n(y)} L{_n(back)} {_n(y - half)} L{_n(back)} {_n(y + half)}z"
    back = y - _sign(y - from_y) * length
    return f"M{_n(x)} {_n(y)} L{_n(x - half)} {_n(back)} L{_n(x + half)} {_n(back)}z"


# ── Symbols and words ──────────────────────────────────────────────────────


def _outline(place: Place) -> str:
    x, y, w, h = place.x, place.y, place.half_width, place.half_height
    match place.symbol.kind:
        case Kind.DIAMOND:
            return f"M{_n(x)} {_n(y - h)} L{_n(x + w)} {_n(y)} L{_n(x)} {_n(y + h)} L{_n(x - w)} {_n(y)}z"
        case Kind.CAPSULE:
            left, right = _n(x - w + h), _n(x + w - h)
            arc = f"A{_n(h)} {_n(h)} 0 0 1"
            return f"M{left} {_n(y - h)} H{right} {arc} {right} {_n(y + h)} H{left} {arc} {left} {_n(y - h)}z"
        case Kind.BOX:
            return f"M{_n(x - w)} {_n(y - h)} H{_n(x + w)} V{_n(y + h)} H{_n(x - w)}z"


def _symbol_words(place: Place, measure: Measure) -> list[Words]:
    symbol = place.symbol
    css = f"flow-text {symbol.reach}".strip()
    size = measure.font - 0.5 if symbol.kind is Kind.DIAMOND else measure.font
    first = place.y + measure.font * 0.35 - measure.line * (len(symbol.lines) - 1) / 2
    words = [
        Words(_n(place.x), _n(first + measure.line * at), text, css, _n(size)) for at, text in enumerate(symbol.lines)
    ]
    if symbol.below:
        words.append(Words(_n(place.x), _n(place.bottom + measure.line - 1), symbol.below, css, _n(measure.font)))
    return words


def _lane_words(lanes: tuple[Lane, ...], measure: Measure, lane_width: float) -> list[Words]:
    words = []
    for at, lane in enumerate(lanes):
        lines = (lane.short,) if measure.is_narrow else lane.lines
        first = measure.head - 8 - 13 * (len(lines) - 1)
        for line, text in enumerate(lines):
            x = lane_width * (at + 0.5)
            words.append(Words(_n(x), _n(first + 13 * line), text, "flow-label", _n(measure.font)))
    return words


def _arrow_words(runs: list[tuple[Arrow, list[Point]]], measure: Measure) -> list[Words]:
    words = []
    for arrow, run in runs:
        if arrow.label:
            (left, y), (right, _) = run[len(run) // 2 - 1], run[len(run) // 2]
            css = f"flow-text {arrow.reach}".strip()
            words.append(Words(_n((left + right) / 2), _n(y - 6), arrow.label, css, _n(measure.font)))
    return words


def _n(value: float) -> str:
    return f"{value:.6g}"
