"""A released cube laid out as its table: rows and columns as the agency was asked, hidden counts as `NA`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.bank.queries.cubes import codes_at
from sektoral.bank.queries.figures import Recorded, legend_of
from sektoral.bank.queries.grid import Grid, Slot, chosen_periods, lay_out, slots_of, whole
from sektoral.bank.queries.released import released_cube
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.cubes import Cube
from sektoral.domain.instruments import TableDef
from sektoral.records.models import Office, Release, Table

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of one or several periods as it is drawn. `column` is the one shown, empty for all."""

    definition: TableDef
    grid: Grid
    slots: Sequence[Slot]
    legend: str
    periods: Sequence[str]
    column: str
    recorded: Sequence[Recorded]


def lay_out_releases(table: Table, releases: Sequence[Release], *, column: str, at: datetime) -> Layout:
    """This will read the releases' cubes and lay them side by side. Raises `NotFound` for one that is not public."""
    definitions = definitions_of(table)
    everything = [
        one
        for release in releases
        for definition in reversed(definitions)
        for one in _recorded(released_cube(release, at=at), definition, table.office)
    ]
    known = list({(one.row, one.column, one.period): one for one in reversed(everything)}.values())
    definition = whole(definitions, known)
    chosen = column if column in {each.code for each in definition.columns} else ""
    periods = [release.period for release in releases]
    shown = chosen_periods(periods, asked="semua", columns=1 if chosen else len(definition.columns))
    slots = slots_of(definition, shown, column=chosen)
    grid = lay_out(definition, slots, known, as_of=None)
    return Layout(definition, grid, slots, legend_of(grid.cells), shown, chosen, known)


def _recorded(cube: Cube, definition: TableDef, office: Office) -> Iterator[Recorded]:
    """The cube's figures by the rows and columns of a definition; what it has no place for is left to another one."""
    figures = {one.codes: one for one in cube.figures}
    names = [one.code for one in cube.dimensions]
    for period in {cube.code_in(one, "TIME_PERIOD") for one in cube.figures}:
        for row in definition.rows:
            for column in definition.columns:
                one = figures.get(codes_at(definition, row, column, period, names=names, office=office))
                if one is not None:
                    yield Recorded(
                        id=0,
                        series="",
                        period=period,
                        row=row.code,
                        column=column.code,
                        text=one.text,
                        mark=one.mark,
                        version=one.version,
                        recorded_at=one.recorded_at,
                        superseded_at=None,
                        submission=NOBODY,
                        sending=0,
                        letter=None,
                        sheet="",
                        cell="",
                        edition=definition.version,
                    )
