"""Standar Data of a variable is described anew; the tables that ask for it follow by a new edition each."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.instruments import TableDef, VariableDef
from sektoral.domain.roles import Permission, check_may
from sektoral.metadata.queries.standards import Described, described
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Table, Variable
from sektoral.records.table_editions import next_edition

IN_TABLES = ("name", "concept", "definition", "measure", "unit")  # what a table's own copy of a variable holds
NEEDED = ("name", "unit", "measure")


def describe_variable(variable: Variable, text: Described, *, seen: Described, by: Actor, at: datetime) -> int:
    """This will make `text` the variable's Standar Data, and give how many tables got a new edition by it.

    `seen` is what its writer had before them. Raises `NotFound`, `Refused`, `WrongState`
    (`variable_changed_meanwhile`) and `Invalid` (`variable_unchanged`, `variable_text_missing`).
    """
    by.check_here(variable)
    check_may(by.roles, Permission.WRITE_METADATA)  # of the office: one variable may be asked of several agencies
    with transaction.atomic():
        variable = Variable.objects.select_for_update(no_key=True).get(pk=variable.pk)
        _check_news(described(variable), text, seen)
        changed = [
            field for field in Described.__dataclass_fields__ if getattr(variable, field) != getattr(text, field)
        ]
        for field in changed:
            setattr(variable, field, getattr(text, field))
        variable.save(update_fields=changed)
        editions = _revise_tables(variable, by=by, at=at) if set(changed) & set(IN_TABLES) else 0
        journal.append(
            "variable.described",
            office=variable.office,
            about=variable,
            by=by.person,
            at=at,
            code=variable.code,
            changed=", ".join(changed),
            editions=editions,
        )
    return editions


def _check_news(now: Described, text: Described, seen: Described) -> None:
    if now != seen:
        raise WrongState("variable_changed_meanwhile")
    if text == now:
        raise Invalid("variable_unchanged")
    if not all(getattr(text, field) for field in NEEDED):
        raise Invalid("variable_text_missing")


def _revise_tables(variable: Variable, *, by: Actor, at: datetime) -> int:
    """Each table that asks for the variable says of it what the registry says."""
    tables = Table.objects.select_for_update(no_key=True, of=("self",)).filter(office=variable.office, is_current=True)
    count = 0
    for table in tables.select_related("agency", "office").order_by("pk"):
        definition = canonical.read(TableDef, table.definition)
        revised = _following(definition, variable)
        if revised != definition:
            next_edition(table, revised, by=by.person, at=at)
            count += 1
    return count


def _following(definition: TableDef, variable: Variable) -> TableDef:
    variables = tuple(_registered(one, variable) if one.code == variable.code else one for one in definition.variables)
    if variables == definition.variables:
        return definition
    leads = definition.variables[0].code == variable.code and definition.unit == definition.variables[0].unit
    return replace(definition, variables=variables, unit=variable.unit if leads else definition.unit)


def _registered(own: VariableDef, variable: Variable) -> VariableDef:
    return replace(own, **{field: getattr(variable, field) for field in IN_TABLES})
