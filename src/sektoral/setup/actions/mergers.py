"""Two agencies become one: what the first still owes is owed by the second, by the same deadlines."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, RequestState, RoundState, SubmissionState
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date
from sektoral.records.asking import asking_letters, names
from sektoral.records.models import Agency, Letter, Person, Request, RequestedTable, Round
from sektoral.records.models.round import OWED

OPEN_ROUNDS = (RoundState.PREPARING, RoundState.DISTRIBUTING, RoundState.COLLECTING)
VOID_REASON = "Produsen Data digabung; permintaan dialihkan."


@dataclass(frozen=True, slots=True)
class Merger:
    """`agency` goes into `into`, which takes over its duties."""

    agency: Agency
    into: Agency


def merge_agencies(merger: Merger, *, by: Actor, at: datetime) -> None:
    """This will note the successor and move the open tables of every round whose intake is open.

    Raises `Refused`, `Invalid` (`merged_into_itself`) and `WrongState` (`agency_is_merged`).
    """
    by.check(Permission.SET_UP)
    with transaction.atomic():
        both = (
            Agency.objects.select_for_update(no_key=True)
            .filter(pk__in=[merger.agency.pk, merger.into.pk])
            .order_by("pk")
        )
        rows = {row.pk: row for row in both}
        agency, into = rows[merger.agency.pk], rows[merger.into.pk]
        _check(agency, into)
        agency.successor, agency.valid_to = into, local_date(by.office, at)
        agency.save(update_fields=["successor", "valid_to"])
        for request in _open_requests(agency):
            _move(request, into, by=by.person, at=at)
        journal.append("agency.merged", office=by.office, about=agency, by=by.person, at=at, into=str(into.pk))


def hand_on(request: Request, *, at: datetime) -> None:
    """This will move what a merged agency owes anew, such as a table that was returned, to its successor.

    Once the intake is closed it stays where it is: the report has told of it.
    """
    with transaction.atomic():
        round_ = Round.objects.select_for_update(no_key=True).get(pk=request.round_id)
        rows = Request.objects.select_for_update(no_key=True, of=("self",)).select_related("round", "office", "agency")
        request = rows.get(pk=request.pk)
        heir = _heir_of(request.agency)
        if heir is not None and round_.state in OPEN_ROUNDS:
            _move(request, heir, by=None, at=at)


def _heir_of(agency: Agency) -> Agency | None:
    """Follow mergers to their end; nothing for an agency that was not merged."""
    if agency.successor is None:
        return None
    return _heir_of(agency.successor) or agency.successor


def _check(agency: Agency, into: Agency) -> None:
    if agency.pk == into.pk:
        raise Invalid("merged_into_itself", agency=agency.name)
    for one in (agency, into):
        if one.successor_id is not None:
            raise WrongState("agency_is_merged", agency=one.name)


def _open_requests(agency: Agency) -> list[Request]:
    requests = Request.objects.filter(agency=agency, round__state__in=OPEN_ROUNDS).exclude(state=RequestState.CLOSED)
    return list(requests.select_for_update(no_key=True, of=("self",)).select_related("round", "office"))


def _move(request: Request, into: Agency, *, by: Person | None, at: datetime) -> None:
    rows = list(request.tables.filter(state__in=OWED).order_by("sheet"))
    if not rows:
        return
    target = _target(request, into)
    _void_letters(request, by=by, at=at)
    _carry_over(rows, request, target)
    request.tables.filter(pk__in=[row.pk for row in rows]).update(state="moved")
    request.moved_to = target
    request.save(update_fields=["moved_to"])
    reopen(target, by=by, at=at)
    _settle(request, by=by, at=at)
    journal.append(
        "request.moved",
        office=request.office,
        about=target,
        by=by,
        at=at,
        moved_from=str(request.pk),
        state=str(target.state),
        tables=len(rows),
    )


def _target(request: Request, into: Agency) -> Request:
    """The successor's own request; where it was not asked, it steps into the one that is moved, clock and all."""
    existing = (
        Request.objects.select_for_update(no_key=True, of=("self",)).filter(round=request.round, agency=into).first()
    )
    return existing or Request.objects.create(
        office=request.office,
        round=request.round,
        agency=into,
        state=RequestState.DRAFT if request.sent_at is None else RequestState.SENT,
        sent_at=request.sent_at,
        sent_by=request.sent_by,
        due_at=request.due_at,
        first_due_at=request.first_due_at,
    )


def _carry_over(rows: list[RequestedTable], request: Request, target: Request) -> None:
    """Sheets are numbered on, so that what the successor's workbook already has keeps its place."""
    for row in rows:
        due = row.due_at or request.due_at
        RequestedTable.objects.create(
            office=request.office,
            request=target,
            table=row.table,
            sheet=next_sheet(target),
            state=row.state,
            due_at=due if due != target.due_at else None,
            revision_due_at=row.revision_due_at,
            returns=row.returns,
        )


def next_sheet(target: Request) -> str:
    """This will give the sheet that follows those a request has."""
    taken = [int(sheet[1:]) for sheet in target.tables.values_list("sheet", flat=True)]
    return f"T{max(taken, default=0) + 1:02}"


def _void_letters(request: Request, *, by: Person | None, at: datetime) -> None:
    """An unsigned letter asks somebody who owes nothing any more; a signed one still proves the asking."""
    if request.state != RequestState.DRAFT:
        return
    unsigned = asking_letters().filter(office=request.office_id).exclude(state=LetterState.SIGNED)
    for letter in unsigned.filter(request=request).select_for_update(no_key=True, of=("self",)):
        _void(letter, by=by, at=at)
    for letter in unsigned.filter(names(request)).select_for_update(no_key=True, of=("self",)):
        _set_anew(letter)


def _set_anew(letter: Letter) -> None:
    """An attached list says what each agency owes now, so the page is set again; what a gateway holds stays."""
    if not letter.attempts.filter(answered_at__isnull=True).exists():
        letter.final_file, letter.final_on = None, None
        letter.save(update_fields=["final_file", "final_on"])


def _void(letter: Letter, *, by: Person | None, at: datetime) -> None:
    """Raises `WrongState` while a gateway is asked to sign it: nobody would look for its answer on a void letter."""
    check_not_in_hand(letter)
    letter.state, letter.voided_at, letter.void_reason = LetterState.VOID, at, VOID_REASON
    letter.save(update_fields=["state", "voided_at", "void_reason"])
    journal.append("letter.voided", office=letter.office, about=letter, by=by, at=at)


def reopen(target: Request, *, by: Person | None, at: datetime) -> None:
    """This will note that a request that was complete owes something again. Must run inside a transaction."""
    if target.state == RequestState.COMPLETE:
        target.state = RequestState.SENT
        target.save(update_fields=["state"])
        journal.append("request.reopened", office=target.office, about=target, by=by, at=at)


def _settle(request: Request, *, by: Person | None, at: datetime) -> None:
    """With nothing left it is closed; what was handed over already stays and is checked where it came in."""
    left = request.tables.exclude(state="moved").exists()
    waits_for_letter = request.submissions.filter(state=SubmissionState.AWAITING_LETTER).exists()
    if left and (waits_for_letter or request.state != RequestState.SENT):
        return
    request.state = RequestState.COMPLETE if left else RequestState.CLOSED
    request.save(update_fields=["state"])
    kind = "request.completed" if left else "request.closed"
    journal.append(kind, office=request.office, about=request, by=by, at=at)
