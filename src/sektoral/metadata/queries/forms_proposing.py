"""What the office knows already of a form's answers: its agency, its tables, its code lists, its rules."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sektoral.domain import canonical
from sektoral.domain.instruments import TableDef
from sektoral.domain.metadata_forms import MetadataKind
from sektoral.domain.metadata_proposals import (
    Asked,
    Labels,
    Producer,
    Proposal,
    dimensions_of,
    propose_activity,
    propose_indicator,
    propose_variable,
)
from sektoral.metadata.queries.forms_reach import About
from sektoral.records.actors import local_date
from sektoral.records.metadata_standing import ACTIVITY_KEY
from sektoral.records.models import Agency, Code, Codelist, MetadataForm, Office, Table, Variable
from sektoral.records.rules import latest_versions, rules_in_force

REGIONS = "wilayah"


def proposal_of(about: About, *, at: datetime) -> Proposal:
    """This will fill a form as far as the office's own data tell."""
    year = local_date(about.agency.office, at).year
    if about.kind is MetadataKind.ACTIVITY:
        return propose_activity(_producer(about.agency), _definitions(_tables(about.agency)), year=year)
    asked = _asked(about)
    if about.kind is MetadataKind.INDICATOR:
        names = dict(Codelist.objects.filter(office=about.agency.office).values_list("code", "name"))
        return propose_indicator(asked, names)
    return propose_variable(asked, _labels(about.agency.office, asked), activity=activity_title(about.agency, year))


def activity_title(agency: Agency, year: int) -> str:
    """This will give the title of an agency's activity, as written or else as proposed."""
    written = MetadataForm.objects.filter(agency=agency, kind=MetadataKind.ACTIVITY, key=ACTIVITY_KEY, is_current=True)
    answers = written.values_list("answers", flat=True).first() or {}
    rows = answers.get("judul_kegiatan") or propose_activity(_producer(agency), (), year=year).answers["judul_kegiatan"]
    return str(rows[0][0])


def _producer(agency: Agency) -> Producer:
    office = agency.office
    own = agency.is_office
    regency = Code.objects.filter(codelist__office=office, codelist__code=REGIONS, code=office.region_code).first()
    province = (
        Code.objects.filter(codelist__office=office, codelist__code=REGIONS, code=regency.parent).first()
        if regency
        else None
    )
    return Producer(
        name=agency.name,
        address=", ".join(agency.address or (office.address if own else ())),
        phone=agency.phone or (office.contact.get("phone", "") if own else ""),
        email=agency.email or (office.contact.get("email", "") if own else ""),
        province=(province.bps_code, province.label) if province else ("", ""),
        regency=(regency.bps_code if regency else "", office.regency),
    )


def _tables(agency: Agency) -> Sequence[Table]:
    return list(Table.objects.filter(agency=agency, is_current=True).order_by("code"))


def _definitions(tables: Sequence[Table]) -> tuple[TableDef, ...]:
    return tuple(canonical.read(TableDef, table.definition) for table in tables)


def _asked(about: About) -> Asked:
    """Standar Data is the registry's; the bounds are the table's own."""
    tables = [
        table
        for table in _tables(about.agency)
        if any(one["code"] == about.key for one in table.definition["variables"])
    ]
    definitions = _definitions(tables)
    variable = next(one for table in definitions for one in table.variables if one.code == about.key)
    stored = Variable.objects.filter(office=about.agency.office, code=about.key).first()
    if stored is None:
        return Asked(variable, "", definitions, _rules(tables, definitions, about.key))
    registered = replace(
        variable,
        name=stored.name,
        unit=stored.unit,
        measure=stored.measure,
        concept=stored.concept,
        definition=stored.definition,
    )
    return Asked(registered, stored.sds_code, definitions, _rules(tables, definitions, about.key))


def _rules(tables: Sequence[Table], definitions: Sequence[TableDef], code: str) -> tuple[str, ...]:
    """The sentences of the rules that name a column of the variable."""
    found: dict[str, None] = {}
    versions = latest_versions(tables)
    for table, definition in zip(tables, definitions, strict=True):
        columns = {column.code for column in definition.columns if column.variable in ("", code)}
        for rule in rules_in_force(versions.get((table.agency_id, table.code), ())):
            if columns & set(re.findall(r"\w+", rule.text)) and rule.says:
                found[rule.says.replace("|", "/")] = None
    return tuple(found)


def _labels(office: Office, asked: Asked) -> Labels:
    lists = {name for name, _ in dimensions_of(asked)}
    codes = Code.objects.filter(codelist__office=office, codelist__code__in=lists)
    return {(name, code): label for name, code, label in codes.values_list("codelist__code", "code", "label")}
