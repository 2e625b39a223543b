"""docs/operations.md is done line by line, beside this machine, with the packages that are installed here."""

import subprocess
import sys

import pytest

from tests.dryrun import SKIPPED
from tests.rehearsals import ROOT


@pytest.mark.slow
@pytest.mark.sqlite_only  # it has a database of its own
def test_whoever_follows_the_page_gets_what_it_promises() -> None:
    command = [sys.executable, "-m", "tests.dryrun", "linked"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode == 0 and SKIPPED in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
