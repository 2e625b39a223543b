"""One rehearsed round from an empty database to the papers on disk, and the account of it."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sektoral.adapters.exports import to_workbook
from sektoral.bank.queries import Total, observations, total_of_round
from sektoral.domain import canonical
from sektoral.domain.errors import Invalid
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.project.rehearsal.company import Clock, Company
from sektoral.project.rehearsal.room import Room
from sektoral.project.rehearsal.round import Play
from sektoral.project.rehearsal.workers import OwnWorker
from sektoral.records.models import Agency, Instrument, Letter, Office, Round, StoredFile, Submission
from sektoral.setup.actions import create_office
from sektoral.setup.facts import load_office_facts
from sektoral.steps.step5_report.queries.figures_book import figures_book
from sektoral.steps.step5_report.queries.summary import report_letter

PERIOD = "2025"
START = "2026-11-23T08:00:00+07:00"  # a Monday; the shipped calendar covers the weeks that follow
STEP_NAMES = {
    "1": "Menyiapkan surat dan instrumen",
    "2": "Distribusi",
    "3": "Produsen Data menyampaikan",
    "4": "Memeriksa dan menyimpan",
    "5": "Laporan kolektif",
}
FOLDERS = {
    LetterKind.REQUEST: "request",
    LetterKind.MEMO: "request",
    LetterKind.TRANSMITTAL: "transmittal",
    LetterKind.RECEIPT: "receipt",
    LetterKind.FOLLOW_UP: "follow_up",
    LetterKind.REPORT: "report",
    LetterKind.ADDENDUM: "report",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was left in the folder."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The account of a rehearsal."""

    seconds: dict[str, float]
    documents: tuple[Paper, ...]
    bank: Total
    uploaded: Total
    environment: dict[str, str]

    def as_json(self) -> dict[str, object]:
        """This will write the account as DESIGN 9 has it."""
        return {
            "seconds": {step: round(spent, 3) for step, spent in self.seconds.items()},
            "documents": [{"kind": paper.kind, "path": paper.path} for paper in self.documents],
            "bank": {"values": self.bank.values, "sum": self.bank.sum},
            "uploaded": {"values": self.uploaded.values, "sum": self.uploaded.sum},
            "env": self.environment,
        }

    def as_text(self) -> str:
        """This will write the account for people."""
        steps = [f"  {no} {STEP_NAMES[no]:<34}{spent:>8.1f} detik" for no, spent in self.seconds.items()]
        kinds = sorted({paper.kind for paper in self.documents})
        papers = [f"  {kind:<12}{sum(p.kind == kind for p in self.documents):>5}" for kind in kinds]
        return "\n".join(
            [
                "Gladi satu putaran selesai. Semua angka DATA CONTOH.",
                "",
                "Waktu mesin per langkah SOP",
                *steps,
                "",
                "Dokumen",
                *papers,
                "",
                f"Bank Data: {self.bank.values} angka, jumlah {self.bank.sum}",
            ]
        )


def perform(place: Room, *, out: Path, agencies: int) -> Outcome:
    """This will make the demo office, play a round with its first `agencies` agencies, and lay out all papers."""
    clock = Clock(place.clock, datetime.fromisoformat(START))
    facts = load_office_facts()
    if not 1 <= agencies <= len(facts.agencies):
        raise Invalid("agencies_out_of_range", most=len(facts.agencies))
    office = create_office(facts=facts, at=clock())
    play = Play(Company(office, clock), OwnWorker(clock), PERIOD, chosen(office, agencies))
    round_ = play.run()
    papers = lay_out(round_, out)
    return Outcome(play.seconds, tuple(papers), total_of_round(round_), uploaded_total(round_), place.environment)


def chosen(office: Office, count: int) -> list[Agency]:
    """This will choose agencies in their order; the office itself is always among them."""
    everyone = list(Agency.objects.filter(office=office))
    own = [agency for agency in everyone if agency.is_office]
    others = [agency for agency in everyone if not agency.is_office]
    picked = {agency.pk for agency in [*own, *others[: count - len(own)]]}
    return [agency for agency in everyone if agency.pk in picked]


def lay_out(round_: Round, out: Path) -> list[Paper]:
    """This will copy every document of the round into `out`, and write `bank.csv` and the report's figures."""
    papers = [_lay(out, "instrument", one.request.agency.code, one.file) for one in _instruments(round_)]
    papers += [_lay(out, "upload", f"{s.request.agency.code}-{s.version}", s.file) for s in _submissions(round_)]
    for letter in _letters(round_):
        if letter.signed_file:
            papers.append(_lay(out, FOLDERS[LetterKind(letter.kind)], _name(letter), letter.signed_file))
    _write_bank(round_, out)
    _write_figures(round_, out)
    return papers


def uploaded_total(round_: Round) -> Total:
    """This will count and add what the accepted tables of the uploaded files hold, apart from the bank."""
    from sektoral.bank.queries import exact_sum
    from sektoral.records.models import SubmissionItem

    items = SubmissionItem.objects.filter(submission__request__round=round_, state="stored")
    texts = [cell["text"] for item in items for cell in item.cells if cell["text"]]
    return Total(len(texts), exact_sum(texts))


def _instruments(round_: Round) -> list[Instrument]:
    return list(Instrument.objects.filter(request__round=round_).select_related("request__agency", "file"))


def _submissions(round_: Round) -> list[Submission]:
    found = Submission.objects.filter(request__round=round_).select_related("request__agency", "file")
    return list(found.order_by("request__agency__position", "version"))


def _letters(round_: Round) -> list[Letter]:
    found = Letter.objects.filter(round=round_, state=LetterState.SIGNED)
    return list(found.select_related("request__agency", "submission", "signed_file").order_by("signed_at", "number"))


def _name(letter: Letter) -> str:
    agency = letter.request.agency.code if letter.request else letter.kind
    return f"{agency}-{letter.submission.version}" if letter.submission else agency


def _lay(out: Path, kind: str, name: str, file: StoredFile) -> Paper:
    suffix = ".xlsx" if kind in ("instrument", "upload") else ".pdf"
    folder = out / kind
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{suffix}"
    path.write_bytes(files.read(file))
    return Paper(kind, str(path))


def _write_figures(round_: Round, out: Path) -> None:
    """All that the report counts: as the text whose SHA-256 it prints, and as its workbook."""
    letter = report_letter(round_)
    (out / "report" / "report.json").write_text(canonical.write(letter.content), encoding="ascii")
    book = to_workbook(figures_book(letter), zone=ZoneInfo(round_.office.time_zone))
    (out / "report" / "report.xlsx").write_bytes(book)


def _write_bank(round_: Round, out: Path) -> None:
    rows = observations(round_.office).filter(submission__request__round=round_).exclude(text="")
    rows = rows.select_related("submission__request__agency", "table").order_by("id")
    with (out / "bank.csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(["value", "file", "sheet", "cell", "agency", "table", "variable", "area", "dims", "period"])
        for row in rows:
            sending = row.submission
            if sending is None:
                raise AssertionError("of a round are the figures that were sent in it")
            agency = sending.request.agency.code
            file = f"upload/{agency}-{sending.version}.xlsx"
            writer.writerow(
                [
                    row.text,
                    file,
                    row.sheet,
                    row.cell,
                    agency,
                    row.table.code,
                    row.variable,
                    row.area,
                    row.dims,
                    row.period,
                ]
            )
