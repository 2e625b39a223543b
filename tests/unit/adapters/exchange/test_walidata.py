"""The e-Walidata file: the regency's yearly figures of variables with a code, and a list of the rest."""

import csv
import io
import json
from dataclasses import replace
from itertools import product

import pytest

from sektoral.adapters.exchange.walidata import HEADS, LeftOut, Source, collect, write_csv, write_payload
from sektoral.domain.cubes import TOTAL, Cube, Dimension, DimensionRole, Member
from sektoral.domain.instruments import ValueKind
from tests.cubes import areas, cube, every_mark, figure, measures, time, variable

CODES = {"jumlah": "1.01.000474"}


def a_regency() -> Cube:
    """One variable with its total beside a part of it, a year of which only a mark is known, and one without a code."""
    variables = [variable("jumlah", "=Jumlah penduduk"), variable("rasio")]
    sexes = Dimension("KELAMIN", "Kelamin", DimensionRole.CATEGORY, (Member("L", "Laki"), Member(TOTAL, "Jumlah")))
    figures = [
        figure(("12.23", "jumlah", TOTAL, "2025"), "398026.5"),
        figure(("12.23", "jumlah", "L", "2025"), "200000"),
        figure(("12.23", "jumlah", TOTAL, "2024"), "", "…"),
        figure(("12.23.01", "jumlah", TOTAL, "2025"), "7"),
        figure(("12.23", "rasio", TOTAL, "2025"), "1"),
        figure(("12.23.01", "rasio", "L", "2024"), "2"),
    ]
    places = areas(("12.23", "Kabupaten"), ("12.23.01", "Kecamatan"))
    return cube([places, measures(variables), sexes, time("2024", "2025")], variables, figures)


def a_breakdown(*texts: str, kind: ValueKind = ValueKind.COUNT) -> Cube:
    """Two subdistricts by sex, and no total anywhere."""
    one = replace(variable("jumlah"), kind=kind)
    sexes = Dimension("KELAMIN", "Kelamin", DimensionRole.CATEGORY, (Member("L", "Laki"), Member("P", "Perempuan")))
    keys = product(("12.23.01", "12.23.02"), ("jumlah",), ("L", "P"), ("2025",))
    pairs = zip(keys, texts, strict=False)
    cells = [figure(key, "" if text in "–…" else text, text if text in "–…" else "") for key, text in pairs]
    places = areas(("12.23.01", "Satu"), ("12.23.02", "Dua"))
    return cube([places, measures([one]), sexes, time("2025")], [one], cells)


def released(*cubes: Cube) -> list[Source]:
    """The public has each of them just as the bank holds it."""
    return [Source(one, one) for one in cubes]


def test_only_the_regencys_own_yearly_number_goes_out_and_the_rest_is_listed_with_the_reason() -> None:
    found = collect(released(a_regency()), CODES)
    rows = list(csv.reader(io.StringIO(write_csv(found).decode(), newline="")))
    assert rows == [list(HEADS), ["1.01.000474", "'=Jumlah penduduk", "jiwa", "1223", "2025", "398026.5"]]
    table = ("dukcapil", "penduduk-kec")
    assert found.left_out == [
        LeftOut(*table, "jumlah", "broken_down", 2),
        LeftOut(*table, "jumlah", "no_number", 1),
        LeftOut(*table, "rasio", "no_code", 1),
        LeftOut(*table, "rasio", "no_total", 1),
    ]


def test_what_may_be_added_goes_out_as_its_exact_sum() -> None:
    (line,) = collect(released(a_breakdown("0.1", "0.2", "–", "12345678901234567890")), CODES).entries
    assert (line.data, line.parts) == ("12345678901234567890.3", 4)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (a_breakdown("1", "2", "…", "4"), "no_number"),
        (a_breakdown("1", "2", "3"), "no_number"),
        (a_breakdown("1", "2", "3", "4", kind=ValueKind.PERCENT), "no_total"),
    ],
)
def test_nothing_is_added_that_is_incomplete_or_does_not_add_up(given: Cube, reason: str) -> None:
    found = collect(released(given), CODES)
    assert found.entries == []
    assert [(each.reason, each.count) for each in found.left_out] == [(reason, len(given.figures))]


def test_a_sum_with_a_hidden_part_does_not_go() -> None:
    held = a_breakdown("1", "20", "30", "40")
    hidden = replace(held, figures=(replace(held.figures[0], text="", mark="NA"), *held.figures[1:]))
    found = collect([Source(held, hidden)], CODES)
    assert [(each.reason, each.count) for each in found.left_out] == [("hidden", 4)]


def test_the_payload_is_that_of_push_dssd() -> None:
    assert json.loads(write_payload(collect(released(a_regency()), CODES))) == {
        "data": [{"kodeindikator": "1.01.000474", "kodepemda": "1223", "tahun": 2025, "data": "398026.5"}]
    }


def test_no_figure_is_lost_between_what_goes_out_and_what_is_left_out() -> None:
    for one in (a_regency(), every_mark()):
        found = collect(released(one), {**CODES, "rasio": "1.01.000475"})
        assert sum(each.parts for each in found.entries) + sum(each.count for each in found.left_out) == len(
            one.figures
        )


def test_two_figures_for_one_code_and_year_are_told_and_months_do_not_go() -> None:
    twice = collect(released(a_regency(), replace(a_regency(), table="lain")), CODES)
    assert len(twice.entries) == 1
    assert LeftOut("dukcapil", "lain", "jumlah", "twice", 1) in twice.left_out
    monthly = collect(released(replace(a_regency(), period_type="bulanan")), CODES)
    assert {each.reason for each in monthly.left_out} == {"not_yearly"}


@pytest.mark.parametrize(
    ("text", "reason"), [("398026.5", ""), ("398026", "changed"), ("", "hidden"), (None, "not_released")]
)
def test_a_figure_goes_only_as_the_public_has_it(text: str | None, reason: str) -> None:
    held = a_regency()
    first = replace(held.figures[0], text=text or "")
    shown = None if text is None else replace(held, figures=(first, *held.figures[1:]))
    found = collect([Source(held, shown)], CODES)
    assert len(found.entries) == (not reason)
    told = {each.reason for each in found.left_out if each.variable == "jumlah"}
    assert told == {"broken_down", "no_number"} | ({reason} if reason else set())
