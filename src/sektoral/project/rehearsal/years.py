"""Years before the first round, for the demo: DATA CONTOH, brought in by the same import that an office has."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from sektoral.adapters.exports import Cell, Column, to_xlsx
from sektoral.bank.actions.importing import OldYears, read_import, receive_import, store_import
from sektoral.domain import canonical
from sektoral.domain.checks.long.heads import headings_for
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import PER_YEAR, Period, PeriodType
from sektoral.domain.roles import Role
from sektoral.project.rehearsal.company import Company
from sektoral.records.models import Table
from sektoral.setup.samples import sample_answers

SOURCE = "DATA CONTOH, dibuat untuk demo"


def bring_in_years(company: Company, years: Iterable[int]) -> int:
    """This will bring in some years of the first table of each agency; returns how many figures the bank got."""
    clerk, decider = company.actor(Role.JP), company.actor(Role.SUKOR)
    tables = Table.objects.filter(office=company.office, is_current=True).select_related("agency", "office")
    first, stored, years = {table.agency_id: table for table in tables.order_by("-code")}, 0, list(years)
    for table in first.values():
        at = company.clock()
        name = f"{table.agency.code}-{table.code}-{years[0]}-{years[-1]}.xlsx"
        upload = OldYears(table, name, (_file(table, years),), SOURCE)
        imported = receive_import(upload, by=clerk, at=at)
        read_import(imported, at=at)
        imported.refresh_from_db()
        stored += store_import(imported, by=decider, at=at)
    return stored


def _file(table: Table, years: Sequence[int]) -> bytes:
    definition = canonical.read(TableDef, table.definition)
    heads = ["Periode", "Kode", definition.stub, *headings_for(definition)]
    columns = [Column(head, numeric=at > 2) for at, head in enumerate(heads)]
    return to_xlsx(columns, list(_lines(definition, years)), zone=ZoneInfo(table.office.time_zone))


def _lines(definition: TableDef, years: Sequence[int]) -> Iterator[list[Cell]]:
    kind = next((one for one in PeriodType if one == definition.period_type), PeriodType.YEAR)
    for year in years:
        for number in range(1, PER_YEAR[kind] + 1):
            period = Period(year, number, kind).code
            answers = sample_answers(definition, period=period)
            for row in definition.rows:
                figures = [Decimal(answers[row.code, column.code]) for column in definition.columns]
                yield [period, row.code, row.label, *figures]
