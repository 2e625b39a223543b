"""A cube as tidy CSV (RFC 4180): one line a figure, each code beside its label, decimals with a point.

Meant for programs; the bank's own list for Excel has semicolons and the origin of each figure.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sektoral.adapters.exports import inert
from sektoral.domain.cubes import VARIABLE, Cube, DimensionRole, Figure

AT_ONCE = 2_000  # lines in one piece
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
LABEL, BPS_CODE = "_LABEL", "REF_AREA_BPS"
OF_THE_FIGURE = ("OBS_VALUE", "MARK", "OBS_STATUS", "UNIT_MEASURE", "DECIMALS", "VERSION", "RECORDED_AT")


def write(cube: Cube) -> Iterator[bytes]:
    """This will write UTF-8 without a mark, commas, lines as RFC 4180 ends them. Text that looks like a formula is
    made inert with an apostrophe; numbers and marks never are.
    """
    yield from in_pieces([columns(cube)], lines(cube))


def columns(cube: Cube) -> list[str]:
    """The names of the columns, those of `lines`."""
    heads = []
    for dimension in cube.dimensions:
        heads += [dimension.code, f"{dimension.code}{LABEL}"]
        heads += [BPS_CODE] if dimension.role is DimensionRole.AREA else []
    return [*heads, *OF_THE_FIGURE]


def lines(cube: Cube) -> Iterator[list[str]]:
    """Each figure as texts: codes as the bank has them, labels, exact number, mark, status, unit, version, instant."""
    heads = [
        {
            member.code: [
                member.code,
                member.label,
                *([member.bps_code] if dimension.role is DimensionRole.AREA else []),
            ]
            for member in dimension.members
        }
        for dimension in cube.dimensions
    ]
    variable_at = [one.code for one in cube.dimensions].index(VARIABLE)
    units = {one.code: [one.unit, str(one.decimals)] for one in cube.variables}
    for figure in cube.figures:
        found = [text for at, code in enumerate(figure.codes) for text in heads[at][code]]
        yield found + _figure(figure, units[figure.codes[variable_at]])


def _figure(figure: Figure, unit: list[str]) -> list[str]:
    recorded = figure.recorded_at.isoformat(timespec="seconds")
    return [figure.text, figure.mark, figure.status, *unit, str(figure.version), recorded]


def in_pieces(heads: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """This will write lines as CSV, a few thousand at a time. A minus before a number is no formula."""
    rows = iter(rows)
    piece: list[Sequence[str]] = list(heads)
    while piece:
        target = io.StringIO(newline="")
        csv.writer(target, lineterminator="\r\n").writerows(
            [[cell if NUMBER.fullmatch(cell) else inert(cell) for cell in row] for row in piece]
        )
        yield target.getvalue().encode()
        piece = list(islice(rows, AT_ONCE))
