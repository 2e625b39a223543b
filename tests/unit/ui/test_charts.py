"""Small pictures show what is there, bridge what is missing, and say it in words."""

from datetime import date
from decimal import Decimal

from sektoral.ui.charts import MOST_MARKS, SentDay, Timeliness, sparkline_drawing, timeliness_drawing


def test_a_missing_value_is_bridged_and_keeps_its_place() -> None:
    drawing = sparkline_drawing([Decimal(1), None, Decimal(3)])
    assert drawing.path == "M4 17.0 L68 3.0"
    assert drawing.last == ("68", "3.0")


def test_a_flat_series_runs_in_the_middle() -> None:
    assert sparkline_drawing([Decimal(5), Decimal(5)]).path == "M4 10.0 L68 10.0"


def test_one_value_is_a_dot_and_no_value_is_nothing() -> None:
    assert sparkline_drawing([Decimal(5)]).last == ("36", "10.0")
    assert sparkline_drawing([None]).last is None


def strip(*days: SentDay) -> Timeliness:
    return Timeliness(days, date(2026, 11, 19), "Batas waktu 19 November, 16.00")


def test_every_agency_is_a_mark_and_the_late_ones_are_triangles() -> None:
    drawing = timeliness_drawing(strip(SentDay(date(2026, 11, 19), 2), SentDay(date(2026, 11, 20), 0, 1)))
    assert [mark.late for mark in drawing.marks] == [False, False, True]
    assert "19 November 2, 20 November 1 (1 terlambat)" in drawing.title
    assert drawing.caption.endswith("satu tanda = satu OPD")


def test_a_rush_on_one_day_stays_within_the_picture_and_says_the_scale() -> None:
    drawing = timeliness_drawing(strip(SentDay(date(2026, 11, 19), 300)))
    assert len(drawing.marks) <= MOST_MARKS
    assert min(mark.y for mark in drawing.marks) > 20
    assert drawing.caption.endswith("satu tanda = sampai 25 OPD")


def test_a_limit_before_all_days_is_not_drawn() -> None:
    assert timeliness_drawing(strip(SentDay(date(2026, 11, 23), 1))).limit_x == ""
    assert timeliness_drawing(strip()).marks == ()


def test_no_line_leads_over_a_break_even_where_its_first_value_is_missing() -> None:
    values = [Decimal(1), Decimal(2), None, Decimal(4), Decimal(5)]
    assert sparkline_drawing(values, gaps=[2]).path == "M4 17.0 L20 13.5 M52 6.5 L68 3.0"
    assert sparkline_drawing(values).path.count("M") == 1
