"""A correction of what the bank holds: which cells it changes, from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import render
from sektoral.domain.typed import STYLE

Said = tuple[str, str]  # exact decimal text and mark
Place = tuple[str, str]  # codes of row and column
NOTHING: Said = ("", "")


@dataclass(frozen=True, slots=True)
class CorrectedCell:
    """One cell, with the words of its table, row and column. `before` and `now` are as people read them."""

    table: str
    row: str
    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """What a letter says of a correction: why, and every cell that it changes."""

    reason: str
    cells: tuple[CorrectedCell, ...]


@dataclass(frozen=True, slots=True)
class SignedCorrection:
    """A correction as an addendum tells of it: how many cells, why, and by which letter."""

    agency: str
    table: str
    cells: int
    reason: str
    letter: str


def corrected_cells(
    table: TableDef, before: Mapping[Place, Said], now: Mapping[Place, Said]
) -> Iterator[CorrectedCell]:
    """This will list the cells that say something else now, in the order of the table."""
    for row in table.rows:
        for column in table.columns:
            place = (row.code, column.code)
            was, is_ = before.get(place, NOTHING), now.get(place, NOTHING)
            if was != is_:
                head = " ".join(table.column_label(column).split())
                yield CorrectedCell(table.title, table.row_label(row), head, as_read(was), as_read(is_))


def as_read(said: Said) -> str:
    """This will write a cell as it is read: `1.234,5*`; one that says nothing is written as such."""
    text, mark = said
    return f"{render(Decimal(text), STYLE)}{mark}" if text else mark or "kosong"
