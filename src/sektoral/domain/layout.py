"""Where each part of an instrument stands in its workbook.

One reckoning serves the writer, the manifest's readers, the check and the annotated return. Rows and columns count
from 1, as the spreadsheet shows them: row 8, column 3 is `C8`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sektoral.domain.grids import column_letters
from sektoral.domain.instruments import ColumnDef, InstrumentDef, RowDef, TableDef, VariableDef

COVER, LISTING, METADATA, REFERENCE, MANIFEST = "Sampul", "Daftar", "Metadata", "Rujukan", "_manifest"
OWN_TOTAL_LABEL = "Jumlah di laporan Anda"
FINDINGS = "Temuan"  # in front of an annotated return
STATE_ROW, GROUP_ROW, LABEL_ROW, NUMBER_ROW, FIRST_ROW = 4, 5, 6, 7, 8
CODE_COLUMN, LABEL_COLUMN, FIRST_INPUT_COLUMN = 1, 2, 3
NIL_COLUMN, REASON_COLUMN, NATURE_COLUMN, REMARK_COLUMN = 8, 9, 10, 11  # of the list of tables
METADATA_ITEMS = 15  # butir of MS-Var, Peraturan BPS 5/2020
CORRECTION_COLUMN = 5  # of the metadata sheet
CHANGES_AT_MOST = 2  # without row totals, a table of more columns shows no change
PREVIOUS_TOTALS_AT_MOST = 4  # a table of more columns leaves out last period's row totals, to fit the screen


def address(row: int, column: int) -> str:
    """Name a cell: row 8, column 3 is `C8`."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def address(self) -> str:
        """The block as formulas name it: `C8:D15`, or `C8` for a single cell."""
        first, last = address(self.first_row, self.first_column), address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    @property
    def absolute(self) -> str:
        """The block as defined names hold it: `$C$8:$D$15`."""
        first = f"${column_letters(self.first_column)}${self.first_row}"
        return f"{first}:${column_letters(self.last_column)}${self.last_row}"

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True, slots=True)
class InputCell:
    """One cell that an agency fills, with what it stands for."""

    sheet: str
    row: int
    column: int
    row_def: RowDef
    column_def: ColumnDef
    variable: VariableDef

    @property
    def address(self) -> str:
        """The cell's name on its sheet: `C8`."""
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Where the parts of one table stand. A part that the table lacks has no columns or is `None`.

    `row_totals` are the columns of `table.row_totals`, in order; `previous_first` begins last period's block, which
    ends with `previous_totals` where they fit;
    `changes` pairs a column of this period with the column that shows its change; `gap` is the narrow column that
    carries no printed number.
    """

    sheet: str
    table: TableDef
    row_totals: tuple[int, ...]
    gap: int
    previous_first: int | None
    previous_totals: tuple[int, ...]
    changes: tuple[tuple[int, int], ...]
    explanation: int
    last_row: int
    total_row: int | None
    own_row: int | None
    match_row: int | None
    note_row: int

    @property
    def first_input(self) -> int:
        """The first input column."""
        return FIRST_INPUT_COLUMN

    @property
    def last_input(self) -> int:
        """The last input column."""
        return FIRST_INPUT_COLUMN + len(self.table.columns) - 1

    @property
    def last_summed(self) -> int:
        """The last column that the total row may reach: inputs, then row totals."""
        return self.last_input + len(self.row_totals)

    @property
    def inputs(self) -> Area:
        """The one block of input cells."""
        return Area(FIRST_ROW, self.first_input, self.last_row, self.last_input)

    @property
    def expected(self) -> int:
        """How many cells are asked for."""
        return len(self.table.rows) * len(self.table.columns)

    @property
    def previous(self) -> Area | None:
        """Last period's values in the order of the inputs, or `None`."""
        if self.previous_first is None:
            return None
        return Area(FIRST_ROW, self.previous_first, self.last_row, self.previous_first + len(self.table.columns) - 1)

    @property
    def explanations(self) -> Area:
        """The column where the agency explains."""
        return Area(FIRST_ROW, self.explanation, self.last_row, self.explanation)

    @property
    def own_totals(self) -> Area | None:
        """Where the agency may type the totals of its own report, or `None` if nothing may be added."""
        return None if self.own_row is None else Area(self.own_row, self.first_input, self.own_row, self.last_summed)

    @property
    def summed(self) -> tuple[int, ...]:
        """The columns with a figure in the total row: those whose figures may be added."""
        table = self.table
        if self.total_row is None:
            return ()
        addable = {c.code for c in table.columns if table.variable_of(c).may_be_added}
        inputs = [self.first_input + i for i, column in enumerate(table.columns) if column.code in addable]
        totals = zip(self.row_totals, table.row_totals, strict=True)
        return (*inputs, *(column for column, total in totals if addable.issuperset(total.columns)))

    def row_of(self, code: str) -> int:
        """The sheet row of a row code. Raise `KeyError` where the table has none."""
        return _index([row.code for row in self.table.rows], code) + FIRST_ROW

    def column_of(self, code: str) -> int:
        """The sheet column of an input column's code. Raise `KeyError` where the table has none."""
        return _index([column.code for column in self.table.columns], code) + self.first_input

    def printed_number(self, column: int) -> str:
        """The number printed over a column, `(3)`; it identifies the column. Empty for the gap."""
        return "" if column == self.gap else f"({column - (column > self.gap)})"

    def input_cells(self) -> Iterator[InputCell]:
        """Every cell that is asked for, row by row."""
        for number, row in enumerate(self.table.rows, FIRST_ROW):
            for beside, column in enumerate(self.table.columns, self.first_input):
                yield InputCell(self.sheet, number, beside, row, column, self.table.variable_at(row, column))

    def parts_of_total(self, number: int) -> tuple[int, ...]:
        """The input columns that the row total `number` (from 0) adds."""
        return tuple(self.column_of(code) for code in self.table.row_totals[number].columns)


@dataclass(frozen=True, slots=True)
class InstrumentLayout:
    """Where everything stands: the tables, a line of each in `Daftar`, 15 lines per variable in `Metadata`."""

    tables: tuple[TableLayout, ...]
    variables: tuple[VariableDef, ...]

    def table(self, sheet: str) -> TableLayout:
        """The layout of a sheet (`T01`). Raise `KeyError` where there is none."""
        return self.tables[_index([table.sheet for table in self.tables], sheet)]

    def list_row(self, sheet: str) -> int:
        """The row of a table in `Daftar`, where its nil and not-available cells are."""
        return FIRST_ROW + _index([table.sheet for table in self.tables], sheet)

    def correction_cell(self, variable: str, item: int) -> str:
        """Where the agency corrects a butir (1 to 15) of a variable's metadata."""
        index = _index([one.code for one in self.variables], variable)
        return address(FIRST_ROW + index * METADATA_ITEMS + item - 1, CORRECTION_COLUMN)


def lay_out(definition: InstrumentDef) -> InstrumentLayout:
    """Reckon where everything of an instrument stands."""
    with_previous = {key[0] for key, _ in definition.previous}
    tables = tuple(lay_out_table(s, t, with_previous=s in with_previous) for s, t in definition.sheets)
    variables = {v.code: v for _, table in reversed(definition.sheets) for v in table.variables}
    return InstrumentLayout(tables, tuple(variables[code] for code in sorted(variables)))


def lay_out_table(sheet: str, table: TableDef, *, with_previous: bool) -> TableLayout:
    """Reckon where a table's parts stand. `with_previous` says whether any value of last period is shown."""
    columns, totals = len(table.columns), len(table.row_totals)
    totals_before = totals if with_previous and columns <= PREVIOUS_TOTALS_AT_MOST else 0
    after_inputs = FIRST_INPUT_COLUMN + columns
    gap = after_inputs + totals
    row_totals = tuple(range(after_inputs, gap))
    previous_first = gap + 1 if with_previous else None
    end_of_previous = gap + 1 + (columns + totals_before if with_previous else 0)
    watched = _watched(table, row_totals) if with_previous else ()
    last_row = FIRST_ROW + len(table.rows) - 1
    total_row = last_row + 1 if table.total_label else None
    return TableLayout(
        sheet=sheet,
        table=table,
        row_totals=row_totals,
        gap=gap,
        previous_first=previous_first,
        previous_totals=tuple(range(end_of_previous - totals_before, end_of_previous)),
        changes=tuple((column, end_of_previous + i) for i, column in enumerate(watched)),
        explanation=end_of_previous + len(watched),
        last_row=last_row,
        total_row=total_row,
        own_row=total_row + 1 if total_row else None,
        match_row=total_row + 2 if total_row else None,
        note_row=last_row + (5 if total_row else 2),
    )


def _watched(table: TableDef, row_totals: tuple[int, ...]) -> tuple[int, ...]:
    """The columns whose change is shown: the row totals, or the inputs of a narrow table."""
    if row_totals:
        return row_totals
    inputs = tuple(range(FIRST_INPUT_COLUMN, FIRST_INPUT_COLUMN + len(table.columns)))
    return inputs if len(inputs) <= CHANGES_AT_MOST else ()


def _index(codes: list[str], code: str) -> int:
    try:
        return codes.index(code)
    except ValueError:
        raise KeyError(code) from None
