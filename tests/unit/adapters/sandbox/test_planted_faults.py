"""Every fault that a file can carry, planted by code in every format: found each time, at its very cell, and nothing
wrong is said of what is right. One seed is fixed, one drawn anew in each run; a failure names it.

A csv has no sheet for the signed definition, so it carries no instrument and none of these faults.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random, SystemRandom

import pytest

from sektoral.adapters.sandbox import checking
from sektoral.adapters.sandbox.caps import AGENCY
from sektoral.domain.checks.sentences import SENTENCES
from tests.workbooks import planted_forms
from tests.workbooks.as_ods import write_ods
from tests.workbooks.as_xls import write_xls
from tests.workbooks.as_xlsb import write_xlsb
from tests.workbooks.as_xlsx import write_xlsx
from tests.workbooks.books import Book, Writer
from tests.workbooks.drawn import Drawn, draw
from tests.workbooks.filled import write_keys
from tests.workbooks.planted_cells import plant_many
from tests.workbooks.planting import PLANTS, Case, Found, Unfit, plant

assert planted_forms  # importing it fills PLANTS
FORMATS: Mapping[str, Writer] = {"xlsx": write_xlsx, "xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}
FIXED_SEED = 20261123
SEEDS = {"fixed": FIXED_SEED, "drawn": SystemRandom().randrange(2**32)}
SIZES = (1, 3, 8, 20)  # tables in an instrument
TIMES = 1  # each code is planted in each format with each seed

_BANK = "compares with what the data bank holds, which no file carries; tests/unit/domain/checks gives the check a bank"
_LONG = "of an older series read as one long table, never of an instrument; the tests of that reader plant it"
NOT_IN_A_FILE: Mapping[str, str] = {  # code -> why no instrument can carry it, or where else it is planted
    "earlier_left_out": "says of a softcopy which of its other periods are not taken; test_transcribed plants it",
    "manifest_unverified": "says that this computer lacks the public key; test_cli plants it by taking the key away",
    "rule_unreadable": "a rule of the definition, which is signed by the office; test_engine plants it in a definition",
    "bank_differs": "compares an import of old years with the bank; bank/test_importing plants it",
    "bank_signed": "the same, where the bank's figure was signed for; bank/test_importing plants it",
    "place_unknown": "of an import's narrow form, which is no instrument; checks/long/test_history plants it",
    "unchanged_after_return": "compares with what the office returned; step3_submit/test_verdicts plants it",
    **dict.fromkeys(("agencies_disagree", "bank_disagrees", "far_from_series", "muted"), _BANK),
    **dict.fromkeys(
        (
            "column_missing", "column_unknown", "formula_result", "formula_without_result", "heading_missing",
            "heading_twice", "key_empty", "key_twice", "period_unknown", "row_label_differs", "row_unknown",
            "sheet_not_read",
        ),
        _LONG,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("planted")
    write_keys(path / "keys")
    return path


@cache
def drawn(seed: int, tables: int) -> Drawn:
    return draw(Random(f"{seed}/{tables}"), tables)


def findings(book: Book, form: str, folder: Path) -> list[dict[str, str]]:
    path = folder / f"isian.{form}"
    path.write_bytes(FORMATS[form](book))
    answer = checking.job(path, {"keys": str(folder / "keys")}, AGENCY)
    found = answer["findings"]
    assert isinstance(found, list)
    return found


def places(found: list[dict[str, str]], *, severity: str = "") -> set[Found]:
    return {(one["code"], one["sheet"], one["cell"]) for one in found if severity in ("", one["severity"])}


def planted(code: str, dice: Random, seed: int) -> Case:
    """Plant a code in an instrument of any size that can carry it."""
    for tables in (dice.choice(SIZES), 3, 8, 20):
        try:
            return plant(code, drawn(seed, tables), dice)
        except Unfit:
            continue
    raise AssertionError(f"no instrument carries {code}")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
@pytest.mark.parametrize("code", PLANTS)
def test_planted_fault_is_found_at_its_cell_and_nothing_else_is_called_wrong(
    code: str, seed: int, form: str, folder: Path
) -> None:
    for time in range(TIMES):
        case = planted(code, Random(f"{seed}/{code}/{form}/{time}"), seed)
        found = findings(case.book, form, folder)
        where = f"seed {seed}, {code} in {form}, time {time}, planted at {case.expected}"
        assert case.expected in places(found), where
        wrong = places(found, severity="salah") - case.also - {case.expected}
        assert wrong == set(), where


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_faults_planted_in_every_table_at_once_are_all_found(seed: int, form: str, folder: Path) -> None:
    cases = plant_many(drawn(seed, 20), Random(f"{seed}/{form}"))
    found = findings(cases[0].book, form, folder)
    expected = {case.expected for case in cases}
    assert expected - places(found) == set(), f"seed {seed}"
    assert places(found, severity="salah") - expected == set(), f"seed {seed}"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("tables", SIZES)
@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_right_answers_are_accepted_without_a_word(seed: int, tables: int, form: str, folder: Path) -> None:
    one = drawn(seed, tables)
    assert places(findings(one.book, form, folder)) == set(), f"seed {seed}"


def test_every_code_is_planted_or_says_why_no_file_carries_it() -> None:
    assert set(SENTENCES) - set(PLANTS) - set(NOT_IN_A_FILE) == set()
    assert set(PLANTS) & set(NOT_IN_A_FILE) == set()
    assert set(PLANTS) <= set(SENTENCES)
