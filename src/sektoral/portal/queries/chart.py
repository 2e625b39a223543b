"""The picture of a public table: bars over its rows for one period, a line over its periods."""

from collections.abc import Sequence

from sektoral.bank.queries.figures import Shown
from sektoral.bank.queries.grid import Grid, Slot
from sektoral.domain.charts import MOST_SERIES, Chart, ChartShape, Point, is_drawable
from sektoral.domain.numbers import plain_text


def chart_of(grid: Grid, slots: Sequence[Slot], *, title: str, unit: str) -> Chart | None:
    """This will choose the shape and what stands in it; nothing where a picture would say no more than the table.

    Of several columns their total is drawn, else the first, and its head joins the title; over periods each row
    has its line, or where they are many their total, else the first. `slots` are the grid's columns.
    """
    drawn = next((slot for slot in slots if slot.is_total), slots[0]).codes
    places = [at for at, slot in enumerate(slots) if slot.codes == drawn]
    if len(places) < len(slots):
        title = f"{title}: {_name(slots[places[0]])}"
    if len(places) == 1:
        points = [_point(line.label, line.cells[places[0]]) for line in grid.lines]
        return _chart(ChartShape.BARS, title, unit, points)
    if 1 < len(grid.lines) <= MOST_SERIES:
        points = [_point(slots[at].period, line.cells[at], line.label) for line in grid.lines for at in places]
        return _chart(ChartShape.LINE, title, unit, points)
    line = grid.total if grid.total and any(grid.total.cells[at].amount is not None for at in places) else grid.lines[0]
    points = [_point(slots[at].period, line.cells[at]) for at in places]
    return _chart(ChartShape.LINE, title if line.label in title else f"{title}, {line.label}", unit, points)


def _name(slot: Slot) -> str:
    return ", ".join(filter(None, (slot.group, slot.label)))


def _chart(shape: ChartShape, title: str, unit: str, points: Sequence[Point]) -> Chart | None:
    return Chart(shape, title, unit, tuple(points)) if is_drawable(points, shape) else None


def _point(label: str, cell: Shown, series: str = "") -> Point:
    return Point(label, plain_text(cell.amount) if cell.amount is not None else "", cell.text, series)
