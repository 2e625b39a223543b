"""The picture of a turned table: lines over periods, bars otherwise, or of the newest period where lines are many."""

from collections.abc import Collection, Sequence

from sektoral.bank.queries.figures import Shown
from sektoral.domain.charts import MOST_SERIES, Chart, ChartShape, Point, is_drawable
from sektoral.domain.cubes import VARIABLE, Cube, Dimension, DimensionRole, Member
from sektoral.domain.numbers import plain_text
from sektoral.domain.pivots import Pivot

Cells = Sequence[Sequence[Shown]]


def chart_of(cube: Cube, turned: Pivot, cells: Cells, broken: Collection[str]) -> Chart | None:
    """This will choose the shape and what stands in it; nothing where figures of several units stand side by side, or
    where there is too much for a picture. `broken` are the periods before which the series breaks."""
    unit = _common_unit(cube, turned)
    if not unit:
        return None
    rows, columns = turned.rows, turned.columns
    if rows.role is DimensionRole.TIME:
        return _lines(cube, unit, rows, columns, list(zip(*cells, strict=True)), broken)
    if columns.role is DimensionRole.TIME and len(columns.members) > 1 and len(rows.members) <= MOST_SERIES:
        return _lines(cube, unit, columns, rows, cells, broken)
    if columns.role is DimensionRole.TIME:
        newest = columns.members[-1]
        return _drawn(ChartShape.BARS, f"{cube.title}, {newest.code}", unit, _bars(rows, [newest], cells))
    return _drawn(ChartShape.BARS, cube.title, unit, _bars(rows, columns.members, cells))


def _lines(
    cube: Cube, unit: str, time: Dimension, others: Dimension, by_series: Cells, broken: Collection[str]
) -> Chart | None:
    runs = [sum(1 for each in time.members[1 : at + 1] if each.code in broken) for at in range(len(time.members))]
    is_single = len(others.members) == 1
    points = [
        _point(period.code, cell, "" if is_single else member.label, run)
        for member, line in zip(others.members, by_series, strict=True)
        for period, cell, run in zip(time.members, line, runs, strict=True)
    ]
    return _drawn(ChartShape.LINE, cube.title, unit, points)


def _bars(rows: Dimension, columns: Sequence[Member], cells: Cells) -> list[Point]:
    """A bar for each row and column; the last columns are those that are drawn."""
    return [
        _point(row.label, cell, column.label if len(columns) > 1 else "")
        for row, line in zip(rows.members, cells, strict=True)
        for column, cell in zip(columns, line[-len(columns) :], strict=True)
    ]


def _drawn(shape: ChartShape, title: str, unit: str, points: Sequence[Point]) -> Chart | None:
    return Chart(shape, title, unit, tuple(points)) if is_drawable(points, shape) else None


def _point(label: str, cell: Shown, series: str, run: int = 0) -> Point:
    return Point(label, plain_text(cell.amount) if cell.amount is not None else "", cell.text, series, run)


def _common_unit(cube: Cube, turned: Pivot) -> str:
    """The unit of all that is shown; empty where there are several."""
    still = {one.dimension.code: one.code for one in turned.held}
    units = {one.unit for one in cube.variables if still.get(VARIABLE, one.code) == one.code}
    return units.pop() if len(units) == 1 else ""
