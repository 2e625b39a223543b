"""The last two periods of one column as dots on a line, the largest first. Positions are exact until they are text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from sektoral.bank.queries.grid import Grid
from sektoral.ui.formats import number_text

LEFT, RIGHT = Decimal(2), Decimal(86)  # per cent of the width; names stand above, however long, figures to the right
PITCH, TOP = 42, 34  # px between two rows, and of the first
FEWEST, MOST = 3, 20  # rows; fewer are read faster in the table, more do not fit
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: where it stands now and stood before (`then` empty where that is not known), and its figure."""

    label: str
    figure: str
    y: int
    now: str
    then: str
    edge: str


@dataclass(frozen=True, slots=True)
class Dots:
    """The drawing, with its words for who cannot see it."""

    dots: Sequence[Dot]
    ticks: Sequence[Tick]
    now: str
    then: str
    height: int
    foot: int
    title: str


def dots_of(grid: Grid, periods: Sequence[str], unit: str) -> Dots | None:
    """This will draw the last two periods of a table of one column; nothing where a drawing would not help."""
    if len(periods) < 2 or any(len(line.cells) != len(periods) for line in grid.lines):
        return None
    pairs = [(line, line.cells[-1].amount, line.cells[-2].amount) for line in grid.lines]
    known = [(line, now, then) for line, now, then in pairs if now is not None]
    if not FEWEST <= len(known) <= MOST or min(now for _, now, _ in known) < 0:
        return None
    highest = max(amount for _, now, then in known for amount in (now, then) if amount is not None)
    if not highest:
        return None
    step = _step(highest)
    count = int((highest / step).to_integral_value(ROUND_CEILING))
    top = step * count
    known.sort(key=lambda one: -one[1])
    dots = [_dot(at, line.label, line.cells[-1].text, (now, then), top) for at, (line, now, then) in enumerate(known)]
    foot = TOP + PITCH * (len(dots) - 1) + 18
    return Dots(
        dots=dots,
        ticks=[Tick(_x(step * at, top), number_text(_plain(step * at))) for at in range(count + 1)],
        now=periods[-1],
        then=periods[-2],
        height=foot + 24,
        foot=foot,
        title=f"{periods[-1]} dan {periods[-2]}, {unit}. Tertinggi {dots[0].label} {dots[0].figure}, "
        f"terendah {dots[-1].label} {dots[-1].figure}.",
    )


def _dot(at: int, label: str, figure: str, amounts: tuple[Decimal, Decimal | None], top: Decimal) -> Dot:
    now, then = amounts
    edge = max(now, then) if then is not None else now
    return Dot(
        label=label,
        figure=figure,
        y=TOP + PITCH * at,
        now=_x(now, top),
        then=_x(then, top) if then is not None and then >= 0 else "",
        edge=_x(edge, top),
    )


def _step(highest: Decimal) -> Decimal:
    """The smallest round step that needs at most five of itself."""
    size = Decimal(10) ** ((highest / 5).adjusted())
    return next(step * size for step in STEPS if step * size * 5 >= highest)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _x(amount: Decimal, top: Decimal) -> str:
    return f"{LEFT + (RIGHT - LEFT) * amount / top:.2f}%"
