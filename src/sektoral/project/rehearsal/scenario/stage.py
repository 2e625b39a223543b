"""The office of a scenario with its people, and how an event's words find the rows they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.roles import OFFICE_ROLES, Role
from sektoral.project.rehearsal.company import Clock
from sektoral.project.rehearsal.scenario.particulars import malformed
from sektoral.project.rehearsal.scenario.script import Happening, Scenario
from sektoral.records.actors import Actor, actor_for, assignments_on, local_date
from sektoral.records.models import Agency, Office, Request, RequestedTable, Round
from sektoral.setup.actions import create_office
from sektoral.setup.facts import OfficeFacts, load_office_facts
from sektoral.setup.made_up import with_agencies


@dataclass(slots=True)
class Stage:
    """Where a scenario plays. The round is the one opened last."""

    office: Office
    clock: Clock

    @property
    def at(self) -> datetime:
        """The present instant of the play."""
        return self.clock()

    @property
    def round(self) -> Round:
        """The round, freshly read. Raises `WrongState` before one is opened."""
        found = Round.objects.filter(office=self.office).select_related("sop", "office").order_by("opened_at").last()
        if found is None:
            raise WrongState("round_not_opened")
        return found

    def actor(self, by: str) -> Actor:
        """This will give who sits where `by` says: an office role, `JP2`, or an agency's operator."""
        role = by.rstrip("0123456789")
        if role in OFFICE_ROLES and not Agency.objects.filter(office=self.office, code=by).exists():
            return self.seated(Role(role), place=int(by[len(role) :] or 1))
        return self.seated(Role.OPERATOR, self.agency(by))

    def seated(self, role: Role, agency: Agency | None = None, *, place: int = 1) -> Actor:
        """This will give the holder of a seat on this day: a stand-in first. Raises `NotFound` (`seat_vacant`)."""
        seats = assignments_on(self.office, local_date(self.office, self.at)).filter(role=role, agency=agency)
        holders = list(seats.select_related("person").order_by("-valid_from", "person__email"))
        if len(holders) < place:
            raise NotFound("seat_vacant", role=role.value, agency=agency.name if agency else "")
        return actor_for(holders[place - 1].person, self.office, self.at)

    def agency(self, code: str, *, event: int = 0) -> Agency:
        """This will give an agency of the scenario; another code is a fault of the file."""
        found = Agency.objects.filter(office=self.office, code=code).first()
        if found is None:
            raise malformed(f"agency: {code!r} is none of the scenario's", event=event)
        return found

    def agency_of(self, event: Happening) -> Agency:
        """This will give the agency an event is about: the one it names, else the one that acts."""
        return self.agency(event.what.text("agency", "for", default=event.by), event=event.number)

    def request_of(self, agency: Agency) -> Request:
        """This will give what the round asks of an agency. Raises `WrongState` (`agency_not_asked`)."""
        found = self.requests().filter(agency=agency).first()
        if found is None:
            raise WrongState("agency_not_asked", agency=agency.name)
        return found

    def requests(self) -> QuerySet[Request]:
        """This will list the round's requests."""
        return Request.objects.filter(round=self.round).select_related("agency", "round__sop", "office")

    def tables(self, request: Request, names: Sequence[str]) -> list[RequestedTable]:
        """This will find tables by code (`T2`), by owner and code (`B:T2`) or by sheet (`T02`)."""
        rows = list(request.tables.exclude(state="moved").select_related("table__agency"))
        return [_named(rows, name, request) for name in names]


def set_stage(scenario: Scenario, clock: Clock) -> Stage:
    """This will make the scenario's office: the shipped facts, its own agencies and days off, all people invented."""
    return Stage(create_office(facts=office_facts(scenario), at=clock()), clock)


def office_facts(scenario: Scenario) -> OfficeFacts:
    """This will give the shipped office with the scenario's agencies and calendar."""
    facts = with_agencies(load_office_facts(), scenario.agencies)
    known = {(day.date, day.name) for day in facts.calendar.holidays}
    added = tuple(day for day in dict.fromkeys(scenario.holidays) if (day.date, day.name) not in known)
    catalogue = tuple(
        replace(entry, table=replace(entry.table, priority=True))
        if (entry.agency_code, entry.table.code) in scenario.priority
        else entry
        for entry in facts.catalogue
    )
    calendar = facts.calendar.adding(holidays=added, overrides=scenario.hours)
    return replace(facts, calendar=calendar, catalogue=catalogue)


def label_of(row: RequestedTable, agency: Agency) -> str:
    """This will name a table as scenarios do: `T2`, or `B:T2` where it was taken over from B."""
    return row.table.code if row.table.agency_id == agency.pk else f"{row.table.agency.code}:{row.table.code}"


def _named(rows: Sequence[RequestedTable], name: str, request: Request) -> RequestedTable:
    code = name.replace(".", ":").replace("/", ":")
    spellings = (
        lambda row: label_of(row, request.agency) == code,
        lambda row: row.table.code == code,
        lambda row: row.sheet in (code, f"T{code.removeprefix('T').zfill(2)}"),
    )
    for spelling in spellings:
        found = next((row for row in rows if spelling(row)), None)
        if found is not None:
            return found
    raise WrongState("table_not_requested", table=name, agency=request.agency.name)
