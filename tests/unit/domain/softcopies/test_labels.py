"""Headings and labels taken apart: period, unit, area, sex, and the words that are left as they were written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.softcopies.areas import AreaName, index_areas
from sektoral.domain.softcopies.facts import Certainty, Facts, joined
from sektoral.domain.softcopies.labels import read_label
from sektoral.domain.softcopies.spans import Span, key_span, take_span
from sektoral.domain.softcopies.words import bare, numbered

AREAS = index_areas(
    [AreaName("12.23", "Kabupaten Labuhanbatu Utara"), AreaName("12.22", "Kabupaten Labuhanbatu Selatan"),
     AreaName("12.23.06", "Na IX-X"), AreaName("12.23.08", "Kualuh Selatan"), AreaName("12.23.03.2004", "Teluk Piai")]
)  # fmt: skip
SPANS = {
    "2024": ("2024", ""), "NILAI 2024 SEMESTER I": ("2024-S1", "NILAI"), "Tahun 2023": ("2023", ""),
    "Semester II Tahun 2024": ("2024-S2", ""), "Januari 2024": ("2024-01", ""), "TW III 2023": ("2023-Q3", ""),
    "Triwulan 2": ("-Q2", ""), "Semester 1 (Maret)": ("-S1", ""), "Agustus": ("-08", ""), "2019/2020": ("",
    "2019/2020"),
    "2020-2024": ("", "2020-2024"), "Mei Kua": ("", "Mei Kua"), "Penduduk 2024": ("2024", "Penduduk"),
    "1.2020": ("", "1.2020"),
}  # fmt: skip


@pytest.mark.parametrize("text", SPANS)
def test_a_period_is_taken_out_of_a_text_or_left_in_it(text):
    span, rest = take_span(text)

    assert (span.code, rest) == SPANS[text]


@pytest.mark.parametrize(
    ("value", "asks", "code"),
    [(3.0, "month", "-03"), ("Maret", "month", "-03"), (date(2017, 4, 1), "month", "2017-04"), (2019.0, "year", "2019"),
     ("II", "semester", "-S2"), ("TW IV", "quarter", "-Q4"), (13, "month", ""), ("Total", "year", "")],
)  # fmt: skip
def test_a_cell_of_a_column_of_periods_is_read(value, asks, code):
    assert key_span(value, asks).code == code


def test_parts_of_a_period_are_put_together_from_both_sides():
    year, part = Facts(period="2024"), Facts(period="-S2")

    assert joined(year, part).period == joined(part, year).period == "2024-S2"
    assert Span(0, None, 0).code == ""


@pytest.mark.parametrize(
    ("written", "code", "certainty"),
    [("KAB. LABUHANBATU UTARA", "12.23", Certainty.SURE), ("Labuhan Batu Utara", "12.23", Certainty.SURE),
     ("Labuanbatu Utara", "12.23", Certainty.LIKELY), ("Kec. Na IX - X", "12.23.06", Certainty.SURE),
     ("1223", "12.23", Certainty.SURE), ("3. Kualuh Selatan", "12.23.08", Certainty.SURE)],
)  # fmt: skip
def test_a_name_is_found_in_its_spellings(written, code, certainty):
    found = AREAS.find(written)

    assert found is not None
    assert (found.code, found.certainty) == (code, certainty)


@pytest.mark.parametrize("written", ["Asahan", "Selatan", "", "12.99"])
def test_a_name_that_no_list_has_is_none_of_them(written):
    assert AREAS.find(written) is None


def test_area_sex_and_unit_come_out_of_one_label():
    facts, span = read_label("2. Jumlah Produksi Buah Kecamatan Kualuh Selatan 2023 (Ton)", AREAS)

    assert facts.area is not None
    assert facts.unit is not None
    assert (facts.words, facts.area.code, facts.unit.unit, span.code) == (
        ("Jumlah Produksi Buah",), "12.23.08", "ton", "2023"
    )  # fmt: skip
    assert read_label("Jumlah Pencari Keja Laki-Laki")[0].dims == (("jenis_kelamin", "L"),)
    assert read_label("Pemberdayaan Perempuan dan Anak")[0].dims == ()


@pytest.mark.parametrize(
    ("label", "rest", "scheme"),
    [("1. Utama", "Utama", "1"), ("a) Dibayar", "Dibayar", "a"), ("B. Ongkos", "Ongkos", "A"),
    ("1).  Petani", "Petani", "1"),
     ("ii. Gas", "Gas", "i"), ("- Lain", "Lain", "-"), ("S-1/Sarjana", "S-1/Sarjana", ""), ("PDRB 1)", "PDRB", ""),
     ("Kemiskinan (P1)", "Kemiskinan (P1)", "")],
)  # fmt: skip
def test_the_number_in_front_and_the_footnote_behind_come_off(label, rest, scheme):
    assert (bare(label), numbered(label)[0]) == (rest, scheme)


@given(st.text(max_size=80))
def test_any_text_is_taken_apart_without_harm(text):
    facts, span = read_label(text, AREAS)

    assert isinstance(facts.words, tuple)
    assert span.year == 0 or 1900 <= span.year < 2100
