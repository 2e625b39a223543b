"""What the data bank knows beside a workbook, for its check: earlier periods, the same thing stated elsewhere, mutes.

It stands here and not in `bank`, because the check of an upload lies below it; it only reads the tables of `records`.
Figures of another agency are told to this one's operators, so only those of open tables are used.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from sektoral.domain import canonical
from sektoral.domain.checks.context import CheckContext, Key, Mute, Place, Series, Stated
from sektoral.domain.checks.figures import figures_of
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.rules.tables import parse_rule_of
from sektoral.domain.rules.unreadable import RuleUnreadable
from sektoral.records.actors import local_date
from sektoral.records.models import Instrument, Observation, Request, RequestedTable, Table
from sektoral.records.models import Mute as MuteRow
from sektoral.records.models.round import GONE

YEARS = 10  # of earlier periods
FIGURES_AT_MOST = 100_000  # of each kind; a larger bank gives the newest ones
OPEN = "terbuka"
ZERO_MARKS = ("–", "~0")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the tables it asks, and its instruments, of which the newest holds the rules."""

    request: Request
    tables: Sequence[RequestedTable]
    instruments: Sequence[Instrument]

    @property
    def agencies(self) -> frozenset[UUID]:
        """The agency that is asked, with those whose tables it has taken over."""
        return frozenset({self.request.agency_id, *(row.table.agency_id for row in self.tables)})

    @property
    def definitions(self) -> Iterator[Mapping[str, object]]:
        """Each table's definition as the newest instrument has it."""
        return (table for one in self.instruments[-1:] for _, table in one.definition["sheets"])


class _Held(NamedTuple):
    """A figure of this period that another table holds."""

    table: UUID
    row: str
    column: str
    text: str
    sheet: str
    cell: str


def asked_by(request: Request) -> Asked:
    """This will read what a request asks now: its tables but for those moved elsewhere, its instruments by version."""
    tables = request.tables.exclude(state__in=GONE).select_related("table__agency").order_by("sheet")
    return Asked(request, list(tables), list(request.instruments.order_by("version")))


def context_of(asked: Asked, *, at: datetime) -> CheckContext:
    """This will collect what bears on a workbook that answers a request, as of now, in four queries at most."""
    wanted = frozenset(_references(asked))
    held = _held_elsewhere(asked, wanted)
    tables = _tables(held)
    return CheckContext(
        day=local_date(asked.request.office, at),
        history=_history(asked),
        elsewhere=_elsewhere(asked, wanted, held, tables),
        stated=tuple(_stated(asked, held, tables)),
        muted=_muted(asked, at),
    )


def _history(asked: Asked) -> Mapping[Key, Series]:
    """The earlier periods of each table asked, of whatever version, oldest first."""
    sheets = {(row.table.agency_id, row.table.code): row.sheet for row in asked.tables}
    period = asked.request.round.period
    rows = (
        _current(asked)
        .filter(
            table__agency__in={agency for agency, _ in sheets},
            table__code__in={code for _, code in sheets},
            period__lt=period,
            period__gte=str(int(period[:4]) - YEARS),
        )
        .exclude(text="")
        .order_by("-period")
        .values_list("table__agency_id", "table__code", "row", "column", "period", "text")
    )
    found: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for agency, code, row, column, when, text in rows[:FIGURES_AT_MOST]:
        sheet = sheets.get((agency, code))
        if sheet is not None:
            found[sheet, row, column].append((when, text))
    return {key: tuple(reversed(series)) for key, series in found.items()}


def _held_elsewhere(asked: Asked, wanted: frozenset[tuple[str, str]]) -> Sequence[_Held]:
    """This period's figures in other tables: of the variables that are asked, or of tables that a rule looks into."""
    own = Q()
    for row in asked.tables:
        own |= Q(table__agency=row.table.agency_id, table__code=row.table.code)
    named = Q(variable__in={variable["code"] for table in asked.definitions for variable in _variables(table)})
    for agency, code in wanted:
        named |= Q(table__agency__code=agency, table__code=code)
    rows = (
        _current(asked)
        .filter(named, period=asked.request.round.period)
        .filter(Q(table__classification=OPEN) | Q(table__agency__in=asked.agencies))
        .filter(~Q(text="") | Q(mark__in=ZERO_MARKS))
        .exclude(own)
        .order_by("pk")
        .values_list("table_id", "row", "column", "text", "sheet", "cell")
    )
    return [
        _Held(table, row, column, text or "0", *place) for table, row, column, text, *place in rows[:FIGURES_AT_MOST]
    ]


def _tables(held: Sequence[_Held]) -> Mapping[UUID, Table]:
    keys = {one.table for one in held}
    return {table.pk: table for table in Table.objects.filter(pk__in=keys).select_related("agency")} if keys else {}


def _elsewhere(
    asked: Asked, wanted: frozenset[tuple[str, str]], held: Sequence[_Held], tables: Mapping[UUID, Table]
) -> Mapping[tuple[str, str], Mapping[Place, str]]:
    """The tables that rules look into, by agency and code, also their cells without a figure: no sum may skip one."""
    found: dict[tuple[str, str], dict[Place, str]] = {}
    for one in held:
        table = tables[one.table]
        name = (table.agency.code, table.code)
        if name in wanted:
            found.setdefault(name, _empty(table))[one.row, one.column] = one.text
    return found


def _empty(table: Table) -> dict[Place, str]:
    definition = canonical.read(TableDef, table.definition)
    return {(row.code, column.code): "" for row in definition.rows for column in definition.columns}


def _stated(asked: Asked, held: Sequence[_Held], tables: Mapping[UUID, Table]) -> Iterator[Stated]:
    """What other tables say of the variables that are asked, in figures and in totals."""
    variables = {variable["code"] for table in asked.definitions for variable in _variables(table)}
    figures: dict[UUID, dict[Place, _Held]] = defaultdict(dict)
    for one in held:
        figures[one.table][one.row, one.column] = one
    for key, found in figures.items():
        table = tables[key]
        amounts = {place: Decimal(one.text) for place, one in found.items()}
        is_own = table.agency_id in asked.agencies
        for figure in figures_of(canonical.read(TableDef, table.definition), amounts, variables):
            stands = found[figure.row, figure.columns[0]] if figure.level == 0 else None
            yield Stated(
                thing=figure.thing,
                agency="" if is_own else table.agency.name,
                table=table.code,
                sheet=stands.sheet if stands else "",
                cell=stands.cell if stands else "",
                amount=figure.amount,
                slack=figure.slack,
                level=figure.level,
            )


def _muted(asked: Asked, at: datetime) -> tuple[Mute, ...]:
    day = local_date(asked.request.office, at)
    rows = MuteRow.objects.filter(office=asked.request.office, ended_at__isnull=True, last_day__gte=day)
    sheets = {(row.table.agency_id, row.table.code): row.sheet for row in asked.tables}
    return tuple(
        Mute(sheets[row.agency_id, row.table_code], row.code, row.reason, row.last_day)
        for row in rows.filter(table_code__in={code for _, code in sheets})
        if (row.agency_id, row.table_code) in sheets
    )


def _references(asked: Asked) -> Iterator[tuple[str, str]]:
    """Which tables the rules look into: the agency's code and the table's."""
    for plain in asked.definitions:
        if not plain["rules"]:
            continue
        table = canonical.read(TableDef, plain)
        for defined in table.rules:
            for agency, code in _referred(table, defined):
                yield agency or asked.request.agency.code, code


def _referred(table: TableDef, defined: RuleDef) -> Iterator[tuple[str, str]]:
    try:
        rule = parse_rule_of(table, defined)
    except RuleUnreadable:  # the check tells of it
        return
    yield from ((one.agency, one.table) for one in rule.references)


def _current(asked: Asked) -> QuerySet[Observation]:
    return Observation.objects.filter(office=asked.request.office, superseded_at__isnull=True)


def _variables(table: Mapping[str, object]) -> list[dict[str, str]]:
    found = table["variables"]
    if not isinstance(found, list):
        raise TypeError("variables")
    return found
