"""A template of old years to fill: the lines of a table for some periods, the columns of figures empty beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sektoral.adapters.exports import Cell, Column, to_csv, to_xlsx
from sektoral.bank.queries.table_page import definitions_of
from sektoral.domain.checks.long.heads import headings_for
from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import Period, PeriodType, read_period
from sektoral.records.models import Table

PERIODS_AT_MOST = 60
YEARS_OFFERED = 4


@dataclass(frozen=True, slots=True)
class Template:
    """A file to hand out."""

    name: str
    data: bytes


def template_of(table: Table, *, first: str, last: str, kind: str) -> Template:
    """This will write a template, `xlsx` or `csv`, for the periods from `first` to `last`.

    Raises `Invalid` (`import_periods_unreadable`) for what are no periods of this table, or too many.
    """
    definition = definitions_of(table)[-1]
    periods = _periods(definition, first, last)
    heads = ["Periode", "Kode", definition.stub, *headings_for(definition)]
    columns = [Column(head, numeric=at > 2) for at, head in enumerate(heads)]
    blank: list[Cell] = [None] * len(definition.columns)
    rows: list[list[Cell]] = [
        [period, row.code, definition.row_label(row), *blank] for period in periods for row in definition.rows
    ]
    zone = ZoneInfo(table.office.time_zone)
    data = to_csv(columns, rows, zone=zone) if kind == "csv" else to_xlsx(columns, rows, zone=zone)
    ending = "csv" if kind == "csv" else "xlsx"
    return Template(f"{table.agency.code}-{definition.code}-{periods[0]}-{periods[-1]}.{ending}", data)


def offered_periods(definition: TableDef, *, before: str) -> tuple[str, str]:
    """This will offer the years before one: the first and the last period of the template that a page proposes."""
    kind = _kind(definition)
    year = int(before[:4])
    last = Period(year, 1, kind).previous
    return Period(year - YEARS_OFFERED, 1, kind).code, last.code


def _periods(definition: TableDef, first: str, last: str) -> Sequence[str]:
    kind = _kind(definition)
    wrong = Invalid("import_periods_unreadable", example=Period(2023, 1, kind).code, most=PERIODS_AT_MOST)
    try:
        begin, at = read_period(first), read_period(last)
    except Invalid:
        raise wrong from None
    found: list[str] = []
    while len(found) <= PERIODS_AT_MOST and at.first_day >= begin.first_day:
        found.append(at.code)
        at = at.previous
    if not 0 < len(found) <= PERIODS_AT_MOST or {begin.type, at.type} != {kind}:
        raise wrong
    return tuple(reversed(found))


def _kind(definition: TableDef) -> PeriodType:
    return next((one for one in PeriodType if one == definition.period_type), PeriodType.YEAR)
