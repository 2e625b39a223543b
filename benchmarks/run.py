"""`make bench`: measures all of it in one run, prints the table, and keeps it in docs/benchmarks.md.

Only ratios within one run are worth anything on a machine that others use too. Every tool runs in a process of its own,
in turns, forwards and backwards; what is shown is the median.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from benchmarks import instrument
from benchmarks.material import HEADINGS, MARKS, VILLAGES, Planted, write_long

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "benchmarks.md"
LINES = 100_000
RUNS = {"calamine": 5, "sektoral-bare": 5, "sektoral": 5, "pandera": 5, "frictionless": 2}
NAMES = {
    "calamine": "calamine, only reading",
    "sektoral-bare": "sektoral: read, check, addresses",
    "sektoral": "sektoral: whole verdict with pre-flight, in the sandbox",
    "pandera": "pandera (polars) on calamine's rows",
    "frictionless": "frictionless",
}


class Answer(TypedDict):
    """What `benchmarks.one` prints: seconds, KiB, and (row, column letter) of each finding."""

    cpu_s: float
    wall_s: float
    peak_kb: float
    found: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One tool: medians in seconds, the largest memory in MB, and what it found (row, column letter or empty)."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    found: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """How many planted faults were found in their row, how many in their very cell, and findings in sound rows."""

    rows: int
    cells: int
    false: int


def main() -> None:
    """This will measure, print and keep."""
    arguments = argparse.ArgumentParser(prog="make bench")
    arguments.add_argument("--lines", type=int, default=LINES)
    lines = arguments.parse_args().lines
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        verdict = instrument.measure(folder)
        write_long(folder, VILLAGES)[0].rename(folder / "kecil.xlsx")
        path, planted = write_long(folder, lines)
        measured = measure(path)
    made = "\n".join(section_of(name) for name in ("letters", "report"))
    text = f"{report(verdict, measured, planted, lines)}\n{made}"
    print(text)
    if lines == LINES:
        KEPT.write_text(f"{text}{_rush_as_kept()}", encoding="utf-8")


def _rush_as_kept() -> str:
    """The section of `benchmarks.rush`, which takes a quarter of an hour and is kept by hand."""
    _, heading, rest = KEPT.read_text(encoding="utf-8").partition("\n## A rush")
    return f"{heading}{rest}"


def measure(path: Path) -> Mapping[str, Measured]:
    """This will run every tool as often as it should, in turns."""
    runs: dict[str, list[Answer]] = {tool: [] for tool in RUNS}
    for turn in range(max(RUNS.values())):
        order = [tool for tool, times in RUNS.items() if turn < times]
        for tool in order if turn % 2 == 0 else reversed(order):
            print(f"{tool} …", file=sys.stderr, flush=True)
            runs[tool].append(_run(tool, path))
    return {
        tool: Measured(
            statistics.median(one["cpu_s"] for one in times),
            statistics.median(one["wall_s"] for one in times),
            max(one["peak_kb"] for one in times) / 1024,
            [(row, letter) for row, letter in times[-1]["found"]],
        )
        for tool, times in runs.items()
    }


def section_of(name: str) -> str:
    """This will measure papers in a process of their own, and give the section about them."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr[-2000:]}")
    return done.stdout


def _run(tool: str, path: Path) -> Answer:
    command = [sys.executable, "-m", "benchmarks.one", tool, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool}: {done.stderr[-2000:]}")
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def score(found: Sequence[tuple[int, str]], planted: Sequence[Planted]) -> Score:
    """This will hold findings against what was planted. A twin may be named at either of its two rows."""
    rows, cells = {row for row, _ in found}, set(found)
    sound = rows - {row for one in planted for row, _ in one.cells}
    return Score(
        sum(any(row in rows for row, _ in one.cells) for one in planted),
        sum(any(cell in cells for cell in one.cells) for one in planted),
        sum(row in sound for row, _ in found),
    )


def report(
    verdict: instrument.Verdict, measured: Mapping[str, Measured], planted: Sequence[Planted], lines: int
) -> str:
    """This will write the tables as Markdown."""
    base = measured["calamine"]
    rows = []
    for tool, one in measured.items():
        found = score(one.found, planted)
        shown = ["–"] * 4
        if tool != "calamine":
            shown = [
                f"{len(one.found):,}",
                f"{found.rows / len(planted):.1%}",
                f"{found.cells / len(planted):.1%}",
                f"{found.false:,}",
            ]
        ratios = [f"{one.cpu_s:.2f} s", f"{one.cpu_s / base.cpu_s:.2f}", f"{one.wall_s / base.wall_s:.2f}"]
        rows.append([NAMES[tool], str(RUNS[tool]), *ratios, f"{one.peak_mb:.0f} MB", *shown])
    head = [
        "Tool",
        "Runs",
        "CPU",
        "CPU ÷ calamine",
        "wall ÷ calamine",
        "Memory",
        "Findings",
        "Faults found",
        "At their cell",
        "In sound rows",
    ]
    parts = ", ".join(f"{name.removesuffix('_ms')} {ms:.1f}" for name, ms in verdict.parts.items())
    return f"""# Benchmarks

Written by `make bench` on {datetime.now(UTC):%d %B %Y} ({platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}). Only ratios within one run are worth anything; medians, tools in turns, each in a process of its own. CPU counts all threads.

## A filled instrument: 20 tables, {verdict.observations} figures

From request to answer in the warm sandbox, {instrument.RUNS} times with a pause of {instrument.PAUSE} s: **{verdict.wall_ms:.1f} ms** (least {verdict.least_wall_ms:.1f}), {verdict.cpu_ms:.1f} ms of CPU in the child with its own warming ({parts} ms), {verdict.peak_mb:.0f} MB. Budget: 50 ms.

## A long table: {lines:,} lines × {len(HEADINGS)} columns, {len(planted)} faults planted, {MARKS} marks that are none

{_table([head, *rows])}

| Budget | Is |
|---|---|
{_budgets(measured)}

"At their cell": the finding names the row and the column of the fault (of a broken sum, any of its figures). frictionless names rows and fields, and takes the mark “–” for a fault; pandera names rows and columns, but only the row of a broken sum, and both twins; neither knows sheets, addresses or Indonesian number styles.
"""


def _budgets(measured: Mapping[str, Measured]) -> str:
    base, bare, whole = (measured[name].cpu_s for name in ("calamine", "sektoral-bare", "sektoral"))
    lines = (
        ("read, check, addresses ≤ 1.5 × calamine", f"{bare / base:.2f} ×"),
        ("whole verdict with pre-flight ≤ 2.5 × calamine", f"{whole / base:.2f} ×"),
        ("≥ 1.5 × faster than pandera on calamine's rows", f"{measured['pandera'].cpu_s / bare:.2f} ×"),
        ("≥ 10 × faster than frictionless", f"{measured['frictionless'].cpu_s / bare:.1f} ×"),
        ("less than 300 MB", f"{max(measured[name].peak_mb for name in ('sektoral-bare', 'sektoral')):.0f} MB"),
    )
    return "\n".join(f"| {budget} | {found} |" for budget, found in lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


if __name__ == "__main__":
    main()
