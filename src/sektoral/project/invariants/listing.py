"""The ordered list of invariants, and the trial of all of them on every office."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sektoral.project.invariants import (
    attempts,
    bank,
    chains,
    contradictions,
    data_lists,
    deeds,
    holdings,
    imports,
    journal,
    messages,
    metadata,
    papers,
    recalls,
    receipts,
    reports,
    rules,
    sops,
    states,
    texts,
    values,
)
from sektoral.records.models import Office

MOST_SHOWN = 50  # sentences of one invariant


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that must hold. `check` yields a sentence for everything that is wrong."""

    code: str
    title: str
    check: Callable[[Office, datetime], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one invariant; with more faults than are shown, `total` counts them all."""

    invariant: Invariant
    faults: Sequence[str]
    total: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.total == 0


INVARIANTS = (
    Invariant("I1", "Tidak ada angka yang hilang dari Bank Data", bank.check_accepted),
    Invariant("I2", "Tidak ada angka yang ganda", bank.check_current_once),
    Invariant("I3", "Bank Data hanya bertambah", bank.check_versions),
    Invariant("I4", "Rantai jurnal utuh", journal.check_chain),
    Invariant("I5", "Setiap keadaan dijelaskan peristiwanya", states.check_states),
    Invariant("I6", "Tidak ada yang tersangkut", journal.check_nothing_stuck),
    Invariant("I7", "Semua berkas ada dan utuh", papers.check_files),
    Invariant("I8", "Semua surat bertanda tangan asli", papers.check_letters),
    Invariant("I9", "Laporan sama dengan hitungan ulangnya", reports.check_reports),
    Invariant("I10", "Setiap tanda terima punya kirimannya", receipts.check_receipts),
    Invariant("I13", "Batas waktu dan keterlambatan benar", receipts.check_clocks),
    Invariant("I14", "Bank Data sama dengan berkas yang diunggah", bank.check_sums),
    Invariant("I15", "Pelaku dan waktu sama dengan jurnal", deeds.check_deeds),
    Invariant("I16", "Setiap versi aturan dijelaskan peristiwanya", rules.check_rules),
    Invariant("I17", "Setiap surat melalui rantainya", chains.check_chains),
    Invariant("I19", "Naskah surat sama dengan jurnal", texts.check_texts),
    Invariant("I20", "Setiap versi SOP yang berlaku adalah yang ditandatangani", sops.check_sops),
    Invariant("I21", "Setiap tanda tangan BSrE punya permintaannya", attempts.check_attempts),
    Invariant("I22", "Yang ditarik kembali tidak terhitung, dan tercatat sebabnya", recalls.check_recalls),
    Invariant("I23", "Pertentangan antar-OPD tercatat seperti dijawab dan diputuskan", contradictions.check_replies),
    Invariant("I24", "Setiap pesan terkirim satu kali dan tidak ada yang hilang", messages.check_messages),
    Invariant("I25", "Surat pengiriman menyebut nilai yang disampaikan", values.check_values),
    Invariant("I26", "Ringkasan sama dengan isi Bank Data", holdings.check_holdings),
    Invariant("I27", "Angka tahun lama sama dengan berkas yang diimpor", imports.check_imports),
    Invariant("I30", "Daftar Data yang disepakati tidak berubah", data_lists.check_data_lists),
    Invariant("I31", "Metadata dan Standar Data sama dengan jurnal", metadata.check_metadata),
)


def verify(*, at: datetime, invariants: Iterable[Invariant] = INVARIANTS) -> list[Outcome]:
    """This will try invariants on every office. `at` is now. A check that breaks down has not held."""
    offices = list(Office.objects.order_by("slug"))
    return [_outcome(invariant, offices, at) for invariant in invariants]


def _outcome(invariant: Invariant, offices: Sequence[Office], at: datetime) -> Outcome:
    found = (fault for office in offices for fault in _faults(invariant, office, at))
    shown = list(islice(found, MOST_SHOWN))
    return Outcome(invariant, shown, len(shown) + sum(1 for _ in found))


def _faults(invariant: Invariant, office: Office, at: datetime) -> Iterator[str]:
    try:
        yield from invariant.check(office, at)
    except Exception as error:  # noqa: BLE001  damaged rows may break any reading; that is a finding as well
        yield f"Pemeriksaan tidak dapat diselesaikan: {type(error).__name__} {error}"[:300]
