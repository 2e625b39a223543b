"""The verdict on one filled instrument of 20 tables in the warm sandbox, from request to answer."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from sektoral.adapters.sandbox import client
from tests.instruments import wide_instrument
from tests.workbooks.filled import write_filled, write_keys

RUNS = 30
PAUSE = 0.1  # seconds between requests, in which the next child gets ready, as between uploads of real life


@dataclass(frozen=True, slots=True)
class Verdict:
    """Medians in milliseconds, the least wall time, and the largest memory of a child in MB."""

    wall_ms: float
    least_wall_ms: float
    cpu_ms: float
    parts: dict[str, float]
    observations: int
    peak_mb: float


def measure(folder: Path) -> Verdict:
    """This will ask for the verdict again and again and give the medians."""
    keys = write_keys(folder / "keys")
    path = write_filled(folder / "instrumen.xlsx", None, wide_instrument(20))
    options = {"keys": str(keys), "filename": path.name}
    first = client.run("check", path, options=options)
    walls, answers = [], []
    for _ in range(RUNS):
        time.sleep(PAUSE)
        began = time.perf_counter()
        answers.append(client.run("check", path, options=options))
        walls.append((time.perf_counter() - began) * 1000)
    timings = [answer.content["timings"] for answer in answers]
    parts = {
        name: statistics.median(float(one[name]) for one in timings if isinstance(one, dict))
        for name in ("preflight_ms", "read_ms", "check_ms")
    }
    return Verdict(
        wall_ms=statistics.median(walls),
        least_wall_ms=min(walls),
        cpu_ms=statistics.median(answer.cpu_ms for answer in answers),
        parts=parts,
        observations=int(str(first.content["observations"])),
        peak_mb=max(answer.peak_kb for answer in answers) / 1024,
    )
