"""Charts as SVG by Altair and vl-convert, in a process of their own that ends with the drawing.

vl-convert embeds V8: 120 MB of memory and threads that do not survive a fork, which no server process should carry.
What was drawn once is kept by the hash of its definition, and may be deleted at any time.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from sektoral.domain.charts import Chart
from sektoral.domain.errors import Unavailable

DRAWING = "2"  # changes with the look, so that old drawings are not found any more
LONGEST = 30  # seconds
_one_at_a_time = threading.Lock()


def draw(chart: Chart, *, kept_in: Path) -> bytes:
    """This will give the SVG of a chart, drawn once. Raises `Unavailable` (`chart_not_drawn`)."""
    draw_all([chart], kept_in=kept_in)
    return _place(chart, kept_in).read_bytes()


def draw_all(charts: Sequence[Chart], *, kept_in: Path) -> None:
    """This will draw what is not drawn yet, all in one process. Raises `Unavailable` (`chart_not_drawn`)."""
    if all(_place(chart, kept_in).exists() for chart in charts):
        return
    with _one_at_a_time:
        missing = [chart for chart in charts if not _place(chart, kept_in).exists()]
        for chart, svg in zip(missing, _drawn(missing), strict=True):
            _keep(_place(chart, kept_in), svg.encode())


def _place(chart: Chart, kept_in: Path) -> Path:
    return kept_in / f"{hashlib.sha256(f'{DRAWING}{chart.to_json()}'.encode()).hexdigest()}.svg"


def _drawn(charts: Sequence[Chart]) -> Sequence[str]:
    if not charts:
        return []
    command = [sys.executable, "-m", "sektoral.adapters.charts.child"]
    asked = "\n".join(chart.to_json() for chart in charts).encode()
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=LONGEST, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable("chart_not_drawn") from error
    return [str(json.loads(line)) for line in done.stdout.splitlines()]


def _keep(place: Path, svg: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
    scratch.write_bytes(svg)
    scratch.replace(place)
