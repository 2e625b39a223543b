"""What a table says, and of which thing: each of its cells, and the totals over its rows and columns.

Two tables that measure one variable can be compared by it, although one breaks it down by age, the other by area.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sektoral.domain.checks.context import Place, Thing
from sektoral.domain.instruments import ColumnDef, Dimensions, RowDef, TableDef, VariableDef, categories
from sektoral.domain.numbers import EXACT
from sektoral.domain.validations import WHOLE


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or total of a table. `row` and `columns` are codes; `row` is empty for a total over all rows.

    `slack` is how far rounding may have moved it: half a unit of the last decimal for each part that is not whole.
    """

    thing: Thing
    row: str
    columns: tuple[str, ...]
    amount: Decimal
    slack: Decimal
    level: int  # 0 a figure, 1 a total over rows or columns, 2 over both


@dataclass(frozen=True, slots=True)
class _Line:
    """Rows or columns that are added, and what they have in common."""

    codes: tuple[str, ...]
    dims: Dimensions
    area: str = ""


def figures_of(table: TableDef, amounts: Mapping[Place, Decimal], variables: Collection[str]) -> Iterator[Figure]:
    """List what a table says of these variables, cells before totals. A total that lacks a part is left out."""
    for variable in table.variables:
        if variable.code not in variables:
            continue
        columns = [column for column in table.columns if variable in table.variables_in(column)]
        for across in _across(table, variable, columns):
            for down in _down(table, variable):
                yield from _figure(variable, down, across, amounts)


def spans_region(area: str) -> bool:
    """Whether an area is a whole regency (Kemendagri code of two parts), or none is named because it is the whole."""
    return area.count(".") <= 1


def _across(table: TableDef, variable: VariableDef, columns: Sequence[ColumnDef]) -> Iterator[_Line]:
    """Each column, and each row total that takes in all columns of its kind."""
    for column in columns:
        yield _Line((column.code,), column.dims)
    for total in table.row_totals if variable.may_be_added else ():
        parts = [column for column in columns if column.code in total.columns]
        if len(parts) != len(total.columns) or len(parts) < 2:
            continue
        common = _common([column.dims for column in parts])
        if [column for column in columns if set(common) <= set(column.dims)] == parts:
            yield _Line(tuple(column.code for column in parts), common)


def _down(table: TableDef, variable: VariableDef) -> Iterator[_Line]:
    """Each row, and all rows where they may be added and their areas make up one."""
    for row in table.rows:
        if row.variable in ("", variable.code):
            yield _Line((row.code,), categories(row.dims), row.area)
    area = _common_area(table.rows)
    if table.total_label and variable.may_be_added and len(table.rows) > 1 and area is not None:
        yield _Line(tuple(row.code for row in table.rows), _common([row.dims for row in table.rows]), area)


def _figure(variable: VariableDef, down: _Line, across: _Line, amounts: Mapping[Place, Decimal]) -> Iterator[Figure]:
    total = Decimal(0)
    for row in down.codes:
        for column in across.codes:
            amount = amounts.get((row, column))
            if amount is None:
                return
            total = EXACT.add(total, amount)
    parts = len(down.codes) * len(across.codes)
    slack = Decimal(0) if variable.kind in WHOLE else parts * Decimal(5).scaleb(-variable.decimals - 1)
    yield Figure(
        thing=(variable.code, down.area, tuple(sorted({*down.dims, *across.dims}))),
        row=down.codes[0] if len(down.codes) == 1 else "",
        columns=across.codes,
        amount=total,
        slack=slack,
        level=(len(down.codes) > 1) + (len(across.codes) > 1),
    )


def _common(dims: Sequence[Dimensions]) -> Dimensions:
    return tuple(pair for pair in dims[0] if all(pair in other for other in dims[1:]))


def _common_area(rows: Sequence[RowDef]) -> str | None:
    """The area that the rows make up: their own where all name one, or the parent of different ones of one level."""
    areas = {row.area for row in rows}
    if len(areas) == 1:
        return rows[0].area
    parents = {area.rpartition(".")[0] for area in areas}
    is_partition = len(areas) == len(rows) and len({area.count(".") for area in areas}) == 1
    return parents.pop() if is_partition and len(parents) == 1 else None
