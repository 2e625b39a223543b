"""Cells of a table that a file leaves empty, and the mark by which a person answers them: empty, none and not yet
available are three different things, and nobody but a person can tell which it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sektoral.domain.instruments import TableDef
from sektoral.domain.transcripts import Answer

FILLINGS: Mapping[str, str] = {"…": "belum tersedia", "–": "tidak ada"}
LEFT_EMPTY = "kosong"
Gap = tuple[int, int]  # row and column of a table, both from 1


@dataclass(frozen=True, slots=True)
class Filling:
    """What a person says of the empty cells of one table: a mark for all of them, and for single ones another mark or
    `LEFT_EMPTY`. Without a mark they stay empty."""

    mark: str = ""
    cells: Mapping[Gap, str] = field(default_factory=dict)

    def of(self, gap: Gap) -> str:
        """The mark for one cell; empty where it stays empty."""
        said = self.cells.get(gap) or self.mark
        return said if said in FILLINGS else ""


def gaps_of(sheet: str, table: TableDef, answers: Iterable[Answer]) -> Iterator[Gap]:
    """This will name the cells that nothing answers for the period asked for, row by row."""
    there = {(one.row, one.column) for one in answers if one.table == sheet and not one.period}
    for row_number, row in enumerate(table.rows, 1):
        for number, column in enumerate(table.columns, 1):
            if (row.code, column.code) not in there:
                yield row_number, number


def filled(
    tables: Mapping[str, TableDef], answers: tuple[Answer, ...], said: Mapping[str, Filling]
) -> tuple[Answer, ...]:
    """This will add what is said of empty cells, to tables that the file answers for the period asked for."""
    answered = {one.table for one in answers if not one.period}
    added = [
        Answer(sheet, table.rows[row - 1].code, table.columns[column - 1].code, text=mark)
        for sheet, table in tables.items()
        if sheet in answered and sheet in said
        for row, column in gaps_of(sheet, table, answers)
        if (mark := said[sheet].of((row, column)))
    ]
    return (*answers, *added)
