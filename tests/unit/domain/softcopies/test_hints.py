"""What a person puts right in the reading of a region holds; what would leave no table is told and not used."""

import pytest

from sektoral.domain.grids import Grid, Raw
from sektoral.domain.softcopies.hints import Hint, applied_hint, from_json, is_sound, kept_hint, to_json
from sektoral.domain.softcopies.reading import propose
from sektoral.domain.softcopies.regions import ColumnRole, Region, RowRole

LINES: list[list[Raw]] = [
    ["Tabel 1. Sarana menurut Kecamatan", "", "", ""],
    ["Kecamatan", "Puskesmas", "Posyandu", "Sandi"],
    ["Marbau", 4.0, 61.0, 811.0],
    ["Aek Kuo", 3.0, 48.0, 812.0],
    ["Na IX-X", 2.0, 39.0, 813.0],
]


def _region(hint: Hint | None = None) -> Region:
    return propose([Grid("Data", LINES)], hints={1: hint} if hint else {}).regions[0]


def _role(region: Region, column: int) -> ColumnRole:
    return next(one.role for one in region.columns if one.column == column)


def test_a_column_of_numbers_that_are_no_figures_is_left_out():
    assert _role(_region(), 4) is ColumnRole.FIGURES
    corrected = _region(Hint(roles=((4, ColumnRole.REMARK),)))

    assert _role(corrected, 4) is ColumnRole.REMARK
    assert {one.reading.column for one in corrected.figures()} == {2, 3}


def test_the_rows_of_data_and_of_headings_are_those_that_a_person_names():
    corrected = _region(Hint(heads=(1, 2), body=(3, 4)))

    assert corrected.head_rows == (1, 2)
    assert [row.row for row in corrected.rows if row.role is RowRole.FIGURES] == [3, 4]


def test_one_end_alone_leaves_the_other_as_it_is_read():
    corrected = _region(Hint(body=(None, 4)))

    assert [row.row for row in corrected.rows if row.role is RowRole.FIGURES] == [3, 4]
    assert corrected.head_rows == _region().head_rows


def test_the_period_of_a_column_is_the_one_that_a_person_names():
    corrected = _region(Hint(periods=((2, "2023"), (3, "2024"))))

    found = {(one.reading.column, one.facts.period) for one in corrected.figures() if one.reading.column < 4}
    assert found == {(2, "2023"), (3, "2024")}


@pytest.mark.parametrize(
    "hint",
    [
        Hint(roles=tuple((column, ColumnRole.REMARK) for column in (2, 3, 4))),
        Hint(body=(900, 999)),
        Hint(roles=((99, ColumnRole.FIGURES),)),
    ],
)
def test_a_correction_that_leaves_no_table_changes_nothing(hint):
    plain, corrected = _region(), _region(hint)

    assert (corrected.columns, corrected.rows, corrected.readings) == (plain.columns, plain.rows, plain.readings)
    assert {one.code for one in corrected.doubts} - {one.code for one in plain.doubts} <= {"correction_unusable"}


def test_hints_are_written_and_read_back_exactly():
    hints = {3: Hint((5, 6), (7, 20), ((2, ColumnRole.KEY),), ((4, "2024-S1"),)), 1: Hint()}

    assert from_json(to_json(hints)) == hints
    assert from_json("") == {}


@pytest.mark.parametrize("text", ["{}", "[1]", '[{"region":1}]', "[null]", to_json({1: Hint(heads=(6, 5))})])
def test_other_texts_are_no_hints(text):
    with pytest.raises(ValueError):  # noqa: PT011 - any reason
        from_json(text)


def test_what_is_no_period_or_no_role_to_choose_is_unsound():
    assert not is_sound(Hint(periods=((2, "kemarin"),)))
    assert not is_sound(Hint(roles=((2, ColumnRole.TOTAL),)))


def test_a_remembered_hint_moves_with_its_table_and_grows_with_it():
    kept = kept_hint(Hint((2, 2), (3, 5), ((4, ColumnRole.REMARK),), ((2, "2023"),)), (2, 1, 5, 4))

    assert applied_hint(kept, (6, 3, 12, 6)) == Hint((6, 6), (7, 12), ((6, ColumnRole.REMARK),))
