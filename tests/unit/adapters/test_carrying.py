"""Carrying over: by codes into the right workbook, exactly as typed; what cannot go is told with its reason."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.adapters.filling import Filling, fill_instrument
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.adapters.sandbox.client import SandboxAnswer, run
from sektoral.domain.carrying import WHY_WORDS, Why
from sektoral.domain.instruments import InstrumentDef, TableDef, ValueKind
from tests.instruments import health_instrument
from tests.workbooks.filled import Typed, empty_instrument, write_filled

OLD = health_instrument()
CAPS = replace(AGENCY, writable_bytes=32 * 1024 * 1024)
BIRTHS = OLD.sheets[0][1]


def carry(folder: Path, new: InstrumentDef, **origins: str) -> SandboxAnswer:
    """Carry `old.xlsx` of a folder over into the blank workbook of `new`, as `new.xlsx`."""
    (folder / "blank.xlsx").write_bytes(empty_instrument(new))
    options = {"target": str(folder / "blank.xlsx"), "output": str(folder / "new.xlsx"), "origins": json.dumps(origins)}
    return run("carry", folder / "old.xlsx", options=options, caps=CAPS)


def sheet(folder: Path, name: str) -> Worksheet:
    return load_workbook(folder / "new.xlsx")[name]


def left(answer: SandboxAnswer) -> list[tuple[str, str, str]]:
    found = answer.content["left"]
    assert isinstance(found, list)
    return [(one["sheet"], one["cell"], one["why"]) for one in found]


def test_every_reason_has_its_words() -> None:
    assert set(WHY_WORDS) == set(Why)


def test_last_rounds_workbook_goes_over_whole(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx")
    answer = carry(tmp_path, replace(OLD, id="baru", round="lain", period="2026", previous=()))
    before, after = load_workbook(tmp_path / "old.xlsx"), load_workbook(tmp_path / "new.xlsx")
    assert (answer.content["left_total"], answer.content["period"]) == (0, "2025")
    for name, first, last in (("T01", "C8", "D15"), ("T02", "C8", "H15"), ("T04", "C8", "D16"), ("T06", "C8", "F8")):
        typed = [[cell.value for cell in row] for row in before[name][f"{first}:{last}"]]
        assert [[cell.value for cell in row] for row in after[name][f"{first}:{last}"]] == typed


def test_what_was_typed_goes_over_exactly(tmp_path: Path) -> None:
    odd: dict[tuple[str, str], Typed] = {
        ("T04", "C8"): 0.1,
        ("T04", "C9"): "87,50",
        ("T01", "C8"): "1.204",
        ("T01", "D8"): "...",
        ("T01", "C9"): 7,
    }
    write_filled(tmp_path / "old.xlsx", {**odd, ("T05", "C8"): 61250400000, ("T01", "C17"): 999})
    carry(tmp_path, replace(OLD, id="baru"))
    assert [sheet(tmp_path, "T04")[cell].value for cell in ("C8", "C9")] == [0.1, "87,50"]
    assert [sheet(tmp_path, "T01")[cell].value for cell in ("C8", "D8", "C9", "C17")] == ["1.204", "...", 7, 999]
    assert sheet(tmp_path, "T05")["C8"].value == 61250400000


def test_declarations_and_explanations_go_over_too(tmp_path: Path) -> None:
    said = Filling(
        nil=frozenset({"T03"}), unavailable={"T05": "3"}, natures={"T01": "* Sementara"}, remarks={"T05": "Di BPKAD"},
        explanations={("T01", "12.23.01"): "=Puskesmas baru"}, corrections={("1.02.003", 5): "Termasuk pindahan."},
    )  # fmt: skip
    (tmp_path / "old.xlsx").write_bytes(fill_instrument(empty_instrument(OLD), said))
    moved = replace(
        OLD, id="baru", sheets=tuple(zip(["T02", "T01", "T03", "T04", "T05", "T06"], _tables(), strict=True))
    )
    answer = carry(tmp_path, replace(moved, previous=()))
    listing = sheet(tmp_path, "Daftar")
    assert answer.content["words"] == 6
    assert [listing[cell].value for cell in ("H10", "I12", "J8", "K12")] == [
        "Nihil", "3 · Ada di instansi lain", "* Sementara", "Di BPKAD",
    ]  # fmt: skip
    explained = [c for row in sheet(tmp_path, "T02").iter_rows() for c in row if c.value == "=Puskesmas baru"]
    assert [(cell.row, cell.data_type) for cell in explained] == [(8, "s")]


def _tables() -> list[TableDef]:
    return [table for _, table in OLD.sheets]


def test_a_table_finds_its_place_by_its_code_and_what_is_gone_is_listed(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx", {("T01", "C9"): "=1+1"})
    shorter = replace(BIRTHS, version=2, rows=BIRTHS.rows[:7])
    answer = carry(tmp_path, replace(OLD, sheets=(("T01", OLD.sheets[1][1]), ("T09", shorter)), previous=()))
    assert sheet(tmp_path, "T09")["D9"].value == load_workbook(tmp_path / "old.xlsx")["T01"]["D9"].value
    assert sheet(tmp_path, "T09")["C9"].value is None
    reasons = left(answer)
    assert reasons[:3] == [
        ("T01", "C9", "not_typed"), ("T01", "C15", "row_not_asked"), ("T01", "D15", "row_not_asked"),
    ]  # fmt: skip
    assert {(name, why) for name, _, why in reasons[3:]} == {(f"T0{i}", "table_not_asked") for i in (3, 4, 5, 6)}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"unit": "jiwa"}, "unit_differs"),
        ({"kind": ValueKind.DECIMAL}, "unit_differs"),
        ({"name": "Jumlah bayi"}, ""),
    ],
)
def test_a_figure_of_another_unit_or_kind_stays_behind(tmp_path: Path, change: dict[str, str], why: str) -> None:
    write_filled(tmp_path / "old.xlsx")
    other = replace(BIRTHS, variables=tuple(replace(one, **change) for one in BIRTHS.variables))  # type: ignore[arg-type]
    answer = carry(tmp_path, replace(OLD, sheets=(("T01", other), *OLD.sheets[1:])))
    assert {one for _, _, one in left(answer)} == ({why} if why else set())
    assert (sheet(tmp_path, "T01")["C8"].value is None) == bool(why)


def test_a_category_that_means_something_else_stays_behind(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx")
    kinds = OLD.sheets[2][1]
    other = replace(kinds, rows=(replace(kinds.rows[0], dims=(("jenis", "F09"),)), *kinds.rows[1:]))
    answer = carry(tmp_path, replace(OLD, sheets=(*OLD.sheets[:2], ("T03", other), *OLD.sheets[3:])))
    assert left(answer) == [("T03", "C8", "meaning_differs"), ("T03", "D8", "meaning_differs")]


def test_another_agencys_workbook_is_not_carried(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx")
    answer = carry(tmp_path, replace(OLD, agency="disdik"))
    assert (answer.ok, answer.code) == (False, "carry_of_other_agency")
    assert not (tmp_path / "new.xlsx").exists()


def test_a_table_that_was_taken_over_is_the_old_agencys_not_another_of_the_same_code(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx")
    new = replace(OLD, agency="penerus", sheets=(("T01", BIRTHS), ("T02", BIRTHS)), previous=())
    answer = carry(tmp_path, new, T01="penerus", T02=OLD.agency)
    assert sheet(tmp_path, "T01")["C8"].value is None
    assert sheet(tmp_path, "T02")["C8"].value is not None
    assert {name for name, _, _ in left(answer)} == {"T02", "T03", "T04", "T05", "T06"}


def test_a_workbook_without_its_identity_is_held_against_the_right_one(tmp_path: Path) -> None:
    book = load_workbook(write_filled(tmp_path / "old.xlsx"))
    del book["_manifest"]
    book.save(tmp_path / "old.xlsx")
    assert carry(tmp_path, OLD).content["left_total"] == 0
    assert sheet(tmp_path, "T01")["C8"].value is not None


def test_the_right_workbook_keeps_its_locks_and_validations(tmp_path: Path) -> None:
    write_filled(tmp_path / "old.xlsx")
    carry(tmp_path, OLD)
    blank, filled = load_workbook(tmp_path / "blank.xlsx"), load_workbook(tmp_path / "new.xlsx")
    for name in blank.sheetnames:
        before, after = blank[name], filled[name]
        assert (after.protection.sheet, after.sheet_state) == (before.protection.sheet, before.sheet_state)
        assert len(after.data_validations.dataValidation) == len(before.data_validations.dataValidation)
        assert len(after.conditional_formatting) == len(before.conditional_formatting)
    assert filled["T01"]["C8"].protection.locked is False
    assert filled["T01"]["E8"].protection.locked is True
