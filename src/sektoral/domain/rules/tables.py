"""A table of an instrument as its rules see it: which columns there are, and what stands in each row."""

from collections.abc import Mapping
from decimal import Decimal

from sektoral.domain.instruments import RowDef, RuleDef, TableDef
from sektoral.domain.rules.judging import Row, Rows, Rule
from sektoral.domain.rules.parsing import parse_rule

ROW_CODE, ROW_AREA = "row_code", "row_area"
Figures = Mapping[tuple[str, str], Decimal | None]  # by (row code, column code)


def parse_rule_of(table: TableDef, defined: RuleDef) -> Rule:
    """Parse a rule of a table. Raise `RuleUnreadable` if it cannot be read."""
    return parse_rule(defined.text, names=names_of(table), texts=texts_of(table), tolerance=defined.tolerance)


def names_of(table: TableDef) -> tuple[str, ...]:
    """The columns with numbers: each column's code, and a variable's code where one column alone holds it."""
    return tuple(dict.fromkeys((*(column.code for column in table.columns), *_columns_by_variable(table))))


def texts_of(table: TableDef) -> tuple[str, ...]:
    """What each row is, as texts: its code, the code of its area, and its code in each dimension."""
    dimensions = (name for row in table.rows for name, _ in row.dims)
    taken = set(names_of(table))
    return tuple(name for name in dict.fromkeys((ROW_CODE, ROW_AREA, *dimensions)) if name not in taken)


def column_of(table: TableDef, name: str) -> str:
    """The column that a rule means by a name: a column's code, or a variable's. Empty where it means no column."""
    codes = {column.code for column in table.columns}
    return name if name in codes else _columns_by_variable(table).get(name, "")


def rows_of(table: TableDef, figures: Figures) -> Rows:
    """The rows of a table, filled with figures. A figure that is not there is missing."""
    texts, twins = texts_of(table), _columns_by_variable(table)
    return {row.code: _row(table, row, figures, texts, twins) for row in table.rows}


def _row(table: TableDef, row: RowDef, figures: Figures, texts: tuple[str, ...], twins: Mapping[str, str]) -> Row:
    said = {ROW_CODE: row.code, ROW_AREA: row.area, **dict(row.dims)}
    numbers = {column.code: figures.get((row.code, column.code)) for column in table.columns}
    return {
        **{name: said.get(name) for name in texts},
        **{variable: numbers[column] for variable, column in twins.items()},
        **numbers,
    }


def _columns_by_variable(table: TableDef) -> dict[str, str]:
    """Variable code -> column code, where one column alone holds the variable."""
    found: dict[str, list[str]] = {}
    for column in table.columns:
        found.setdefault(column.variable, []).append(column.code)
    return {variable: columns[0] for variable, columns in found.items() if variable and len(columns) == 1}
