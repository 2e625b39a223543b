"""The report's figures as a list to read, sort and take away: a row an agency."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import AgencyOutcome, Recap, Tally, Timeliness, recap, tally
from sektoral.domain.states import LetterState
from sektoral.records.models import Round
from sektoral.records.outcomes import agency_outcomes
from sektoral.records.outcomes_then import outcomes_until
from sektoral.records.report_contents import report_of
from sektoral.ui.components import Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec

KEPT: dict[Timeliness, Status] = {
    Timeliness.ON_TIME: Status(Tone.DONE, "Tepat waktu"),
    Timeliness.LETTER_LATER: Status(Tone.WAIT, "Data tepat waktu, surat menyusul"),
    Timeliness.LATE: Status(Tone.BAD, "Terlambat"),
    Timeliness.NOT_SENT: Status(Tone.IDLE, "Belum mengirim"),
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One agency's outcome with its tables counted."""

    outcome: AgencyOutcome
    tally: Tally
    kept: Status


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The rows, and the counts of the whole round as the report prints them."""

    rows: Sequence[FigureRow]
    recap: Recap


ON_PAGE: tuple[Column[FigureRow], ...] = (
    Column("opd", "OPD", lambda row: row.outcome.name),
    Column("ketepatan", "Ketepatan", lambda row: row.kept.word),
    Column("diminta", "Diminta", lambda row: row.tally.requested, numeric=True),
    Column("diterima", "Diterima", lambda row: row.tally.received, numeric=True),
    Column("tersimpan", "Tersimpan", lambda row: row.tally.stored, numeric=True),
    Column("nihil", "Nihil", lambda row: row.tally.nil, numeric=True),
    Column("tidak", "Tidak tersedia", lambda row: row.tally.unavailable, numeric=True),
    Column("dialihkan", "Dialihkan", lambda row: row.tally.handed_on, numeric=True),
    Column("pembina", "Di Pembina", lambda row: row.tally.awaiting_steward, numeric=True),
    Column("kembali", "Dikembalikan", lambda row: row.tally.returned, numeric=True),
    Column("belum", "Belum ada", lambda row: row.tally.missing, numeric=True),
    Column("nilai", "Nilai", lambda row: row.tally.values, numeric=True),
)
MORE: tuple[Column[FigureRow], ...] = (
    Column("ulang", "Tabel dikirim ulang", lambda row: row.tally.resubmitted, numeric=True),
    Column("data", "Data diterima", lambda row: row.outcome.received_at),
    Column("surat", "Surat pengiriman", lambda row: row.outcome.letter.number if row.outcome.letter else ""),
    Column("suratpada", "Surat diterima", lambda row: row.outcome.letter_at),
    Column("petugas", "Menurut petugas", lambda row: "ya" if row.outcome.stated_by_office else ""),
    Column("perpanjang", "Diperpanjang sampai", lambda row: row.outcome.extended_to),
    Column("tindak", "Tindak lanjut", lambda row: row.outcome.follow_up),
)
FIGURES: ListSpec[FigureRow] = ListSpec(
    name="angka-laporan",
    columns=ON_PAGE,
    filters=(
        Filter(
            "ketepatan", "Ketepatan", [(kept.word, kept.word) for kept in KEPT.values()], lambda r, w: r.kept.word == w
        ),
    ),
    text=lambda row: f"{row.outcome.name} {row.outcome.short}",
    search_label="Cari OPD",
    per_page=100,
)
TO_TAKE_AWAY: ListSpec[FigureRow] = ListSpec(
    name="angka-laporan", columns=ON_PAGE + MORE, filters=FIGURES.filters, text=FIGURES.text
)


def figures_page(round_: Round) -> FiguresPage:
    """This will give the figures that the round's report froze, or those that it would freeze now."""
    outcomes = _outcomes(round_)
    rows = [FigureRow(outcome, tally(outcome.tables), KEPT[outcome.timeliness]) for outcome in outcomes]
    return FiguresPage(rows, recap(outcomes))


def _outcomes(round_: Round) -> Sequence[AgencyOutcome]:
    reports = round_.letters.filter(kind=LetterKind.REPORT).exclude(state=LetterState.VOID)
    report = reports.order_by("-drafted_at").first()
    if report is not None:
        return report_of(report).agencies
    if round_.intake_closed_at is not None:
        return outcomes_until(round_, round_.intake_closed_at)
    return agency_outcomes(round_)
