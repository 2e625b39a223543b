"""`make check`: everything that needs no database and no browser, in well under a minute. Says what failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

PYTHON = sys.executable
ENV = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONWARNINGS": "default"}

# (name, arguments of python -m); what takes longest stands first
CHECKS = (
    ("types", ["mypy", "--no-error-summary"]),
    ("guards", ["pytest", "-q", "--no-header", "-p", "no:xdist", "tests/guards"]),
    ("layers", ["tests.layers"]),
    ("migrations", ["django", "makemigrations", "--check", "--dry-run"]),
    ("django", ["django", "check", "--fail-level", "WARNING"]),
    ("style", ["ruff", "check", "--quiet", "--output-format", "concise", "."]),
    ("format", ["ruff", "format", "--check", "--output-format", "concise", "."]),
)


def main() -> int:
    """This will run every check, two at a time, and give 1 when one of them failed."""
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(_run, CHECKS))
    failed = [name for name, output in outcomes if output is not None]
    for name, output in outcomes:
        if output is not None:
            print(f"--- {name}\n{output.rstrip()}\n")
    print(f"{len(CHECKS) - len(failed)} checks hold, {len(failed)} fail ({time.monotonic() - began:.0f} s)", *failed)
    return 1 if failed else 0


def _run(check: tuple[str, list[str]]) -> tuple[str, str | None]:
    name, arguments = check
    done = subprocess.run(
        [PYTHON, "-m", *arguments], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return name, done.stdout if done.returncode else None


if __name__ == "__main__":
    sys.exit(main())
