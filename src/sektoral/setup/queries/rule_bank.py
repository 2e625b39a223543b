"""The bank as rules look at it: a table's figures of a period, the periods before, and other tables of the period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.domain.periods import read_period
from sektoral.domain.rules.judging import Rows
from sektoral.domain.rules.tables import column_of, rows_of
from sektoral.records.models import Agency, Observation, Table
from sektoral.setup.queries.rule_cases import Figure, Place, amounts_of

Figures = Mapping[Place, Figure]


@dataclass(slots=True)
class Bank:
    """Current figures of one office, each table and period read once."""

    office: UUID
    _figures: dict[tuple[UUID, str], dict[str, dict[Place, Figure]]] = field(default_factory=dict)
    _tables: dict[tuple[str, str], Table | None] = field(default_factory=dict)
    _definitions: dict[UUID, TableDef] = field(default_factory=dict)

    def definition(self, table: Table) -> TableDef:
        """This will read a table's definition once."""
        if table.pk not in self._definitions:
            self._definitions[table.pk] = canonical.read(TableDef, table.definition)
        return self._definitions[table.pk]

    def periods(self, table: Table) -> Sequence[str]:
        """This will list the periods of which there are figures, the latest first."""
        return sorted(self._held(table.agency_id, table.code), reverse=True)

    def figures(self, agency: UUID, code: str, period: str) -> Figures:
        """This will give a table's current figures of a period, of whatever version of the table."""
        return self._held(agency, code).get(period, {})

    def around(self, table: Table, period: str) -> "Around":
        """This will give what stands beside a table's figures of a period."""
        return Around(self, table, period)

    def table(self, agency: str, code: str) -> Table | None:
        """This will find a table by the codes of its agency and its own."""
        if (agency, code) not in self._tables:
            tables = Table.objects.filter(office_id=self.office, agency__code=agency, code=code, is_current=True)
            self._tables[agency, code] = tables.first()
        return self._tables[agency, code]

    def _held(self, agency: UUID, code: str) -> dict[str, dict[Place, Figure]]:
        if (agency, code) not in self._figures:
            rows = Observation.objects.filter(
                office_id=self.office, table__agency_id=agency, table__code=code, superseded_at__isnull=True
            )
            held: dict[str, dict[Place, Figure]] = {}
            for period, row, column, text, mark, key in rows.values_list(
                "period", "row", "column", "text", "mark", "id"
            ):
                held.setdefault(period, {})[row, column] = Figure(text, mark, key)
            self._figures[agency, code] = held
        return self._figures[agency, code]


@dataclass(frozen=True, slots=True)
class Around:
    """What a rule may look up beyond its own rows, as `domain.rules.judging.Surroundings` has it."""

    bank: Bank
    home: Table
    period: str

    def earlier(self, row: str, column: str, back: int) -> Decimal | None:
        """The figure in the same cell, `back` periods before."""
        place = (row, column_of(self.bank.definition(self.home), column))
        figure = self.bank.figures(self.home.agency_id, self.home.code, _period_before(self.period, back)).get(place)
        return Decimal(figure.text) if figure and figure.text else None  # a mark alone says nothing, as in the check

    def table(self, agency: str, code: str) -> Rows | None:
        """Another table of this period; an empty `agency` means the same agency."""
        owner = agency or Agency.objects.values_list("code", flat=True).get(pk=self.home.agency_id)
        other = self.bank.table(owner, code)
        figures = self.bank.figures(other.agency_id, other.code, self.period) if other else {}
        if other is None or not figures:
            return None
        return rows_of(self.bank.definition(other), amounts_of(figures))


def _period_before(code: str, back: int) -> str:
    period = read_period(code)
    for _ in range(back):
        period = period.previous
    return period.code
