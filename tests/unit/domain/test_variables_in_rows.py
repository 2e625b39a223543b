"""A table whose every row asks for a variable of its own, as agencies write it: *Uraian, Satuan, 2025*."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sektoral.adapters.sandbox import checking
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.domain.checklist import checklist_of
from sektoral.domain.checks.figures import figures_of
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import (
    MEASURE,
    ColumnDef,
    InstrumentDef,
    RowDef,
    RowTotalDef,
    TableDef,
    ValueKind,
    check_table,
    from_json,
    to_json,
)
from sektoral.domain.layout import lay_out
from sektoral.domain.precheck import precheck_of, written
from tests.instruments import health_instrument, variable
from tests.workbooks.filled import write_filled, write_keys

SEEKERS = variable("2.07.001", "pencari kerja", "orang")
SHARE = variable("2.07.002", "penempatan", "persen", ValueKind.PERCENT, 2)
BUDGET = variable("2.07.003", "anggaran pelatihan", "rupiah", ValueKind.RUPIAH)


def row(code: str, label: str, of: str, *dims: tuple[str, str]) -> RowDef:
    return RowDef(code, label, "12.23", tuple(sorted([(MEASURE, of), *dims])))


TABLE = TableDef(
    "2.07.01", 1, "Ketenagakerjaan menurut uraian", "menurut uraian", "kabupaten", "tahunan", "Uraian",
    rows=(
        row("1", "Pencari kerja laki-laki", SEEKERS.code, ("jk", "L")),
        row("2", "Pencari kerja perempuan", SEEKERS.code, ("jk", "P")),
        row("3", "Penempatan tenaga kerja", SHARE.code),
        row("4", "Anggaran pelatihan", BUDGET.code),
    ),
    columns=(ColumnDef("nilai", "Nilai", ""),),
    variables=(SEEKERS, SHARE, BUDGET),
    sample=True,
)  # fmt: skip
INSTRUMENT = replace(health_instrument(), sheets=(("T01", TABLE),), previous=())
FILLED = {("T01", "C8"): 120, ("T01", "C9"): 130, ("T01", "C10"): 48.25, ("T01", "C11"): 61_250_000}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("uraian")
    write_keys(path / "keys")
    return path


def answer(
    folder: Path, changes: dict[tuple[str, str], object], definition: InstrumentDef = INSTRUMENT
) -> dict[str, object]:
    path = write_filled(folder / "isian.xlsx", {**FILLED, **changes}, definition)  # type: ignore[dict-item]
    return dict(checking.job(path, {"keys": str(folder / "keys")}, AGENCY))


def test_definition_is_sound_and_comes_back_exactly() -> None:
    check_table("T01", TABLE)
    assert from_json(to_json(INSTRUMENT)) == INSTRUMENT


def test_workbook_is_drawn_filled_and_accepted(folder: Path) -> None:
    found = answer(folder, {})
    assert (found["verdict"], found["findings"]) == ("accepted", [])


@pytest.mark.parametrize(
    ("cell", "typed", "code"),
    [
        ("C8", 1.5, "not_whole"),
        ("C10", 101, "above_maximum"),
        ("C10", 4.125, "too_many_decimals"),
        ("C11", -1, "below_minimum"),
    ],
)
def test_each_row_is_held_against_its_own_variable(folder: Path, cell: str, typed: float, code: str) -> None:
    found = answer(folder, {("T01", cell): typed})["findings"]
    assert [(one["code"], one["cell"]) for one in found] == [(code, cell)]  # type: ignore[attr-defined]


def test_label_of_a_row_carries_its_unit() -> None:
    assert [TABLE.row_label(one) for one in TABLE.rows] == [
        "Pencari kerja laki-laki (orang)",
        "Pencari kerja perempuan (orang)",
        "Penempatan tenaga kerja (persen)",
        "Anggaran pelatihan (rupiah)",
    ]
    assert TABLE.column_label(TABLE.columns[0]) == "Nilai"


def test_each_cell_knows_its_variable() -> None:
    cells = list(lay_out(INSTRUMENT).table("T01").input_cells())
    assert [cell.variable for cell in cells] == [SEEKERS, SEEKERS, SHARE, BUDGET]


def test_thing_of_a_figure_is_its_variable_and_category() -> None:
    amounts = {(one.code, "nilai"): 1 for one in TABLE.rows}
    found = figures_of(TABLE, amounts, {SEEKERS.code, SHARE.code})  # type: ignore[arg-type]
    assert [one.thing for one in found] == [
        (SEEKERS.code, "12.23", (("jk", "L"),)),
        (SEEKERS.code, "12.23", (("jk", "P"),)),
        (SHARE.code, "12.23", ()),
    ]


def test_what_is_checked_is_told_by_row() -> None:
    lines = [line for group in checklist_of(INSTRUMENT, "T01") for line in group.lines]
    assert ("Bilangan bulat, dalam orang.", "Pencari kerja laki-laki; Pencari kerja perempuan") in {
        (line.says, line.where) for line in lines
    }


def test_browser_is_told_what_each_row_accepts() -> None:
    (table,) = json.loads(written(precheck_of(INSTRUMENT)))["tables"]
    assert [(one["kind"], one["unit"]) for one in table["rows"]] == [
        ("count", "orang"),
        ("count", "orang"),
        ("percent", "persen"),
        ("rupiah", "rupiah"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        replace(TABLE, total_label="Jumlah"),
        replace(TABLE, row_totals=(RowTotalDef("Jumlah", ("nilai",)),)),
        replace(TABLE, rows=(*TABLE.rows, RowDef("5", "Tanpa variabel", "12.23"))),
        replace(TABLE, columns=(ColumnDef("nilai", "Nilai", SEEKERS.code),)),
        replace(TABLE, variables=(SEEKERS, SHARE)),
    ],
    ids=["a total", "a row total", "a row without variable", "a column with one", "an unknown variable"],
)
def test_what_cannot_be_is_refused(table: TableDef) -> None:
    with pytest.raises(Invalid, match="instrument_malformed"):
        check_table("T01", table)
