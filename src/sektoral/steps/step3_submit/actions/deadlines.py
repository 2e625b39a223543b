"""Deadlines of step 3: only an extension moves one, with its reason; and letters to those who are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from sektoral.domain.errors import Invalid, NotFound, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, LetterState, RequestState, RoundState, SubmissionState
from sektoral.domain.workdays import is_late
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Extension, Letter, Office, Request, RequestedTable
from sektoral.records.models.round import OWED
from sektoral.records.sops import due_of_step

FOLLOW_UP_DAYS = 2  # working days that a follow-up letter allows; not in the SOP


@dataclass(frozen=True, slots=True)
class Grant:
    """More time for a request, or only for some of its tables. `days` are working days."""

    request: Request
    days: int
    reason: str
    tables: Sequence[RequestedTable] = ()


def extend(grant: Grant, *, by: Actor, at: datetime) -> None:
    """This will move the deadline of a request, or of some tables, by working days from where it stands.

    For a returned table that is the deadline of its revision. Raises `NotFound` for a table of another request.
    """
    by.check(Permission.EXTEND_REQUESTS)
    by.check_here(grant.request)
    check_reason(grant.reason)
    if grant.days < 1:
        raise Invalid("days_not_positive", days=grant.days)
    with transaction.atomic():
        request = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=grant.request.pk)
        if request.due_at is None:
            raise WrongState("request_not_sent")
        calendar = calendar_of(request.office)
        for table in _tables(request, grant) or (None,):
            old = due_of(table, request.due_at) if table else request.due_at
            _move(request, table, old, calendar.due_at_days(old, grant.days), grant, by=by, at=at)


def extend_many(grants: Sequence[Grant], *, by: Actor, at: datetime) -> None:
    """This will move the deadlines of several requests, all or none."""
    with transaction.atomic():
        for grant in sorted(grants, key=lambda one: one.request.pk):  # locked in one order, whoever else does the same
            extend(grant, by=by, at=at)


def due_of(table: RequestedTable, request_due_at: datetime) -> datetime:
    """This will give the deadline that a table has: of its revision, its own, or its request's."""
    revision = table.revision_due_at if table.state == ItemState.RETURNED else None
    return revision or table.due_at or request_due_at


def extend_all(office: Office, *, reason: str, by: Actor, at: datetime) -> int:
    """This will offer every open request the deadline that today's calendar gives, where that is later."""
    if not by.may(Permission.SET_UP):  # whoever changes the calendar is offered this
        by.check(Permission.EXTEND_REQUESTS)
    check_reason(reason)
    if office != by.office:
        raise NotFound("not_found")
    moved, zone = 0, ZoneInfo(office.time_zone)
    open_requests = Request.objects.filter(
        office=office, state=RequestState.SENT, round__state__in=[RoundState.DISTRIBUTING, RoundState.COLLECTING]
    )
    with transaction.atomic():
        for request in open_requests.select_for_update(no_key=True, of=("self",)).select_related("round"):
            if request.sent_at is None or request.due_at is None:
                continue
            new = due_of_step(request.round, 3, request.sent_at)
            if new > request.due_at:
                days = calendar_of(office).working_days_between(
                    request.due_at.astimezone(zone).date(), new.astimezone(zone).date()
                )
                grant = Grant(request, days, reason)
                _move(request, None, request.due_at, new, grant, by=by, at=at)
                moved += 1
    return moved


def draft_follow_ups(requests: Sequence[Request], *, by: Actor, at: datetime) -> list[Letter]:
    """This will draft a surat susulan for each request that is past a deadline and still owes a table or the letter."""
    by.check(Permission.PREPARE_LETTERS)
    by.check_here(*requests)
    letters = []
    with transaction.atomic():
        for request in Request.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk__in=[one.pk for one in requests]
        ):
            owed = _owed(request, at)
            if owed.is_something and not _has_open_follow_up(request):
                letters.append(_follow_up(request, owed, by=by, at=at))
    return letters


def _move(
    request: Request,
    table: RequestedTable | None,
    old: datetime,
    new: datetime,
    grant: Grant,
    *,
    by: Actor,
    at: datetime,
) -> None:
    if table is None:
        request.due_at = new
        request.save(update_fields=["due_at"])
    elif table.state == ItemState.RETURNED:
        table.revision_due_at = new
        table.save(update_fields=["revision_due_at"])
    else:
        table.due_at = new
        table.save(update_fields=["due_at"])
    Extension.objects.create(
        office=request.office,
        request=request,
        requested_table=table,
        days=grant.days,
        reason=grant.reason.strip(),
        old_due_at=old,
        new_due_at=new,
        granted_at=at,
        granted_by=by.person,
    )
    journal.append(
        "request.extended",
        office=request.office,
        about=request,
        by=by.person,
        at=at,
        due_at=new.isoformat(),
        sheet=table.sheet if table else None,
    )


def _tables(request: Request, grant: Grant) -> list[RequestedTable]:
    wanted = {table.pk for table in grant.tables}
    found = list(request.tables.filter(pk__in=wanted).exclude(state="moved"))
    if len(found) < len(wanted):
        raise NotFound("not_found")
    return found


@dataclass(frozen=True, slots=True)
class _Owed:
    """What a request still owes after its deadlines: tables, by sheet, and the letter to data that are in."""

    sheets: tuple[str, ...]
    letter: bool

    @property
    def is_something(self) -> bool:
        return bool(self.sheets) or self.letter


def _owed(request: Request, at: datetime) -> _Owed:
    if request.due_at is None:
        return _Owed((), letter=False)
    open_tables = request.tables.filter(state__in=OWED).order_by("sheet")
    sheets = tuple(row.sheet for row in open_tables if is_late(at, due_of(row, request.due_at)))
    waits = request.submissions.filter(state=SubmissionState.AWAITING_LETTER).exists()
    return _Owed(sheets, letter=waits and is_late(at, request.due_at))


def _has_open_follow_up(request: Request) -> bool:
    letters = request.letters.filter(kind=LetterKind.FOLLOW_UP)
    return letters.exclude(state__in=[LetterState.SIGNED, LetterState.VOID]).exists()


def _follow_up(request: Request, owed: _Owed, *, by: Actor, at: datetime) -> Letter:
    due = calendar_of(request.office).due_at_days(at, FOLLOW_UP_DAYS)
    letter = draft(
        NewLetter(
            kind=LetterKind.FOLLOW_UP,
            office=request.office,
            subject="Tindak Lanjut Permintaan Data Statistik Sektoral",
            round=request.round,
            request=request,
            content={"due_at": due.isoformat(), "sheets": list(owed.sheets), "letter_missing": owed.letter},
        ),
        by=by,
        at=at,
    )
    submit(letter, by=by, at=at)
    return letter
