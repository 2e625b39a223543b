"""A table of the catalogue is made, or changes by a new edition: what was asked and answered by an old one stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid
from sektoral.domain.instruments import TableDef, VariableDef, check_table
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Agency, Office, Request, Table, Variable
from sektoral.records.table_editions import next_edition, store_edition


def create_table(definition: TableDef, *, of: Agency, asked_in: Request, by: Actor, at: datetime) -> Table:
    """This will put a new table into the catalogue of `of`, to be asked for in a request that is out (step 3).

    Its variables join the office's; one that is there already stays as it is. Raises `Refused`, `NotFound`, `Invalid`
    (`table_code_taken`, `variable_code_taken`, `instrument_malformed`).
    """
    by.check_here(of, asked_in)
    by.check(Permission.WRITE_TABLES)
    first = replace(definition, version=1, rules=())
    check_table(first.code, first)
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=of.pk)  # two at once: the second one is told
        if Table.objects.filter(agency=of, code=first.code).exists():
            raise Invalid("table_code_taken", table=first.code)
        _add_variables(of.office, first.variables)
        table = store_edition(first, of=of)
        journal.append(
            "table.created",
            office=of.office,
            about=table,
            by=by.person,
            at=at,
            version=1,
            request=str(asked_in.pk),
        )
    return table


def revise_table(table: Table, definition: TableDef, *, by: Actor, at: datetime) -> Table:
    """This will make `definition` the next edition of a table; rounds ask by it from now on.

    The edition's number is given here. A request that is out keeps its edition until it is asked anew (step 3,
    `adopt_editions`). Raises `Refused`, `WrongState` (`table_not_current`) and `Invalid` (`table_unchanged`,
    `table_code_differs`, `instrument_malformed`).
    """
    by.check_here(table)
    by.check(Permission.SET_UP)
    with transaction.atomic():
        table = Table.objects.select_for_update(no_key=True, of=("self",)).get(pk=table.pk)
        return next_edition(table, definition, by=by.person, at=at)


def _add_variables(office: Office, variables: Sequence[VariableDef]) -> None:
    """A variable has one unit wherever it is asked."""
    known = {one.code: one for one in Variable.objects.filter(office=office, code__in=[v.code for v in variables])}
    for one in variables:
        if one.code in known and known[one.code].unit != one.unit:
            raise Invalid("variable_code_taken", variable=one.code, unit=known[one.code].unit)
    Variable.objects.bulk_create(
        Variable(
            office=office,
            code=one.code,
            name=one.name,
            unit=one.unit,
            measure=one.measure,
            kind=one.kind,
            decimals=one.decimals,
            concept=one.concept,
            definition=one.definition,
        )
        for one in variables
        if one.code not in known
    )
