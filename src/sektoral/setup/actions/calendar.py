"""The office's calendar is added to: days off and dated hours. Issued deadlines stay where they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.workdays import DatedHours, Holiday, Hours, WeekHours
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import DayOff, WorkHours


def add_to_calendar(*, days: Sequence[Holiday] = (), hours: Sequence[DatedHours] = (), by: Actor, at: datetime) -> None:
    """This will add days off and dated hours; of hours that overlap, the ones added last hold.

    Raises `Refused`, `Invalid` (`calendar_nothing_added`, `dates_reversed`) and `WrongState` (`day_off_exists`).
    """
    by.check(Permission.SET_UP)
    if not days and not hours:
        raise Invalid("calendar_nothing_added")
    with transaction.atomic():
        for day in days:
            _add_day(day, by)
        for dated in hours:
            _add_hours(dated, by)
        journal.append(
            "calendar.changed",
            office=by.office,
            about=by.office,
            by=by.person,
            at=at,
            days_off=len(days),
            hours=len(hours),
            first=min([*(day.date for day in days), *(dated.first for dated in hours)]).isoformat(),
        )


def _add_day(day: Holiday, by: Actor) -> None:
    row, is_new = DayOff.objects.get_or_create(
        office=by.office,
        date=day.date,
        name=day.name,
        defaults={"kind": day.kind.value, "basis": day.basis},
    )
    if is_new:
        return
    if row.is_active:
        raise WrongState("day_off_exists", date=day.date.isoformat(), name=day.name)
    row.is_active, row.kind, row.basis = True, day.kind.value, day.basis
    row.save(update_fields=["is_active", "kind", "basis"])


def _add_hours(dated: DatedHours, by: Actor) -> None:
    if dated.last < dated.first:
        raise Invalid("dates_reversed", first=dated.first.isoformat(), last=dated.last.isoformat())
    last = WorkHours.objects.filter(office=by.office).aggregate(last=Max("position"))["last"] or 0
    WorkHours.objects.create(
        office=by.office,
        valid_from=dated.first,
        valid_to=dated.last,
        hours=week_as_stored(dated.hours),
        basis=dated.name,
        position=last + 1,
    )


def week_as_stored(week: WeekHours) -> Mapping[str, list[str]]:
    """This will write a week's hours as `WorkHours.hours` holds them."""
    return {"mon_thu": _pair(week.mon_thu), "fri": _pair(week.fri)}


def _pair(hours: Hours) -> list[str]:
    return [hours.opens.isoformat("minutes"), hours.closes.isoformat("minutes")]
