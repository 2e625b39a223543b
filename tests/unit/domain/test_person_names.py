"""A certificate writes a name in its own way; another person is another person."""

import pytest

from sektoral.domain.person_names import is_same_name, without_numbers


@pytest.mark.parametrize(
    ("printed", "certified"),
    [
        ("Contoh Kadis", "CONTOH KADIS"),
        ("Dr. Ir. H. Contoh Kadis, S.E., M.Si.", "CONTOH KADIS"),
        ("Contoh Kadis, S.Kom.", "contoh kadis S.Kom"),
        ("Contoh Kadis", "Ir.H.CONTOH  KADIS, SE, MSI"),
        ("Hj. Contoh Kadis", "DRA CONTOH KADIS MM"),
        ("Contoh Ma'ruf", "CONTOH MARUF"),
        ("Contoh-Kadis Umum", "Contoh Kadis Umum"),
        ("Contoh Kadé", "CONTOH KADE"),
    ],
)
def test_the_same_name_in_other_letters_and_titles_is_the_same(printed: str, certified: str) -> None:
    assert is_same_name(printed, certified)


@pytest.mark.parametrize(
    ("printed", "certified"),
    [
        ("Contoh Kadis", "Contoh Kabid"),
        ("Contoh Kadis", "Kadis Contoh"),
        ("Contoh Kadis", "Contoh"),
        ("Contoh Kadis", ""),
        ("H. Contoh Kadis", "H. Contoh Lain, M.Si."),
    ],
)
def test_another_name_is_another(printed: str, certified: str) -> None:
    assert not is_same_name(printed, certified)


def test_an_nik_in_a_certificate_s_name_is_struck_out() -> None:
    assert without_numbers("CONTOH KADIS 9900000000000001") == "CONTOH KADIS ***"
