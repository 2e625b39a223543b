"""The key of a series: who measured what, where, of which kind, for when."""

from sektoral.domain.instruments import ColumnDef, Dimensions, RowDef, TableDef, categories


def dims_text(row: RowDef, column: ColumnDef) -> str:
    """This will write the dimensions of one cell canonically: `jk=L;umur=0-4`, sorted by dimension."""
    pairs: Dimensions = tuple(sorted({*categories(row.dims), *column.dims}))
    return ";".join(f"{name}={code}" for name, code in pairs)


def series_key(agency: str, table: TableDef, row: RowDef, column: ColumnDef, period: str) -> str:
    """This will write the canonical key: agency, table, variable, area, dimensions, period."""
    return "|".join((agency, table.code, table.variable_at(row, column).code, row.area, dims_text(row, column), period))
