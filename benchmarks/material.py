"""The long table that all tools are given, made by code from a seed, with faults planted at known cells."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from sektoral.domain.definition_files import to_text
from sektoral.domain.instruments import ColumnDef, RowDef, RuleDef, TableDef, ValueKind, VariableDef

SEED = 20261122
VILLAGES, FIRST_YEAR = 2_000, 1976
HEADINGS = ("periode", "kode", "L", "P", "jumlah", "pagu", "realisasi", "persen")
MARK = "–"  # none of it: a good answer in Indonesian statistics, and text to everybody else
MARKS = 500
FAULTS = {  # kind -> how many
    "text": 100, "empty": 100, "negative": 100, "above 100 %": 100, "not whole": 100, "sum": 100,
    "unknown code": 50, "twice": 50,
}  # fmt: skip
Cell = tuple[int, str]  # row, column letter


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault as it was planted: in which row, and the cells that a finding may rightly name."""

    kind: str
    row: int
    cells: tuple[Cell, ...]


def table() -> TableDef:
    """The definition of the long table."""
    variables = tuple(
        VariableDef(code, code, unit, "jumlah", kind, decimals, code, code)
        for code, unit, kind, decimals in (
            ("penduduk", "orang", ValueKind.COUNT, 0),
            ("jumlah", "orang", ValueKind.COUNT, 0),
            ("pagu", "rupiah", ValueKind.RUPIAH, 0),
            ("realisasi", "rupiah", ValueKind.RUPIAH, 0),
            ("persen", "persen", ValueKind.PERCENT, 2),
        )
    )
    columns = tuple(
        ColumnDef(code, code, variable, dims=dims)
        for code, variable, dims in (
            ("L", "penduduk", (("jk", "L"),)),
            ("P", "penduduk", (("jk", "P"),)),
            *((name, name, ()) for name in HEADINGS[4:]),
        )
    )
    rows = tuple(RowDef(_code(i), f"Desa {i}", _code(i)) for i in range(VILLAGES))
    rules = (RuleDef("R1", "L + P == jumlah"), RuleDef("R2", "realisasi <= pagu"))
    return TableDef("UJI-01", 1, "Uji", "orang", "desa", "tahunan", "Desa", rows, columns, variables, rules=rules)


def write_long(folder: Path, lines: int) -> tuple[Path, list[Planted]]:
    """Write the long table and its definition. Gives its path and what was planted in it."""
    dice = random.Random(SEED)
    rows = [_line(dice, number) for number in range(lines)]
    planted = list(_plant(rows, dice))
    path = folder / "deret.xlsx"
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate((HEADINGS, *rows)):
            sheet.write_row(number, 0, row)
    (folder / "definisi.json").write_text(to_text(table()), encoding="utf-8")
    return path, planted


def _code(number: int) -> str:
    return f"D{number:04}"


def _line(dice: random.Random, number: int) -> list[object]:
    year, village = divmod(number, VILLAGES)
    men, women = dice.randint(40, 900), dice.randint(40, 900)
    budget = dice.randint(900, 61_000) * 1_000_000
    spent = int(budget * dice.random())
    share = round(dice.uniform(0, 100), 2)
    return [str(FIRST_YEAR + year), _code(village), men, women, men + women, budget, spent, share]


def _plant(rows: list[list[object]], dice: random.Random) -> Iterator[Planted]:
    """Change one line for each fault; the marks are planted too, and are none."""
    free = dice.sample(range(1, len(rows)), sum(FAULTS.values()) + MARKS)
    for _ in range(MARKS):
        rows[free.pop()][6] = MARK
    for kind, count in FAULTS.items():
        for _ in range(count):
            line = free.pop()
            yield Planted(kind, line + 2, tuple(_spoil(kind, rows, line)))


def _spoil(kind: str, rows: list[list[object]], line: int) -> list[Cell]:
    cells, number = rows[line], line + 2
    match kind:
        case "text":
            cells[3] = "dua puluh"
            return [(number, "D")]
        case "empty":
            cells[6] = ""
            return [(number, "G")]
        case "negative":
            cells[6] = -5
            return [(number, "G")]
        case "above 100 %":
            cells[7] = 100.5
            return [(number, "H")]
        case "not whole":
            cells[5] = float(str(cells[5])) + 0.5
            return [(number, "F")]
        case "sum":
            cells[4] = int(str(cells[4])) + 1
            return [(number, letter) for letter in "CDE"]
        case "unknown code":
            cells[1] = "X9999"
            return [(number, "B")]
        case _:
            before = line - 1 if line % VILLAGES else line + 1
            cells[1] = rows[before][1]
            return [(one, letter) for one in (number, before + 2) for letter in "AB"]
