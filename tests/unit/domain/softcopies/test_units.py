"""Units as they are spelt, and the exact factor to the one asked for; what is not known is never merged."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.softcopies.facts import UnitFound
from sektoral.domain.softcopies.units import factor_between, is_unit, read_unit, take_unit

READ = {
    "Orang": ("orang", "1"), "jiwa ": ("orang", "1"), "Petugas/Orang": ("orang", "1"), "Rp Juta": ("rupiah", "1000000"),
    "000 Rupiah": ("rupiah", "1000"), "Ribu Jiwa": ("orang", "1000"), "miliar rupiah": ("rupiah", "1000000000"),
    "Rp. Milyar": ("rupiah", "1000000000"), "Kw/Ha": ("ton/ha", "0.1"), "ku/ha": ("ton/ha", "0.1"), "km²": ("ha",
    "100"),
    "M2": ("ha", "0.0001"), "%": ("persen", "1"), "Rp/Kap/Bln": ("rupiah/kap/bulan", "1"), "Juta": ("", "1000000"),
    "Org/km2": ("orang/ha", "0.01"), "Bh": ("buah", "1"), "GWH": ("kwh", "1000000"), "Kartu Sakti": ("", "1"),
}  # fmt: skip
FACTORS = [
    ("Rp Juta", "rupiah", "1000000"), ("rupiah", "juta rupiah", "0.000001"), ("Kg", "ton", "0.001"),
    ("Ha", "km2", "0.01"),
    ("orang", "jiwa", "1"), ("Juta", "rupiah", ""), ("ton", "ha", ""), ("Kartu Sakti", "kartu sakti", "1"),
    ("Kartu Sakti", "orang", ""), ("hari", "jam", ""),
]  # fmt: skip


@pytest.mark.parametrize("written", READ)
def test_a_unit_is_read_in_its_spelling(written):
    found = read_unit(written)

    assert found is not None
    assert (found.unit, found.factor) == READ[written]


@pytest.mark.parametrize(("written", "asked", "factor"), FACTORS)
def test_the_factor_between_two_units_is_exact_or_unknown(written, asked, factor):
    assert factor_between(read_unit(written), asked) == factor


@pytest.mark.parametrize(
    ("heading", "unit", "rest"),
    [("Luas Panen (ha)", "ha", "Luas Panen"), ("Balita Pendek (Stunting)", "", "Balita Pendek (Stunting)"),
     ("Indeks (P1)", "", "Indeks (P1)"), ("Anggaran (dalam juta rupiah)", "rupiah", "Anggaran")],
)  # fmt: skip
def test_only_a_unit_is_taken_out_of_brackets(heading, unit, rest):
    found, left = take_unit(heading)

    assert ((found.unit if found else ""), left) == (unit, rest)


@given(st.text(max_size=40))
def test_any_text_is_read_without_harm(text):
    found = read_unit(text)

    assert found is None or (Decimal(found.factor) > 0 and is_unit(text) == bool(found.unit or found.factor != "1"))


def test_a_unit_that_nobody_wrote_has_no_factor():
    assert factor_between(None, "orang") == ""
    assert factor_between(UnitFound("orang", "orang"), "") == ""
