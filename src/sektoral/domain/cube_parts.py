"""Cubes put together and cut: several editions of a table as one series, and the part of it that was asked for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sektoral.domain.cubes import TIME_PERIOD, TOTAL, Cube, Dimension, Figure
from sektoral.domain.periods import read_period


@dataclass(frozen=True, slots=True)
class Part:
    """What is asked of a cube: codes by dimension, in any of `keys`; periods within `first` and `last`.

    A dimension that a key does not name may have any code.
    """

    keys: Sequence[Mapping[str, Collection[str]]] = ()
    first: date | None = None
    last: date | None = None
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)


def joined(cubes: Sequence[Cube]) -> Cube:
    """This will put the periods of one table side by side. A dimension that some lack is the total there."""
    names = dict.fromkeys(
        dimension.code for cube in cubes for dimension in cube.dimensions if dimension.code != TIME_PERIOD
    )
    order = [*names, TIME_PERIOD]
    variables = {one.code: one for cube in cubes for one in cube.variables}
    return replace(
        cubes[-1],
        dimensions=tuple(_joined(cubes, name) for name in order),
        variables=tuple(variables.values()),
        figures=tuple(figure for cube in cubes for figure in _laid_out(cube, order)),
        as_of=max(cube.as_of for cube in cubes),
    )


def part_of(cube: Cube, part: Part) -> Cube:
    """This will leave the figures that were asked for; the dimensions keep all their codes."""
    names = [one.code for one in cube.dimensions]
    return replace(
        cube, figures=tuple(one for one in cube.figures if _is_asked(dict(zip(names, one.codes, strict=True)), part))
    )


def _is_asked(codes: Mapping[str, str], part: Part) -> bool:
    period = read_period(codes[TIME_PERIOD])
    if (part.first and period.first_day < part.first) or (part.last and period.last_day > part.last):
        return False
    if not _matches(codes, part.codes):
        return False
    return not part.keys or any(_matches(codes, key) for key in part.keys)


def _matches(codes: Mapping[str, str], key: Mapping[str, Collection[str]]) -> bool:
    return all(codes[name] in wanted for name, wanted in key.items())


def _joined(cubes: Sequence[Cube], name: str) -> Dimension:
    having = [cube.dimension(name) for cube in cubes if any(one.code == name for one in cube.dimensions)]
    members = {member.code: member for dimension in having for member in dimension.members}
    if len(having) < len(cubes) and TOTAL not in members:
        members[TOTAL] = replace(next(iter(members.values())), code=TOTAL, label="Jumlah", bps_code="")
    return replace(having[-1], members=tuple(members.values()))


def _laid_out(cube: Cube, order: Sequence[str]) -> Sequence[Figure]:
    names = [one.code for one in cube.dimensions]
    if names == order:
        return cube.figures
    laid: list[Figure] = []
    for figure in cube.figures:
        codes = dict(zip(names, figure.codes, strict=True))
        laid.append(replace(figure, codes=tuple(codes.get(name, TOTAL) for name in order)))
    return laid
