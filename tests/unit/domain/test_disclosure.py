"""Whoever sees all that is shown, and knows how tables add up, learns no hidden count."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sektoral.domain.cubes import REF_AREA, TIME_PERIOD, TOTAL, VARIABLE, Cube, Dimension, DimensionRole, Figure, Member
from sektoral.domain.disclosure import HIDDEN, hide_small
from sektoral.domain.instruments import ValueKind, VariableDef

AT = datetime(2026, 11, 23, tzinfo=UTC)
R = DimensionRole
PEOPLE = VariableDef("orang", "Orang", "orang", "jumlah", ValueKind.COUNT, 0, "", "")
Key = tuple[str, ...]
Counts = Mapping[tuple[str, str], int]  # area, sex


def a_cube(counts: Counts, *, versions: Mapping[tuple[str, str], int] | None = None) -> Cube:
    areas, sexes = (tuple(dict.fromkeys(key[at] for key in counts)) for at in (0, 1))
    return Cube(
        office="uji",
        office_name="Uji",
        region_code="12.23",
        agency="a",
        agency_name="A",
        table="T",
        edition=1,
        title="T",
        note="",
        classification="terbuka",
        period_type="tahunan",
        dimensions=(
            Dimension(REF_AREA, "Wilayah", R.AREA, tuple(Member(one, one) for one in areas)),
            Dimension(VARIABLE, "Variabel", R.MEASURE, (Member("orang", "Orang"),)),
            Dimension("SEX", "Jenis kelamin", R.CATEGORY, tuple(Member(one, one) for one in sexes)),
            Dimension(TIME_PERIOD, "Periode", R.TIME, (Member("2025", "2025"),)),
        ),
        variables=(PEOPLE,),
        figures=tuple(
            Figure((area, "orang", sex, "2025"), str(count), "", "A", (versions or {}).get((area, sex), 1), AT)
            for (area, sex), count in counts.items()
        ),
        as_of=AT,
    )


def shown(cube: Cube) -> dict[tuple[str, str], int | None]:
    return {(one.codes[0], one.codes[2]): int(one.text) if one.text else None for one in cube.figures}


def with_totals(inner: Counts) -> dict[tuple[str, str], int]:
    """A regency over its kecamatan, both sexes over each: every margin is in the table."""
    areas = list(dict.fromkeys(area for area, _ in inner))
    sexes = list(dict.fromkeys(sex for _, sex in inner))
    full = dict(inner)
    for sex in sexes:
        full["12.23", sex] = sum(inner[area, sex] for area in areas)
    for area in [*areas, "12.23"]:
        full[area, TOTAL] = sum(full[area, sex] for sex in sexes)
    return full


def others(seen: Mapping[tuple[str, str], int | None], least: int, most: int) -> Iterator[dict[tuple[str, str], int]]:
    """Every table that shows the same and adds up in both directions, with hidden counts from `least` to `most`."""
    areas = [area for area in dict.fromkeys(area for area, _ in seen) if area != "12.23"]
    sexes = [sex for sex in dict.fromkeys(sex for _, sex in seen) if sex != TOTAL]
    free = [key for key in product(areas, sexes) if seen[key] is None]
    known = {key: count for key in product(areas, sexes) if (count := seen[key]) is not None}
    for amounts in product(range(least, most + 1), repeat=len(free)):
        full = with_totals(
            {key: {**known, **dict(zip(free, amounts, strict=True))}[key] for key in product(areas, sexes)}
        )
        if all(count is None or full[key] == count for key, count in seen.items()):
            yield full


tables = st.lists(st.integers(0, 7), min_size=4, max_size=4).map(
    lambda counts: dict(zip(product(("12.23.01", "12.23.02"), ("L", "P")), counts, strict=True))
)


@settings(deadline=None)
@given(tables)
def test_no_hidden_count_can_be_computed_from_what_is_shown(inner: Counts) -> None:
    seen = shown(hide_small(a_cube(with_totals(inner))))
    assert all(count is None or not 0 < count < 5 for count in seen.values())
    hidden = [key for key, count in seen.items() if count is None]
    least = min((1, *(inner[key] for key in hidden if key in inner)))  # zeros are hidden last, and everybody knows it
    possible = list(others(seen, least, 9))
    assert with_totals(inner) in possible
    for key in hidden:
        assert len({table[key] for table in possible}) > 1, (key, seen)


def test_a_total_that_only_papers_print_gives_nothing_away_either() -> None:
    seen = shown(hide_small(a_cube({("12.23.01", "L"): 3, ("12.23.02", "L"): 40, ("12.23.03", "L"): 60})))
    assert [seen[area, "L"] for area in ("12.23.01", "12.23.02", "12.23.03")] == [None, None, 60]


def test_a_total_alone_never_gives_a_small_count_away() -> None:
    seen = shown(hide_small(a_cube(with_totals({("12.23.01", "L"): 3, ("12.23.01", "P"): 40}))))
    assert seen["12.23.01", "L"] is None
    assert seen["12.23.01", "P"] is None or seen["12.23.01", TOTAL] is None


def test_the_total_is_hidden_where_its_parts_can_be_nothing_else() -> None:
    """Two hidden counts that add up to two can only be one and one."""
    seen = shown(hide_small(a_cube({("12.23.01", "L"): 1, ("12.23.01", "P"): 1, ("12.23.01", TOTAL): 2})))
    assert set(seen.values()) == {None}


def test_nothing_is_hidden_of_a_table_without_small_counts() -> None:
    cube = a_cube(with_totals({("12.23.01", "L"): 5, ("12.23.01", "P"): 0}))
    assert hide_small(cube) == cube


def test_what_an_earlier_edition_showed_protects_nothing_in_a_later_one() -> None:
    """Edition 1 showed 10 women. In edition 2 the men are 3: hiding the 10 beside them would hide nothing."""
    first = a_cube({("12.23.01", "L"): 7, ("12.23.01", "P"): 10, ("12.23.01", TOTAL): 17})
    second = a_cube(
        {("12.23.01", "L"): 3, ("12.23.01", "P"): 10, ("12.23.01", TOTAL): 13},
        versions={("12.23.01", "L"): 2, ("12.23.01", TOTAL): 2},
    )
    seen = shown(hide_small(second, before=hide_small(first)))
    assert (seen["12.23.01", "L"], seen["12.23.01", TOTAL]) == (None, None)


def test_what_an_earlier_edition_hid_stays_hidden_while_it_is_the_same() -> None:
    """Edition 1 hid the women beside 3 men; showing them in edition 2 would tell how many men there were."""
    first = a_cube({("12.23.01", "L"): 3, ("12.23.01", "P"): 10, ("12.23.01", TOTAL): 13})
    second = a_cube(
        {("12.23.01", "L"): 30, ("12.23.01", "P"): 10, ("12.23.01", TOTAL): 40},
        versions={("12.23.01", "L"): 2, ("12.23.01", TOTAL): 2},
    )
    assert shown(hide_small(first))["12.23.01", "P"] is None
    assert shown(hide_small(second, before=hide_small(first)))["12.23.01", "P"] is None


def test_a_hidden_count_says_so_with_its_mark() -> None:
    (figure,) = hide_small(a_cube({("12.23", "L"): 2})).figures
    assert (figure.text, figure.mark) == ("", HIDDEN)


@pytest.mark.parametrize("kind", [ValueKind.PERCENT, ValueKind.RUPIAH, ValueKind.DECIMAL])
def test_only_counts_are_hidden(kind: ValueKind) -> None:
    cube = replace(a_cube({("12.23", "L"): 2}), variables=(replace(PEOPLE, kind=kind),))
    assert hide_small(cube) == cube


def test_a_large_table_with_many_small_counts_is_decided() -> None:
    inner = {(f"12.23.{area:02}", f"K{sex}"): (area * sex) % 13 for area in range(1, 61) for sex in range(1, 13)}
    seen = shown(hide_small(a_cube(with_totals(inner))))
    assert all(seen[key] is None for key, count in inner.items() if 0 < count < 5)
    assert sum(1 for count in seen.values() if count is not None) > len(seen) // 3
