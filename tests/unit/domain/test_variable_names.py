"""How BPS wants concepts named: what breaks a rule is found, with the word that breaks it."""

import pytest

from sektoral.domain.variable_names import Standard, naming_faults

FINE = Standard("Jumlah Penduduk", "Penduduk", "Semua orang yang …", "tanpa", "jumlah", "jiwa")
CASES = [
    ("Jumlah penduduk", "concept_starts_with_measure"),
    ("Kepadatan penduduk", ""),
    ("Penduduk tahun 2025", "concept_names_period"),
    ("Curah hujan Januari", "concept_names_period"),
    ("Fasilitas IPAL", "concept_abbreviated"),
    ("Pend. miskin", "concept_abbreviated"),
    ("Pelabuhan kelas II", ""),
    ("penduduk", "concept_not_capitalised"),
    ("", ""),
]


@pytest.mark.parametrize(("concept", "code"), CASES)
def test_a_concept_is_held_against_the_rules_of_naming(concept: str, code: str) -> None:
    standard = Standard(FINE.name, concept, FINE.definition, FINE.classification, FINE.measure, FINE.unit)
    assert [fault.code for fault in naming_faults(standard)] == ([code] if code else [])


def test_a_concept_may_not_start_with_its_own_measure() -> None:
    standard = Standard("x", "Kapasitas terpasang", "x", "x", "kapasitas", "liter")
    assert [fault.code for fault in naming_faults(standard)] == ["concept_starts_with_measure"]


def test_two_variables_do_not_share_a_concept() -> None:
    assert [fault.code for fault in naming_faults(FINE, ["penduduk "])] == ["concept_shared"]


def test_a_standard_is_as_complete_as_its_five_aspects() -> None:
    assert (FINE.percent, FINE.missing) == (100, ())
    bare = Standard("x", "", "", "", "jumlah", "jiwa")
    assert (bare.percent, bare.missing) == (40, ("konsep", "definisi", "klasifikasi"))
