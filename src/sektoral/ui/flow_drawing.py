"""The geometry of the lane diagram: one chart drawn twice, wide beside the table of steps and narrow for phones."""

from collections.abc import Iterable
from dataclasses import dataclass

from sektoral.ui.flow import Arrow, Chart, Kind, Lane, Reach, Slot, Symbol


@dataclass(frozen=True, slots=True)
class Measure:
    """The sizes of one drawing, in units of its SVG."""

    width: float
    head: float
    step: float
    slots: dict[Slot, float]
    box: tuple[float, float]  # width, and height beside the lines
    capsule: float
    diamond: tuple[float, float]
    font: float
    line: float
    is_narrow: bool


WIDE = Measure(
    408, 44, 112, {Slot.TOP: 23, Slot.MIDDLE: 56, Slot.BOTTOM: 89}, (52, 12.5), 22, (60, 44), 11.5, 13.5, False
)
NARROW = Measure(328, 34, 86, {Slot.TOP: 20, Slot.MIDDLE: 43, Slot.BOTTOM: 66}, (43, 10), 18, (51, 40), 10, 12, True)
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


Point = tuple[float, float]


def wide(chart: Chart) -> Picture:
    """This will draw the chart for a wide page, rows as high as the table's."""
    return _draw(chart, WIDE)


def narrow(chart: Chart) -> Picture:
    """This will draw the chart for a phone."""
    return _draw(chart, NARROW)


def _draw(chart: Chart, measure: Measure) -> Picture:
    lane_width = measure.width / len(chart.lanes)
    height = measure.head + measure.step * chart.rows
    places = {symbol.key: _place(symbol, measure, lane_width) for symbol in chart.symbols}
    runs = [(arrow, _run(places[arrow.source], places[arrow.target], places, measure)) for arrow in chart.arrows]
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


def _place(symbol: Symbol, measure: Measure, lane_width: float) -> Place:
    x = lane_width * (symbol.lane + 0.5)
    y = measure.head + measure.step * symbol.row + measure.slots[symbol.slot]
    width, height = measure.box
    match symbol.kind:
        case Kind.DIAMOND:
            width, height = measure.diamond
        case Kind.CAPSULE:
            height = measure.capsule
        case Kind.BOX:
            height += measure.line * len(symbol.lines)
    return Place(symbol, x, y, width / 2, height / 2)


# ── Arrows ─────────────────────────────────────────────────────────────────


def _run(source: Place, target: Place, places: dict[str, Place], measure: Measure) -> list[Point]:
    """The corners of an arrow: straight where it can be, else round the symbols between."""
    side = source.half_width if target.x > source.x else -source.half_width
    if target.y == source.y:
        return [(source.x + side, source.y), (target.x - _sign(side) * target.half_width, target.y)]
    if target.y < source.y:
        row_top = measure.head + measure.step * source.symbol.row + 2
        return [(source.x, source.top), (source.x, row_top), (target.x, row_top), (target.x, target.bottom)]
    if target.x == source.x:
        return [(source.x, source.bottom), (target.x, target.top)]
    if _is_free(source, target, places.values()):
        return [(source.x + side, source.y), (target.x, source.y), (target.x, target.top)]
    gap = measure.head + measure.step * (source.symbol.row + 1) + 3
    turn = gap if source.bottom < gap < target.top else (source.bottom + target.top) / 2
    return [(source.x, source.bottom), (source.x, turn), (target.x, turn), (target.x, target.top)]


def _is_free(source: Place, target: Place, others: Iterable[Place]) -> bool:
    """Whether nothing stands beside the source on the way to the target's column."""
    low, high = sorted((source.x, target.x))
    return not any(
        other is not source and low <= other.x <= high and abs(other.y - source.y) <= other.half_height
        for other in others
    )


def _sign(value: float) -> int:
    return 1 if value > 0 else -1


def _path(run: list[Point]) -> str:
    return " ".join(f"{'L' if at else 'M'}{_n(x)} {_n(y)}" for at, (x, y) in enumerate(run))


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
