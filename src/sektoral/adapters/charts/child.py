"""The process that draws: a chart's definition comes in on each line, its SVG goes out as a line of JSON. No file."""

import json
import sys
from dataclasses import dataclass
from typing import cast

import altair
import vl_convert

LIGHT = {"ink": "#1d2521", "quiet": "#55605a", "accent": "#1f6f54", "line": "#d9ded9"}
DARK = {"ink": "#e8ece9", "quiet": "#a9b3ad", "accent": "#6fbf9f", "line": "#3a433e"}
OF_SERIES = {  # each at least 3:1 on its ground; a line has its own points besides
    False: ["#1f6f54", "#a5480a", "#1d4e89", "#8b2942", "#6a4fa3", "#726200", "#0a7480", "#55605a"],
    True: ["#6fbf9f", "#e79a5b", "#7fb0e8", "#e58aa0", "#b9a3e8", "#cfbf5a", "#6cc4cf", "#a9b3ad"],
}
NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
ROW, BAR, TEXT = 26, 18, 13


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the page a chart has, in px: of its bars, its lines, at the most of a row's label."""

    bars: int
    line: int
    label: int
    columns: int  # of the legend


WIDE, NARROW = Room(480, 560, 240, 2), Room(150, 250, 120, 1)


def main() -> None:
    """This will read charts from standard input and write an SVG for each."""
    for line in sys.stdin:
        spec = _spec(json.loads(line))
        svg = vl_convert.vegalite_to_svg(spec, format_locale=NUMBERS, allowed_base_urls=[])
        sys.stdout.write(f"{json.dumps(svg)}\n")


def _spec(chart: dict[str, object]) -> dict[str, object]:
    colours, hues = (DARK if chart["dark"] else LIGHT), OF_SERIES[bool(chart["dark"])]
    room = NARROW if chart["narrow"] else WIDE
    points = cast("list[dict[str, str]]", chart["points"])
    rows = [{**point, "number": float(point["number"]), "at": at} for at, point in enumerate(points) if point["number"]]
    series = list(dict.fromkeys(point["series"] for point in points))
    base = altair.Chart(altair.Data(values=rows))  # type: ignore[no-untyped-call]
    if len(series) > 1:
        scale = altair.Scale(domain=series, range=hues[: len(series)])
        hue = altair.Color("series:N", sort=None, title=None, scale=scale)
        drawn = _lines(base, hue, series) if chart["shape"] == "line" else _grouped(base, hue, series, colours)
    else:
        drawn = _line(base, colours) if chart["shape"] == "line" else _bars(base, colours)
    drawn = drawn.properties(width=room.line if chart["shape"] == "line" else room.bars, background="transparent")
    return {**drawn.to_dict(), "config": _config(room, colours)}


def _config(room: Room, colours: dict[str, str]) -> dict[str, object]:
    tints = {"labelColor": colours["quiet"], "titleColor": colours["quiet"], "gridColor": colours["line"]}
    sizes = {"labelFontSize": TEXT, "labelLimit": room.label, "labelPadding": 6}
    return {
        "axis": {**tints, **sizes, "domain": False, "ticks": False},
        "legend": {
            "orient": "bottom",
            "columns": room.columns,
            "labelColor": colours["ink"],
            "labelFontSize": TEXT,
            "labelLimit": 220,
        },
        "text": {"fontSize": TEXT},
        "view": {"stroke": None},
        "font": "Arial, Liberation Sans, sans-serif",
    }


def _bars(base: altair.Chart, colours: dict[str, str]) -> altair.LayerChart:
    y = altair.Y("label:N", sort=altair.SortField("at"), title=None)
    x = altair.X("number:Q", title=None, axis=None)
    bars = base.mark_bar(color=colours["accent"], height=ROW * 0.6).encode(x=x, y=y)
    words = base.mark_text(align="left", dx=4, color=colours["ink"]).encode(x=x, y=y, text="text:N")
    return cast(altair.LayerChart, (bars + words).properties(height={"step": ROW}))


def _grouped(base: altair.Chart, hue: altair.Color, series: list[str], colours: dict[str, str]) -> altair.LayerChart:
    y = altair.Y("label:N", sort=altair.SortField("at"), title=None)
    beside = altair.YOffset("series:N", sort=series)
    x = altair.X("number:Q", title=None, axis=None)
    bars = base.mark_bar().encode(x=x, y=y, yOffset=beside, color=hue)
    words = base.mark_text(align="left", dx=4, color=colours["ink"]).encode(x=x, y=y, yOffset=beside, text="text:N")
    return cast(altair.LayerChart, (bars + words).properties(height={"step": BAR}))


def _line(base: altair.Chart, colours: dict[str, str]) -> altair.LayerChart:
    x, y = _over_time()
    line = base.mark_line(color=colours["accent"], point={"color": colours["accent"]}).encode(x=x, y=y, detail="run:N")
    words = base.mark_text(dy=-12, color=colours["ink"]).encode(x=x, y=y, text="text:N")
    return cast(altair.LayerChart, (line + words).properties(height=240))


def _lines(base: altair.Chart, hue: altair.Color, series: list[str]) -> altair.LayerChart:
    x, y = _over_time()
    lines = base.mark_line().encode(x=x, y=y, color=hue, detail="run:N")
    shape = altair.Shape("series:N", sort=None, title=None, scale=altair.Scale(domain=series))
    points = base.mark_point(filled=True, size=60, opacity=1).encode(x=x, y=y, color=hue, shape=shape)
    return cast(altair.LayerChart, (lines + points).properties(height=280))


def _over_time() -> tuple[altair.X, altair.Y]:
    x = altair.X("label:N", sort=altair.SortField("at"), title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True))
    return x, altair.Y("number:Q", title=None, scale=altair.Scale(zero=True))


if __name__ == "__main__":
    main()
