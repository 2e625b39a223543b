"""Charts: the same bytes for the same chart, no markup out of a label, and nothing drawn in the server's process."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sektoral.adapters.charts import draw, draw_all
from sektoral.domain.charts import MOST_SERIES, Chart, ChartShape, Point, is_drawable
from sektoral.domain.errors import Unavailable

HOSTILE = "<script>alert(1)</script>&\"'"


def a_chart(shape: ChartShape) -> Chart:
    return Chart(
        shape, "Uji", "ton", (Point(HOSTILE, "10", "10"), Point("B", "1234.5", "1.234,5"), Point("C", "", "NA"))
    )


@pytest.mark.parametrize("shape", ChartShape)
def test_the_same_chart_gives_the_same_bytes_and_labels_stay_text(shape: ChartShape, tmp_path: Path) -> None:
    svg = draw(a_chart(shape), kept_in=tmp_path / "a")
    assert svg == draw(a_chart(shape), kept_in=tmp_path / "b")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert {HOSTILE, "1.234,5"} <= {one.text for one in root.iter() if one.text}
    assert b"http://" not in svg.replace(b"http://www.w3.org/", b"")
    assert "vl_convert" not in sys.modules


def test_what_was_drawn_is_found_again(tmp_path: Path) -> None:
    draw(a_chart(ChartShape.BARS), kept_in=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"kept")
    assert draw(a_chart(ChartShape.BARS), kept_in=tmp_path) == b"kept"


def test_the_words_tell_the_largest_and_the_smallest() -> None:
    assert "Tertinggi B: 1.234,5" in a_chart(ChartShape.BARS).words


def test_a_single_figure_is_no_picture() -> None:
    assert not is_drawable((Point("A", "1", "1"), Point("B", "", "NA")))


@pytest.mark.parametrize("shape", ChartShape)
def test_several_series_are_all_drawn_and_named(shape: ChartShape, tmp_path: Path) -> None:
    points = tuple(
        Point(label, str(at + len(name)), "", name, at)
        for name in ("Laki-laki", HOSTILE)
        for at, label in enumerate("AB")
    )
    root = ElementTree.fromstring(draw(Chart(shape, "Uji", "orang", points), kept_in=tmp_path))  # noqa: S314 - our own
    assert {"Laki-laki", HOSTILE} <= {one.text for one in root.iter() if one.text}
    assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_too_many_series_are_no_picture() -> None:
    points = tuple(Point("A", "1", "1", f"S{at}") for at in range(MOST_SERIES + 1))
    assert is_drawable(points[:-1])
    assert not is_drawable(points)


def test_equal_figures_have_no_largest() -> None:
    points = (Point("A", "1", "1"), Point("B", "1", "1"))
    assert Chart(ChartShape.BARS, "Uji", "ton", points).words == "Uji, ton. Semuanya 1."


def test_all_variants_are_drawn_in_one_process_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variants = a_chart(ChartShape.LINE).variants
    draw_all(variants, kept_in=tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nobody"))  # from here on nothing can be drawn any more
    drawn = [draw(one, kept_in=tmp_path) for one in variants]
    assert len(set(drawn)) == len(variants) == 4
    with pytest.raises(Unavailable):
        draw(a_chart(ChartShape.BARS), kept_in=tmp_path)


def test_numbers_on_the_axis_are_written_as_indonesians_do(tmp_path: Path) -> None:
    svg = draw(a_chart(ChartShape.LINE), kept_in=tmp_path)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert "1.000" in {one.text for one in root.iter() if one.text}
