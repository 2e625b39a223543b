"""What an input cell says: short enough for the spreadsheet, and true to the bounds."""

from dataclasses import replace

import pytest

from sektoral.domain.validations import number_format, refusal
from tests.instruments import BIRTHS, BUDGET, INDEX, SHARES, WAITING

VARIABLES = (BIRTHS, BUDGET, SHARES[0], WAITING, INDEX)


@pytest.mark.parametrize("variable", VARIABLES)
def test_the_refusal_fits_into_the_spreadsheets_box(variable):
    assert len(refusal(replace(variable, minimum="-12345678.125", maximum="12345678.125"))) <= 255


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (BIRTHS, "bilangan bulat 0 atau lebih"),
        (SHARES[0], "antara 0 dan 100"),
        (replace(SHARES[0], maximum="120.5"), "antara 0 dan 120,5"),
        (INDEX, "Isi angka."),
        (replace(INDEX, maximum="5"), "paling besar 5"),
    ],
)
def test_the_refusal_tells_the_bounds(variable, words):
    assert words in refusal(variable)


@pytest.mark.parametrize(
    ("variable", "shown"),
    [(BIRTHS, "#,##0"), (BUDGET, "#,##0"), (SHARES[0], "#,##0.00"), (WAITING, "#,##0.0"), (INDEX, "#,##0.000")],
)
def test_figures_are_shown_with_the_variables_decimals(variable, shown):
    assert number_format(variable) == shown
