"""The words that a rule of a table may use, and what is wrong with one that cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sektoral.domain import canonical
from sektoral.domain.checks.readings import label_of
from sektoral.domain.instruments import RuleDef, TableDef
from sektoral.domain.rules.functions import FUNCTIONS
from sektoral.domain.rules.judging import Reference
from sektoral.domain.rules.tables import names_of, texts_of
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


MOST_NAMED = 12  # columns that a message lists
FUNCTIONS_KNOWN = tuple(function.form for function in FUNCTIONS.values())


def chips_of(table: Table) -> Sequence[Chip]:
    """This will list a table's columns as a rule names them."""
    definition = canonical.read(TableDef, table.definition)
    return [Chip(column.code, label_of(column)) for column in definition.columns]


def explain_fault(rule: RuleDef, table: Table) -> str:
    """This will say what is wrong with a rule; empty where it can be read and all that it looks into exists."""
    try:
        parsed = parsed_for(rule, canonical.read(TableDef, table.definition))
    except RuleUnreadable as error:
        return str(error)
    return next(filter(None, (_explain_look(one, table) for one in parsed.references)), "")


def _explain_look(reference: Reference, table: Table) -> str:
    """Say what is wrong with a look into another table: into one that nobody has, it would be undecided for ever."""
    owner = {"agency__code": reference.agency} if reference.agency else {"agency_id": table.agency_id}
    other = Table.objects.filter(office_id=table.office_id, code=reference.table, is_current=True, **owner).first()
    if other is None:
        whose = f"OPD “{reference.agency}”" if reference.agency else "OPD ini"
        return f"Tabel “{reference.table}” tidak ada pada {whose}. Periksa kodenya."
    definition = canonical.read(TableDef, other.definition)
    known = (*names_of(definition), *texts_of(definition))
    if reference.column and reference.column not in known:
        columns = ", ".join(known[:MOST_NAMED])
        return f"Tabel “{reference.table}” tidak memiliki kolom “{reference.column}”. Kolomnya antara lain: {columns}."
    return ""
