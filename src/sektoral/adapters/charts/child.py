"""The process that draws one chart: its definition comes in, its SVG goes out. No network, no file."""

import json
import sys
from typing import cast

import altair
import vl_convert

LIGHT = {"ink": "#1d2521", "quiet": "#55605a", "accent": "#1f6f54", "line": "#d9ded9"}
DARK = {"ink": "#e8ece9", "quiet": "#a9b3ad", "accent": "#6fbf9f", "line": "#3a433e"}
WIDTH, ROW = 560, 22


def main() -> None:
    """This will read a chart from standard input and write its SVG."""
    chart = json.load(sys.stdin)
    sys.stdout.write(vl_convert.vegalite_to_svg(_spec(chart)))


def _spec(chart: dict[str, object]) -> dict[str, object]:
    colours = DARK if chart["dark"] else LIGHT
    points = cast("list[dict[str, str]]", chart["points"])
    rows = [
        {"label": point["label"], "number": float(point["number"]), "text": point["text"], "at": at}
        for at, point in enumerate(points)
        if point["number"]
    ]
    base = altair.Chart(altair.Data(values=rows))  # type: ignore[no-untyped-call]
    drawn = _line(base, colours) if chart["shape"] == "line" else _bars(base, colours)
    drawn = drawn.properties(width=WIDTH, background="transparent")
    axis = {"labelColor": colours["quiet"], "titleColor": colours["quiet"], "gridColor": colours["line"]}
    config = {"axis": {**axis, "domain": False, "ticks": False, "labelLimit": 220}, "view": {"stroke": None}}
    return {**drawn.to_dict(), "config": {**config, "font": "sans-serif"}}


def _bars(base: altair.Chart, colours: dict[str, str]) -> altair.LayerChart:
    y = altair.Y("label:N", sort=altair.SortField("at"), title=None)
    x = altair.X("number:Q", title=None, axis=None)
    bars = base.mark_bar(color=colours["accent"], height=ROW * 0.6).encode(x=x, y=y)
    words = base.mark_text(align="left", dx=4, color=colours["ink"]).encode(x=x, y=y, text="text:N")
    return cast(altair.LayerChart, (bars + words).properties(height={"step": ROW}))


def _line(base: altair.Chart, colours: dict[str, str]) -> altair.LayerChart:
    x = altair.X("label:N", sort=altair.SortField("at"), title=None, axis=altair.Axis(labelAngle=0))
    y = altair.Y("number:Q", title=None, scale=altair.Scale(zero=True))
    line = base.mark_line(color=colours["accent"], point={"color": colours["accent"]}).encode(x=x, y=y)
    words = base.mark_text(dy=-10, color=colours["ink"]).encode(x=x, y=y, text="text:N")
    return cast(altair.LayerChart, (line + words).properties(height=240))


if __name__ == "__main__":
    main()
