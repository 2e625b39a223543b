"""Last period's values of one table, as they are shown and added up beside the inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import TableLayout


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


def column_before(place: TableLayout, column: int) -> int:
    """Last period's column of an input column or of a row total's. Only for tables that show last period."""
    if place.previous_first is None:
        raise ValueError(f"{place.sheet} shows no last period")
    if column in place.row_totals:
        return place.previous_totals[place.row_totals.index(column)]
    return place.previous_first + column - place.first_input


def codes_of(place: TableLayout, column: int) -> tuple[str, ...]:
    """The codes of the input columns that a column shows or adds."""
    if column in place.row_totals:
        return place.table.row_totals[place.row_totals.index(column)].columns
    return (place.table.columns[column - place.first_input].code,)
