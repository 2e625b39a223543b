"""The demo's open data: of the tables with several years a third is out, of each year, and a third in the calendar."""

from datetime import timedelta

from sektoral.bank.actions.releasing import Day, plan_release, publish, withdraw_release
from sektoral.bank.queries.candidates import Known, Place, known_of
from sektoral.domain.releases import Classification
from sektoral.domain.roles import Role
from sektoral.domain.states import ReleaseState
from sektoral.project.rehearsal.company import Company
from sektoral.records.actors import local_date
from sektoral.records.models import Release

SPREAD = 5  # days over which the calendar spreads what is planned
REASON = "Satuan pada berkas asalnya keliru; edisi penggantinya menyusul. DATA CONTOH."


def release_some(company: Company, *, before: str) -> None:
    """This will release and plan tables of the periods before one, and take one edition back."""
    known, at = known_of(company.office), company.clock()
    jp, kabid = company.actor(Role.JP), company.actor(Role.KABID)
    places = sorted((place for place in known.held if place[2] < before and _can_go(known, place)), key=_by_code)
    newest = {place[:2]: place for place in places}
    today = local_date(company.office, at)
    series = [key for key in newest if sum(place[:2] == key for place in places) > 1] or list(newest)
    for number, key in enumerate(series):
        day = Day(today + timedelta(days=7 + number % SPREAD))
        if number % 3 == 0:
            for place in (place for place in places if place[:2] == key):
                plan = plan_release(known.tables[key], place[2], Day(today), by=jp, at=at)
                publish(plan, note="", by=kabid, at=at)
        elif number % 3 == 1:
            plan_release(known.tables[key], newest[key][2], day, by=jp, at=at)
    first = (
        Release.objects.filter(office=company.office, state=ReleaseState.RELEASED).order_by("period", "code").first()
    )
    if first is not None:
        withdraw_release(first, reason=REASON, by=kabid, at=at)


def _can_go(known: Known, place: Place) -> bool:
    if place[:2] not in known.tables:
        return False
    one = known.candidate(place)
    return one.classification == Classification.OPEN and one.figures > 0 and not one.contradictions


def _by_code(place: Place) -> tuple[str, str]:
    return place[1], place[2]
