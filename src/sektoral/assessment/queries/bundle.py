"""Bukti EPSS as one ZIP: a folder for each indicator, and an index in the columns of the worksheet (LKE)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sektoral.adapters.evidence.packing import Part
from sektoral.adapters.exports import Cell, Column, to_xlsx
from sektoral.assessment.queries.gathering import all_proofs
from sektoral.assessment.queries.instrument import scheme
from sektoral.assessment.queries.pages import KIND_WORDS, NO_EVIDENCE, carried_by, current, level_text
from sektoral.assessment.queries.proof import Proof, Year
from sektoral.domain.epss import index_of
from sektoral.domain.evidence import EvidenceKind

INDEX_COLUMNS = (
    "Kode domain",
    "Domain",
    "Kode aspek",
    "Aspek",
    "Kode indikator",
    "Indikator",
    "Tingkat kematangan",
    "Penjelasan",
    "Bukti dukung",
    "Nomor",
    "Tanggal",
    "Penanda tangan",
    "Periode",
    "Yang ditunjukkan",
    "Tingkat yang didukung bukti sistem",
    "Berkas",
)
READ_ME = """BUKTI EPSS {year}
{office}

Indeks.xlsx memuat ke-38 indikator dengan kolom lembar kerja evaluasi: tingkat yang dipilih, penjelasan, dan bukti
dukungnya, masing-masing dengan nomor, tanggal, penanda tangan, dan periode. Berkasnya ada dalam map menurut kode
indikator. Indikator tanpa bukti dalam sistem tertulis demikian; buktinya disusulkan dari luar.

Indeks menurut penilaian mandiri: {index} ({grade}; batas predikat menurut yang lazim dipakai), {assessed} dari {of}
indikator dinilai. Tingkat 4 dan 5 hanya disebut didukung bila jurnal memuat reviu, dan pemutakhiran sesudahnya.
Dasar: {source}.
"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of evidence and where it lies in the bundle."""

    proof: Proof
    path: str


def bundle_parts(year: Year) -> Iterator[Part]:
    """This will list the bundle's files; each is read when its turn comes. A paper that several indicators share lies
    in each folder, so that a folder can be handed over by itself."""
    placed = _placed(all_proofs(year))
    yield Part("BACA-SAYA.txt", EvidenceKind.HELP, lambda: _read_me(year).encode())
    yield Part("Indeks.xlsx", EvidenceKind.DATA, lambda: index_file(year, placed))
    for proofs in placed.values():
        for one in proofs:
            yield Part(one.path, EvidenceKind.DATA, one.proof.read)


def index_file(year: Year, placed: Mapping[str, Sequence[Placed]]) -> bytes:
    """This will write the index; an indicator without evidence has one line that says so."""
    columns = [Column(label) for label in INDEX_COLUMNS]
    return to_xlsx(columns, list(_index_rows(year, placed)), zone=year.zone)


def _index_rows(year: Year, placed: Mapping[str, Sequence[Placed]]) -> Iterator[Sequence[Cell]]:
    chosen = {one.indicator: one for one in current(year)}
    for domain in scheme().domains:
        for aspect in domain.aspects:
            for indicator in aspect.indicators:
                found = chosen.get(indicator.code)
                about = (domain.code, domain.name, aspect.code, aspect.name, indicator.code, indicator.name)
                said = (level_text(found.level) if found else "", found.explanation if found else "")
                proofs = placed.get(indicator.code, ())
                carried = level_text(carried_by([one.proof for one in proofs]))
                if not proofs:
                    yield (*about, *said, NO_EVIDENCE, "", "", "", str(year.number), "", "", "")
                for one in proofs:
                    p = one.proof
                    shows = KIND_WORDS[p.kind]
                    yield (*about, *said, p.title, p.number, p.day, p.signer, p.period, shows, carried, one.path)


def _placed(proofs: Mapping[str, Sequence[Proof]]) -> Mapping[str, Sequence[Placed]]:
    return {
        code: [Placed(one, f"{code}/{at:03}-{one.name}") for at, one in enumerate(found, start=1)]
        for code, found in proofs.items()
    }


def _read_me(year: Year) -> str:
    score = index_of(scheme(), {one.indicator: one.level for one in current(year)})
    return READ_ME.format(
        year=year.number,
        office=f"{year.office.name} {year.office.regency}",
        index=f"{score.index:.2f}".replace(".", ","),
        grade=score.grade,
        assessed=score.assessed,
        of=score.of,
        source=scheme().source,
    )
