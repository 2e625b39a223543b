"""The release calendar: what was released, and what will be, on which day."""

from dataclasses import dataclass
from datetime import date, datetime

from sektoral.bank.queries.released import announced_releases
from sektoral.records.models import Office

_FIELDS = ("planned_on", "agency__code", "code", "title", "period", "edition", "released_at", "embargo_until")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day on which a table is or was released; `released_at` is null before then."""

    planned_on: date
    agency: str
    table: str
    title: str
    period: str
    edition: int
    released_at: datetime | None
    embargo_until: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """A page of the calendar, from the last day to the first."""

    entries: tuple[CalendarEntry, ...]
    next: str | None = None


def list_entries(office: Office, *, first: int, limit: int, at: datetime) -> tuple[CalendarEntry, ...]:
    """This will read some days of the calendar; what is under embargo is still to come."""
    rows = announced_releases(office, at=at).order_by("-planned_on", "agency__code", "code", "period", "edition")
    return tuple(
        CalendarEntry(
            planned_on=one[0],
            agency=one[1],
            table=one[2],
            title=one[3],
            period=one[4],
            edition=one[5],
            released_at=one[6] if one[7] is None or one[7] <= at else None,
            embargo_until=one[7],
        )
        for one in rows.values_list(*_FIELDS)[first : first + limit]
    )
