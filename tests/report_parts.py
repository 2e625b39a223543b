"""What a report tells beside its counts, invented: findings, coverage, the round before, the bank."""

from datetime import date

from sektoral.domain.findings import Severity
from sektoral.domain.freshness import Freshness
from sektoral.domain.papers import Reference
from sektoral.domain.report_parts import (
    AgedTable,
    BankState,
    CorrectedTable,
    Coverage,
    FaultCount,
    FoundAgency,
    FoundKind,
    LastRound,
    Quality,
)

COVERAGE = Coverage(agencies=4, agencies_complete=1, agencies_in_time=2, tables=9, tables_answered=6, tables_in_time=4)
QUALITY = Quality(
    kinds=(
        FoundKind("cell_empty", "Belum diisi", Severity.ERROR, FaultCount(12, 0, 12, 0)),
        FoundKind("not_a_number", "Bukan angka", Severity.ERROR, FaultCount(3, 0, 3, 0)),
        FoundKind("changed_much", "Berubah banyak", Severity.WARNING, FaultCount(8, 5, 1, 2)),
        FoundKind("small_count", "Bilangan kecil", Severity.INFO, FaultCount(4, 0, 0, 0)),
    ),
    agencies=(
        FoundAgency("Dinas Pertanian", 15, 5, 4, FaultCount(24, 3, 16, 1)),
        FoundAgency("Dinas Perhubungan", 0, 3, 0, FaultCount(3, 2, 0, 1)),
    ),
)
LAST_ROUND = LastRound(
    title="Pengumpulan Data Statistik Sektoral Tahun 2024",
    report=Reference("500.14/77/DISKOMINFO/2025", date(2025, 11, 20), "Laporan Tahun 2024"),
    addenda=(Reference("500.14/81/DISKOMINFO/2025", date(2025, 12, 1), "Adendum Tahun 2024"),),
    agencies=4,
    in_time=3,
    tables=9,
    stored=8,
    values=77,
    findings=31,
    still_open=2,
)
BANK = BankState(
    fresh=5,
    empty=3,
    aged=(
        AgedTable(
            "1.01.001",
            "Jumlah Sekolah menurut Kecamatan",
            "Dinas Pendidikan",
            Freshness.STALE,
            "2022",
            "2023",
            date(2024, 3, 30),
        ),
        AgedTable(
            "1.02.004", "Jumlah Posyandu", "Dinas Kesehatan", Freshness.DUE, "2026-Q2", "2026-Q3", date(2026, 12, 29)
        ),
    ),
)
CORRECTED = (
    CorrectedTable("3.27.001", "Luas Panen Padi", "Dinas Pertanian", "2024", 2, "Salah menjumlahkan dua kecamatan"),
)
