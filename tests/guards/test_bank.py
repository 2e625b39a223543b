"""Only the bank's own actions write figures: whatever else would change one does not pass."""

import re

from tests.guards.files import SOURCE

WRITERS = SOURCE / "bank" / "actions"
WRITES = re.compile(r"(?<!\w)(?:Observation\(|superseded_at=(?!None)\w+,?\)|observations\.(?:create|update|delete)\()")


def test_no_other_module_writes_a_figure() -> None:
    writing = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if WRITES.search(path.read_text(encoding="utf-8")) and WRITERS not in path.parents
    }
    assert writing - {"records/models/observation.py"} == set()


def test_the_guard_sees_the_bank_s_own_writing() -> None:
    storing = (WRITERS / "storing.py").read_text(encoding="utf-8")
    assert len(WRITES.findall(storing)) >= 2
