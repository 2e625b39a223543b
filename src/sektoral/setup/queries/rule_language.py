"""The words that a rule of a table may use, and what is wrong with one that cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain import canonical
from sektoral.domain.checks.readings import label_of
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.rules.functions import FUNCTIONS
from sektoral.domain.rules.unreadable import RuleUnreadable
from sektoral.records.models import Table
from sektoral.setup.queries.rule_cases import parsed_for


@dataclass(frozen=True, slots=True)
class Chip:
    """A word that a press puts into the rule; `label` says what it stands for."""

    word: str
    label: str


SIGNS = tuple(
    Chip(word, label)
    for word, label in (
        ("==", "sama dengan"),
        ("<=", "paling banyak"),
        (">=", "paling sedikit"),
        ("+", "tambah"),
        ("-", "kurang"),
        ("*", "kali"),
        ("/", "bagi"),
        ("and", "dan"),
        ("or", "atau"),
    )
)


FUNCTIONS_KNOWN = tuple(function.form for function in FUNCTIONS.values())


def chips_of(table: Table) -> Sequence[Chip]:
    """This will list a table's columns as a rule names them."""
    definition = canonical.read(TableDef, table.definition)
    return [Chip(column.code, label_of(column)) for column in definition.columns]


def explain_fault(rule: RuleDef, table: Table) -> str:
    """This will say what is wrong with a rule; empty where it can be read."""
    try:
        parsed_for(rule, canonical.read(TableDef, table.definition))
    except RuleUnreadable as error:
        return str(error)
    return ""
