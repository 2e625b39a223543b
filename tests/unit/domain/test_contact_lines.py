"""The last lines of a letterhead: the ways to reach an office."""

import pytest

from sektoral.domain.papers import contact_lines

LONG = "https://dinas-contoh.mungil.example"


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (("", "", ""), ()),
        (("(0999) 1", "", ""), ("Telepon (0999) 1",)),
        (("(0999) 1", "a@b.example", ""), ("Telepon (0999) 1, Pos-el a@b.example",)),
        (
            ("(0999) 12345, Faksimile (0999) 54321", "dinas.contoh@mungil.example", LONG),
            (
                "Telepon (0999) 12345, Faksimile (0999) 54321",
                f"Pos-el dinas.contoh@mungil.example, Laman {LONG}",
            ),
        ),
    ],
)
def test_they_stand_on_one_line_while_they_fit(given: tuple[str, str, str], lines: tuple[str, ...]) -> None:
    assert contact_lines(*given) == lines
