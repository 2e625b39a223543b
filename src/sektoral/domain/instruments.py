"""One definition of what an agency is asked for: the workbook, the check and the browser form are drawn from it."""

from dataclasses import dataclass
from enum import StrEnum

SCHEMA = "sektoral.instrument/1"


class ValueKind(StrEnum):
    """What kind of number a cell holds, which decides the validation and the number format."""

    COUNT = "count"  # whole, >= 0
    DECIMAL = "decimal"  # >= 0 with `decimals` places
    PERCENT = "percent"  # 0 to 100
    RUPIAH = "rupiah"  # whole rupiah, >= 0
    INDEX = "index"  # any decimal


Dimensions = tuple[tuple[str, str], ...]  # (dimension, code) pairs, sorted by dimension


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


@dataclass(frozen=True, slots=True)
class RowDef:
    """A row: a region (then `area` is its Kemendagri code) or a category (then `dims` names it)."""

    code: str
    label: str
    area: str
    dims: Dimensions = ()


@dataclass(frozen=True, slots=True)
class ColumnDef:
    """An input column: a variable, broken down by `dims`; `group` is the header over several columns."""

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
class TableDef:
    """A statistical table that one agency owes for one period. `code` is unique in the agency, `version` counts changes."""

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
    rules: tuple[str, ...] = ()
    classification: str = "terbuka"
    priority: bool = False
    sample: bool = False


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
