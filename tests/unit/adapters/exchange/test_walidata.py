"""The e-Walidata file: the regency's yearly figures of variables with a code, and a list of the rest."""

import csv
import io
import json
from dataclasses import replace

from sektoral.adapters.exchange.walidata import HEADS, LeftOut, collect, write_csv, write_payload
from sektoral.domain.cubes import TOTAL, Cube, Dimension, DimensionRole, Member
from tests.cubes import areas, cube, every_mark, figure, measures, time, variable

CODES = {"jumlah": "1.01.000474"}


def a_regency() -> Cube:
    variables = [variable("jumlah", "=Jumlah penduduk"), variable("rasio")]
    sexes = Dimension("KELAMIN", "Kelamin", DimensionRole.CATEGORY, (Member("L", "Laki"), Member(TOTAL, "Jumlah")))
    figures = [
        figure(("12.23", "jumlah", TOTAL, "2025"), "398026.5"),
        figure(("12.23", "jumlah", "L", "2025"), "200000"),
        figure(("12.23", "jumlah", TOTAL, "2024"), "", "…"),
        figure(("12.23.01", "jumlah", TOTAL, "2025"), "7"),
        figure(("12.23", "rasio", TOTAL, "2025"), "1"),
    ]
    places = areas(("12.23", "Kabupaten"), ("12.23.01", "Kecamatan"))
    return cube([places, measures(variables), sexes, time("2024", "2025")], variables, figures)


def test_only_the_regencys_own_yearly_number_goes_out_and_the_rest_is_listed_with_the_reason() -> None:
    found = collect([a_regency()], CODES)
    rows = list(csv.reader(io.StringIO(write_csv(found).decode(), newline="")))
    assert rows == [list(HEADS), ["1.01.000474", "'=Jumlah penduduk", "jiwa", "1223", "2025", "398026.5"]]
    table = ("dukcapil", "penduduk-kec")
    assert found.left_out == [
        LeftOut(*table, "jumlah", "broken_down", 1),
        LeftOut(*table, "jumlah", "no_number", 1),
        LeftOut(*table, "jumlah", "not_regency", 1),
        LeftOut(*table, "rasio", "no_code", 1),
    ]


def test_the_payload_is_that_of_push_dssd() -> None:
    assert json.loads(write_payload(collect([a_regency()], CODES))) == {
        "data": [{"kodeindikator": "1.01.000474", "kodepemda": "1223", "tahun": 2025, "data": "398026.5"}]
    }


def test_no_figure_is_lost_between_what_goes_out_and_what_is_left_out() -> None:
    for one in (a_regency(), every_mark()):
        found = collect([one], {**CODES, "rasio": "1.01.000475"})
        assert len(found.entries) + sum(each.count for each in found.left_out) == len(one.figures)


def test_two_figures_for_one_code_and_year_are_told_and_months_do_not_go() -> None:
    twice = collect([a_regency(), replace(a_regency(), table="lain")], CODES)
    assert len(twice.entries) == 1
    assert LeftOut("dukcapil", "lain", "jumlah", "twice", 1) in twice.left_out
    monthly = collect([replace(a_regency(), period_type="bulanan")], CODES)
    assert {each.reason for each in monthly.left_out} == {"no_code", "not_yearly"}
