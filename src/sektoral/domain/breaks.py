"""Deret terputus: between which periods a table's figures stopped meaning the same, and what changed.

Figures tell by which edition of their table they were given; two editions that differ in what Standar Data says of a
variable (Perpres 39/2019 Ps 4), or in how the regency is split into areas, may not be compared without a note.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sektoral.domain.instruments import TableDef, VariableDef


class BreakKind(StrEnum):
    """What changed."""

    CONCEPT = "concept"
    DEFINITION = "definition"
    UNIT = "unit"
    MEASURE = "measure"
    AREAS = "areas"


WORDS = {
    BreakKind.CONCEPT: "Konsep",
    BreakKind.DEFINITION: "Definisi",
    BreakKind.UNIT: "Satuan",
    BreakKind.MEASURE: "Ukuran",
    BreakKind.AREAS: "Pembagian wilayah",
}


@dataclass(frozen=True, slots=True)
class BreakChange:
    """One thing that changed: of which variable (empty for the areas), and what it said before and after.

    For the areas, `before` and `after` list what only the one edition and only the other has.
    """

    kind: BreakKind
    variable: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Break:
    """The series stops between two periods that follow each other; within one where both are the same."""

    before: str
    after: str
    changes: tuple[BreakChange, ...]

    @property
    def is_within(self) -> bool:
        """Whether figures of one and the same period were given by editions that differ."""
        return self.before == self.after


def breaks_of(editions: Mapping[int, TableDef], periods: Mapping[str, Collection[int]]) -> tuple[Break, ...]:
    """This will find the breaks of a table, from old to new.

    `editions` are its definitions by version; `periods` tells, from old to new, by which versions the figures of each
    period were given. Raises `KeyError` for a version that is not among the editions.
    """
    return tuple(_breaks(editions, periods))


def _breaks(editions: Mapping[int, TableDef], periods: Mapping[str, Collection[int]]) -> Iterator[Break]:
    """Two periods are compared by the last edition of the one and the first of the other; more stands within them."""
    earlier = ""
    for period, given in periods.items():
        between = _changes(editions, [(max(periods[earlier]), min(given))]) if earlier else ()
        if between:
            yield Break(earlier, period, between)
        within = _changes(editions, pairwise(sorted(given)))
        if within:
            yield Break(period, period, within)
        earlier = period


def _changes(editions: Mapping[int, TableDef], pairs: Iterable[tuple[int, int]]) -> tuple[BreakChange, ...]:
    found = [change for first, then in pairs if first != then for change in _changed(editions[first], editions[then])]
    return tuple(dict.fromkeys(found))


def _changed(old: TableDef, new: TableDef) -> Iterator[BreakChange]:
    for before, after in dict.fromkeys(_same_places(old, new)):
        for kind, read in _SAID.items():
            if _plain(read(before)) != _plain(read(after)):
                yield BreakChange(kind, after.name, read(before), read(after))
    gone, come = _areas(old), _areas(new)
    if gone.keys() != come.keys():
        lost = [label for code, label in gone.items() if code not in come]
        won = [label for code, label in come.items() if code not in gone]
        yield BreakChange(BreakKind.AREAS, "", ", ".join(lost), ", ".join(won))


def _same_places(old: TableDef, new: TableDef) -> Iterator[tuple[VariableDef, VariableDef]]:
    """What stood and what stands in the rows or columns that both editions have."""
    first, then = _variables(old), _variables(new)
    yield from ((first[place], then[place]) for place in first if place in then)


def _variables(table: TableDef) -> Mapping[str, VariableDef]:
    """The variable of each place: of each row where rows have their own, else of each column."""
    if table.has_variables_in_rows:
        return {row.code: table.variable_at(row, table.columns[0]) for row in table.rows}
    return {column.code: table.variable_of(column) for column in table.columns}


def _areas(table: TableDef) -> Mapping[str, str]:
    return {row.area: row.label for row in table.rows if row.area}


def _plain(text: str) -> str:
    """Spaces and capitals do not change what is meant."""
    return " ".join(text.casefold().split())


_SAID: Mapping[BreakKind, Callable[[VariableDef], str]] = {
    BreakKind.CONCEPT: lambda variable: variable.concept,
    BreakKind.DEFINITION: lambda variable: variable.definition,
    BreakKind.UNIT: lambda variable: variable.unit,
    BreakKind.MEASURE: lambda variable: variable.measure,
}
