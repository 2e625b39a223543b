"""A cube as this API writes it in JSON: exact figures as text, marks apart from them, codes with their labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sektoral.domain.cubes import Cube, Figure


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """A code with its label; `bps_code` is an area's other code, empty elsewhere."""

    code: str
    label: str
    bps_code: str


@dataclass(frozen=True, slots=True)
class DimensionAnswer:
    """A dimension with the codes that occur; `role` is area, measure, category or time."""

    code: str
    label: str
    role: str
    members: tuple[MemberAnswer, ...]


@dataclass(frozen=True, slots=True)
class ObservationAnswer:
    """A figure. `value` is exact decimal text and empty where only a mark was given; `mark` is as BPS prints it.

    `status` is the nearest SDMX OBS_STATUS; `version` counts how often the figure was corrected.
    """

    codes: Mapping[str, str]
    value: str
    mark: str
    status: str
    version: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DatasetAnswer:
    """Figures of one table. `release` is 0 for what an office reads of its own bank; `as_of` is the state shown."""

    office: str
    agency: str
    table: str
    title: str
    release: int
    as_of: datetime
    dimensions: tuple[DimensionAnswer, ...]
    count: int
    observations: tuple[ObservationAnswer, ...]
    next: str | None = None


def dataset_of(cube: Cube, *, first: int, limit: int, following: str | None) -> DatasetAnswer:
    """This will write `limit` figures of a cube from the `first` on; `following` is where the rest is."""
    codes = [one.code for one in cube.dimensions]
    return DatasetAnswer(
        office=cube.office,
        agency=cube.agency,
        table=cube.table,
        title=cube.title,
        release=cube.release,
        as_of=cube.as_of,
        dimensions=tuple(
            DimensionAnswer(
                one.code,
                one.label,
                one.role.value,
                tuple(MemberAnswer(member.code, member.label, member.bps_code) for member in one.members),
            )
            for one in cube.dimensions
        ),
        count=len(cube.figures),
        observations=tuple(_observation(one, codes) for one in cube.figures[first : first + limit]),
        next=following,
    )


def _observation(one: Figure, codes: Sequence[str]) -> ObservationAnswer:
    return ObservationAnswer(
        codes=dict(zip(codes, one.codes, strict=True)),
        value=one.text,
        mark=one.mark,
        status=one.status,
        version=one.version,
        recorded_at=one.recorded_at,
    )
