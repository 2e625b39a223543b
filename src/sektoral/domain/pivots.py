"""A cube turned so that two of its dimensions make a table and the others stand still. Pure, and exact where it adds.

Nothing is added over time, nor over areas of which one holds another, nor what a variable forbids.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from sektoral.domain.cubes import TOTAL, VARIABLE, Cube, Dimension, DimensionRole, Figure, Member

SUM = "SUM"  # of a dimension that stands still: all its codes added
SOURCE = "SOURCE"  # the dimension that a cube of several tables has besides


@dataclass(frozen=True, slots=True)
class Ask:
    """Which dimensions make rows and columns, and the code, or `SUM`, at which each other one stands."""

    rows: str = ""
    columns: str = ""
    fixed: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A dimension that stands still: at which code, and which others it could stand at."""

    dimension: Dimension
    code: str
    choices: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """The table: `cells` by row and column, each with its figures; empty where the bank has nothing.

    `parts` is how many figures make a cell: one that is shown, or several that are added, and then all must be there.
    """

    rows: Dimension
    columns: Dimension
    held: tuple[Held, ...]
    parts: int
    cells: tuple[tuple[tuple[Figure, ...], ...], ...]

    def variable_at(self, row: str, column: str) -> str:
        """The code of the variable in a cell, by the codes of its row and column."""
        still = {one.dimension.code: one.code for one in self.held}
        return {**still, self.rows.code: row, self.columns.code: column}[VARIABLE]


def pivot(cube: Cube, ask: Ask) -> Pivot:
    """This will turn the cube. What is asked and cannot be had is chosen anew: it always gives a table.

    The cube must have two dimensions at least, as every cube of a table has.
    """
    rows, columns = _axes(cube, ask)
    others = [one for one in cube.dimensions if one not in (rows, columns)]
    variable_at = _chosen_variable(cube, ask, others)
    held = tuple(_held(cube, one, (ask.fixed or {}).get(one.code, ""), variable_at) for one in others)
    places = _places(cube, rows, columns, held)
    parts = prod(len(one.dimension.members) for one in held if one.code == SUM)
    cells = tuple(
        tuple(tuple(places.get((row.code, column.code), ())) for column in columns.members) for row in rows.members
    )
    return Pivot(rows, columns, held, parts, cells)


def merged(cubes: Sequence[Cube], variable: str) -> Cube:
    """This will put the figures of one variable from several tables into one cube, with the table as a dimension.

    A table that is not broken down by a dimension of another one stands at its total. Raise `ValueError` for none.
    """
    if not cubes:
        raise ValueError(variable)
    names = dict.fromkeys(one.code for cube in cubes for one in cube.dimensions)
    dimensions = [_united([cube for cube in cubes if _has(cube, name)], name, len(cubes)) for name in names]
    dimensions = [_only(one, variable) if one.code == VARIABLE else one for one in dimensions]
    sources = tuple(Member(_source(cube), f"{cube.agency_name}: {cube.title}") for cube in cubes)
    by_role = [one for one in dimensions if one.role is not DimensionRole.TIME]
    time = next(one for one in dimensions if one.role is DimensionRole.TIME)
    time = replace(time, members=tuple(sorted(time.members, key=lambda member: member.code)))
    whole = (*by_role, Dimension(SOURCE, "Sumber", DimensionRole.CATEGORY, sources), time)
    figures = (
        _refiled(cube, figure, whole)
        for cube in cubes
        for figure in cube.figures
        if cube.code_in(figure, VARIABLE) == variable
    )
    first = cubes[0]
    return replace(
        first,
        title=first.variable(variable).name,
        dimensions=whole,
        variables=(first.variable(variable),),
        figures=tuple(figures),
    )


def _axes(cube: Cube, ask: Ask) -> tuple[Dimension, Dimension]:
    """What was asked, else the areas, or the dimension with the most codes, against time."""
    by_code = {one.code: one for one in cube.dimensions}
    longest = sorted(cube.dimensions, key=lambda one: (one.role is DimensionRole.MEASURE, -len(one.members)))
    time = next(one for one in cube.dimensions if one.role is DimensionRole.TIME)
    rows = by_code.get(ask.rows) or next(one for one in longest if one is not time)
    wanted = by_code.get(ask.columns, time)
    columns = wanted if wanted is not rows else next(one for one in (time, *longest) if one is not rows)
    return rows, columns


def _chosen_variable(cube: Cube, ask: Ask, others: Iterable[Dimension]) -> str:
    """The one variable that is shown; empty where variables make rows or columns."""
    if all(one.code != VARIABLE for one in others):
        return ""
    codes = [one.code for one in cube.variables]
    asked = (ask.fixed or {}).get(VARIABLE, "")
    return asked if asked in codes else codes[0]


def _held(cube: Cube, dimension: Dimension, asked: str, variable: str) -> Held:
    choices = dimension.members
    if _may_add(cube, dimension, variable):
        choices = (*choices, Member(SUM, "Jumlah semuanya"))
    codes = [member.code for member in choices]
    if asked in codes:
        return Held(dimension, asked, choices)
    newest = dimension.role is DimensionRole.TIME and codes
    return Held(dimension, codes[-1] if newest else TOTAL if TOTAL in codes else _default(codes), choices)


def _default(codes: Sequence[str]) -> str:
    return SUM if SUM in codes else codes[0] if codes else ""


def _may_add(cube: Cube, dimension: Dimension, variable: str) -> bool:
    """Whether the codes of a dimension may be added: parts of one whole, of a variable whose figures add up."""
    if dimension.role in (DimensionRole.MEASURE, DimensionRole.TIME) or dimension.code == SOURCE or not variable:
        return False
    codes = [member.code for member in dimension.members]
    if len(codes) < 2 or TOTAL in codes or not cube.variable(variable).may_be_added:
        return False
    return not any(one != other and other.startswith(f"{one}.") for one in codes for other in codes)


def _places(
    cube: Cube, rows: Dimension, columns: Dimension, held: Iterable[Held]
) -> Mapping[tuple[str, str], Sequence[Figure]]:
    names = [one.code for one in cube.dimensions]
    row_at, column_at = names.index(rows.code), names.index(columns.code)
    still = [(names.index(one.dimension.code), one.code) for one in held]
    places: dict[tuple[str, str], list[Figure]] = {}
    for figure in cube.figures:
        if all(code in (SUM, figure.codes[at]) for at, code in still):
            places.setdefault((figure.codes[row_at], figure.codes[column_at]), []).append(figure)
    return places


def _has(cube: Cube, name: str) -> bool:
    return any(one.code == name for one in cube.dimensions)


def _united(cubes: Sequence[Cube], name: str, of: int) -> Dimension:
    members: dict[str, Member] = {}
    for cube in cubes:
        for member in cube.dimension(name).members:
            members.setdefault(member.code, member)
    first = cubes[0].dimension(name)
    if len(cubes) < of and first.role is DimensionRole.CATEGORY:
        members.setdefault(TOTAL, Member(TOTAL, "Jumlah"))
    return replace(first, members=tuple(members.values()))


def _only(dimension: Dimension, code: str) -> Dimension:
    return replace(dimension, members=tuple(one for one in dimension.members if one.code == code))


def _source(cube: Cube) -> str:
    return f"{cube.agency}/{cube.table}"


def _refiled(cube: Cube, figure: Figure, dimensions: Sequence[Dimension]) -> Figure:
    codes = {one.code: code for one, code in zip(cube.dimensions, figure.codes, strict=True)}
    codes[SOURCE] = _source(cube)
    return replace(figure, codes=tuple(codes.get(one.code, TOTAL) for one in dimensions))
