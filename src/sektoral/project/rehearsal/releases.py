"""The demo's open data: a third of the open tables is out, of every year; another third stands in the calendar."""

from datetime import timedelta

from sektoral.bank.actions.releasing import Day, plan_release, publish, withdraw_release
from sektoral.bank.queries.candidates import known_of
from sektoral.domain.releases import Classification
from sektoral.domain.roles import Role
from sektoral.project.rehearsal.company import Company
from sektoral.records.actors import local_date
from sektoral.records.models import Release

SPREAD = 5  # days over which the calendar spreads what is planned


def release_some(company: Company, *, before: str) -> None:
    """This will release and plan tables of the periods before one, and take one edition back."""
    known, clock = known_of(company.office), company.clock
    jp, kabid = company.actor(Role.JP), company.actor(Role.KABID)
    places = sorted(
        (
            place
            for place in known.held
            if place[2] < before and known.tables[place[:2]].classification == Classification.OPEN
        ),
        key=lambda place: (known.tables[place[:2]].title, place[2]),
    )
    keys = list(dict.fromkeys(place[:2] for place in places))
    today = local_date(company.office, clock())
    for at, key in enumerate(keys):
        for place in (place for place in places if place[:2] == key):
            if at % 3 == 0:
                plan = plan_release(known.tables[key], place[2], Day(today), by=jp, at=clock.advance(seconds=1))
                publish(plan, note="", by=kabid, at=clock.advance(seconds=1))
            elif at % 3 == 1 and place == max(other for other in places if other[:2] == key):
                day = Day(today + timedelta(days=7 + at % SPREAD))
                plan_release(known.tables[key], place[2], day, by=jp, at=clock.advance(seconds=1))
    first = Release.objects.filter(office=company.office, state="released").order_by("period").first()
    if first is not None:
        reason = "Satuan pada berkas asalnya keliru; edisi penggantinya menyusul. DATA CONTOH."
        withdraw_release(first, reason=reason, by=kabid, at=clock.advance(seconds=1))
