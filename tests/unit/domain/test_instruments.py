"""Definitions: exact canonical JSON and the faults it refuses."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import ValueKind, check_definition, from_json, to_json
from tests.instruments import BIRTHS, BUDGET, INDEX, SHARES, WAITING, health_instrument


def test_a_definition_comes_back_exactly():
    definition = health_instrument()
    assert from_json(to_json(definition)) == definition


def test_the_text_is_ascii_with_sorted_keys_and_no_spaces_between():
    text = to_json(health_instrument())
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert text.isascii()


def test_equal_definitions_give_equal_text_and_another_period_gives_another():
    assert to_json(health_instrument()) == to_json(health_instrument())
    assert to_json(health_instrument()) != to_json(replace(health_instrument(), period="2026"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        to_json(health_instrument()).replace('"office":', ' "office":', 1),
        to_json(health_instrument()).replace('"sample":true', '"sample":1', 1),
        to_json(health_instrument()).replace('"kind":"count"', '"kind":"zahl"', 1),
        to_json(health_instrument()).replace('"decimals":0', '"decimals":0,"decimals":0', 1),
    ],
)
def test_any_other_text_is_unreadable(text):
    with pytest.raises(Invalid) as refusal:
        from_json(text)
    assert refusal.value.code == "instrument_unreadable"


def test_another_form_is_named_as_such():
    with pytest.raises(Invalid) as refusal:
        from_json(to_json(health_instrument()).replace("sektoral.instrument/1", "sektoral.instrument/9"))
    assert refusal.value.code == "instrument_schema_unknown"


def _with_table(**change):
    definition = health_instrument()
    (sheet, table), *others = definition.sheets
    return replace(definition, sheets=((sheet, replace(table, **change)), *others))


@pytest.mark.parametrize(
    ("definition", "what"),
    [
        (replace(health_instrument(), sheets=()), "sheets"),
        (replace(health_instrument(), sheets=health_instrument().sheets[:1] * 2), "sheets"),
        (replace(health_instrument(), sheets=(("=A1", health_instrument().table("T01")),)), "=A1"),
        (_with_table(rows=()), "T01 size"),
        (_with_table(rows=health_instrument().table("T01").rows[:1] * 2), "T01 rows"),
        (_with_table(columns=health_instrument().table("T01").columns[:1] * 2), "T01 columns"),
        (_with_table(variables=()), "T01 variables"),
        (_with_table(variables=(replace(BIRTHS, maximum="NaN"),)), "T01 bounds"),
        (_with_table(variables=(replace(BIRTHS, maximum="seratus"),)), "T01 bounds"),
        (_with_table(variables=(replace(BIRTHS, decimals=400),)), "T01 decimals"),
        (_with_table(columns=health_instrument().table("T01").columns[:1]), "T01 row totals"),
        (replace(health_instrument(), previous=((("T01", "12.23.99", "L"), "1"),)), "previous"),
        (replace(health_instrument(), previous=health_instrument().previous[:1] * 2), "previous"),
    ],
)
def test_a_definition_with_a_loose_end_is_refused(definition, what):
    with pytest.raises(Invalid) as refusal:
        check_definition(definition)
    assert refusal.value.facts["what"] == what


@pytest.mark.parametrize(
    ("variable", "added"),
    [
        (BIRTHS, True),
        (BUDGET, True),
        (SHARES[0], False),
        (WAITING, False),
        (INDEX, False),
        (replace(BIRTHS, measure="harga"), False),
        (replace(BIRTHS, kind=ValueKind.INDEX), False),
    ],
)
def test_only_quantities_may_be_added(variable, added):
    assert variable.may_be_added is added


@pytest.mark.parametrize(
    ("variable", "bounds"),
    [
        (BIRTHS, (0, None)),
        (SHARES[0], (0, 100)),
        (INDEX, (None, None)),
        (replace(SHARES[0], maximum="120.5"), (0, Decimal("120.5"))),
        (replace(INDEX, minimum="-1"), (-1, None)),
    ],
)
def test_bounds_are_the_variables_own_or_those_of_its_kind(variable, bounds):
    assert variable.bounds == bounds
