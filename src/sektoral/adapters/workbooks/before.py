"""Last period's values of one table, as they are shown and added up beside the inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import Area, TableLayout


@dataclass(frozen=True, slots=True)
class Before:
    """Last period's canonical texts by row and column code."""

    texts: dict[tuple[str, str], str]

    @classmethod
    def of(cls, definition: InstrumentDef, sheet: str) -> "Before":
        """The values that a definition brings along for a sheet."""
        return cls({(row, column): text for (of, row, column), text in definition.previous if of == sheet})

    def text(self, row: str, column: str) -> str:
        """One value as text: a number, a mark, or empty."""
        return self.texts.get((row, column), "")

    def number(self, row: str, column: str) -> Decimal | None:
        """One value as a number; `None` for a mark or nothing."""
        try:
            value = Decimal(self.text(row, column))
        except InvalidOperation:
            return None
        return value if value.is_finite() else None

    def total(self, cells: Iterable[tuple[str, str]]) -> Decimal | None:
        """The sum over some cells; `None` unless all of them are numbers."""
        values = [self.number(row, column) for row, column in cells]
        numbers = [value for value in values if value is not None]
        return sum(numbers, Decimal(0)) if len(numbers) == len(values) else None


def columns_before(place: TableLayout, column: int) -> tuple[int, ...]:
    """Last period's columns of an input column, or of what a row total adds. Only where last period is shown."""
    if place.previous_first is None:
        raise ValueError(f"{place.sheet} shows no last period")
    shift = place.previous_first - place.first_input
    if column in place.row_totals:
        return tuple(part + shift for part in place.parts_of_total(place.row_totals.index(column)))
    return (column + shift,)


def shown_before(place: TableLayout, column: int) -> int | None:
    """The one column that shows last period's figure of an input column or a row total; `None` where none does."""
    if column not in place.row_totals:
        return columns_before(place, column)[0]
    return place.previous_totals[place.row_totals.index(column)] if place.previous_totals else None


def cells_in(row: int, columns: tuple[int, ...]) -> list[str]:
    """The runs of neighbouring cells that some columns make in a row: `C8:D8`."""
    runs: list[list[int]] = []
    for column in sorted(columns):
        if runs and column == runs[-1][1] + 1:
            runs[-1][1] = column
        else:
            runs.append([column, column])
    return [Area(row, first, row, last).address for first, last in runs]


def codes_of(place: TableLayout, column: int) -> tuple[str, ...]:
    """The codes of the input columns that a column shows or adds."""
    if column in place.row_totals:
        return place.table.row_totals[place.row_totals.index(column)].columns
    return (place.table.columns[column - place.first_input].code,)
