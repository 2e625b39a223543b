"""The two small pictures that need no chart library: a series as a sparkline, and when agencies sent.

Positions are text, so that no locale puts a comma into an SVG.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sektoral.domain.wording import MONTHS
from sektoral.ui.formats import date_text, short_date_text

SPARK_LEFT, SPARK_RIGHT, SPARK_TOP, SPARK_BOTTOM = 4, 68, 3, 17
PITCH = 12  # px between two marks of a day
FLOOR = 160  # y of a day's first mark
MOST_MARKS = 12  # more agencies on one day make one mark stand for several


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sparkline: its path, the place of the last value, and its words for a screen reader."""

    path: str
    last: tuple[str, str] | None
    title: str = ""


def sparkline_drawing(values: Sequence[Decimal | None], title: str = "", *, gaps: Collection[int] = ()) -> Drawing:
    """This will draw a series from old to new in a box of 72 × 20; a missing value is bridged, not invented.

    `gaps` are the places before which the series is broken: no line leads to them.
    """
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if not known:
        return Drawing("", None, title)
    low, high = min(value for _, value in known), max(value for _, value in known)
    points = [(_spark_x(at, len(values)), _spark_y(value, low, high)) for at, value in known]
    parts = [sum(1 for gap in gaps if gap <= at) for at, _ in known]
    begins = [not number or parts[number] != parts[number - 1] for number in range(len(parts))]
    path = " ".join(f"{'M' if begin else 'L'}{x} {y}" for begin, (x, y) in zip(begins, points, strict=True))
    return Drawing(path, points[-1], title)


def _spark_x(at: int, count: int) -> str:
    step = (SPARK_RIGHT - SPARK_LEFT) / max(count - 1, 1)
    return f"{SPARK_LEFT + step * at:g}" if count > 1 else f"{(SPARK_LEFT + SPARK_RIGHT) / 2:g}"


def _spark_y(value: Decimal, low: Decimal, high: Decimal) -> str:
    if high == low:
        return f"{(SPARK_TOP + SPARK_BOTTOM) / 2:.1f}"
    return f"{SPARK_BOTTOM - (SPARK_BOTTOM - SPARK_TOP) * (value - low) / (high - low):.1f}"


@dataclass(frozen=True, slots=True)
class SentDay:
    """How many agencies sent on a working day, in time and late."""

    day: date
    in_time: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Timeliness:
    """When agencies sent: working days in order, and the day of the limit with its words."""

    days: tuple[SentDay, ...]
    limit_day: date
    limit_words: str


@dataclass(frozen=True, slots=True)
class StripMark:
    """One mark: a disc in time, a triangle late."""

    x: str
    y: int
    late: bool


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day's label below the axis."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class StripDrawing:
    """Everything the template draws; `limit_x` is empty when the limit lies outside the days."""

    marks: tuple[StripMark, ...]
    days: tuple[StripDay, ...]
    limit_x: str
    limit_words: str
    limit_anchor: str
    title: str
    caption: str


def timeliness_drawing(strip: Timeliness) -> StripDrawing:
    """This will place a mark an agency over its day; where a day has too many, one mark stands for several."""
    most = max((day.in_time + day.late for day in strip.days), default=0)
    share = max(1, -(-most // MOST_MARKS))
    marks = [mark for at, day in enumerate(strip.days) for mark in _day_marks(at, len(strip.days), day, share)]
    labels = tuple(StripDay(_day_x(at, len(strip.days)), str(day.day.day)) for at, day in enumerate(strip.days))
    limit_at = sum(1 for day in strip.days if day.day <= strip.limit_day) - 1
    inside = limit_at >= 0
    return StripDrawing(
        marks=tuple(marks),
        days=labels,
        limit_x=_day_x(limit_at + 0.5, len(strip.days)) if inside else "",
        limit_words=strip.limit_words,
        limit_anchor="end" if limit_at * 2 >= len(strip.days) else "start",
        title=_strip_title(strip),
        caption=_strip_caption(strip.days, share),
    )


def _day_x(at: float, count: int) -> str:
    return f"{6 + 86.8 * at / max(count - 1, 1):.1f}%"


def _day_marks(at: int, count: int, day: SentDay, share: int) -> list[StripMark]:
    x = _day_x(at, count)
    in_time, late = -(-day.in_time // share), -(-day.late // share)
    return [StripMark(x, FLOOR - PITCH * up, up >= in_time) for up in range(in_time + late)]


def _strip_title(strip: Timeliness) -> str:
    sent = (
        f"{short_date_text(day.day)} {day.in_time + day.late}" + (f" ({day.late} terlambat)" if day.late else "")
        for day in strip.days
    )
    limit = f"{strip.limit_words} ({date_text(strip.limit_day)})"
    return f"Jumlah OPD yang mengirim per hari kerja: {', '.join(sent)}. {limit}."


def _strip_caption(days: Sequence[SentDay], share: int) -> str:
    if not days:
        return ""
    first, last = days[0].day, days[-1].day
    names = [f"{MONTHS[first.month - 1]} {first.year}"]
    if (last.year, last.month) != (first.year, first.month):
        names.append(f"{MONTHS[last.month - 1]} {last.year}")
    return f"Hari kerja {' sampai '.join(names)} · satu tanda = {'satu' if share == 1 else f'sampai {share}'} OPD"
