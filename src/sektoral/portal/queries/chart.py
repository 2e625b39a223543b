"""The picture of a public table: bars over its rows for one period, a line over its periods."""

from sektoral.bank.queries.grid import Grid, Line
from sektoral.domain.charts import Chart, ChartShape, Point, is_drawable
from sektoral.domain.numbers import plain_text


def chart_of(grid: Grid, *, title: str, unit: str, is_series: bool, dark: bool = False) -> Chart | None:
    """This will choose the shape and what stands in it; nothing where a picture would say no more than the table.

    Of several columns the first is drawn, and its head joins the title; over periods the total, or the only row.
    """
    heads = [head.label for head in grid.heads[-1]]
    if is_series:
        line = grid.total if grid.total and any(cell.amount is not None for cell in grid.total.cells) else None
        line = line or (grid.lines[0] if grid.lines else None)
        if line is None or len(heads) != len(line.cells) or len(grid.heads) > 1:
            return None
        points = _points(line, heads)
        title = f"{title}: {line.label}"
    else:
        points = tuple(_point(line.label, line, 0) for line in grid.lines)
        title = f"{title}: {grid.heads[0][0].label}" if len(heads) > 1 else title
    if not is_drawable(points):
        return None
    return Chart(ChartShape.LINE if is_series else ChartShape.BARS, title, unit, points, dark)


def _points(line: Line, heads: list[str]) -> tuple[Point, ...]:
    return tuple(_point(head, line, at) for at, head in enumerate(heads))


def _point(label: str, line: Line, at: int) -> Point:
    cell = line.cells[at]
    return Point(label, plain_text(cell.amount) if cell.amount is not None else "", cell.text)
