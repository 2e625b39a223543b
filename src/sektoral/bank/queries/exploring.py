"""Looking at a table from any side, and at one variable over years, areas and agencies: the page and its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from sektoral.bank.queries.breaks import broken_before
from sektoral.bank.queries.cubes import cube_of
from sektoral.bank.queries.explored_chart import chart_of
from sektoral.bank.queries.figures import LACKING, MARK_WORDS, NONE, Shown, figure_text, total_of
from sektoral.bank.queries.grid import BROKEN
from sektoral.domain import canonical
from sektoral.domain.charts import Chart
from sektoral.domain.cubes import VARIABLE, Cube, Dimension, DimensionRole, Figure, Member
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import TableDef, VariableDef
from sektoral.domain.pivots import Ask, Held, Pivot, merged, pivot
from sektoral.records.actors import Actor
from sektoral.records.models import Office, Table
from sektoral.ui.charts import Drawing, sparkline_drawing

ROWS, COLUMNS, FIXED = "baris", "kolom", "d."  # of the query string
FEWEST_IN_A_LINE = 3  # periods


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the toolbar: its key, its label, what may be chosen, and what is."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, with its line where the columns are periods."""

    label: str
    cells: Sequence[Shown]
    spark: Drawing | None


@dataclass(frozen=True, slots=True)
class Explored:
    """The table as the page shows it. `axes` are the two fields that turn it, `held` one for each dimension besides.

    `standing` tells at what those stand; `turned` is the query string with rows and columns exchanged.
    """

    title: str
    caption: str
    unit: str
    axes: Sequence[Choice]
    held: Sequence[Choice]
    standing: str
    stub: str
    heads: Sequence[str]
    rows: Sequence[Row]
    is_series: bool
    turned: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A variable and the tables that measure it, whoever owes them."""

    variable: VariableDef
    tables: Sequence[Table]

    @property
    def agencies(self) -> Sequence[str]:
        """The names of the agencies, each once."""
        return list(dict.fromkeys(table.agency.name for table in self.tables))


def ask_from(query: Mapping[str, str]) -> Ask:
    """This will read what a query string asks: `baris=REF_AREA&kolom=TIME_PERIOD&d.JENIS_KELAMIN=L`."""
    fixed = {key.removeprefix(FIXED): code for key, code in query.items() if key.startswith(FIXED)}
    return Ask(query.get(ROWS, ""), query.get(COLUMNS, ""), fixed)


def explore(cube: Cube, ask: Ask) -> Explored:
    """This will turn the cube as asked and lay it out for the screen."""
    turned = pivot(cube, ask)
    is_series = turned.columns.role is DimensionRole.TIME and len(turned.columns.members) >= FEWEST_IN_A_LINE
    broken = broken_before(cube.breaks)
    rows = [_row(cube, turned, member, line) for member, line in zip(turned.rows.members, turned.cells, strict=True)]
    if is_series:
        gaps = [at for at, member in enumerate(turned.columns.members) if at and member.code in broken]
        rows = [replace(row, spark=_line(row, gaps)) for row in rows]
    standing = [f"{one.dimension.label}: {_label(one)}" for one in turned.held if one.code]
    return Explored(
        title=cube.title,
        caption=f"{cube.title}, {turned.rows.label.lower()} menurut {turned.columns.label.lower()}",
        unit=_unit(cube, turned),
        axes=_axes(cube, turned),
        held=[_choice(one) for one in turned.held if len(one.choices) > 1],
        standing="; ".join(standing),
        stub=turned.rows.label,
        heads=[_head(turned.columns, member, broken) for member in turned.columns.members],
        rows=rows,
        is_series=is_series,
        turned=f"?{urlencode({ROWS: turned.columns.code, COLUMNS: turned.rows.code, **_standing(turned)})}",
        chart=chart_of(cube, turned, [row.cells for row in rows], broken),
    )


def table_cube(table: Table, *, at: datetime, as_of: datetime | None) -> Cube:
    """This will give a table's cube. Raises `NotFound` (`figure_not_recorded_then`) where the bank has none of it."""
    cube = cube_of(table, at=at, as_of=as_of)
    if not cube.figures:
        raise NotFound("figure_not_recorded_then")
    return cube


def variable_cube(measured: Measured, *, at: datetime, as_of: datetime | None) -> Cube:
    """This will put the figures of one variable from all its tables side by side. Raises `NotFound` where there are
    none."""
    code = measured.variable.code
    cubes = [cube_of(table, at=at, as_of=as_of) for table in measured.tables]
    held = [cube for cube in cubes if any(cube.code_in(one, VARIABLE) == code for one in cube.figures)]
    if not held:
        raise NotFound("figure_not_recorded_then")
    return merged(held, code)


def list_measured(office: Office) -> Sequence[Measured]:
    """This will list the variables that current tables ask for, by name; each with its tables."""
    tables = Table.objects.filter(office=office, is_current=True).select_related("agency", "office")
    found: dict[str, tuple[VariableDef, list[Table]]] = {}
    for table in tables.order_by("agency__position", "code"):
        for variable in canonical.read(TableDef, table.definition).variables:
            found.setdefault(variable.code, (variable, []))[1].append(table)
    measured = [Measured(variable, asking) for variable, asking in found.values()]
    return sorted(measured, key=lambda one: one.variable.name.lower())


def fetch_measured(actor: Actor, code: str) -> Measured:
    """This will find a variable that a current table of the actor's office asks for. Raises `NotFound`."""
    for measured in list_measured(actor.office):
        if measured.variable.code == code:
            return measured
    raise NotFound("not_found")


def _row(cube: Cube, turned: Pivot, member: Member, line: Sequence[Sequence[Figure]]) -> Row:
    cells = [
        _shown(figures, turned.parts, cube.variable(turned.variable_at(member.code, column.code)).decimals)
        for column, figures in zip(turned.columns.members, line, strict=True)
    ]
    label = member.label
    if turned.rows.code == VARIABLE and len(cube.variables) > 1:
        label = f"{label} ({cube.variable(member.code).unit})"
    return Row(label, cells, None)


def _shown(figures: Sequence[Figure], parts: int, decimals: int) -> Shown:
    """One figure, or the exact sum of several; a sum of which a part is missing stays open."""
    if not figures:
        return Shown()
    if parts == 1:
        return _single(figures[0], decimals)
    if len(figures) != parts:
        return Shown(LACKING, words="tidak dihitung karena ada yang belum tersedia")
    return total_of([_single(one, decimals) for one in figures], decimals=decimals)


def _single(one: Figure, decimals: int) -> Shown:
    words = MARK_WORDS.get(one.mark, "")
    if one.text:
        return Shown(figure_text(one.text, decimals), one.mark, words, one.id, amount=Decimal(one.text))
    return Shown(one.mark, "", words, one.id, amount=Decimal(0) if one.mark == NONE else None)


def _line(row: Row, gaps: Sequence[int]) -> Drawing | None:
    amounts = [cell.amount for cell in row.cells]
    known = sum(1 for amount in amounts if amount is not None)
    return sparkline_drawing(amounts, gaps=gaps) if known > 1 else None


def _unit(cube: Cube, turned: Pivot) -> str:
    still = {one.dimension.code: one.code for one in turned.held}
    return cube.variable(still[VARIABLE]).unit if VARIABLE in still else ""


def _head(dimension: Dimension, member: Member, broken: frozenset[str]) -> str:
    if dimension.role is not DimensionRole.TIME:
        return member.label
    return f"{BROKEN} {member.code}" if member.code in broken and member is not dimension.members[0] else member.code


def _axes(cube: Cube, turned: Pivot) -> Sequence[Choice]:
    names = [(one.code, one.label) for one in cube.dimensions]
    return (
        Choice(ROWS, "Baris", names, turned.rows.code),
        Choice(COLUMNS, "Kolom", names, turned.columns.code),
    )


def _choice(held: Held) -> Choice:
    choices = [(member.code, member.label) for member in held.choices]
    return Choice(f"{FIXED}{held.dimension.code}", held.dimension.label, choices, held.code)


def _label(held: Held) -> str:
    return next(member.label for member in held.choices if member.code == held.code)


def _standing(turned: Pivot) -> Mapping[str, str]:
    return {f"{FIXED}{one.dimension.code}": one.code for one in turned.held if one.code}
