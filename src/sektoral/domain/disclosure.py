"""What is not shown to the public although the table is open: counts so small that they may point at a person.

Hiding a count is not enough where it can be computed: a total less its other parts tells it. So other figures are
hidden beside it, until for every hidden figure another table can be written down that shows the very same (its
*witness*).
"""

from collections.abc import Mapping
from dataclasses import replace

from sektoral.domain.cubes import VARIABLE, Cube, Figure
from sektoral.domain.instruments import ValueKind
from sektoral.domain.numbers import OBS_STATUS
from sektoral.domain.sums import Key, sums_of
from sektoral.domain.suppression import Suppression

SMALLEST_SHOWN = 5  # 1 to 4 are hidden (UU 27/2022; Statistik: kerahasiaan, UU 16/1997 Ps 21)
HIDDEN = "NA"


def hide_small(cube: Cube, *, before: Cube | None = None) -> Cube:
    """This will put the mark NA in the place of every count from 1 to 4, and of what would give it away.

    `before` is what the public got of the same figures in the edition before. A figure that it showed is known for
    ever and protects nothing; one that it hid stays hidden while it is the same.
    """
    counts = {figure.codes: int(figure.text) for figure in cube.figures if _is_count(cube, figure)}
    told, kept = _told_and_kept(cube, before)
    small = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    hidden = Suppression(counts, sums_of(cube, counts), told=told & counts.keys()).hide(small | (kept & counts.keys()))
    return replace(cube, figures=tuple(_hidden(one) if one.codes in hidden else one for one in cube.figures))


def tells_small(cube: Cube) -> bool:
    """Whether a count from 1 to 4 stands in the cube for all to read."""
    return any(_is_count(cube, one) and 0 < int(one.text) < SMALLEST_SHOWN for one in cube.figures)


def _is_count(cube: Cube, figure: Figure) -> bool:
    is_count = cube.variable(cube.code_in(figure, VARIABLE)).kind is ValueKind.COUNT
    return is_count and figure.text.isascii() and figure.text.isdecimal()


def _told_and_kept(cube: Cube, before: Cube | None) -> tuple[frozenset[Key], frozenset[Key]]:
    """What the edition before showed of the same versions, and what it hid of them."""
    if before is None:
        return frozenset(), frozenset()
    then: Mapping[Key, Figure] = {figure.codes: figure for figure in before.figures}
    same = [one for one in cube.figures if one.codes in then and then[one.codes].version == one.version]
    told = frozenset(one.codes for one in same if then[one.codes].text)
    kept = frozenset(one.codes for one in same if one.text and not then[one.codes].text)
    return told, kept


def _hidden(figure: Figure) -> Figure:
    return replace(figure, text="", mark=HIDDEN, status=OBS_STATUS[HIDDEN])
