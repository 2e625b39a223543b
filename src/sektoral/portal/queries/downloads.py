"""All released periods of a table as one cube: each period as its newest edition shows it, nothing computed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sektoral.bank.queries.released import released_cube
from sektoral.domain.cubes import TIME_PERIOD, TOTAL, Cube, Dimension, DimensionRole, Figure, Member
from sektoral.domain.periods import read_period
from sektoral.portal.queries.breaks import breaks_of_releases
from sektoral.portal.queries.offices import Address, newest_editions

ORDER = (DimensionRole.AREA, DimensionRole.MEASURE, DimensionRole.CATEGORY, DimensionRole.TIME)


def series_cube(address: Address, *, at: datetime) -> Cube:
    """This will join the cubes of the newest editions; what an edition hides stays hidden. Raises `NotFound`.

    Editions may differ in their dimensions: a figure that one of them does not break down is a total there.
    """
    releases = newest_editions(address, at=at)
    cubes = [released_cube(release, at=at) for release in releases]
    dimensions = _joined(cubes)
    return replace(
        cubes[-1],
        dimensions=dimensions,
        variables=tuple({one.code: one for cube in cubes for one in cube.variables}.values()),
        figures=tuple(_placed(figure, cube, dimensions) for cube in cubes for figure in cube.figures),
        as_of=max(cube.as_of for cube in cubes),
        release=0,
        breaks=breaks_of_releases(address.table, releases),
    )


def _joined(cubes: Sequence[Cube]) -> tuple[Dimension, ...]:
    """Codes as the newest cube has them, and those that only older ones have after them; periods in their order."""
    found: dict[str, Dimension] = {}
    for cube in reversed(cubes):
        for dimension in cube.dimensions:
            known = found.get(dimension.code, dimension)
            members = {one.code: one for one in (*dimension.members, *known.members)}
            order = dict.fromkeys(one.code for one in (*known.members, *dimension.members))
            found[dimension.code] = replace(known, members=tuple(members[code] for code in order))
    time = found[TIME_PERIOD]
    in_order = sorted(time.members, key=lambda one: read_period(one.code).first_day)
    found[TIME_PERIOD] = replace(time, members=tuple(in_order))
    whole = [_with_total(one, cubes) for one in found.values()]
    return tuple(sorted(whole, key=lambda one: (ORDER.index(one.role), one.code)))


def _with_total(dimension: Dimension, cubes: Sequence[Cube]) -> Dimension:
    everywhere = all(dimension.code in {one.code for one in cube.dimensions} for cube in cubes)
    if everywhere or any(one.code == TOTAL for one in dimension.members):
        return dimension
    return replace(dimension, members=(*dimension.members, Member(TOTAL, "Jumlah")))


def _placed(figure: Figure, cube: Cube, dimensions: Sequence[Dimension]) -> Figure:
    codes: Mapping[str, str] = dict(zip([one.code for one in cube.dimensions], figure.codes, strict=True))
    return replace(figure, codes=tuple(codes.get(one.code, TOTAL) for one in dimensions))
