"""One definition of what an agency is asked for: the workbook, the check and the browser form are drawn from it."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid
from sektoral.domain.findings import Severity

SCHEMA = "sektoral.instrument/1"  # names the definition's form and, with it, the layout of the workbook
LIMITS = {"sheets": 99, "rows": 2_000, "columns": 200, "inputs": 500_000}
ADDABLE_MEASURES = frozenset({"jumlah", "berat", "luas", "panjang", "nilai", "kapasitas", "volume"})
_SHEET_ID = re.compile(r"T\d{2}")


class ValueKind(StrEnum):
    """What kind of number a cell holds, which decides the validation and the number format."""

    COUNT = "count"  # whole, >= 0
    DECIMAL = "decimal"  # >= 0 with `decimals` places
    PERCENT = "percent"  # 0 to 100
    RUPIAH = "rupiah"  # whole rupiah, >= 0
    INDEX = "index"  # any decimal


Dimensions = tuple[tuple[str, str], ...]  # (dimension, code) pairs, sorted by dimension
MEASURE = "variabel"  # the dimension of a row that names its variable, as SDMX has a measure dimension


def categories(dims: Dimensions) -> Dimensions:
    """The dimensions but for the one that names the variable, which is named by itself wherever it matters."""
    return tuple(pair for pair in dims if pair[0] != MEASURE)


@dataclass(frozen=True, slots=True)
class VariableDef:
    """A variable as Standar Data has it (Perpres 39/2019 Ps 4): one variable, one unit."""

    code: str
    name: str
    unit: str
    measure: str  # ukuran
    kind: ValueKind
    decimals: int
    concept: str
    definition: str
    minimum: str = ""  # exact decimal text or empty
    maximum: str = ""

    @property
    def may_be_added(self) -> bool:
        """Whether figures of several areas or categories may be summed: never shares, indices, averages or prices."""
        return self.kind not in (ValueKind.PERCENT, ValueKind.INDEX) and self.measure in ADDABLE_MEASURES

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and highest value accepted: the variable's own, or else those of its kind."""
        low = Decimal(self.minimum) if self.minimum else None if self.kind is ValueKind.INDEX else Decimal(0)
        high = Decimal(self.maximum) if self.maximum else Decimal(100) if self.kind is ValueKind.PERCENT else None
        return low, high


@dataclass(frozen=True, slots=True)
class RowDef:
    """A row: a region (then `area` is its Kemendagri code) or a category (then `dims` names it).

    Where each row asks for another variable, as in *Uraian, Satuan, 2025*, the dimension `MEASURE` names it.
    """

    code: str
    label: str
    area: str
    dims: Dimensions = ()
    area_bps: str = ""  # the region's BPS code, never derived from the other

    @property
    def variable(self) -> str:
        """The code of the row's own variable; empty where the columns have it."""
        return dict(self.dims).get(MEASURE, "")


@dataclass(frozen=True, slots=True)
class ColumnDef:
    """An input column: a variable, broken down by `dims`; `group` is the header over several columns.

    `variable` is empty where each row has one of its own.
    """

    code: str
    label: str
    variable: str
    group: str = ""
    dims: Dimensions = ()


@dataclass(frozen=True, slots=True)
class RowTotalDef:
    """A total over some input columns of each row, shown as a locked formula."""

    label: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleDef:
    """What must hold within a table or between tables, in the language of `domain.rules`; `code` is unique in it.

    `tolerance` is an exact decimal that a comparison may miss by, or empty. A rule on trial informs, whatever its
    severity, until its precision on old data has been shown.
    """

    code: str
    text: str
    severity: Severity = Severity.ERROR
    says: str = ""  # the sentence an operator reads: what must hold
    tolerance: str = ""
    source: str = ""  # the regulation or the person it comes from
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class TableDef:
    """A statistical table that one agency owes for a period. `code` is unique in the agency, `version` an edition."""

    code: str
    version: int
    title: str
    unit: str
    level: str  # tingkat penyajian
    period_type: str
    stub: str  # heading over the row labels
    rows: tuple[RowDef, ...]
    columns: tuple[ColumnDef, ...]
    variables: tuple[VariableDef, ...]
    row_totals: tuple[RowTotalDef, ...] = ()
    total_label: str = ""  # label of the total row; empty: these figures must not be added
    note: str = ""
    rules: tuple[RuleDef, ...] = ()
    classification: str = "terbuka"
    priority: bool = False
    sample: bool = False

    @property
    def has_variables_in_rows(self) -> bool:
        """Whether each row asks for a variable of its own; such figures are never added."""
        return bool(self.rows) and bool(self.rows[0].variable)

    def variable_at(self, row: RowDef, column: ColumnDef) -> VariableDef:
        """The variable of a cell. Raise `KeyError` where the definition names none."""
        return self._variable(row.variable or column.variable)

    def variables_in(self, column: ColumnDef) -> tuple[VariableDef, ...]:
        """The variables that a column holds: one, or those of the rows in their order."""
        codes = [row.variable for row in self.rows] if self.has_variables_in_rows else [column.variable]
        return tuple(map(self._variable, dict.fromkeys(codes)))

    def variable_of(self, column: ColumnDef) -> VariableDef:
        """The one variable that a column holds. Raise `KeyError` where there is none, or one for each row."""
        return self._variable(column.variable)

    def column_label(self, column: ColumnDef, between: str = " ") -> str:
        """A column's label, with its unit where the columns differ in it."""
        differ = not self.has_variables_in_rows and len({one.unit for one in self.variables}) > 1
        return f"{column.label}{between}({self.variable_of(column).unit})" if differ else column.label

    def row_label(self, row: RowDef) -> str:
        """A row's label, with its unit where each row has a variable of its own."""
        return f"{row.label} ({self._variable(row.variable).unit})" if row.variable else row.label

    def _variable(self, code: str) -> VariableDef:
        for variable in self.variables:
            if variable.code == code:
                return variable
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class InstrumentDef:
    """The frozen question that an agency answers: its tables for one round. `period` is the reference period, `2025`.

    `sheets` pairs each table's sheet id (`T01`) with its definition; `previous` holds last period's canonical decimal
    texts by (sheet id, row code, column code).
    """

    id: str
    office: str
    office_name: str
    agency: str
    agency_name: str
    round: str
    title: str
    period: str
    previous_period: str
    letter_number: str
    letter_date: str
    due: str
    contact: str
    upload_link: str
    sheets: tuple[tuple[str, TableDef], ...]
    previous: tuple[tuple[tuple[str, str, str], str], ...] = ()
    sample: bool = False
    locale: str = "id-ID"

    def table(self, sheet: str) -> TableDef:
        """The table on a sheet (`T01`). Raise `KeyError` where there is none."""
        return dict(self.sheets)[sheet]


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What is written: the definition under the name of its form."""

    schema: str
    instrument: InstrumentDef


def to_json(definition: InstrumentDef) -> str:
    """Write a definition as canonical JSON: ASCII, sorted keys, no spaces. Equal definitions give equal text."""
    return canonical.dumps(_Envelope(SCHEMA, definition))


def from_json(text: str) -> InstrumentDef:
    """Read a definition back, exactly. Raise `Invalid` (`instrument_unreadable`, `instrument_schema_unknown` or
    `instrument_malformed`) for any other text."""
    try:
        envelope = canonical.loads(_Envelope, text)
    except ValueError as error:
        raise Invalid("instrument_unreadable", why=str(error)[:200]) from error
    if envelope.schema != SCHEMA:
        raise Invalid("instrument_schema_unknown", schema=envelope.schema[:60])
    check_definition(envelope.instrument)
    return envelope.instrument


def check_definition(definition: InstrumentDef) -> None:
    """Raise `Invalid("instrument_malformed")` unless every code is unique and every reference finds its target."""
    sheets = [sheet for sheet, _ in definition.sheets]
    _require(0 < len(sheets) <= LIMITS["sheets"] and len(set(sheets)) == len(sheets), "sheets")
    for sheet, table in definition.sheets:
        _require(_SHEET_ID.fullmatch(sheet) is not None, sheet)
        check_table(sheet, table)
    tables = dict(definition.sheets)
    known = {
        (sheet, row.code, column.code)
        for sheet in {key[0] for key, _ in definition.previous} & tables.keys()
        for row in tables[sheet].rows
        for column in tables[sheet].columns
    }
    _require(_are_unique(key for key, _ in definition.previous), "previous")
    _require(all(key in known for key, _ in definition.previous), "previous")


def check_table(sheet: str, table: TableDef) -> None:
    """Raise `Invalid("instrument_malformed")` unless codes are unique, references found, sizes within the limits.

    `sheet` names the table in what is raised.
    """
    columns = {column.code for column in table.columns}
    variables = {variable.code for variable in table.variables}
    _require(0 < len(table.rows) <= LIMITS["rows"] and 0 < len(table.columns) <= LIMITS["columns"], f"{sheet} size")
    _require(len(table.rows) * len(table.columns) <= LIMITS["inputs"], f"{sheet} size")
    _require(_are_unique(row.code for row in table.rows) and all(row.code for row in table.rows), f"{sheet} rows")
    _require(len(columns) == len(table.columns) and "" not in columns, f"{sheet} columns")
    _require(len(variables) == len(table.variables), f"{sheet} variables")
    _check_places_of_variables(sheet, table, variables)
    _require(all(_is_bound(v.minimum) and _is_bound(v.maximum) for v in table.variables), f"{sheet} bounds")
    _require(all(0 <= variable.decimals <= 12 for variable in table.variables), f"{sheet} decimals")
    _require(_are_unique(rule.code for rule in table.rules), f"{sheet} rules")
    _require(all(_is_bound(rule.tolerance) for rule in table.rules), f"{sheet} rules")
    for total in table.row_totals:
        _require(bool(total.columns) and set(total.columns) <= columns, f"{sheet} row totals")


def _check_places_of_variables(sheet: str, table: TableDef, known: Set[str]) -> None:
    """Each cell has one variable: by its column, or else by its row, and then nothing may be added."""
    in_columns, in_rows = {one.variable for one in table.columns}, {one.variable for one in table.rows}
    if not table.has_variables_in_rows:
        _require(in_columns <= known and in_rows == {""}, f"{sheet} variables")
        return
    _require(in_columns == {""} and in_rows <= known, f"{sheet} variables")
    _require(not table.row_totals and not table.total_label, f"{sheet} row totals")


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise Invalid("instrument_malformed", what=what)


def _are_unique(items: Iterable[object]) -> bool:
    found = list(items)
    return len(set(found)) == len(found)


def _is_bound(text: str) -> bool:
    try:
        return not text or Decimal(text).is_finite()
    except InvalidOperation:
        return False
