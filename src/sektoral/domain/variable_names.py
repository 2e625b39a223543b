"""How BPS wants a variable's concept to be named (INDAH guide), as findings a person may weigh; none of them blocks."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from sektoral.domain.wording import MONTHS

MEASURES = ("jumlah", "banyaknya", "banyak", "persentase", "persen", "luas", "nilai", "rata-rata", "rasio", "indeks")
PERIODS = ("tahun", "semester", "triwulan", "bulan", *(month.lower() for month in MONTHS))
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b|\b\w{1,5}\.(?=\s|$)")
ROMAN = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII"})
ASPECTS = ("concept", "definition", "classification", "measure", "unit")  # Perpres 39/2019 Ps 4
ASPECT_WORDS = dict(zip(ASPECTS, ("konsep", "definisi", "klasifikasi", "ukuran", "satuan"), strict=True))


@dataclass(frozen=True, slots=True)
class Standard:
    """A variable as Standar Data has it; every field is a text."""

    name: str
    concept: str
    definition: str
    classification: str
    measure: str
    unit: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The aspects that nothing is said of, in words."""
        return tuple(ASPECT_WORDS[aspect] for aspect in ASPECTS if not getattr(self, aspect).strip())

    @property
    def percent(self) -> int:
        """How much of the five aspects is there."""
        return 100 * (len(ASPECTS) - len(self.missing)) // len(ASPECTS)


@dataclass(frozen=True, slots=True)
class NamingFault:
    """A rule of naming that a concept breaks, in a sentence with the remedy."""

    code: str
    says: str


def naming_faults(standard: Standard, others: Collection[str] = ()) -> tuple[NamingFault, ...]:
    """List what is wrong with the concept; `others` are the concepts of the other variables."""
    concept = standard.concept.strip()
    if not concept:
        return ()
    found = {code: says for code, check in CHECKS.items() for says in check(concept, standard)}
    if concept.casefold() in {one.strip().casefold() for one in others}:
        found["concept_shared"] = "Konsep ini dipakai variabel lain. Bedakan keduanya dalam konsepnya."
    return tuple(NamingFault(code, says) for code, says in found.items())


def _starts_with_measure(concept: str, standard: Standard) -> Iterator[str]:
    first = concept.split(maxsplit=1)[0]
    if first.casefold() in (*MEASURES, standard.measure.casefold()):
        yield f"Konsep diawali ukuran “{first}”. Sebut halnya saja; ukurannya ada di isian ukuran."


def _names_a_period(concept: str, _: Standard) -> Iterator[str]:
    words = re.findall(r"\w+", concept.casefold())
    found = _YEAR.search(concept)
    period = found[0] if found else next((word for word in words if word in PERIODS), "")
    if period:
        yield f"Konsep memuat periode “{period}”. Periodenya sudah ada pada tabel; hapus dari konsep."


def _is_abbreviated(concept: str, _: Standard) -> Iterator[str]:
    found = [word for word in (match[0] for match in _CAPITALS.finditer(concept)) if word not in ROMAN]
    if found:
        yield f"Konsep memuat singkatan “{found[0]}”. Tulis kepanjangannya."


def _is_not_capitalised(concept: str, _: Standard) -> Iterator[str]:
    if concept[0].islower():
        yield "Konsep tidak diawali huruf kapital. Awali dengan huruf kapital."


Check = Callable[[str, Standard], Iterator[str]]
CHECKS: Mapping[str, Check] = {
    "concept_starts_with_measure": _starts_with_measure,
    "concept_names_period": _names_a_period,
    "concept_abbreviated": _is_abbreviated,
    "concept_not_capitalised": _is_not_capitalised,
}
