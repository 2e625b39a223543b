"""Nothing outside `adapters` hands a file to the sandbox that did not come through the virus scanner's gate."""

import ast
from pathlib import Path

from tests.guards.files import ROOT

SOURCE = ROOT / "src" / "sektoral"
SANDBOXED = frozenset({"sektoral.adapters.sandbox.client", "sektoral.adapters.signatures.sandboxed"})
GATES = ("files.path_of(", "files.laid_out(", "files.read(")
# Where the file comes from a gate that lies elsewhere, or is no stranger's
ELSEWHERE = {
    "project/apps.py": "sets limits, opens nothing",
    "project/doctor.py": "a sample of its own",
    "project/file_commands.py": "reads a file of its caller",
    "setup/agency_files.py": "reads a file of its caller: `sektoral init`",
    "verify/queries/registry.py": "the page lays the copy out by the gate; the command reads a file of its caller",
}


def _opens(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {
        f"{one.module}.{name.name}" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) for name in one.names
    }
    return any(name.startswith(tuple(SANDBOXED)) for name in named)


def test_whoever_asks_the_sandbox_takes_the_file_through_the_gate() -> None:
    modules = [path for path in SOURCE.rglob("*.py") if "adapters" not in path.parts and _opens(path)]
    assert len(modules) > 10
    open_doors = [
        name
        for path in modules
        if (name := str(path.relative_to(SOURCE))) not in ELSEWHERE
        and not any(gate in path.read_text(encoding="utf-8") for gate in GATES)
    ]
    assert open_doors == []


def test_no_excuse_outlives_its_module() -> None:
    assert [name for name in ELSEWHERE if not _opens(SOURCE / name)] == []
