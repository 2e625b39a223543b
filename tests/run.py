"""`make test`: all of it on SQLite, what touches the database again on PostgreSQL, then the journeys in a browser.

`python -m tests.run sqlite` (or `postgresql`, `browser`) runs one part. What this machine lacks is skipped with a
visible line, and is an error where `CI` is set. The last line counts everything. Tests marked `once` are no matter of
the database: PostgreSQL's turn leaves them out unless `SEKTORAL_TWICE` is set.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.browser import find_chromium
from tests.postgres import SUITE, cluster, find_binaries

NO_TESTS = 5  # pytest's exit code where it found none
TWO_AT_ONCE = ("-n", "2", "--dist", "loadgroup")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part of the run counted. `broken` is true where pytest itself could not finish."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.broken or other.broken,
        )


def main(wanted: list[str]) -> int:
    """This will run the parts asked for, or all, and give 1 when anything failed."""
    total = Outcome()
    for name in wanted or list(PARTS):
        print(f"\n=== {name}", flush=True)
        total += PARTS[name]()
    failed = total.failed + int(total.broken and not total.failed)
    print(f"\n{total.passed} passed, {failed} failed, {total.skipped} skipped")
    return 1 if failed or not total.passed else 0


def run_on_sqlite() -> Outcome:
    """This will run unit, guard and integration tests on SQLite."""
    return _pytest([*TWO_AT_ONCE, "tests/unit", "tests/guards", "tests/integration"], database="")


def run_on_postgresql() -> Outcome:
    """This will run the integration tests on a PostgreSQL of their own."""
    binaries = find_binaries()
    if binaries is None:
        return _missing("PostgreSQL", "apt-get install postgresql")
    with cluster(binaries, options=SUITE) as url:
        return _pytest([*TWO_AT_ONCE, "tests/integration"], database=url)


def run_in_browser() -> Outcome:
    """This will walk through the pages in Chromium."""
    if find_chromium() is None:
        return _missing("Chromium", "apt-get install chromium")
    return _pytest(["tests/journeys"], database="")


PARTS: dict[str, Callable[[], Outcome]] = {
    "sqlite": run_on_sqlite,
    "postgresql": run_on_postgresql,
    "browser": run_in_browser,
}


def _missing(what: str, remedy: str) -> Outcome:
    if os.environ.get("CI"):
        print(f"ERROR: {what} is missing ({remedy})")
        return Outcome(failed=1)
    print(f"SKIPPED: {what} is missing ({remedy}); everything that needs it was not tested")
    return Outcome(skipped=1)


def _pytest(arguments: list[str], *, database: str) -> Outcome:
    paths = [word for word in arguments if not word.startswith("tests/") or Path(word).is_dir()]
    if not any(word.startswith("tests/") for word in paths):
        return Outcome()
    with tempfile.TemporaryDirectory(prefix="sektoral-run-") as folder:
        report = Path(folder) / "report.xml"
        env = {**os.environ, "DATABASE_URL": database}
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--junitxml={report}", *paths]
        code = subprocess.run(command, env=env, check=False).returncode
        return _read(report, code)


def _read(report: Path, code: int) -> Outcome:
    if not report.exists():
        return Outcome(broken=True)
    suites = list(ElementTree.parse(report).iter("testsuite"))  # noqa: S314  pytest wrote it

    def count(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = count("failures") + count("errors"), count("skipped")
    return Outcome(count("tests") - failed - skipped, failed, skipped, broken=code not in {0, 1, NO_TESTS})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
