"""Documents that are written from the code: `make docs` writes them, a guard says when they are stale."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from sektoral.domain.checks.refusals import REFUSALS
from sektoral.domain.checks.sentences import SENTENCES
from sektoral.domain.checks.weighing import ON_TRIAL
from sektoral.domain.states import FACTS, MOVES
from sektoral.project.env import example

ROOT = Path(__file__).resolve().parents[1]

MACHINES = {
    "RoundState": "Putaran pengumpulan (`Round`)",
    "LetterState": "Surat (`Letter`)",
    "RequestState": "Permintaan (`Request`)",
    "SubmissionState": "Kiriman (`Submission`)",
    "ItemState": "Butir kiriman, satu tabel (`SubmissionItem`)",
    "MessageState": "Message (pesan)",
    "RuleState": "Aturan pemeriksaan (`RuleVersion`)",
    "ContradictionState": "Pertentangan antar-OPD (`Contradiction`)",
    "ImportState": "Impor tahun lama (`BulkImport`)",
    "ReleaseState": "Rilis (`Release`)",
    "DataListState": "Daftar Data (`DataList`)",
}


def states() -> str:
    """This will draw every status machine, and say of each state who must act and which event leads into it."""
    head = (
        "# States\n\nWritten from [`domain/states.py`](../src/sektoral/domain/states.py) by `make docs`; do not edit.\n"
    )
    return head + "".join(_machine(machine, moves) for machine, moves in MOVES.items())


def _machine(machine: type[StrEnum], moves: Mapping[StrEnum, frozenset[StrEnum]]) -> str:
    arrows = [f"  {now} --> {then}" for now in machine for then in machine if then in moves[now]]
    first = f"  [*] --> {next(iter(machine))}"
    ends = [f"  {now} --> [*]" for now in machine if not moves[now]]
    rows = [f"| `{s}` | {facts.label} | {facts.owner} | `{facts.event}` |" for s, facts in FACTS[machine].items()]
    return "\n".join(
        [
            f"\n## {MACHINES[machine.__name__]}\n",
            "```mermaid",
            "stateDiagram-v2",
            first,
            *arrows,
            *ends,
            "```\n",
            "| State | On screen | Who must act | Begins with |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def findings() -> str:
    """This will list every finding and every reason to refuse a file, as the agency reads it."""
    head = "# Findings\n\nWritten from [`domain/checks`](../src/sektoral/domain/checks/) by `make docs`; do not edit.\n"
    weights = (
        "\n*salah* blocks, *periksa* needs an explanation that is kept with the value, *info* informs; "
        "a *periksa* on trial only informs until what came of its findings shows that it is right often enough. "
        "Words in braces are filled in from the finding.\n"
    )
    faults = [f"| `{code}` | {_weight(code)} | {_cell(found.text)} |" for code, found in SENTENCES.items()]
    refusals = [f"| `{code}` | {_cell(text)} |" for code, text in REFUSALS.items()]
    return "\n".join(
        [
            head + weights,
            "## A fault in the data",
            "",
            "| Code | Weight | What the agency reads |",
            "|---|---|---|",
            *faults,
            "",
            "## A file is refused as a whole",
            "",
            "| Code | What its sender reads |",
            "|---|---|",
            *refusals,
            "",
        ]
    )


def _weight(code: str) -> str:
    return f"{SENTENCES[code].severity} (on trial)" if code in ON_TRIAL else SENTENCES[code].severity


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


GENERATED: dict[str, Callable[[], str]] = {
    ".env.example": example,
    "docs/states.md": states,
    "docs/findings.md": findings,
}


def main() -> None:
    """This will write them all."""
    for name, write in GENERATED.items():
        path = ROOT / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
