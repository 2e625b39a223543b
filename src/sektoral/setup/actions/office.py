"""An office is made from its facts, whole or not at all."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from sektoral.domain import canonical
from sektoral.domain.catalogue import CatalogueEntry
from sektoral.domain.errors import WrongState
from sektoral.domain.instruments import RuleDef, VariableDef
from sektoral.domain.periods import read_date
from sektoral.domain.sop_text import load_sop
from sektoral.domain.states import RuleState
from sektoral.domain.workdays import Calendar
from sektoral.records import journal
from sektoral.records.models import (
    Agency,
    Assignment,
    Code,
    Codelist,
    DayOff,
    Office,
    Person,
    Rule,
    RuleVersion,
    Sop,
    Table,
    Variable,
    WorkHours,
)
from sektoral.records.sop_versions import digest_of
from sektoral.setup.actions.calendar import week_as_stored
from sektoral.setup.facts import AgencyFact, OfficeFacts, PersonFact, Profile

REGIONS_CODELIST = "wilayah"
REGIONS_SOURCE = (
    "Kode Kemendagri: Kepmendagri 300.2.2-2430/2025. "
    "Kode BPS 2018: Wilayah Administratif Indonesia (edwardsamuel), Open Database License 1.0."
)


@transaction.atomic
def create_office(*, facts: OfficeFacts, at: datetime, by: Person | None = None) -> Office:
    """This will store an office with its calendar, SOP, code lists, agencies, catalogue and people.

    Nobody gets a password here. Raises `WrongState("office_exists")` when the office is there already.
    """
    profile = facts.profile
    if Office.objects.filter(slug=profile.slug).exists():
        raise WrongState("office_exists", slug=profile.slug)
    office = _store_profile(profile, facts.calendar.zone)
    _store_calendar(office, facts.calendar)
    _store_sop(office, facts.sop_text, at=at)
    _store_codelists(office, facts)
    agencies = _store_agencies(office, facts.agencies, profile.valid_from)
    _store_catalogue(office, facts.catalogue, agencies)
    _store_rules(office, facts.catalogue, agencies, at=at)
    _store_people(office, facts.people, agencies, profile.valid_from)
    _write_journal(office, facts, at=at, by=by)
    return office


def _write_journal(office: Office, facts: OfficeFacts, *, at: datetime, by: Person | None) -> None:
    journal.start(office)
    journal.append(
        "office.created",
        office=office,
        about=office,
        by=by,
        at=at,
        agencies=len(facts.agencies),
        tables=len(facts.catalogue),
        regions=len(facts.regions),
        sop_sha256=digest_of(json.loads(facts.sop_text)),
    )
    journal.append("calendar.changed", office=office, about=office, by=by, at=at, days_off=len(facts.calendar.holidays))
    journal.append("assignment.changed", office=office, about=office, by=by, at=at, assignments=len(facts.people))


def _store_profile(profile: Profile, zone: str) -> Office:
    return Office.objects.create(
        slug=profile.slug,
        government=profile.government,
        name=profile.name,
        regency=profile.regency,
        region_code=profile.region_code,
        place=profile.place,
        address=list(profile.address),
        contact=asdict(profile.contact),
        time_zone=zone,
        number_template=profile.number_template,
        classification=profile.classification,
        unit_code=profile.unit_code,
        copies=list(profile.copies),
        is_sample=profile.is_sample,
    )


def _store_calendar(office: Office, calendar: Calendar) -> None:
    DayOff.objects.bulk_create(
        DayOff(office=office, date=day.date, name=day.name, kind=day.kind.value, basis=day.basis)
        for day in calendar.holidays
    )
    WorkHours.objects.create(
        office=office, hours=week_as_stored(calendar.hours), basis="Perpres 21/2023; jam kerja biasa"
    )
    WorkHours.objects.bulk_create(
        WorkHours(
            office=office, valid_from=d.first, valid_to=d.last, hours=week_as_stored(d.hours), basis=d.name, position=n
        )
        for n, d in enumerate(calendar.overrides, start=1)
    )


def _store_sop(office: Office, text: str, *, at: datetime) -> None:
    sop = load_sop(text)
    Sop.objects.create(
        office=office,
        version=1,
        number=sop.number,
        content=json.loads(text),
        effective_on=read_date(sop.effective_on),
        is_chart_approved=sop.chart.approved,
        in_force_at=at,
    )


def _store_codelists(office: Office, facts: OfficeFacts) -> None:
    since = facts.profile.valid_from
    regions = Codelist.objects.create(office=office, code=REGIONS_CODELIST, name="Wilayah", source=REGIONS_SOURCE)
    codes = [
        Code(
            office=office,
            codelist=regions,
            code=region.code,
            label=region.name,
            parent=region.parent,
            kind=region.kind,
            bps_code=region.bps_code,
            valid_from=since,
            position=position,
        )
        for position, region in enumerate(facts.regions)
    ]
    for one in facts.codelists:
        codelist = Codelist.objects.create(office=office, code=one.code, name=one.name)
        codes += [
            Code(office=office, codelist=codelist, code=code, label=label, valid_from=since, position=position)
            for position, (code, label) in enumerate(one.codes)
        ]
    Code.objects.bulk_create(codes)


def _store_agencies(office: Office, agencies: tuple[AgencyFact, ...], since: date) -> Mapping[str, Agency]:
    stored = Agency.objects.bulk_create(
        Agency(
            office=office,
            code=agency.code,
            name=agency.name,
            short_name=agency.short_name,
            affairs=agency.affairs,
            evidence=agency.evidence,
            is_office=agency.is_office,
            head_title=agency.head_title,
            place=agency.place or office.place,
            position=position,
            valid_from=since,
        )
        for position, agency in enumerate(agencies)
    )
    return {agency.code: agency for agency in stored}


def _store_catalogue(office: Office, catalogue: tuple[CatalogueEntry, ...], agencies: Mapping[str, Agency]) -> None:
    variables = {variable.code: variable for entry in catalogue for variable in entry.table.variables}
    Variable.objects.bulk_create(_variable(office, variable) for variable in variables.values())
    Table.objects.bulk_create(
        Table(
            office=office,
            agency=agencies[entry.agency_code],
            code=entry.table.code,
            version=entry.table.version,
            title=entry.table.title,
            level=entry.table.level,
            classification=entry.table.classification,
            is_priority=entry.table.priority,
            definition=canonical.plain(replace(entry.table, rules=())),
        )
        for entry in catalogue
    )


def _store_rules(
    office: Office, catalogue: tuple[CatalogueEntry, ...], agencies: Mapping[str, Agency], *, at: datetime
) -> None:
    """The catalogue's rules become first versions, made by nobody of the office."""
    written = [
        (Rule(office=office, agency=agencies[entry.agency_code], table_code=entry.table.code, code=rule.code), rule)
        for entry in catalogue
        for rule in entry.table.rules
    ]
    Rule.objects.bulk_create(row for row, _ in written)
    RuleVersion.objects.bulk_create(_first_version(row, rule, at) for row, rule in written)


def _first_version(row: Rule, rule: RuleDef, at: datetime) -> RuleVersion:
    return RuleVersion(
        office=row.office,
        rule=row,
        number=1,
        text=rule.text,
        says=rule.says,
        severity=rule.severity,
        tolerance=rule.tolerance,
        source=rule.source,
        state=RuleState.TRIAL if rule.on_trial else RuleState.ACTIVE,
        made_at=at,
    )


def _variable(office: Office, variable: VariableDef) -> Variable:
    return Variable(
        office=office,
        code=variable.code,
        name=variable.name,
        unit=variable.unit,
        measure=variable.measure,
        kind=variable.kind,
        decimals=variable.decimals,
        concept=variable.concept,
        definition=variable.definition,
    )


def _store_people(office: Office, people: tuple[PersonFact, ...], agencies: Mapping[str, Agency], since: date) -> None:
    for fact in people:
        person = Person.objects.filter(email=fact.email.lower()).first()
        Assignment.objects.create(
            office=office,
            person=person or Person.objects.create_user(fact.email, name=fact.name),
            role=fact.role,
            agency=agencies[fact.agency] if fact.agency else None,
            title=fact.title,
            rank=fact.rank,
            nip=fact.nip,
            valid_from=since,
        )
