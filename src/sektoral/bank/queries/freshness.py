"""How fresh the bank is: which tables are due or stale, and which figures were corrected in a span of time."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from sektoral.bank.queries.catalogue import Listed, list_tables
from sektoral.domain.freshness import Freshness
from sektoral.domain.report_parts import AgedTable, BankState, CorrectedTable
from sektoral.records.models import Observation, Office

AGED = (Freshness.STALE, Freshness.DUE)


def bank_state(office: Office, *, at: datetime) -> BankState:
    """This will tell how fresh the bank is now, the longest stale first."""
    return _state_of(list_tables(office, as_of=None, at=at))


def bank_state_then(office: Office, *, at: datetime) -> BankState:
    """This will tell it of an instant of the past, counted over the whole bank."""
    return _state_of(list_tables(office, as_of=at, at=at))


def _state_of(tables: Sequence[Listed]) -> BankState:
    aged = [_aged(one) for one in tables if one.fresh.state in AGED]
    return BankState(
        fresh=sum(one.fresh.state is Freshness.FRESH for one in tables),
        empty=sum(one.fresh.state is Freshness.EMPTY for one in tables),
        aged=tuple(sorted(aged, key=lambda one: (AGED.index(one.state), one.due_on, one.code))),
    )


def _aged(one: Listed) -> AgedTable:
    fresh = one.fresh
    last = fresh.last.code if fresh.last else ""
    return AgedTable(one.code, one.title, one.agency, fresh.state, last, fresh.awaited.code, fresh.due_on)


def corrected_tables(office: Office, *, since: datetime, until: datetime) -> tuple[CorrectedTable, ...]:
    """This will list the tables of which figures that the bank had were replaced in that time, with the reasons."""
    rows = Observation.objects.filter(office=office, version__gt=1, recorded_at__gt=since, recorded_at__lte=until)
    told = rows.values_list("table__code", "table__title", "table__agency__name", "period", "reason")
    counted = told.annotate(values=Count("pk")).order_by("table__agency__position", "table__code", "period", "reason")
    return tuple(
        CorrectedTable(code, title, agency, period, values, reason)
        for code, title, agency, period, reason, values in counted
    )
