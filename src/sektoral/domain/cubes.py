"""A table's figures as a cube, in the terms of SDMX: whatever leaves the bank, in whatever format, is written from one.

A cube holds figures as exact texts and marks as BPS prints them. It knows no file format.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sektoral.domain.breaks import Break
from sektoral.domain.instruments import VariableDef

TOTAL = "_T"  # the code of a dimension by which a figure is not broken down, as in SDMX's cross-domain code lists
NORMAL, BROKEN = "A", "B"  # of SDMX's CL_OBS_STATUS
REF_AREA, VARIABLE, TIME_PERIOD = "REF_AREA", "VARIABLE", "TIME_PERIOD"


class DimensionRole(StrEnum):
    """What a dimension tells of a figure."""

    AREA = "area"
    MEASURE = "measure"  # the variable
    CATEGORY = "category"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Member:
    """One code of a dimension. `bps_code` is an area's other code, never derived from `code`."""

    code: str
    label: str
    bps_code: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension with the codes that occur, in the order of printing; periods run from old to new."""

    code: str  # upper case, as SDMX names concepts
    label: str
    role: DimensionRole
    members: tuple[Member, ...]

    def label_of(self, code: str) -> str:
        """The label of a code. Raise `KeyError` where the dimension has no such code."""
        for member in self.members:
            if member.code == code:
                return member.label
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a code for each dimension in the cube's order, its exact text, its mark.

    `text` is canonical decimal text and empty where only a mark was given; `status` is the SDMX OBS_STATUS. `id` is its
    number in the bank, under which its origin is told; 0 for the public.
    """

    codes: tuple[str, ...]
    text: str
    mark: str
    status: str
    version: int
    recorded_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Cube:
    """What the bank holds of one table. Dimensions: area, variable, categories by code, time at the end.

    `edition` counts the table's definitions; `release` counts the editions the public got of one period, and is 0 for
    what the office reads of its own bank. `as_of` is the instant whose state it shows. `breaks` tell between which
    periods figures may not be compared without a note.
    """

    office: str  # slug
    office_name: str
    region_code: str
    agency: str
    agency_name: str
    table: str
    edition: int
    title: str
    note: str
    classification: str
    period_type: str
    dimensions: tuple[Dimension, ...]
    variables: tuple[VariableDef, ...]
    figures: tuple[Figure, ...]
    as_of: datetime
    release: int = 0
    breaks: tuple[Break, ...] = ()

    def dimension(self, code: str) -> Dimension:
        """The dimension with a code. Raise `KeyError` where there is none."""
        for dimension in self.dimensions:
            if dimension.code == code:
                return dimension
        raise KeyError(code)

    def variable(self, code: str) -> VariableDef:
        """The variable with a code. Raise `KeyError` where there is none."""
        for variable in self.variables:
            if variable.code == code:
                return variable
        raise KeyError(code)

    def code_in(self, figure: Figure, dimension: str) -> str:
        """The code that a figure has in a dimension."""
        return self.code_of(figure.codes, dimension)

    def code_of(self, codes: tuple[str, ...], dimension: str) -> str:
        """The code in a dimension, of codes that stand in the cube's order."""
        return codes[[one.code for one in self.dimensions].index(dimension)]


def broken_marked(cube: Cube) -> tuple[Figure, ...]:
    """The figures of a cube, each first one after a break with SDMX's status B; a mark of the agency says more.

    What broke within a period says nothing of one figure and stands in `Cube.breaks` alone.
    """
    broken = {(one.after, change.variable) for one in cube.breaks if not one.is_within for change in one.changes}
    if not broken:
        return cube.figures
    return tuple(replace(one, status=BROKEN) if _is_first(cube, one, broken) else one for one in cube.figures)


def _is_first(cube: Cube, figure: Figure, broken: Collection[tuple[str, str]]) -> bool:
    """Other areas break every variable."""
    period, name = cube.code_in(figure, TIME_PERIOD), cube.variable(cube.code_in(figure, VARIABLE)).name
    return figure.status == NORMAL and ((period, "") in broken or (period, name) in broken)
