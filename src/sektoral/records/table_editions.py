"""The next edition of a table of the catalogue: rounds ask by it from now on, what was asked by the old one stays."""

from dataclasses import replace
from datetime import datetime

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.instruments import TableDef, check_table
from sektoral.records import journal
from sektoral.records.models import Agency, Person, Table


def store_edition(definition: TableDef, *, of: Agency, like: Table | None = None) -> Table:
    """This will store a definition as the current edition of its code, published under the conditions of `like`."""
    kept = {"hides_small": like.hides_small, "due_after_days": like.due_after_days} if like else {}
    return Table.objects.create(
        office=of.office,
        agency=of,
        code=definition.code,
        version=definition.version,
        title=definition.title,
        level=definition.level,
        classification=definition.classification,
        is_priority=definition.priority,
        definition=canonical.plain(definition),
        **kept,
    )


def next_edition(table: Table, definition: TableDef, *, by: Person, at: datetime) -> Table:
    """This will make `definition` the next edition of a locked table, its rules kept apart; call it in a transaction.

    Raises `WrongState` (`table_not_current`) and `Invalid` (`table_unchanged`, `table_code_differs`,
    `instrument_malformed`).
    """
    if not table.is_current:
        raise WrongState("table_not_current", table=table.code)
    revised = replace(  # rules are kept apart, and stay; who may see the table is decided by classifying it
        definition, version=table.version + 1, rules=(), classification=table.classification
    )
    _check(table, revised)
    table.is_current = False
    table.save(update_fields=["is_current"])
    edition = store_edition(revised, of=table.agency, like=table)
    journal.append("table.revised", office=table.office, about=edition, by=by, at=at, version=revised.version)
    return edition


def _check(table: Table, revised: TableDef) -> None:
    if revised.code != table.code:
        raise Invalid("table_code_differs", table=table.code, other=revised.code)
    check_table(revised.code, revised)
    if canonical.plain(replace(revised, version=table.version)) == table.definition:
        raise Invalid("table_unchanged", table=table.code)
