"""An agency that comes into being after the office began, such as one that two others are merged into."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import Invalid
from sektoral.domain.roles import Permission
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Agency, Office
from sektoral.setup.facts import AgencyFact


def add_agency(fact: AgencyFact, *, by: Actor, at: datetime) -> Agency:
    """This will add an agency behind the others; it owes no table yet.

    Raises `Refused` and `Invalid` (`agency_code_taken`, `office_is_listed`).
    """
    by.check(Permission.SET_UP)
    with transaction.atomic():
        Office.objects.select_for_update(no_key=True).get(pk=by.office.pk)  # two with one code
        known = Agency.objects.filter(office=by.office)
        if known.filter(code=fact.code).exists():
            raise Invalid("agency_code_taken", taken=fact.code)
        if fact.is_office and known.filter(is_office=True).exists():
            raise Invalid("office_is_listed")
        last = known.aggregate(last=Max("position"))["last"]
        agency = Agency.objects.create(
            office=by.office,
            code=fact.code,
            name=fact.name,
            short_name=fact.short_name,
            affairs=fact.affairs,
            is_office=fact.is_office,
            head_title=fact.head_title,
            place=fact.place or by.office.place,
            position=0 if last is None else last + 1,
            valid_from=local_date(by.office, at),
        )
        journal.append("agency.added", office=by.office, about=agency, by=by.person, at=at, code=agency.code)
    return agency
