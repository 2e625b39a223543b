"""A turned cube shows every figure where it belongs, and adds only what may be added."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, TOTAL, VARIABLE, Cube, Dimension, DimensionRole, Figure, Member
from sektoral.domain.instruments import ValueKind
from sektoral.domain.pivots import SOURCE, SUM, Ask, merged, pivot
from tests.instruments import variable

AT = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = variable("V1", "penduduk", "orang")
SHARE = variable("V2", "bagian", "persen", ValueKind.PERCENT, 2)
AREAS, SEXES, YEARS = ("99.01.01", "99.01.02"), ("L", "P"), ("2024", "2025")


def dimension(code: str, role: DimensionRole, codes: tuple[str, ...]) -> Dimension:
    return Dimension(code, code.title(), role, tuple(Member(one, f"label {one}") for one in codes))


def cube(*, variables: tuple[str, ...] = ("V1",), sexes: tuple[str, ...] = SEXES, agency: str = "dinkes") -> Cube:
    """Every cell has its own number, so that none can stand in another's place unseen."""
    keys = product(AREAS, variables, sexes, YEARS)
    figures = (Figure(key, str(at), "", "A", 1, AT, at) for at, key in enumerate(keys, start=1))
    return Cube(
        office="mungil", office_name="Uji", region_code="99.01", agency=agency, agency_name=agency.title(), table="T1",
        edition=1, title="Penduduk", note="", classification="terbuka", period_type="tahunan",
        dimensions=(
            dimension(REF_AREA, DimensionRole.AREA, AREAS),
            dimension(VARIABLE, DimensionRole.MEASURE, variables),
            dimension("JK", DimensionRole.CATEGORY, sexes),
            dimension(TIME_PERIOD, DimensionRole.TIME, YEARS),
        ),
        variables=tuple(one for one in (PEOPLE, SHARE) if one.code in variables), figures=tuple(figures), as_of=AT,
    )  # fmt: skip


NAMES = [one.code for one in cube().dimensions]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.dictionaries(st.sampled_from(NAMES), st.text(max_size=3)))
def test_whatever_is_asked_each_cell_shows_the_figures_of_its_codes(
    rows: str, columns: str, fixed: dict[str, str]
) -> None:
    whole = cube(variables=("V1", "V2"))
    turned = pivot(whole, Ask(rows, columns, fixed))
    assert turned.rows.code != turned.columns.code
    for row, line in zip(turned.rows.members, turned.cells, strict=True):
        for column, cell in zip(turned.columns.members, line, strict=True):
            assert len(cell) == turned.parts
            for figure in cell:
                assert whole.code_in(figure, turned.rows.code) == row.code
                assert whole.code_in(figure, turned.columns.code) == column.code
                held = {one.dimension.code: one.code for one in turned.held}
                assert all(code in (SUM, whole.code_in(figure, name)) for name, code in held.items())


def choices(whole: Cube, name: str, **fixed: str) -> list[str]:
    rows = REF_AREA if name != REF_AREA else TIME_PERIOD
    turned = pivot(whole, Ask(rows, TIME_PERIOD if rows != TIME_PERIOD else "JK", fixed))
    return [member.code for held in turned.held if held.dimension.code == name for member in held.choices]


def test_sexes_of_people_are_added_and_shares_are_not() -> None:
    assert SUM in choices(cube(), "JK")
    assert SUM not in choices(cube(variables=("V1", "V2")), "JK", VARIABLE="V2")


def test_areas_are_added_unless_one_holds_another_and_time_never_is() -> None:
    assert SUM in choices(cube(), REF_AREA)
    nested = replace(
        cube(), dimensions=(dimension(REF_AREA, DimensionRole.AREA, ("99.01", *AREAS)), *cube().dimensions[1:])
    )
    assert SUM not in choices(nested, REF_AREA)
    turned = pivot(cube(), Ask(REF_AREA, "JK"))
    assert [held.code for held in turned.held if held.dimension.code == TIME_PERIOD] == ["2025"]  # the newest
    assert all(member.code != SUM for held in turned.held for member in held.choices if held.dimension.code != "JK")


def test_where_a_total_was_given_nothing_is_added() -> None:
    with_total = cube(sexes=("L", "P", TOTAL))
    turned = pivot(with_total, Ask(REF_AREA, TIME_PERIOD))
    assert turned.parts == 1
    assert [held.code for held in turned.held if held.dimension.code == "JK"] == [TOTAL]


def test_a_variable_of_two_agencies_stands_side_by_side() -> None:
    other = replace(cube(sexes=(TOTAL,), agency="disdik"), table="T9")
    whole = merged([cube(), other], "V1")
    assert [one.code for one in whole.dimensions] == [REF_AREA, VARIABLE, "JK", SOURCE, TIME_PERIOD]
    assert len(whole.figures) == len(cube().figures) + len(other.figures)
    turned = pivot(whole, Ask(REF_AREA, SOURCE, {"JK": TOTAL, TIME_PERIOD: "2025"}))
    assert [member.code for member in turned.columns.members] == ["dinkes/T1", "disdik/T9"]
    assert [[len(cell) for cell in line] for line in turned.cells] == [[0, 1], [0, 1]]


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ValueError, match="V1"):
        merged([], "V1")
