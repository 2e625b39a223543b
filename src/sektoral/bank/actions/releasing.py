"""Releasing: a day is planned, the figures go public on it, an edition is withdrawn with its reason; classifying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from sektoral.bank.queries.candidates import known_of, place_of
from sektoral.bank.queries.released import telling_releases
from sektoral.domain.errors import WrongState
from sektoral.domain.periods import read_period
from sektoral.domain.policies import check_reason
from sektoral.domain.releases import (
    Classification,
    check_can_plan,
    check_can_release,
    check_classification,
    check_planned_day,
)
from sektoral.domain.roles import Permission
from sektoral.domain.states import ReleaseState, check_move
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.models import Release, Table


@dataclass(frozen=True, slots=True)
class Day:
    """When the public is to get something: the day of the calendar, and the instant before which it stays hidden."""

    on: date
    embargo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """How a table is handled: who may see it, whether counts from 1 to 4 are hidden, when its figures are due.

    `takes_back`: editions that already told such counts are withdrawn when they begin to be hidden.
    """

    classification: str
    hides_small: bool
    due_after_days: int
    takes_back: bool = False


def plan_release(table: Table, period: str, day: Day, *, by: Actor, at: datetime) -> Release:
    """This will put a table of a period into the release calendar, or move the day of what stands in it.

    `table` is any edition of its definition. Raises `Refused`, `NotFound`, `WrongState` (`release_not_open`) and
    `Invalid` (`period_unreadable`, `release_day_past`, `release_embargo_past`).
    """
    by.check(Permission.PLAN_RELEASES)
    by.check_here(table)
    read_period(period)
    until = day.embargo_until.astimezone(ZoneInfo(table.office.time_zone)) if day.embargo_until else None
    check_planned_day(day.on, until, today=local_date(table.office, at), at=at)
    with transaction.atomic():
        table = _locked_table(table.agency_id, table.code)
        check_can_plan(table.classification)
        others = Release.objects.filter(agency=table.agency, code=table.code, period=period)
        planned = others.filter(state=ReleaseState.PLANNED).first() or Release(
            office=table.office,
            agency=table.agency,
            code=table.code,
            period=period,
            edition=(others.aggregate(last=Max("edition"))["last"] or 0) + 1,
        )
        planned.planned_on, planned.embargo_until, planned.planned_by = day.on, day.embargo_until, by.person
        planned.save()
        journal.append(
            "release.planned",
            office=table.office,
            about=planned,
            by=by.person,
            at=at,
            edition=planned.edition,
            planned_on=day.on.isoformat(),
            embargo_until=day.embargo_until.isoformat() if day.embargo_until else None,
        )
    return planned


def publish(release: Release, *, note: str, by: Actor, at: datetime) -> Release:
    """This will give the public what the bank holds at `at`. From the second edition on, `note` says what changed.

    Raises `Refused`, `NotFound` and whatever `check_can_release` finds missing.
    """
    by.check(Permission.RELEASE_DATA)
    by.check_here(release)
    with transaction.atomic():
        _locked_table(release.agency_id, release.code)
        release = _locked(release)
        check_move(ReleaseState(release.state), ReleaseState.RELEASED)
        place, today = place_of(release), local_date(release.office, at)
        candidate = known_of(release.office, [place]).candidate(place)
        check_can_release(candidate, planned_on=release.planned_on, today=today, note=note)
        release.state, release.note = ReleaseState.RELEASED, note.strip()
        release.as_of = release.released_at = at
        release.released_by = by.person
        release.save()
        journal.append(
            "release.published",
            office=release.office,
            about=release,
            by=by.person,
            at=at,
            edition=release.edition,
            figures=candidate.figures,
        )
    return release


def withdraw_release(release: Release, *, reason: str, by: Actor, at: datetime) -> Release:
    """This will take an edition back, or a plan: its permanent link says so from now on, with the reason.

    A plan is taken back by who plans, what the public has by who releases. Raises `Refused`, `NotFound`, `WrongState`,
    `Invalid` (`reason_missing`).
    """
    by.check_here(release)
    check_reason(reason)
    with transaction.atomic():
        release = _locked(release)
        planned = release.state == ReleaseState.PLANNED
        by.check(Permission.PLAN_RELEASES if planned else Permission.RELEASE_DATA)
        _withdraw(release, reason, by=by, at=at)
    return release


def classify(table: Table, handling: Handling, *, reason: str, by: Actor, at: datetime) -> Table:
    """This will set who may see a table and how it is handled. What the public had of one no longer open is withdrawn.

    The current edition of the table counts, for its releases of all periods. Its definition says the same, so that the
    two never contradict each other. Raises `Refused`, `NotFound`, `WrongState` (`table_not_current`), `Invalid`.
    """
    by.check(Permission.CLASSIFY_TABLES)
    by.check_here(table)
    check_reason(reason)
    check_classification(handling.classification, was=table.classification, due_after_days=handling.due_after_days)
    with transaction.atomic():
        table = (
            Table.objects.select_for_update(no_key=True, of=("self",))
            .select_related("office", "agency")
            .get(pk=table.pk)
        )
        if not table.is_current:
            raise WrongState("table_not_current", table=table.code)
        was, telling = table.classification, _telling(table, handling, at=at)
        table.classification, table.hides_small = handling.classification, handling.hides_small
        table.due_after_days = handling.due_after_days
        table.definition = {**table.definition, "classification": handling.classification}
        table.save(update_fields=["classification", "hides_small", "due_after_days", "definition"])
        journal.append(
            "table.classified",
            office=table.office,
            about=table,
            by=by.person,
            at=at,
            was=was,
            classification=handling.classification,
            hides_small=handling.hides_small,
            due_after_days=handling.due_after_days,
            reason=reason.strip()[:500],
        )
        for release in telling if handling.classification == Classification.OPEN else _standing(table):
            _withdraw(release, reason, by=by, at=at)
    return table


def _telling(table: Table, handling: Handling, *, at: datetime) -> Sequence[Release]:
    if not (handling.takes_back and handling.hides_small):
        return []
    return [_locked(one) for one in telling_releases(table, at=at)]


def _standing(table: Table) -> Sequence[Release]:
    standing = (ReleaseState.PLANNED, ReleaseState.RELEASED)
    rows = Release.objects.select_for_update(no_key=True, of=("self",)).select_related("office")
    return list(rows.filter(agency=table.agency, code=table.code, state__in=standing))


def _withdraw(release: Release, reason: str, *, by: Actor, at: datetime) -> None:
    check_move(ReleaseState(release.state), ReleaseState.WITHDRAWN)
    release.state = ReleaseState.WITHDRAWN
    release.withdrawn_at, release.withdrawn_by, release.withdrawn_reason = at, by.person, reason.strip()
    release.save()
    journal.append(
        "release.withdrawn", office=release.office, about=release, by=by.person, at=at, edition=release.edition
    )


def _locked_table(agency: UUID, code: str) -> Table:
    """Its row orders what is planned and released of the table: two at once make no edition twice."""
    rows = Table.objects.select_for_update(no_key=True, of=("self",)).select_related("office", "agency")
    return rows.get(agency=agency, code=code, is_current=True)


def _locked(release: Release) -> Release:
    return (
        Release.objects.select_for_update(no_key=True, of=("self",))
        .select_related("office", "agency")
        .get(pk=release.pk)
    )
