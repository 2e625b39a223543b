"""What `sektoral read` reports against openpyxl, a reader that is not ours: for each sheet of workbooks with cells of
every type, the same number of numeric cells and, exactly, the same sum."""

import warnings
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random, SystemRandom

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sektoral.adapters.sandbox import reading
from sektoral.adapters.sandbox.caps import BULK
from sektoral.domain.numbers import EXACT, plain_text
from tests.workbooks.as_xlsx import write_xlsx
from tests.workbooks.drawn import draw

SEEDS = [20261123, SystemRandom().randrange(2**32)]
TEXTS = ("teks", "1.234", "007", "=bukan rumus", "é 😀", " ", "TRUE", "#N/A?", "x" * 32_767)
MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC).replace(tzinfo=None)  # a spreadsheet knows no zones
FORMATS = ("General", "0.00", "#,##0", "0%", '"Rp"#,##0', "0.0E+00")


def write(path: Path, dice: Random) -> None:
    book = Workbook()
    for number in range(dice.randint(1, 4)):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet(f"Lembar {number}")
        sheet.sheet_state = dice.choice(["visible", "hidden", "veryHidden"]) if number else "visible"
        top, left = dice.randint(1, 60), dice.randint(1, 30)
        for _ in range(dice.randint(0, 120)):
            place = (top + dice.randrange(25), left + dice.randrange(9))
            put(sheet, place, dice)
        if dice.random() < 0.5:
            sheet.merge_cells(start_row=top + 40, start_column=1, end_row=top + 41, end_column=3)
    book.save(path)


def put(sheet: Worksheet, place: tuple[int, int], dice: Random) -> None:
    cell = sheet.cell(*place)
    value = dice.choice([number, number, number, other])(dice)
    cell.value = value  # type: ignore[assignment]
    if isinstance(value, int | float) and not isinstance(value, bool):
        cell.number_format = dice.choice(FORMATS)
    if value == "=bukan rumus":
        cell.data_type = "s"


def number(dice: Random) -> int | float:
    return dice.choice(
        [
            dice.randint(-(10**6), 10**6),
            dice.uniform(-1e6, 1e6),
            dice.choice([0, -0.0, 0.1, 2**53, 2**53 - 1, 1e300, 1e-300, 5e-324, 123456789012345680]),
            round(dice.uniform(0, 100), 2),
        ]
    )


def other(dice: Random) -> object:
    return dice.choice(
        [
            dice.choice(TEXTS), dice.choice([True, False]), None, "#REF!", "#DIV/0!", "=1+1", "=SUM(A1:B2)",
            date(2026, 1, dice.randint(1, 28)), MOMENT, time(7, 8, 9), timedelta(hours=30),
        ]
    )  # fmt: skip


def by_openpyxl(path: Path) -> list[tuple[str, int, str]]:
    """Each sheet's name, how many of its cells hold a number, and their exact sum as the shortest decimals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True)
    found = []
    for sheet in book.worksheets:
        values = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
        numbers = [Decimal(repr(one)) for one in values if isinstance(one, int | float)]
        total = Decimal(0)
        for one in numbers:
            total = EXACT.add(total, one)
        found.append((sheet.title, len(numbers), plain_text(total)))
    return found


def by_us(path: Path) -> list[tuple[str, int, str]]:
    sheets = reading.job(path, {}, BULK)["sheets"]
    assert isinstance(sheets, list)
    return [(one["name"], one["numeric_cells"], one["numeric_sum"]) for one in sheets]  # type: ignore[index,call-overload,misc]


@pytest.mark.parametrize("seed", SEEDS, ids=["fixed", "drawn"])
@pytest.mark.parametrize("turn", range(25))
def test_cells_of_every_type_are_counted_and_summed_like_openpyxl(turn: int, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, Random(f"{seed}/{turn}"))
    assert by_us(path) == by_openpyxl(path), f"seed {seed}, turn {turn}"


@pytest.mark.parametrize("tables", [1, 6, 20])
def test_instruments_are_counted_and_summed_like_openpyxl(tables: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_xlsx(draw(Random(tables), tables).book))
    assert by_us(path) == by_openpyxl(path)
