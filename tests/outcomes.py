"""What invented agencies did in an invented round: outcomes, step times and a checkpoint for reports."""

import hashlib
from datetime import date, datetime, timedelta, timezone

from sektoral.domain.papers import Reference
from sektoral.domain.reports import AgencyOutcome, Checkpoint, Held, StepTime, TableOutcome, TableState, Timeliness

WIB = timezone(timedelta(hours=7))
LONG_AGENCY = (
    "Dinas Pengendalian Penduduk, Keluarga Berencana, Pemberdayaan Perempuan dan Perlindungan Anak "
    "Kabupaten Labuhanbatu Utara"
)


def at(day: int, hour: int = 10, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment in November 2026 (or another month), in the office's zone."""
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


def outcome(n: int, state: TableState = TableState.STORED, *, resubmitted: int = 0, note: str = "") -> TableOutcome:
    values = 100 * n if state is TableState.STORED else 0
    return TableOutcome(f"1.0.{n:03}", f"Tabel Contoh {n}", state, values=values, resubmitted=resubmitted, note=note)


def agency(
    name: str,
    *tables: TableOutcome,
    short: str = "",
    timeliness: Timeliness = Timeliness.ON_TIME,
    day: int = 18,
    letter_at: datetime | None = None,
) -> AgencyOutcome:
    """An agency that sent its data on a day of November 2026, or never."""
    silent = timeliness is Timeliness.NOT_SENT
    return AgencyOutcome(
        name=name,
        short=short,
        timeliness=timeliness,
        tables=tables,
        received_at=None if silent else at(day),
        letter=None if silent else Reference(f"(contoh)/{day}/2026", date(2026, 11, day)),
        letter_at=None if silent else letter_at or at(day),
        follow_up="Surat susulan 500.14/413/DISKOMINFO/2026 tanggal 23 November 2026; belum ada jawaban."
        if silent
        else "",
    )


def four_fates() -> tuple[AgencyOutcome, ...]:
    """One agency sent a returned table again, one declared nil, one was late, one never sent."""
    return (
        agency("Dinas Pendidikan", outcome(1), outcome(2, resubmitted=1), short="Disdik"),
        agency("Dinas Kesehatan", outcome(3), outcome(4, TableState.NIL, note="tidak ada kejadian"), day=17),
        agency(LONG_AGENCY, outcome(5), outcome(6), short="Dinas PPKB P3A", timeliness=Timeliness.LATE, day=23),
        agency(
            "Kecamatan Contoh Utara",
            outcome(7, TableState.MISSING),
            outcome(8, TableState.MISSING),
            timeliness=Timeliness.NOT_SENT,
        ),
    )


def steps() -> tuple[StepTime, ...]:
    return (
        StepTime(
            no=1,
            title="Mempersiapkan surat permintaan, referensi data dan instrumen",
            limit="1 hari kerja",
            begun_at=at(11, 8),
            due_at=at(12, 16),
            ended_at=at(12, 9, 30),
            held=(Held("JP", 130), Held("SuKor PPD", 45), Held("Kabid SPT", 60), Held("Kadis", 20)),
        ),
        StepTime(
            2, "Distribusi ke Produsen Data", "1 jam", at(12, 9, 30), at(12, 10, 30), at(12, 10, 8), (Held("JP", 38),)
        ),
        StepTime(3, "Produsen Data menyampaikan data", "5 hari kerja", at(12, 10), at(19, 16), at(23, 11)),
        StepTime(
            no=4,
            title="Menerima, memeriksa dan menyimpan di Bank Data",
            limit="4 hari kerja",
            begun_at=at(16, 9),
            due_at=at(25, 16),
            ended_at=at(25, 10, 15),
            held=(Held("JP", 900), Held("SuKor PPD", 610)),
        ),
        StepTime(
            5, "Membuat laporan kolektif", "1 hari kerja", at(25, 10, 15), at(26, 16), at(26, 9), (Held("JP", 240),)
        ),
        StepTime(
            no=0,
            title="Perbaikan tabel yang dikembalikan",
            limit="3 hari kerja",
            begun_at=at(19, 9),
            due_at=at(24, 16),
            ended_at=at(20, 9),
            note="1 tabel",
        ),
    )


def checkpoint() -> Checkpoint:
    return Checkpoint(sequence=1482, sha256=hashlib.sha256(b"jurnal contoh").hexdigest(), at=at(26, 8))
