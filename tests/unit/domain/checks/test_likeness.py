"""Figures that are suspiciously alike, and the cases in which being alike is natural."""

from dataclasses import replace

import pytest

from sektoral.domain.checks.engine import check_instrument
from sektoral.domain.checks.sentences import finding_sentence
from sektoral.domain.findings import Finding, Severity
from sektoral.domain.instruments import InstrumentDef
from tests.instruments import KECAMATAN, health_instrument
from tests.workbooks.grids import Typed, filled_grids

DEFINITION = health_instrument()
ROWS = range(8, 16)  # T01 and T02 have eight kecamatan


def alike(code: str, typed: Typed, definition: InstrumentDef = DEFINITION) -> list[Finding]:
    result = check_instrument(definition, filled_grids(typed, definition=definition))
    return [one for one in result.findings if one.code == code]


def column(sheet: str, letter: str, *numbers: float) -> dict[tuple[str, str], float]:
    return {(sheet, f"{letter}{row}"): number for row, number in zip(ROWS, numbers, strict=True)}


def with_previous(**texts: str) -> InstrumentDef:
    """The instrument with one figure last period in a whole column of T01, by the column's code."""
    kept = {key: text for key, text in DEFINITION.previous if key[0] != "T01"}
    new = {("T01", row.code, code): text for code, text in texts.items() for row in KECAMATAN}
    return replace(DEFINITION, previous=tuple((kept | new).items()))


MANY = (101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0, 108.0)
FOUR_TELLING = (10.0, 11.0, 12.0, 12.0, 1.0, 2.0, 3.0, 4.0)
THREE_TELLING = (10.0, 11.0, 12.0, 9.0, 1.0, 2.0, 3.0, 4.0)
TWO_KINDS = (10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 1.0, 2.0)


@pytest.mark.parametrize(
    ("left", "right", "is_told"),
    [
        (MANY, MANY, True),
        (FOUR_TELLING, FOUR_TELLING, True),
        (THREE_TELLING, THREE_TELLING, False),
        (TWO_KINDS, TWO_KINDS, False),
        (MANY, (*MANY[:7], 109.0), False),
    ],
)
def test_column_equal_to_another_is_told_where_its_figures_tell(
    left: tuple[float, ...], right: tuple[float, ...], is_told: bool
) -> None:
    found = alike("column_like_another", {**column("T01", "C", *left), **column("T01", "D", *right)})
    assert [(one.cell, one.severity) for one in found] == ([("D8", Severity.INFO)] if is_told else [])


def test_column_of_another_table_is_named_with_its_sheet() -> None:
    (one,) = alike("column_like_another", {**column("T01", "C", *MANY), **column("T02", "E", *MANY)})
    assert (one.sheet, one.cell) == ("T02", "E8")
    assert "sama dengan kolom Laki-laki di lembar T01" in finding_sentence(one)


def test_columns_that_were_alike_last_period_are_so_by_nature() -> None:
    typed = {**column("T01", "C", *MANY), **column("T01", "D", *MANY)}
    assert alike("column_like_another", typed, with_previous(L="100", P="100")) == []
    assert len(alike("column_like_another", typed, with_previous(L="100", P="101"))) == 1


def test_row_equal_to_another_is_told() -> None:
    line = dict(zip("CDEFGH", (20.0, 21.0, 22.0, 23.0, 4.0, 5.0), strict=True))
    typed = {("T02", f"{letter}{row}"): number for row in (9, 12) for letter, number in line.items()}
    (one,) = alike("row_like_another", typed)
    assert (one.cell, one.severity) == ("C12", Severity.INFO)
    assert "sama dengan baris Kualuh Leidong" in finding_sentence(one)
    assert alike("row_like_another", {**typed, ("T02", "H12"): 6.0}) == []


@pytest.mark.parametrize(("number", "is_told"), [(9.0, False), (10.0, True), (365.0, True), (0.0, False)])
def test_one_figure_all_the_way_down_is_told_from_ten_on(number: float, is_told: bool) -> None:
    assert bool(alike("column_repeated", column("T01", "C", *[number] * 8))) is is_told


def test_all_that_there_can_be_is_no_repetition() -> None:
    full = {("T04", f"C{row}"): 100.0 for row in range(8, 17)}
    assert alike("column_repeated", full) == []
    assert len(alike("column_repeated", dict.fromkeys(full, 99.5))) == 1


def test_a_column_that_was_one_figure_last_period_may_be_so_again() -> None:
    typed = column("T01", "C", *[365.0] * 8)
    assert alike("column_repeated", typed, with_previous(L="366", P="100")) == []


def test_a_column_with_a_gap_is_not_judged() -> None:
    typed = {**column("T01", "C", *MANY), **column("T01", "D", *MANY)}
    assert alike("column_like_another", {**typed, ("T01", "D9"): "..."}) == []
