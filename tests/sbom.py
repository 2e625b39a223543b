"""`make sbom`: writes docs/sbom.cdx.json, the bill of materials of what an installation runs, from requirements.lock.

CycloneDX's own program reads the lock; what it adds about addresses is left out, since the lock names none: the file is
good behind any mirror. The hashes stand in the lock itself.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
SBOM = ROOT / "docs" / "sbom.cdx.json"
_ADDRESSES = frozenset({"externalReferences", "description"})  # a description here repeats the lock's line


def pins() -> dict[str, str]:
    """This will read the lock: version by name."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(";")[0].rstrip(" \\").split("==") for line in lines if "==" in line and line[0].isalnum())
    return {name.strip(): version.strip() for name, version in pairs}


def written() -> str:
    """This will write the bill, the same for the same lock."""
    program = [sys.executable, "-m", "cyclonedx_py", "requirements", "--short-PURLs", "--output-reproducible"]
    options = ["--no-validate", "--pyproject", str(ROOT / "pyproject.toml"), str(LOCK)]
    done = subprocess.run([*program, *options], check=True, capture_output=True, text=True)
    bill = json.loads(done.stdout)
    bill["components"] = [_plain(one) | {"bom-ref": one["purl"]} for one in bill["components"]]
    bill["metadata"]["tools"]["components"] = [_plain(one) for one in bill["metadata"]["tools"]["components"]]
    root = bill["metadata"]["component"]["bom-ref"]
    names = sorted(one["bom-ref"] for one in bill["components"])
    bill["dependencies"] = [{"ref": root, "dependsOn": names}, *({"ref": name} for name in names)]
    return json.dumps(bill, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _plain(component: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in component.items() if name not in _ADDRESSES}


if __name__ == "__main__":
    SBOM.write_text(written(), encoding="utf-8")
