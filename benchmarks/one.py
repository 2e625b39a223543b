"""One tool, one file, one process: `python -m benchmarks.one TOOL FILE` prints what it took and what it found."""

import gc
import json
import resource
import sys
import time
import warnings
from pathlib import Path

from benchmarks.tools import EXTRA, TOOLS


def main(name: str, path: Path) -> None:
    """This will run the tool on a small part first, so that imports are not measured, and then on the file."""
    warnings.simplefilter("ignore")
    gc.disable()  # as in the sandbox's child; a sweep over a hundred thousand rows would hit every tool by chance
    tool = TOOLS[name]
    tool(path.with_name("kecil.xlsx"))
    EXTRA.clear()
    cpu, wall = time.process_time(), time.perf_counter()
    found = tool(path)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, peak = cpu + EXTRA.get("cpu_s", 0), int(EXTRA.get("peak_kb", peak))
    print(json.dumps({"cpu_s": cpu, "wall_s": wall, "peak_kb": peak, "found": found}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
