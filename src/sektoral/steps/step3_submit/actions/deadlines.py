"""Deadlines of step 3: only an extension moves one, with its reason; and letters to those who are late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, LetterState, RequestState, RoundState
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Extension, Letter, Office, Request, RequestedTable
from sektoral.records.sops import due_of_step

OPEN_TABLES = ("waiting", "returned")
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

    Of a returned table it is the deadline of its revision that moves.
    """
    by.check(Permission.EXTEND_REQUESTS)
    check_reason(grant.reason)
    if grant.days < 1:
        raise Invalid("days_not_positive", days=grant.days)
    with transaction.atomic():
        request = Request.objects.select_for_update(of=("self",)).get(pk=grant.request.pk)
        if request.due_at is None:
            raise WrongState("request_not_sent")
        calendar = calendar_of(request.office)
        for table in grant.tables or (None,):
            old = _deadline_of(table) or request.due_at
            _move(request, table, old, calendar.due_at_days(old, grant.days), grant, by=by, at=at)


def extend_all(office: Office, *, reason: str, by: Actor, at: datetime) -> int:
    """This will offer every open request the deadline that today's calendar gives, where that is later."""
    if not by.may(Permission.SET_UP):  # whoever changes the calendar is offered this
        by.check(Permission.EXTEND_REQUESTS)
    check_reason(reason)
    moved = 0
    open_requests = Request.objects.filter(
        office=office, state=RequestState.SENT, round__state__in=[RoundState.DISTRIBUTING, RoundState.COLLECTING]
    )
    with transaction.atomic():
        for request in open_requests.select_for_update(of=("self",)).select_related("round"):
            if request.sent_at is None or request.due_at is None:
                continue
            new = due_of_step(request.round, 3, request.sent_at)
            if new > request.due_at:
                days = calendar_of(office).working_days_between(request.due_at.date(), new.date())
                grant = Grant(request, days, reason)
                _move(request, None, request.due_at, new, grant, by=by, at=at)
                moved += 1
    return moved


def draft_follow_ups(requests: Sequence[Request], *, by: Actor, at: datetime) -> list[Letter]:
    """This will draft a surat susulan for each request that is past its deadline and still owes a table."""
    by.check(Permission.PREPARE_LETTERS)
    letters = []
    with transaction.atomic():
        for request in requests:
            if _is_overdue(request, at) and not _has_open_follow_up(request):
                letters.append(_follow_up(request, by=by, at=at))
    return letters


def _own_deadline(table: RequestedTable) -> str:
    return "revision_due_at" if table.state == ItemState.RETURNED else "due_at"


def _deadline_of(table: RequestedTable | None) -> datetime | None:
    own: datetime | None = getattr(table, _own_deadline(table)) if table else None
    return own


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
    else:
        field = _own_deadline(table)
        setattr(table, field, new)
        table.save(update_fields=[field])
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


def _is_overdue(request: Request, at: datetime) -> bool:
    return request.due_at is not None and at > request.due_at and request.tables.filter(state__in=OPEN_TABLES).exists()


def _has_open_follow_up(request: Request) -> bool:
    letters = request.letters.filter(kind=LetterKind.FOLLOW_UP)
    return letters.exclude(state__in=[LetterState.SIGNED, LetterState.VOID]).exists()


def _follow_up(request: Request, *, by: Actor, at: datetime) -> Letter:
    due = calendar_of(request.office).due_at_days(at, FOLLOW_UP_DAYS)
    letter = draft(
        NewLetter(
            kind=LetterKind.FOLLOW_UP,
            office=request.office,
            subject="Tindak Lanjut Permintaan Data Statistik Sektoral",
            round=request.round,
            request=request,
            content={"due_at": due.isoformat()},
        ),
        by=by,
        at=at,
    )
    submit(letter, by=by, at=at)
    return letter
