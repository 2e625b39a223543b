"""The registry of variables as Standar Data has them: the list, and one variable with its tables and findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, cast
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.roles import Permission, permissions_of
from sektoral.domain.variable_names import NamingFault, Standard, naming_faults
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Office, Person, Table, Variable
from sektoral.ui.lists import Column, Filter, ListSpec

WHOLE, PART = "lengkap", "kurang"
WITH, WITHOUT = "ada", "tidak"


@dataclass(frozen=True)
class Described:
    """What can be said anew of a variable; its kind and decimals belong to its tables."""

    name: str
    concept: str
    definition: str
    classification: str
    measure: str
    unit: str
    sds_code: str
    dssd_code: str


@dataclass(frozen=True, slots=True)
class VariableRow:
    """A variable in the list."""

    id: UUID
    code: str
    text: Described
    percent: int
    missing: Sequence[str]
    faults: Sequence[NamingFault]
    agencies: Sequence[str]
    tables: int


@dataclass(frozen=True, slots=True)
class AskingTable:
    """A table that asks for a variable."""

    id: UUID
    code: str
    title: str
    agency: str
    version: int


@dataclass(frozen=True, slots=True)
class Change:
    """When a variable was described anew, by whom, and what of it."""

    at: datetime
    by: str
    changed: str
    editions: int


@dataclass(frozen=True, slots=True)
class VariablePage:
    """One variable with what asks for it, what its concept breaks, and its changes."""

    id: UUID
    code: str
    text: Described
    percent: int
    missing: Sequence[str]
    faults: Sequence[NamingFault]
    tables: Sequence[AskingTable]
    changes: Sequence[Change]
    may_write: bool


class _VariableText(TypedDict):
    code: str


def described(variable: Variable) -> Described:
    """This will give what the registry says of a variable."""
    return Described(**{field: getattr(variable, field) for field in Described.__dataclass_fields__})


def fetch_variable(actor: Actor, pk: UUID) -> Variable:
    """This will give a variable of the actor's office. Raises `NotFound`."""
    found = Variable.objects.filter(office=actor.office, pk=pk).select_related("office").first()
    if found is None:
        raise NotFound("not_found")
    return found


def list_variables(office: Office) -> Sequence[VariableRow]:
    """This will list all variables of the office by code."""
    asking = _asking(office)
    variables = list(Variable.objects.filter(office=office).order_by("code"))
    shared = _shared([one.concept for one in variables])
    return [_row(one, asking.get(one.code, ()), shared) for one in variables]


def variable_page(actor: Actor, variable: Variable) -> VariablePage:
    """This will read one variable."""
    text = described(variable)
    others = Variable.objects.filter(office=variable.office).exclude(pk=variable.pk).values_list("concept", flat=True)
    standard = _standard(text)
    return VariablePage(
        id=variable.pk,
        code=variable.code,
        text=text,
        percent=standard.percent,
        missing=standard.missing,
        faults=naming_faults(standard, list(others)),
        tables=_asking(variable.office).get(variable.code, ()),
        changes=_changes(variable),
        may_write=Permission.WRITE_METADATA in permissions_of(actor.roles),
    )


def variables_spec(rows: Sequence[VariableRow]) -> ListSpec[VariableRow]:
    """This will describe the list; the agencies to choose from are those that are asked for a variable."""
    agencies = sorted({agency for row in rows for agency in row.agencies})
    return ListSpec(
        name="standar-data",
        columns=(
            Column("kode", "Kode", lambda row: row.code),
            Column("nama", "Variabel", lambda row: row.text.name),
            Column("konsep", "Konsep", lambda row: row.text.concept),
            Column("definisi", "Definisi", lambda row: row.text.definition, on_page=False),
            Column("klasifikasi", "Klasifikasi", lambda row: row.text.classification, on_page=False),
            Column("ukuran", "Ukuran", lambda row: row.text.measure, on_page=False),
            Column("satuan", "Satuan", lambda row: row.text.unit),
            Column("sds", "Kode SDS", lambda row: row.text.sds_code, on_page=False),
            Column("dssd", "Kode DSSD", lambda row: row.text.dssd_code, on_page=False),
            Column("opd", "Produsen Data", lambda row: ", ".join(row.agencies)),
            Column("tabel", "Tabel", lambda row: row.tables, numeric=True, on_page=False),
            Column("lengkap", "Kelengkapan (%)", lambda row: row.percent, numeric=True),
            Column("temuan", "Temuan penamaan", lambda row: "; ".join(fault.says for fault in row.faults)),
        ),
        filters=(
            Filter("opd", "Produsen Data", [(one, one) for one in agencies], lambda row, one: one in row.agencies),
            Filter(
                "isi",
                "Kelengkapan",
                [(WHOLE, "Lengkap"), (PART, "Belum lengkap")],
                lambda row, chosen: (row.percent == 100) == (chosen == WHOLE),
            ),
            Filter(
                "nama",
                "Temuan penamaan",
                [(WITH, "Ada temuan"), (WITHOUT, "Tanpa temuan")],
                lambda row, chosen: bool(row.faults) == (chosen == WITH),
            ),
        ),
        text=lambda row: " ".join((row.code, row.text.name, row.text.concept, row.text.definition, *row.agencies)),
        search_label="Cari variabel",
    )


def _row(variable: Variable, tables: Sequence[AskingTable], shared: frozenset[str]) -> VariableRow:
    text = described(variable)
    standard = _standard(text)
    return VariableRow(
        id=variable.pk,
        code=variable.code,
        text=text,
        percent=standard.percent,
        missing=standard.missing,
        faults=naming_faults(standard, shared),
        agencies=tuple(dict.fromkeys(table.agency for table in tables)),
        tables=len(tables),
    )


def _standard(text: Described) -> Standard:
    return Standard(text.name, text.concept, text.definition, text.classification, text.measure, text.unit)


def _shared(concepts: Sequence[str]) -> frozenset[str]:
    """The concepts that stand more than once."""
    counted: dict[str, int] = {}
    for concept in concepts:
        key = concept.strip().casefold()
        counted[key] = counted.get(key, 0) + 1
    return frozenset(concept for concept, count in counted.items() if concept and count > 1)


def _asking(office: Office) -> dict[str, Sequence[AskingTable]]:
    tables = Table.objects.filter(office=office, is_current=True).order_by("agency__position", "code")
    rows = tables.values_list("pk", "code", "title", "agency__short_name", "version", "definition__variables")
    found: dict[str, list[AskingTable]] = {}
    for pk, code, title, agency, version, variables in rows:
        for one in cast("list[_VariableText]", variables):
            found.setdefault(one["code"], []).append(AskingTable(pk, code, title, agency, version))
    return dict(found)


def _changes(variable: Variable) -> Sequence[Change]:
    events = Event.objects.filter(
        office_id=variable.office_id, kind="variable.described", about_id=str(variable.pk)
    ).order_by("-sequence")[:50]
    names = {
        str(pk): name for pk, name in Person.objects.filter(pk__in=[one.by for one in events]).values_list("pk", "name")
    }
    return [
        Change(one.at, names.get(one.by, ""), str(one.facts.get("changed", "")), int(one.facts.get("editions", 0)))
        for one in events
    ]
