"""A scenario file, read and checked before anything is played. One fault refuses all of it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from sektoral.domain.roles import OFFICE_ROLES
from sektoral.domain.workdays import DatedHours, Holiday
from sektoral.project.rehearsal.scenario.particulars import Particulars, local_instant, malformed
from sektoral.setup.made_up import MadeUpAgency

MOST_TABLES = 99
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: at an instant, somebody does something. `said_at` is its time as written."""

    number: int
    at: datetime
    said_at: str
    by: str
    do: str
    what: Particulars


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is added to the office's calendar, who is asked, and what happens. `priority` holds (agency, table)."""

    holidays: tuple[Holiday, ...]
    hours: tuple[DatedHours, ...]
    agencies: tuple[MadeUpAgency, ...]
    priority: frozenset[tuple[str, str]]
    events: tuple[Happening, ...]


def read_scenario(path: Path, *, zone: ZoneInfo, deeds: Sequence[str]) -> Scenario:
    """This will read a scenario file; times are local to `zone`, `deeds` are the known kinds of event.

    Raises `Invalid("scenario_malformed")` with the number of the event and what was expected.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:
        raise malformed(f"{path.name}: {type(error).__name__}") from error
    if not isinstance(found, dict):
        raise malformed("an object with agencies and events expected")
    whole = Particulars(found, zone)
    agencies = _agencies(whole)
    calendar = Particulars(whole.mapping("calendar"), zone)
    return Scenario(
        holidays=tuple(day for part in calendar.parts("holidays", "holiday") for day in part.holidays()),
        hours=tuple(part.dated_hours() for part in calendar.parts("hours")),
        agencies=agencies,
        priority=_priority(whole, agencies),
        events=_events(whole, agencies, deeds),
    )


def _agencies(whole: Particulars) -> tuple[MadeUpAgency, ...]:
    agencies = tuple(_agency(part) for part in whole.parts("agencies"))
    codes = [agency.code for agency in agencies]
    if not agencies:
        raise malformed("agencies: at least one expected")
    if len({code.lower() for code in codes}) != len(codes):
        raise malformed("agencies: a code stands twice")
    return agencies


def _agency(part: Particulars) -> MadeUpAgency:
    code = part.text("code")
    if not CODE.fullmatch(code) or code.upper() in OFFICE_ROLES:
        raise malformed(f"agencies: {code!r} is not the code of an agency")
    tables = part.find("tables")
    count = len(tables) if isinstance(tables, list) else 1 if tables is None else part.whole("tables")
    if not 1 <= count <= MOST_TABLES:
        raise malformed(f"agencies: {code} has {count} tables, 1 to {MOST_TABLES} expected")
    return MadeUpAgency(code, part.text("name", default=code), count, is_office=part.flag("is_office", default=False))


def _priority(whole: Particulars, agencies: Sequence[MadeUpAgency]) -> frozenset[tuple[str, str]]:
    """Data prioritas: an agency's `priority` is `true` for all of its tables, or lists some."""
    chosen: set[tuple[str, str]] = set()
    for part, agency in zip(whole.parts("agencies"), agencies, strict=True):
        every = [f"T{n}" for n in range(1, agency.tables + 1)]
        found = part.find("priority", "prioritas")
        names = every if found is True else () if found in (None, False) else part.texts("priority", "prioritas") or ()
        if not set(names) <= set(every):
            raise malformed(f"agencies: {agency.code} has no table {', '.join(sorted(set(names) - set(every)))}")
        chosen |= {(agency.code, name) for name in names}
    return frozenset(chosen)


def _events(whole: Particulars, agencies: Sequence[MadeUpAgency], deeds: Sequence[str]) -> tuple[Happening, ...]:
    events = []
    for number, part in enumerate(whole.parts("events"), start=1):
        what = Particulars(part.fields, part.zone, number)
        said_at, do = what.text("at"), what.text("do")
        if do not in deeds:
            raise malformed(f"do: {do!r} is none of {', '.join(deeds)}", event=number)
        by = _somebody(what.text("by"), agencies, number)
        events.append(Happening(number, local_instant(said_at, part.zone, event=number), said_at, by, do, what))
    if not events:
        raise malformed("events: at least one expected")
    return tuple(sorted(events, key=lambda event: event.at))  # stable: of two at one instant the upper comes first


def _somebody(by: str, agencies: Sequence[MadeUpAgency], number: int) -> str:
    """An office role, `JP2` for the second of two, or an agency's code."""
    if by in {agency.code for agency in agencies}:
        return by
    if by.upper().rstrip("0123456789") in OFFICE_ROLES:
        return by.upper()
    raise malformed(f"by: {by!r} is neither a role nor an agency", event=number)
