"""Events about the office itself: its calendar, who sits where, and agencies that become one."""

import re

from sektoral.domain.roles import AGENCY_ROLES, Role, Standing
from sektoral.project.rehearsal.scenario.particulars import malformed
from sektoral.project.rehearsal.scenario.script import Happening
from sektoral.project.rehearsal.scenario.stage import Stage
from sektoral.records.models import Agency, Assignment
from sektoral.setup.actions import Merger, NewSeat, add_to_calendar, change_assignment, merge_agencies
from sektoral.steps.step3_submit.actions.deadlines import extend_all

STANDINGS = {
    "plt": Standing.ACTING,
    "acting": Standing.ACTING,
    "plh": Standing.DAILY,
    "daily": Standing.DAILY,
    "pengganti": Standing.STAND_IN,
    "stand_in": Standing.STAND_IN,
    "stand-in": Standing.STAND_IN,
    "definitif": Standing.DEFINITIVE,
    "definitive": Standing.DEFINITIVE,
}


def add_days(stage: Stage, event: Happening) -> None:
    """`calendar.add`: `date`, `dates` or `from`/`to`, with `name`, `kind`; or `holidays`, `hours` as in `calendar`."""
    days = [day for part in event.what.parts("holidays", "holiday") for day in part.holidays()]
    hours = [part.dated_hours() for part in event.what.parts("hours")]
    if event.what.find("mon_thu") is not None:
        hours.append(event.what.dated_hours())
    elif not days and not hours:
        days.extend(event.what.holidays())
    add_to_calendar(days=days, hours=hours, by=stage.actor(event.by), at=event.at)


def extend_everybody(stage: Stage, event: Happening) -> None:
    """`calendar.extend_all`: every open request gets the deadline that today's calendar gives; `reason`."""
    reason = event.what.text("reason", default="Perubahan kalender kerja")
    extend_all(stage.office, reason=reason, by=stage.actor(event.by), at=event.at)


def seat(stage: Stage, event: Happening) -> None:
    """`assignment.change`: `role`, `name`, `standing`, `from` (today), `to` (open), `agency` for its head or operator.

    The person is invented. With `to` and no standing it is a stand-in; without either, the new holder.
    """
    role, agency = _role(event), _agency(stage, event)
    first, last = event.what.day("from", "valid_from"), event.what.day("to", "until", "valid_to")
    before = Assignment.objects.filter(office=stage.office, role=role, agency=agency).order_by("valid_from").first()
    name = event.what.text("name", "person", default=f"Contoh Pejabat {event.number}")
    new = NewSeat(
        role=role,
        name=name,
        email=f"{re.sub('[^a-z0-9]+', '.', name.lower()).strip('.') or 'pejabat'}.{event.number}@contoh.example",
        title=event.what.text("title", default=before.title if before else role.value),
        valid_from=first or event.at.date(),
        valid_to=last,
        standing=_standing(event, is_dated=last is not None),
        agency=agency,
        rank=before.rank if before else "",
        nip="NIP (contoh)",
    )
    change_assignment(new, by=stage.actor(event.by), at=event.at)


def merge(stage: Stage, event: Happening) -> None:
    """`agency.merge`: `agency` (or `agencies`) goes `into` (or `successor`) another of the scenario."""
    into = event.what.text("into", "successor", "to", "with")
    names = event.what.texts("agencies", "agency", "from") or ()
    if not into or not names:
        raise malformed("agency, into: expected", event=event.number)
    successor, by = stage.agency(into, event=event.number), stage.actor(event.by)
    merging = [name for name in names if name != into] or names
    for name in merging:
        merge_agencies(Merger(stage.agency(name, event=event.number), successor), by=by, at=event.at)


def _role(event: Happening) -> Role:
    word = event.what.text("role", "seat").upper()
    if word not in Role.__members__:
        raise malformed(f"role: {word!r} is none of {', '.join(Role)}", event=event.number)
    return Role(word)


def _agency(stage: Stage, event: Happening) -> Agency | None:
    if _role(event) not in AGENCY_ROLES:
        return None
    return stage.agency(event.what.text("agency"), event=event.number)


def _standing(event: Happening, *, is_dated: bool) -> Standing:
    word = event.what.text("standing", "as").lower().strip(". ")
    if not word:
        return Standing.STAND_IN if is_dated else Standing.DEFINITIVE
    if word not in STANDINGS:
        raise malformed(f"standing: {word!r} is none of {', '.join(Standing)}", event=event.number)
    return STANDINGS[word]
