"""Fifty request letters from nothing to signed: what each part costs, and whether two other programs find them good.

python -m benchmarks.letters          prints the section that `make bench` keeps in docs/benchmarks.md
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from sektoral.project.rehearsal import room

if TYPE_CHECKING:
    from sektoral.records.models import Letter

LETTERS = 50
TABLES = 6  # asked of each agency: a lampiran of a page
AT = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
BUDGET = 4.0  # seconds of machine time
RUNS = 3
ONCE = "--once"
ROOT = Path(__file__).resolve().parents[1]


@dataclass(slots=True)
class Clock:
    """Seconds of CPU by part; a part inside another is taken out of it."""

    spent: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0
    _inner: float = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """This will count what is done meanwhile."""
        outside, self._inner = self._inner, 0.0
        began = time.process_time()
        try:
            yield
        finally:
            took = time.process_time() - began
            self.spent[name] = self.spent.get(name, 0.0) + took - self._inner
            self._inner = outside + took

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.spent.values())

    def watch(self, module: object, name: str, part: str) -> None:
        """This will count every call of a function of a module."""
        original: Callable[..., object] = getattr(module, name)

        @wraps(original)
        def counted(*args: object, **kwargs: object) -> object:
            with self.part(part):
                return original(*args, **kwargs)

        setattr(module, name, counted)


def main() -> None:
    """This will measure in processes of their own and print the section of the run with the middle time."""
    if sys.argv[1:] == [ONCE]:
        print(json.dumps(measure()))
        return
    runs = sorted((_run() for _ in range(RUNS)), key=lambda run: run[0])
    print(runs[RUNS // 2][1])


def measure() -> tuple[float, str]:
    """This will measure once, in a room of its own, and give the seconds of CPU with the section."""
    with tempfile.TemporaryDirectory() as name:
        room.open_up(room.prepare(Path(name)))
        clock = Clock()
        letters = produce(clock)
        return clock.total, section(clock, letters, *agreed(letters, Path(name)))


def _run() -> tuple[float, str]:
    command = [sys.executable, "-m", "benchmarks.letters", ONCE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    cpu, text = json.loads(done.stdout.splitlines()[-1])
    return cpu, text


def produce(clock: Clock) -> "list[Letter]":
    """This will draft, initial, set and sign the letters through the actions that the pages call."""
    from sektoral.letters.actions import finalising, signing
    from sektoral.letters.actions.initialling import initial_all
    from sektoral.letters.actions.sealing import local_authority
    from sektoral.records.actors import actor_for
    from sektoral.records.models import Agency, Letter, Person
    from sektoral.setup.actions import create_office
    from sektoral.setup.made_up import MadeUpAgency, with_agencies
    from sektoral.steps.step1_request.actions.rounds import Order, open_round, prepare_letters
    from tests.offices import tiny_facts

    agencies = [MadeUpAgency(f"opd{n:02}", f"Dinas Contoh Nomor {n}", TABLES) for n in range(LETTERS)]
    own = MadeUpAgency("diskominfo", "Dinas Komunikasi dan Informatika", 1, is_office=True)
    office = create_office(facts=with_agencies(tiny_facts(), [*agencies, own]), at=AT)
    by = {key: actor_for(Person.objects.get(email=f"{key}@mungil.example"), office, AT) for key in SEATS}
    asked = list(Agency.objects.filter(office=office, is_office=False))
    left_out = {one.pk: "Tidak ikut." for one in Agency.objects.filter(office=office, is_office=True)}
    round_ = open_round(Order("2025", "", asked, left_out), by=by["kadis"], at=AT)
    local_authority().sign_as_system(b"%PDF-", organisation="x", at=AT)  # the keys of an office are made once
    clock.watch(finalising, "render", "render")
    clock.watch(local_authority(), "sign", "sign")

    began = time.perf_counter()
    with clock.part("draft"):
        letters = prepare_letters(round_, by=by["jp1"], at=AT)
    for key in ("sukor", "kabid"):
        with clock.part("paraf, number"):
            initial_all(letters, by=by[key], at=AT)
    with clock.part("store"):
        letters = list(Letter.objects.filter(round=round_).order_by("number"))
        refused = [one for one in finalising.finalise_all(letters, by=by["kadis"], at=AT) if one.error]
        letters = list(Letter.objects.filter(round=round_).select_related("final_file").order_by("number"))
        shown = {one.pk: one.final_file.sha256 for one in letters if one.final_file}
        refused += [
            one for one in signing.sign_all(shown, by=by["kadis"], at=AT, gateway=local_authority()) if one.error
        ]
    clock.wall = time.perf_counter() - began
    if refused or len(shown) != LETTERS:
        raise SystemExit(f"{len(refused)} of {len(shown)} letters were refused: {refused[:1]}")
    return list(Letter.objects.filter(round=round_).select_related("signed_file"))


SEATS = ("kadis", "kabid", "sukor", "jp1")


def agreed(letters: "list[Letter]", folder: Path) -> tuple[int, int]:
    """This will count the letters that pyHanko and pdfsig find valid, wholly covered, and closed to changes."""
    from sektoral.adapters.signatures.inspection import inspect
    from sektoral.domain.inspections import Changes, Coverage, Trust
    from sektoral.intake import files
    from sektoral.letters.actions.sealing import local_authority

    by_pyhanko = by_pdfsig = 0
    for letter in letters:
        if letter.signed_file is None:
            continue
        pdf = files.read(letter.signed_file)
        found = inspect(pdf, roots=[local_authority().root()], at=AT)
        by_pyhanko += [
            (one.intact, one.valid, one.trust, one.coverage, one.docmdp, one.changes) for one in found.signatures
        ] == [(True, True, Trust.TRUSTED, Coverage.ENTIRE_FILE, 1, Changes.NONE)]
        by_pdfsig += says_pdfsig(pdf, folder / "surat.pdf")
    return by_pyhanko, by_pdfsig


def says_pdfsig(pdf: bytes, path: Path) -> bool:
    """This will ask poppler: one signature, valid, over the total document. It has no opinion on DocMDP."""
    if shutil.which("pdfsig") is None:
        return False
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    return bool(re.search(r"Signature is Valid", said)) and said.count("Total document signed") == 1


def section(clock: Clock, letters: "list[Letter]", by_pyhanko: int, by_pdfsig: int) -> str:
    """This will write the section as Markdown."""
    order = ("draft", "paraf, number", "render", "sign", "store")
    cells = " | ".join(f"{clock.spent[name]:.2f} s" for name in order)
    return f"""## {len(letters)} request letters: drafted, initialled twice, numbered, set, signed, stored

One process, SQLite, the local authority; an action for each letter, each with its transaction and its event. The middle one of {RUNS} runs. CPU: **{clock.total:.2f} s** (wall {clock.wall:.2f} s). Budget: {BUDGET:.0f} s.

| {" | ".join(order)} |
|{"---|" * len(order)}
| {cells} |

pyHanko finds {by_pyhanko} of {len(letters)} valid, trusted, covering the whole file and closed to changes (DocMDP 1); pdfsig {by_pdfsig} valid over the total document."""


if __name__ == "__main__":
    main()
