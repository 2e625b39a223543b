"""A drawn chart as the answer to a request: SVG that may load and run nothing."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse

from sektoral.adapters.charts import draw
from sektoral.domain.charts import Chart

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def svg_answer(chart: Chart, *, is_dark: bool, is_narrow: bool) -> HttpResponse:
    """This will draw a chart. Raises `Unavailable` (`chart_not_drawn`)."""
    svg = draw(replace(chart, dark=is_dark, narrow=is_narrow), kept_in=settings.VAR / "charts")
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Security-Policy": POLICY})
