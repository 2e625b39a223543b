"""Which metadata forms an agency owes for the tables that it is asked for, and how complete each of them is.

One MS-Keg for what it compiles; MS-Ind for each rate or index among its variables, MS-Var for each other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast
from uuid import UUID

from sektoral.domain.instruments import ValueKind
from sektoral.domain.metadata_answers import Completeness, completeness_of, read_answers
from sektoral.domain.metadata_forms import MetadataKind, form_of
from sektoral.domain.metadata_proposals import INDICATORS
from sektoral.records.models import MetadataForm, Office, Table

ACTIVITY_KEY = "kompilasi"  # the key of an agency's one activity


@dataclass(frozen=True, slots=True)
class Owed:
    """A form that an agency owes; `key` is the variable's code, or `ACTIVITY_KEY`, `stored` its last version."""

    agency: UUID
    kind: MetadataKind
    key: str
    name: str
    stored: MetadataForm | None
    completeness: Completeness


@dataclass(frozen=True, slots=True)
class MetadataStanding:
    """How far an agency, or a table, is with its metadata."""

    owed: int
    written: int
    complete: int
    checked: int
    percent: int  # the mean of all forms owed; what is not written counts as nothing


class _VariableText(TypedDict):
    code: str
    name: str
    kind: str


def list_owed(office: Office, agencies: Collection[UUID] | None = None) -> Mapping[UUID, Sequence[Owed]]:
    """This will list what agencies owe, by agency in the order of the office: the activity first, then by table."""
    tables = Table.objects.filter(office=office, is_current=True)
    stored = MetadataForm.objects.filter(office=office, is_current=True).select_related("written_by", "checked_by")
    if agencies is not None:
        tables, stored = tables.filter(agency__in=agencies), stored.filter(agency__in=agencies)
    forms = {(form.agency_id, form.kind, form.key): form for form in stored}
    owed: dict[UUID, dict[tuple[MetadataKind, str], Owed]] = {}
    rows = tables.order_by("agency__position", "code").values_list("agency_id", "agency__name", "definition__variables")
    for agency, name, variables in rows:
        found = owed.setdefault(agency, {})
        asked = [(MetadataKind.ACTIVITY, ACTIVITY_KEY, f"Kompilasi data {name}")]
        asked += [(_kind(one), one["code"], one["name"]) for one in cast("list[_VariableText]", variables)]
        for kind, key, title in asked:
            if (kind, key) not in found:
                found[kind, key] = _owed(agency, kind, key, title, forms.get((agency, kind, key)))
    return {agency: list(found.values()) for agency, found in owed.items()}


def standing_of(owed: Iterable[Owed]) -> MetadataStanding:
    """This will sum up what is owed."""
    forms = list(owed)
    percents = [one.completeness.percent if one.stored else 0 for one in forms]
    return MetadataStanding(
        owed=len(forms),
        written=sum(one.stored is not None for one in forms),
        complete=sum(percent == 100 for percent in percents),
        checked=sum(one.stored is not None and one.stored.checked_at is not None for one in forms),
        percent=sum(percents) // len(forms) if forms else 0,
    )


def standing_of_table(table: Table) -> MetadataStanding:
    """This will sum up the metadata of one table: of its variables, and of the activity that they come from."""
    variables = {one["code"]: one for one in cast("list[_VariableText]", table.definition["variables"])}
    stored = MetadataForm.objects.filter(agency_id=table.agency_id, is_current=True, key__in=[ACTIVITY_KEY, *variables])
    forms = {(form.kind, form.key): form for form in stored}
    asked = [(MetadataKind.ACTIVITY, ACTIVITY_KEY), *((_kind(one), code) for code, one in variables.items())]
    return standing_of(_owed(table.agency_id, kind, key, "", forms.get((kind, key))) for kind, key in asked)


def _kind(variable: _VariableText) -> MetadataKind:
    return MetadataKind.INDICATOR if ValueKind(variable["kind"]) in INDICATORS else MetadataKind.VARIABLE


def _owed(agency: UUID, kind: MetadataKind, key: str, name: str, stored: MetadataForm | None) -> Owed:
    answers = read_answers(stored.answers) if stored else {}
    return Owed(agency, kind, key, name, stored, completeness_of(form_of(kind), answers))
