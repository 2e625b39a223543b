"""`python -m tests.hostile_table`: the measured hostile workbooks, what becomes of each, and what the child spent.

CPU time of the warm child and its largest memory; the machine's load does not change them.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sektoral.adapters.sandbox import caps, client
from sektoral.domain.checks.refusals import refusal_sentence
from tests.workbooks.measured import MEASURED

TIMES = 5


def main() -> int:
    """Print the table, the dearest of five runs each. Gives 1 when a file got an unexpected answer."""
    unexpected = 0
    print(f"{'file':30} {'bytes':>11} {'outcome':18} {'CPU ms':>7} {'MB':>5}  sentence")
    with TemporaryDirectory() as folder:
        for name, measured in MEASURED.items():
            path = Path(folder) / "a.xlsx"
            path.write_bytes(measured.make())
            answers = [client.run("read", path, caps=caps.AGENCY) for _ in range(TIMES)]
            code = answers[0].code or "read"
            unexpected += (answers[0].code not in measured.codes) if measured.codes else not answers[0].ok
            cpu, peak = max(one.cpu_ms for one in answers), max(one.peak_kb for one in answers)
            said = refusal_sentence(code, answers[0].facts) if measured.codes else measured.told
            print(f"{name:30} {path.stat().st_size:>11,} {code:18} {cpu:>7.1f} {peak / 1024:>5.0f}  {said}")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
