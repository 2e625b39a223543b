"""Which picture fits a turned table, and that no line leads over a break of the series."""

from itertools import product

from sektoral.bank.queries.exploring import explore
from sektoral.domain.charts import ChartShape
from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, VARIABLE, Cube, Dimension, DimensionRole, Member
from sektoral.domain.pivots import Ask
from tests import cubes

YEARS = ("2023", "2024", "2025")
PEOPLE, SHARE = cubes.variable("V1", "Penduduk", "jiwa"), cubes.variable("V2", "Bagian", "persen")


def a_cube(*, areas: int = 2, both: bool = False) -> Cube:
    variables = (PEOPLE, SHARE) if both else (PEOPLE,)
    places = {
        REF_AREA: (DimensionRole.AREA, [f"99.01.{at:02}" for at in range(areas)]),
        VARIABLE: (DimensionRole.MEASURE, [one.code for one in variables]),
        TIME_PERIOD: (DimensionRole.TIME, list(YEARS)),
    }
    dimensions = [
        Dimension(code, code, role, tuple(Member(one, f"label {one}") for one in codes))
        for code, (role, codes) in places.items()
    ]
    keys = product(*(codes for _, codes in places.values()))
    return cubes.cube(dimensions, variables, [cubes.figure(key, str(at)) for at, key in enumerate(keys, start=1)])


def test_periods_are_lines_with_every_figure_of_the_table() -> None:
    page = explore(a_cube(), Ask(REF_AREA, TIME_PERIOD))
    assert page.chart is not None
    assert page.chart.shape is ChartShape.LINE
    assert {one.series for one in page.chart.points} == {row.label for row in page.rows}
    assert [one.text for one in page.chart.points] == [cell.text for row in page.rows for cell in row.cells]
    turned = explore(a_cube(), Ask(TIME_PERIOD, REF_AREA)).chart
    assert turned == page.chart


def test_more_rows_than_lines_can_be_told_apart_are_bars_of_the_newest_period() -> None:
    page = explore(a_cube(areas=9), Ask(REF_AREA, TIME_PERIOD))
    assert page.chart is not None
    assert page.chart.shape is ChartShape.BARS
    assert [one.text for one in page.chart.points] == [row.cells[-1].text for row in page.rows]
    assert YEARS[-1] in page.chart.title


def test_figures_of_two_units_are_never_in_one_picture() -> None:
    assert explore(a_cube(both=True), Ask(VARIABLE, TIME_PERIOD)).chart is None
    assert explore(a_cube(both=True), Ask(REF_AREA, TIME_PERIOD, {VARIABLE: "V2"})).chart is not None
