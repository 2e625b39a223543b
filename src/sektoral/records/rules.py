"""The rules of tables as they are now; an instrument takes them in when it is drawn up, and keeps them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sektoral.domain import canonical
from sektoral.domain.findings import Severity
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.states import RuleState
from sektoral.records.models import Mute, RuleVersion, Table

Key = tuple[UUID, str]  # agency and table code: one table through all its versions


def definitions_of(tables: Sequence[Table], *, as_of: datetime) -> Mapping[UUID, TableDef]:
    """This will give each table's definition, by its id, with the rules that were active or on trial at an instant.

    A round asks by the rules of one instant, however often a workbook of it is drawn up again.
    """
    rules = {key: rules_in_force(latest) for key, latest in latest_versions(tables, as_of=as_of).items()}
    return {
        table.pk: replace(
            canonical.read(TableDef, table.definition), rules=rules.get((table.agency_id, table.code), ())
        )
        for table in tables
    }


def latest_versions(tables: Iterable[Table], *, as_of: datetime | None = None) -> Mapping[Key, Sequence[RuleVersion]]:
    """This will give the latest version of every rule of these tables, retired ones among them, `R2` before `R10`."""
    tables = list(tables)
    rows = RuleVersion.objects.filter(
        Q(made_at__lte=as_of) if as_of else Q(),
        rule__agency_id__in={table.agency_id for table in tables},
        rule__table_code__in={table.code for table in tables},
    )
    found: dict[Key, list[RuleVersion]] = {}
    for version in latest_of(rows):
        found.setdefault((version.rule.agency_id, version.rule.table_code), []).append(version)
    return found


def latest_of(rows: QuerySet[RuleVersion]) -> Sequence[RuleVersion]:
    """This will keep the latest version of each rule among `rows`, in the order of tables and codes."""
    latest = {version.rule_id: version for version in rows.select_related("rule").order_by("number")}
    return sorted(latest.values(), key=lambda one: (one.rule.table_code, len(one.rule.code), one.rule.code))


def rules_in_force(versions: Iterable[RuleVersion]) -> tuple[RuleDef, ...]:
    """This will give the rules that an instrument asks: all but the retired ones."""
    return tuple(rule_of(version) for version in versions if version.state != RuleState.RETIRED)


def rule_of(version: RuleVersion) -> RuleDef:
    """This will give a version as the check takes it."""
    return RuleDef(
        code=version.rule.code,
        text=version.text,
        severity=Severity(version.severity),
        says=version.says,
        tolerance=version.tolerance,
        source=version.source,
        on_trial=version.state == RuleState.TRIAL,
    )


def mutes_on(day: date, tables: Iterable[Table]) -> QuerySet[Mute]:
    """This will list the mutes of these tables that hold on `day`, their last day among it."""
    tables = list(tables)
    return Mute.objects.filter(
        agency_id__in={table.agency_id for table in tables},
        table_code__in={table.code for table in tables},
        last_day__gte=day,
        ended_at__isnull=True,
    )


def fingerprint_of(version: RuleVersion) -> str:
    """This will fingerprint what a version says, as 64 hex digits; the journal keeps it."""
    return hashlib.sha256(canonical.dumps(rule_of(version)).encode()).hexdigest()
