"""What is not shown to the public although the table is open: counts so small that they may point at a person."""

from dataclasses import replace

from sektoral.domain.cubes import VARIABLE, Cube, Figure
from sektoral.domain.instruments import ValueKind
from sektoral.domain.numbers import OBS_STATUS

SMALLEST_SHOWN = 5  # 1 to 4 are hidden (UU 27/2022; Statistik: kerahasiaan, UU 16/1997 Ps 21)
HIDDEN = "NA"


def hide_small(cube: Cube) -> Cube:
    """This will put the mark NA in the place of every count from 1 to 4."""
    return replace(cube, figures=tuple(_shown(cube, figure) for figure in cube.figures))


def _shown(cube: Cube, figure: Figure) -> Figure:
    is_count = cube.variable(cube.code_in(figure, VARIABLE)).kind is ValueKind.COUNT
    if not is_count or not figure.text or not 0 < int(figure.text) < SMALLEST_SHOWN:
        return figure
    return replace(figure, text="", mark=HIDDEN, status=OBS_STATUS[HIDDEN])
