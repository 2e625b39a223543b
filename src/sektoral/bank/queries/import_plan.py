"""What the figures of old years would change in the bank: what is new, what it holds already, what differs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from sektoral.bank.queries import exact_sum
from sektoral.bank.series import dims_text, series_key
from sektoral.domain import canonical
from sektoral.domain.checks.long.history import OldFigure
from sektoral.domain.instruments import TableDef
from sektoral.domain.numbers import OBS_STATUS
from sektoral.domain.periods import read_period
from sektoral.intake.histories import ReadHistory
from sektoral.records.models import Observation, Table
from sektoral.records.pouring import NewFigure

DIFFERENCES_AT_MOST = 200  # that a preview names one by one
Place = tuple[str, str]  # row code, column code


class Difference(TypedDict):
    """A figure that the bank holds otherwise."""

    period: str
    row: str
    column: str
    cell: str
    held: str
    read: str


class PeriodPreview(TypedDict):
    """What a file says of one period, counted, with its control total; and beside what the bank held."""

    period: str
    figures: int
    marks: int
    sum: str
    new: int
    same: int
    changed: int
    differences: list[Difference]


class Held(NamedTuple):
    """The last version of a series. One that is not `current` was withdrawn."""

    key: int
    version: int
    text: str
    mark: str
    is_current: bool
    is_signed: bool

    @property
    def shown(self) -> str:
        """The figure with its mark, or the mark alone."""
        return f"{self.text}{self.mark}"


class Change(NamedTuple):
    """A figure that the bank holds otherwise, with what it would become."""

    held: Held
    old: OldFigure
    new: NewFigure


@dataclass(slots=True)
class Plan:
    """What storing a file would do. Figures that the bank holds with the same text and mark make no version."""

    new: list[NewFigure] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # by period


class _Cell(NamedTuple):
    """What the definition says of a cell of the table; `series` lacks its period."""

    series: str
    variable: str
    area: str
    dims: str


def plan_of(read: ReadHistory, table: Table) -> Plan:
    """This will compare what was read with the last version of every series that it is about."""
    plan, held = Plan(), _held(table, read.periods)
    cells = _cells(table)
    for one in read.figures:
        cell = cells[one.row, one.column]
        series = cell.series + one.period
        last = held.get(series)
        if last is not None and last.is_current and (last.text, last.mark) == (one.text, one.mark):
            plan.same[one.period] += 1
            continue
        status, version = OBS_STATUS.get(one.mark, "A"), str(last.version + 1) if last else "1"
        figure = NewFigure(
            series, cell.variable, cell.area, cell.dims, one.period, one.row, one.column, one.mark, status, version,
            one.cell, one.text,
        )  # fmt: skip
        if last is not None and last.is_current:
            plan.changed.append(Change(last, one, figure))
        else:
            plan.new.append(figure)
    return plan


def preview_of(read: ReadHistory, plan: Plan) -> list[PeriodPreview]:
    """This will tell period by period, from old to new, what storing would do."""
    texts: dict[str, list[str]] = {period: [] for period in _in_order(read.periods)}
    for one in read.figures:
        texts[one.period].append(one.text)
    new: Mapping[str, int] = _counted(one.period for one in plan.new)
    changed: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changed:
        changed[change.old.period].append(change)
    return [
        PeriodPreview(
            period=period,
            figures=sum(text != "" for text in found),
            marks=found.count(""),
            sum=exact_sum([text for text in found if text]),
            new=new.get(period, 0),
            same=plan.same.get(period, 0),
            changed=len(changed[period]),
            differences=[_difference(one) for one in changed[period][:DIFFERENCES_AT_MOST]],
        )
        for period, found in texts.items()
        if found
    ]


def _in_order(periods: Sequence[str]) -> list[str]:
    return sorted(periods, key=lambda code: read_period(code).first_day)


def _counted(periods: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for period in periods:
        counts[period] += 1
    return counts


def _difference(one: Change) -> Difference:
    old = one.old
    return Difference(
        period=old.period,
        row=old.row,
        column=old.column,
        cell=old.cell,
        held=one.held.shown,
        read=f"{old.text}{old.mark}",
    )


def _held(table: Table, periods: Sequence[str]) -> Mapping[str, Held]:
    """The last version of each series of the table, of whatever edition, in these periods."""
    editions = list(Table.objects.filter(agency_id=table.agency_id, code=table.code).values_list("pk", flat=True))
    rows = Observation.objects.filter(office_id=table.office_id, table__in=editions, period__in=periods)
    columns = ("series", "id", "version", "text", "mark", "superseded_at", "item_id")
    found: dict[str, Held] = {}
    for series, key, version, text, mark, superseded_at, item in rows.values_list(*columns).iterator():
        if series not in found or found[series].version < version:
            found[series] = Held(key, version, text, mark, superseded_at is None, item is not None)
    return found


def _cells(table: Table) -> Mapping[Place, _Cell]:
    definition = canonical.read(TableDef, table.definition)
    return {
        (row.code, column.code): _Cell(
            series=series_key(table.agency.code, definition, row, column, ""),
            variable=definition.variable_at(row, column).code,
            area=row.area,
            dims=dims_text(row, column),
        )
        for row in definition.rows
        for column in definition.columns
    }
