"""The lane diagram is drawn from any SOP: arrows touch what they join, and run through nothing else."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sektoral.domain import sop
from sektoral.setup.facts import load_office_sop
from sektoral.ui.flow import Chart, Reach
from sektoral.ui.flow_drawing import NARROW, WIDE, Measure, fitted, narrow, place_all, run_all, wide
from sektoral.ui.flow_routes import Place
from sektoral.ui.sop_chart import NOT_APPROVED, Standing, sop_chart
from sektoral.ui.style_guide import CHART

Point = tuple[float, float]


@pytest.fixture(scope="module")
def shipped() -> sop.Chart:
    return load_office_sop("labura").chart


def revised() -> sop.Chart:
    """Seven lanes, three lines of symbols in the first row, and a second decision that sends back within its row."""
    chart = load_office_sop("labura").chart
    first, *others = chart.steps
    tracks = {"mulai": 0, "paraf_permintaan_kabid": 2, "tanda_tangan_permintaan": 2}
    symbols = tuple(replace(one, track=tracks.get(one.id, 1)) for one in first.symbols)
    symbols = tuple(
        replace(one, kind=sop.SymbolKind.DECISION) if one.id == "paraf_permintaan_kabid" else one for one in symbols
    )
    flows = (*chart.flows, sop.Flow("paraf_permintaan_kabid", "susun_permintaan", "Tidak"))
    return replace(
        chart, lanes=("Sekretaris", *chart.lanes), steps=(replace(first, symbols=symbols), *others), flows=flows
    )


def charts() -> list[Chart]:
    return [CHART, sop_chart(load_office_sop("labura").chart, {}), sop_chart(revised(), {})]


def is_inside(point: Point, place: Place) -> bool:
    return abs(point[0] - place.x) < place.half_width - 0.5 and abs(point[1] - place.y) < place.half_height - 0.5


def steps_along(start: Point, end: Point) -> list[Point]:
    return [(start[0] + (end[0] - start[0]) * at / 50, start[1] + (end[1] - start[1]) * at / 50) for at in range(51)]


@pytest.mark.parametrize("measure", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("chart", charts(), ids=["sample", "shipped", "revised"])
def test_no_arrow_runs_through_a_symbol(chart: Chart, measure: Measure) -> None:
    sizes = fitted(measure, chart)
    there = place_all(chart, sizes)
    for arrow, run in zip(chart.arrows, run_all(chart, there, sizes), strict=True):
        assert all(start[0] == end[0] or start[1] == end[1] for start, end in pairwise(run)), "corners are square"
        crossed = {
            key
            for start, end in pairwise(run)
            for point in steps_along(start, end)
            for key, place in there.items()
            if is_inside(point, place)
        }
        assert crossed == set(), f"{arrow.source} → {arrow.target}"


@pytest.mark.parametrize("measure", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("chart", charts(), ids=["sample", "shipped", "revised"])
def test_no_two_symbols_overlap_and_each_stays_in_its_lane(chart: Chart, measure: Measure) -> None:
    there = list(place_all(chart, fitted(measure, chart)).values())
    lane = measure.width / len(chart.lanes)
    for at, one in enumerate(there):
        assert one.half_width <= lane / 2
        for other in there[at + 1 :]:
            apart_x = abs(one.x - other.x) >= one.half_width + other.half_width
            assert apart_x or abs(one.y - other.y) >= one.half_height + other.half_height


def test_the_shipped_chart_says_that_it_is_not_approved_yet(shipped: sop.Chart) -> None:
    assert sop_chart(shipped, {}).note == NOT_APPROVED


def test_lanes_are_named_in_full_when_wide_and_short_when_narrow(shipped: sop.Chart) -> None:
    chart = sop_chart(shipped, {})
    assert [" ".join(lane.lines) for lane in chart.lanes][3:] == ["Kadis Kominfo", "Produsen Data", "Bank Data"]
    assert {word.text for word in narrow(chart).words} >= {"JP", "SuKor", "Kabid", "Kadis", "Produsen", "Bank"}


def test_a_round_shows_where_it_stands_and_what_came_back(shipped: sop.Chart) -> None:
    standings = {
        "sampaikan": Standing(Reach.NOW, count="36/39"),
        "periksa": Standing(Reach.NOW, below="33 antre"),
        "mulai": Standing(Reach.DONE),
    }
    chart = sop_chart(shipped, standings, returned="16 kembali", title="Langkah 3: 36 dari 39 sudah mengirim.")
    words = [word.text for word in wide(chart).words]
    assert {"36/39", "33 antre", "16 kembali", "Mulai"} <= set(words)
    back = [arrow for arrow in chart.arrows if arrow.reach is Reach.BACK]
    assert [(arrow.source, arrow.target) for arrow in back] == [("periksa", "sampaikan")]
    assert chart.title.startswith("Langkah 3")


def test_a_drawing_holds_no_comma_decimals(shipped: sop.Chart) -> None:
    picture = narrow(sop_chart(shipped, {}))
    paths = [line.path for line in (*picture.lines, *picture.heads, *picture.nodes)]
    assert all(re.fullmatch(r"[MLHVAz0-9. -]+", path) for path in paths)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_chart_that_an_office_may_draw_is_drawn(data: st.DataObject) -> None:
    chart = load_office_sop("labura").chart
    lanes = data.draw(st.lists(st.text("abc", min_size=1), min_size=1, max_size=8, unique=True))
    spots = [(step, lane, track) for step in range(5) for lane in lanes for track in range(3)]
    chosen = data.draw(st.lists(st.sampled_from(spots), min_size=2, max_size=12, unique=True))
    kinds = st.sampled_from(sop.SymbolKind)
    symbols = [
        (step, sop.Symbol(f"s{number}", lane, data.draw(kinds), "Susun", track))
        for number, (step, lane, track) in enumerate(chosen)
    ]
    ends = st.sampled_from([one.id for _, one in symbols])
    joined = data.draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=14))
    steps = tuple(
        replace(step, symbols=tuple(one for at, one in symbols if at == row)) for row, step in enumerate(chart.steps)
    )
    flows = tuple(sop.Flow(start, end) for start, end in joined)
    drawn = sop_chart(replace(chart, lanes=tuple(lanes), steps=steps, flows=flows), {}, returned="3 kembali")
    for picture in (wide(drawn), narrow(drawn)):
        assert len(picture.lines) == len(picture.heads) == len(flows)
        assert len(picture.nodes) == len(symbols)
