"""The letter register as a workbook that comes back: which row is which letter, and the number written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain.grids import CellKind, Grid

LETTER, NUMBER = "ID surat", "Nomor"  # the heads of the export, by which the columns are found again
HEAD_ROWS = 20  # how far down the row of heads may stand


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row: `line` counts as a spreadsheet shows it; `kind` tells what the number's cell holds."""

    line: int
    letter: str
    number: str
    kind: CellKind


def read_register(grid: Grid) -> Sequence[RegisterLine] | None:
    """This will read a sheet's rows that name a letter or hold a number; nothing where the heads are not found."""
    heads = _heads(grid)
    if heads is None:
        return None
    row, letters, numbers = heads
    lines = [_line(grid, at, letters, numbers) for at in range(row + 1, grid.last_row + 1)]
    return [one for one in lines if one.letter or one.number]


def _heads(grid: Grid) -> tuple[int, int, int] | None:
    """The row of the heads, and the columns of the letter and its number."""
    for row in range(1, min(HEAD_ROWS, grid.last_row) + 1):
        heads = {grid.text(row, column): column for column in range(grid.last_column, 0, -1)}
        if LETTER in heads and NUMBER in heads:
            return row, heads[LETTER], heads[NUMBER]
    return None


def _line(grid: Grid, row: int, letters: int, numbers: int) -> RegisterLine:
    cell = grid.cell(row, numbers)
    number = grid.text(row, numbers) if cell.kind is CellKind.TEXT else cell.text
    if cell.kind is CellKind.UNCALCULATED:
        number = f"={cell.formula}"
    return RegisterLine(row, grid.text(row, letters), number, cell.kind)
