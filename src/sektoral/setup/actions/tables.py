"""A table's definition changes by a new edition: what was asked and answered by the old one stays as it was."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.instruments import TableDef, check_table
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Table


def revise_table(table: Table, definition: TableDef, *, by: Actor, at: datetime) -> Table:
    """This will make `definition` the next edition of a table; rounds ask by it from now on.

    The edition's number is given here. A request that is out keeps its edition until it is asked anew (step 3,
    `adopt_editions`). Raises `Refused`, `WrongState` (`table_not_current`) and `Invalid` (`table_unchanged`,
    `table_code_differs`, `instrument_malformed`).
    """
    by.check_here(table)
    by.check(Permission.SET_UP)
    with transaction.atomic():
        table = Table.objects.select_for_update(of=("self",)).get(pk=table.pk)
        if not table.is_current:
            raise WrongState("table_not_current", table=table.code)
        revised = replace(definition, version=table.version + 1, rules=())  # rules are kept apart, and stay
        _check(table, revised)
        table.is_current = False
        table.save(update_fields=["is_current"])
        edition = Table.objects.create(
            office=table.office,
            agency=table.agency,
            code=table.code,
            version=revised.version,
            title=revised.title,
            level=revised.level,
            classification=revised.classification,
            is_priority=revised.priority,
            definition=canonical.plain(revised),
        )
        journal.append(
            "table.revised", office=table.office, about=edition, by=by.person, at=at, version=revised.version
        )
    return edition


def _check(table: Table, revised: TableDef) -> None:
    if revised.code != table.code:
        raise Invalid("table_code_differs", table=table.code, other=revised.code)
    check_table(revised.code, revised)
    if canonical.plain(replace(revised, version=table.version)) == table.definition:
        raise Invalid("table_unchanged", table=table.code)
