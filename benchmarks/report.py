"""A collective report of fifty agencies with its charts, at the end of a whole rehearsed round.

python -m benchmarks.report          prints the section that `make bench` keeps in docs/benchmarks.md
"""

import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

from benchmarks.letters import Clock
from sektoral.project.rehearsal import room

AGENCIES = 50
TABLES = 6
BUDGET = 5  # seconds, DESIGN 12


def main() -> None:
    """This will play a round in a room of its own and print the section about its last step."""
    with tempfile.TemporaryDirectory() as name:
        place = room.prepare(Path(name))
        room.open_up(place)
        print(measure(place))


def measure(place: room.Room) -> str:
    """This will play a round of made-up agencies, to the signed report, and write what its last step took."""
    from sektoral.letters.actions import finalising
    from sektoral.project.rehearsal.company import Clock as RoundClock
    from sektoral.project.rehearsal.company import Company
    from sektoral.project.rehearsal.performance import PERIOD, START
    from sektoral.project.rehearsal.round import Play
    from sektoral.project.rehearsal.workers import OwnWorker
    from sektoral.records.models import Agency
    from sektoral.setup.actions import create_office
    from sektoral.setup.facts import load_office_facts
    from sektoral.setup.made_up import MadeUpAgency, with_agencies

    made_up = [MadeUpAgency(f"opd{n:02}", f"Dinas Contoh Nomor {n}", TABLES) for n in range(1, AGENCIES)]
    own = MadeUpAgency("diskominfo", "Dinas Komunikasi dan Informatika", TABLES, is_office=True)
    round_clock, spent = RoundClock(place.clock, datetime.fromisoformat(START)), Clock()
    office = create_office(facts=with_agencies(load_office_facts(), [*made_up, own]), at=round_clock())
    agencies = list(Agency.objects.filter(office=office))
    play = Play(Company(office, round_clock), OwnWorker(round_clock), PERIOD, agencies)
    spent.watch(finalising, "render", "set")
    spent.watch(Play, "report", "step 5")
    play.run()
    letter = office_report(office.pk)
    return section(play.seconds["5"], spent.spent["step 5"], *letter)


def office_report(office: UUID) -> tuple[int, int]:
    """This will give the signed report's pages and kilobytes."""
    import pypdfium2

    from sektoral.intake import files
    from sektoral.records.models import Letter

    letter = Letter.objects.select_related("signed_file").get(office=office, kind="report", state="signed")
    if letter.signed_file is None:
        raise SystemExit("the report was not signed")
    pdf = files.read(letter.signed_file)
    return len(pypdfium2.PdfDocument(pdf)), len(pdf) // 1000


def section(wall: float, cpu: float, pages: int, kilobytes: int) -> str:
    """This will write the section as Markdown."""
    return f"""## The collective report of {AGENCIES} agencies with {TABLES} tables each: closed, drafted, initialled twice, set with its charts, signed

Step 5 of a rehearsed round: one process, SQLite, the local authority, the worker's reactions among it. **{wall:.2f} s** (CPU {cpu:.2f} s without the setting of its pages); {pages} pages, {kilobytes} KB. Budget: {BUDGET} s."""


if __name__ == "__main__":
    main()
