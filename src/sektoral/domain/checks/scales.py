"""A whole column on the wrong scale: a percentage written as a proportion, or the other way round."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sektoral.domain.checks.history import as_number
from sektoral.domain.checks.readings import TableReading
from sektoral.domain.findings import Finding
from sektoral.domain.instruments import ColumnDef, ValueKind, VariableDef

FIGURES_AT_LEAST = 3  # above 0; fewer may be small shares by chance
PERCENT_UNITS = frozenset({"persen", "%"})
PROPORTION_UNITS = frozenset({"proporsi"})
ONE, HUNDRED = Decimal(1), Decimal(100)


def check_scales(reading: TableReading) -> Iterator[Finding]:
    """Percentages are not all within 0 to 1, proportions not all above 1; last period's figures speak first."""
    for column in reading.table.columns if not reading.table.has_variables_in_rows else ():
        variable = reading.table.variable_of(column)
        wants_percent, wants_proportion = _is_percent(variable), _is_proportion(variable)
        if not wants_percent and not wants_proportion:
            continue
        cells = [
            one
            for row in reading.rows
            if (one := reading.cells.get((row, column.code))) is not None and one.value.number
        ]
        numbers = [one.value.number for one in cells if one.value.number is not None]
        if len(numbers) < FIGURES_AT_LEAST:
            continue
        before = _before(reading, column)
        if wants_percent and _are_proportions(numbers) and not _are_proportions(before):
            yield reading.fault_at("percent_as_proportion", cells[0], count=str(len(cells)), unit=variable.unit)
        elif wants_proportion and _are_percents(numbers) and not _are_percents(before):
            yield reading.fault_at("proportion_as_percent", cells[0], count=str(len(cells)), unit=variable.unit)


def _is_percent(variable: VariableDef) -> bool:
    return variable.kind is ValueKind.PERCENT or variable.unit.casefold() in PERCENT_UNITS


def _is_proportion(variable: VariableDef) -> bool:
    return variable.unit.casefold() in PROPORTION_UNITS or variable.bounds == (Decimal(0), ONE)


def _before(reading: TableReading, column: ColumnDef) -> list[Decimal]:
    texts = (reading.previous.get((row, column.code), "") for row in reading.rows)
    return [number for text in texts if (number := as_number(text))]


def _are_proportions(numbers: Sequence[Decimal]) -> bool:
    return bool(numbers) and all(0 < number <= ONE for number in numbers) and any(n != ONE for n in numbers)


def _are_percents(numbers: Sequence[Decimal]) -> bool:
    return bool(numbers) and all(ONE < number <= HUNDRED for number in numbers)
