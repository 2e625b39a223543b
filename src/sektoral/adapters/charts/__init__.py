"""Charts as SVG by Altair and vl-convert, in a process of their own that ends with the drawing.

vl-convert embeds V8: 120 MB of memory and threads that do not survive a fork, which no server process should carry.
What was drawn once is kept by the hash of its definition, and may be deleted at any time.
"""

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

from sektoral.domain.charts import Chart
from sektoral.domain.errors import Unavailable

DRAWING = "2"  # changes with the look, so that old drawings are not found any more
LONGEST = 30  # seconds
_one_at_a_time = threading.Lock()


def draw(chart: Chart, *, kept_in: Path) -> bytes:
    """This will give the SVG of a chart, drawn once. Raises `Unavailable` (`chart_not_drawn`)."""
    definition = chart.to_json()
    place = kept_in / f"{hashlib.sha256(f'{DRAWING}{definition}'.encode()).hexdigest()}.svg"
    if not place.exists():
        with _one_at_a_time:
            _keep(place, _drawn(definition))
    return place.read_bytes()


def _drawn(definition: str) -> bytes:
    command = [sys.executable, "-m", "sektoral.adapters.charts.child"]
    try:
        done = subprocess.run(command, input=definition.encode(), capture_output=True, timeout=LONGEST, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable("chart_not_drawn") from error
    return done.stdout


def _keep(place: Path, svg: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = place.with_name(f"{place.name}.{threading.get_ident()}")
    scratch.write_bytes(svg)
    scratch.replace(place)
