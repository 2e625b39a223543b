"""The fingerprint that a head signs for: it follows from what is said, and from nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from sektoral.domain.signed_values import Place, Said, print_of, print_of_all

FIRST: Place = ("A", "l", "12", "", "")
SECOND: Place = ("A", "p", "7.50", "*", "")
TABLE = Said("filled", "", None, "", (FIRST, SECOND))


@pytest.mark.parametrize(
    "other",
    [
        replace(TABLE, figures=(FIRST, ("A", "p", "7.5", "*", ""))),
        replace(TABLE, figures=(FIRST, ("A", "p", "7.50", "", ""))),
        replace(TABLE, figures=(FIRST, ("B", "p", "7.50", "*", ""))),
        replace(TABLE, figures=(FIRST, ("A", "l", "7.50", "*", ""))),
        replace(TABLE, figures=(FIRST, ("A", "p", "7.50", "*", "2024"))),
        replace(TABLE, figures=(FIRST,)),
        replace(TABLE, answer="partial"),
        replace(TABLE, reason="1. Belum selesai"),
        replace(TABLE, expected_on=date(2026, 12, 1)),
        replace(TABLE, held_by="disdik"),
    ],
    ids=["digits", "mark", "row", "column", "period", "missing", "answer", "reason", "day", "holder"],
)
def test_everything_that_is_said_counts(other: Said) -> None:
    assert print_of(other) != print_of(TABLE)


def test_neither_order_nor_empty_cells_count() -> None:
    assert print_of(replace(TABLE, figures=(SECOND, ("B", "l", "", "", ""), FIRST))) == print_of(TABLE)


def test_tables_that_change_places_are_not_the_same() -> None:
    assert print_of_all({"T01": "a", "T02": "b"}) != print_of_all({"T01": "b", "T02": "a"})
    assert print_of_all({"T02": "b", "T01": "a"}) == print_of_all({"T01": "a", "T02": "b"})
