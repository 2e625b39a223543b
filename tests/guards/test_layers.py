"""The import rules are really looked at."""

import subprocess
import sys
from pathlib import Path

from tests.check import CHECKS
from tests.guards.files import ROOT

BROKEN = """[importlinter]
root_package = sektoral

[importlinter:contract:upside-down]
name = Upside down
type = layers
layers =
    sektoral.domain
    sektoral.records
"""


def test_the_check_of_layers_fails_where_a_rule_is_broken(tmp_path: Path) -> None:
    (tmp_path / "broken.ini").write_text(BROKEN, encoding="utf-8")
    command = [sys.executable, "-m", *dict(CHECKS)["layers"], "--config", str(tmp_path / "broken.ini"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    assert "Upside down BROKEN" in run.stdout
