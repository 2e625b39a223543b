"""`make faults`: every fault of docs/faults.md in full size, on SQLite and on PostgreSQL, and one table of outcomes.

`python -m tests.faults F05 F24 postgresql` runs a part. What runs are the tests that docs/faults.md names: `make test`
runs the same ones with smaller numbers. They harm nothing but processes and files of their own.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from tests.postgres import SUITE, cluster, find_binaries

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "faults.md"
SIZE = "SEKTORAL_FAULTS"  # the variable that says "full"
TWICE = "SEKTORAL_TWICE"  # set: on PostgreSQL comes also what `make test` does on SQLite alone
LONGEST = 4 * 60 * 60  # seconds for one database; what has not ended by then is stopped and told as broken
ROW = re.compile(r"^\| (F\d\d) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NODE = re.compile(r"`(tests/[\w/]+\.py::test_\w+)`")
JUNIT = ("-o", "junit_family=xunit1", "--timeout=0")  # the newer family knows no properties; full size has its time


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of docs/faults.md: what happens, how it is brought about, what must hold, and the tests that prove it."""

    title: str
    how: str
    holds: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one test came to. `told` is how often something was done, in its own words."""

    outcome: str
    seconds: float
    told: str


def sized(small: T, full: T) -> T:
    """This will choose the number for `make test` or the one for `make faults`."""
    return full if os.environ.get(SIZE) == "full" else small


def faults() -> Mapping[str, Fault]:
    """This will read the rows of docs/faults.md."""
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {code: Fault(title, how, holds, tuple(NODE.findall(tests))) for code, title, how, holds, tests in found}


def main(wanted: Sequence[str]) -> int:
    """This will run what is wanted, or all; gives 1 where anything failed."""
    chosen = {code: fault for code, fault in faults().items() if code in wanted or not {*wanted} - {*DATABASES}}
    nodes = sorted({node for fault in chosen.values() for node in fault.tests})
    failed = False
    for name in [name for name in DATABASES if name in wanted or not {*wanted} & {*DATABASES}]:
        print(f"\n=== {name}: {len(nodes)} tests for {len(chosen)} faults", flush=True)
        ran = DATABASES[name](nodes)
        lines = [_line(code, fault, ran) for code, fault in chosen.items()]
        print("\n".join([f"\n{name}\n", HEAD, *lines]), flush=True)
        failed |= any(f" | {HOLDS} | " not in line and f" | {ELSEWHERE} | " not in line for line in lines)
    return int(failed)


HOLDS, ELSEWHERE = "holds", "on the other database"
HEAD = "| | Fault | How often | Seconds | Outcome | What holds |\n|---|---|---|---|---|---|"


def _line(code: str, fault: Fault, ran: Mapping[str, Ran]) -> str:
    mine = [ran.get(node, Ran("not run", 0, "")) for node in fault.tests]
    here = [one for one in mine if one.outcome != ELSEWHERE]
    told = "; ".join(one.told for one in here if one.told) or f"{len(here)} tests"
    bad = sorted({one.outcome for one in here} - {"passed"})
    outcome = ", ".join(bad) or (HOLDS if here else ELSEWHERE if mine else "no test")
    return f"| {code} | {fault.title} | {told} | {sum(one.seconds for one in mine):.0f} | {outcome} | {fault.holds} |"


def _on_sqlite(nodes: Sequence[str]) -> Mapping[str, Ran]:
    return _pytest(nodes, database="")


def _on_postgresql(nodes: Sequence[str]) -> Mapping[str, Ran]:
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is missing (apt-get install postgresql)")
        return {}
    with cluster(binaries, options=SUITE) as url:
        pure = [node for node in nodes if node.startswith("tests/unit")]  # these know no database
        return {**dict.fromkeys(pure, Ran(ELSEWHERE, 0, "")), **_pytest([*{*nodes} - {*pure}], database=url)}


DATABASES: Mapping[str, Callable[[Sequence[str]], Mapping[str, Ran]]] = {
    "sqlite": _on_sqlite,
    "postgresql": _on_postgresql,
}


def _pytest(nodes: Sequence[str], *, database: str) -> Mapping[str, Ran]:
    """Run the tests in one process with all that it starts, which may be ended together."""
    with tempfile.TemporaryDirectory(prefix="sektoral-faults-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-v", "--no-header", "--tb=short", *JUNIT, f"--junitxml={report}"]
        env = {**os.environ, "DATABASE_URL": database, SIZE: "full", TWICE: "yes"}
        process = subprocess.Popen([*command, *nodes], env=env, cwd=ROOT, start_new_session=True)
        try:
            process.wait(timeout=LONGEST)
        except BaseException as stopped:
            os.killpg(process.pid, signal.SIGINT)  # pytest still tears down what its tests have set up
            process.wait()
            if not isinstance(stopped, subprocess.TimeoutExpired):
                raise
            print(f"stopped after {LONGEST} s", flush=True)
        return _read(report) if report.exists() else {}


def _read(report: Path) -> Mapping[str, Ran]:
    """Add up the cases of each test: its worst outcome, all its seconds, and what it told."""
    ran: dict[str, Ran] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  pytest wrote it
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        told = [one.get("value", "") for one in case.iter("property") if one.get("name") == "told"]
        before = ran.get(name, Ran("passed", 0, ""))
        outcomes = [before.outcome, *(_outcome(child) for child in case if child.tag in WORST)]
        worst = min(outcomes, key=lambda outcome: WORST.get(outcome, len(WORST)))
        seconds = before.seconds + float(case.get("time", 0))
        ran[name] = Ran(worst, seconds, "; ".join(filter(None, [before.told, *told])))
    return ran


def _outcome(part: ElementTree.Element) -> str:
    return ELSEWHERE if part.get("message") in ("needs SQLite", "needs PostgreSQL") else part.tag


WORST = {"error": 0, "failure": 1, "skipped": 2, ELSEWHERE: 3}


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    print(f"\n{time.monotonic() - began:.0f} s")
    sys.exit(code)
