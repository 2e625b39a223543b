"""A series is broken where Standar Data of a variable, or the areas, changed between two periods; never elsewhere."""

from dataclasses import replace

import pytest

from sektoral.domain.breaks import Break, BreakChange, BreakKind, breaks_of
from sektoral.domain.instruments import ColumnDef, RowDef, TableDef
from sektoral.setup.made_up import made_up_table

FIRST = made_up_table(1)
AREAS = (RowDef("r1", "Hulu", "99.01.01"), RowDef("r2", "Hilir", "99.01.02"))


def with_variable(**parts: str) -> TableDef:
    changed = tuple(replace(one, **parts) for one in FIRST.variables)  # type: ignore[arg-type]
    return replace(FIRST, version=2, variables=changed)


def found(then: TableDef, now: TableDef) -> tuple[Break, ...]:
    return breaks_of({1: then, 2: now}, {"2023": {1}, "2024": {1}, "2025": {2}, "2026": {2}})


@pytest.mark.parametrize(
    ("parts", "kind", "before", "after"),
    [
        ({"concept": "Lain"}, BreakKind.CONCEPT, "Contoh", "Lain"),
        ({"definition": "Lain"}, BreakKind.DEFINITION, FIRST.variables[0].definition, "Lain"),
        ({"unit": "ribu orang"}, BreakKind.UNIT, "orang", "ribu orang"),
        ({"measure": "rata-rata"}, BreakKind.MEASURE, "jumlah", "rata-rata"),
    ],
)
def test_what_standar_data_says_breaks_the_series_once(
    parts: dict[str, str], kind: BreakKind, before: str, after: str
) -> None:
    change = BreakChange(kind, "Jumlah Contoh 1", before, after)
    assert found(FIRST, with_variable(**parts)) == (Break("2024", "2025", (change,)),)


@pytest.mark.parametrize(
    "now",
    [
        replace(FIRST, version=2, title="Judul lain", note="Catatan lain"),
        with_variable(name="Nama lain"),
        with_variable(definition="  banyaknya orang contoh;   rekaan belaka. "),
        replace(FIRST, version=2, columns=FIRST.columns[:1], row_totals=()),
    ],
)
def test_other_changes_leave_the_series_whole(now: TableDef) -> None:
    assert found(FIRST, now) == ()


def test_another_split_into_areas_breaks_it_and_names_who_came_and_went() -> None:
    then = replace(FIRST, rows=AREAS)
    now = replace(FIRST, version=2, rows=(AREAS[0], RowDef("r3", "Tengah", "99.01.03")))
    (only,) = found(then, now)
    assert only.changes == (BreakChange(BreakKind.AREAS, "", "Hilir", "Tengah"),)


def test_another_variable_in_the_same_column_is_compared_with_the_one_that_stood_there() -> None:
    other = replace(FIRST.variables[0], code="LAIN", unit="keluarga")
    columns = tuple(ColumnDef(one.code, one.label, "LAIN", dims=one.dims) for one in FIRST.columns)
    (only,) = found(FIRST, replace(FIRST, version=2, variables=(other,), columns=columns))
    assert [(one.kind, one.before, one.after) for one in only.changes] == [(BreakKind.UNIT, "orang", "keluarga")]


def test_a_period_that_was_given_by_two_editions_is_told_apart() -> None:
    editions = {1: FIRST, 2: with_variable(unit="keluarga")}
    found = breaks_of(editions, {"2024": {1}, "2025": {1, 2}, "2026": {2}})
    assert [(one.before, one.after, one.is_within) for one in found] == [("2025", "2025", True)]


def test_a_definition_that_comes_back_breaks_the_series_twice() -> None:
    editions = {1: FIRST, 2: with_variable(unit="keluarga"), 3: replace(FIRST, version=3)}
    found = breaks_of(editions, {"2024": {1}, "2025": {2}, "2026": {3}})
    assert [(one.before, one.after) for one in found] == [("2024", "2025"), ("2025", "2026")]


def test_the_order_of_changes_is_that_of_the_table_however_often_it_is_asked() -> None:
    now = with_variable(unit="keluarga", concept="Lain", measure="berat", definition="Lain")
    kinds = [change.kind for change in found(FIRST, now)[0].changes]
    assert kinds == [BreakKind.CONCEPT, BreakKind.DEFINITION, BreakKind.UNIT, BreakKind.MEASURE]
