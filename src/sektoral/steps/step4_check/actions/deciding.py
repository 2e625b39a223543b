"""Step 4: another person checks table by table; what is accepted goes into the bank, what is not goes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sektoral.bank.actions import append, withdraw
from sektoral.domain.errors import WrongState
from sektoral.domain.policies import check_can_decide, check_not_maker, check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import ItemState, RequestState, SubmissionState, check_move
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Answer, Examination, Request, RequestedTable, Submission, SubmissionItem
from sektoral.steps.step4_check.queries.makers import makers_of, transmittal_of, why_not_check
from sektoral.steps.step4_check.telling import tell_of_returns

DECLARED = {
    Answer.NIL: (ItemState.NIL, "item.nil_accepted"),
    Answer.UNAVAILABLE: (ItemState.UNAVAILABLE, "item.unavailable_accepted"),
}

DECIDED = (ItemState.STORED, ItemState.NIL, ItemState.UNAVAILABLE, ItemState.AWAITING_STEWARD)


def accept(items: Sequence[SubmissionItem], *, by: Actor, at: datetime) -> None:
    """This will accept tables, all or none: figures go into the bank, declarations are noted as answers.

    Data prioritas wait for the Pembina Data first (Perpres 39/2019). Raises `WrongState` and `Refused`.
    """
    by.check(Permission.CHECK_SUBMISSIONS)
    by.check_here(*items)
    with transaction.atomic():
        for item in lock_items(items):
            check_decidable(item, by)
            _accept(item, by=by, at=at)
        note_checked(items, by=by, at=at)


def note_begun(submission: Submission, *, by: Actor, at: datetime) -> None:
    """This will record the first time that somebody who may decide opened a submission: no recall after it."""
    if Examination.objects.filter(submission=submission).exists() or why_not_check(by, submission) is not None:
        return
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.request_id)
        submission.refresh_from_db(fields=["state"])
        if submission.state != SubmissionState.COMPLETE:
            return
        begun = {"office": submission.office, "begun_at": at, "begun_by": by.person}
        _, is_first = Examination.objects.get_or_create(submission=submission, defaults=begun)
        if is_first:
            journal.append("submission.check_begun", office=submission.office, about=submission, by=by.person, at=at)


def return_items(items: Sequence[SubmissionItem], *, reason: str, by: Actor, at: datetime, code: str = "other") -> None:
    """This will return tables with the reason; the revision clock runs for them only (Perpres 39/2019)."""
    by.check(Permission.CHECK_SUBMISSIONS)
    by.check_here(*items)
    check_reason(reason)
    with transaction.atomic():
        for item in lock_items(items):
            check_decidable(item, by)
            _return(item, reason=reason, code=code, by=by, at=at)
        note_checked(items, by=by, at=at)
        tell_of_returns(items, at=at)


def pass_priority(item: SubmissionItem, *, by: Actor, at: datetime) -> None:
    """This will let data prioritas into the bank after the Pembina Data's own check."""
    by.check(Permission.PASS_PRIORITY)
    with transaction.atomic():
        item = _awaiting_steward(item, by)
        _store(item, by=by, at=at)


def return_priority(item: SubmissionItem, *, reason: str, by: Actor, at: datetime) -> None:
    """This will return data prioritas to the agency with the Pembina Data's reason."""
    by.check(Permission.PASS_PRIORITY)
    check_reason(reason)
    with transaction.atomic():
        item = _awaiting_steward(item, by)
        _return(item, reason=reason, code="steward", by=by, at=at)
        tell_of_returns([item], at=at)


def lock_items(items: Sequence[SubmissionItem]) -> list[SubmissionItem]:
    """This will lock requests, submissions, items: always in this order, so that two never wait for each other."""
    submissions = [item.submission_id for item in items]
    requests = Request.objects.filter(pk__in=Submission.objects.filter(pk__in=submissions).values("request"))
    list(requests.select_for_update(no_key=True).order_by("pk"))
    list(Submission.objects.select_for_update(no_key=True).filter(pk__in=submissions).order_by("pk"))
    rows = SubmissionItem.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=[item.pk for item in items]
    )
    return list(
        rows.select_related(
            "office", "submission__file", "requested_table__request__round", "requested_table__table__agency"
        ).order_by("pk")
    )


def check_decidable(item: SubmissionItem, by: Actor) -> None:
    """This will raise unless the table waits for a decision, and for one by this person."""
    check_can_decide(item.state, item.submission.state)
    check_not_maker(str(by.person.pk), makers_of(item.submission))


def _accept(item: SubmissionItem, *, by: Actor, at: datetime) -> None:
    declared = DECLARED.get(Answer(item.answer))
    if declared:
        state, event = declared
        decide(item, state, by=by, at=at)
        withdraw(item.requested_table, at=at)
        _supersede_earlier(item, DECIDED, by=by, at=at)
        settle(item.requested_table, state, at=at, values=0)
        journal.append(event, office=item.office, about=item, by=by.person, at=at)
    elif item.requested_table.table.is_priority:
        decide(item, ItemState.AWAITING_STEWARD, by=by, at=at)
        _supersede_earlier(item, [ItemState.AWAITING_STEWARD], by=by, at=at)
        settle(item.requested_table, ItemState.AWAITING_STEWARD, at=at, values=item.requested_table.values)
        journal.append("item.accepted", office=item.office, about=item, by=by.person, at=at)
    else:
        _store(item, by=by, at=at)


def _store(item: SubmissionItem, *, by: Actor, at: datetime) -> None:
    """The bank, the item and the cell of the completeness grid change in one transaction."""
    append(item, letter=transmittal_of(item.submission), by=by.person, at=at)
    _supersede_earlier(item, DECIDED, by=by, at=at)
    decide(item, ItemState.STORED, by=by, at=at)
    settle(item.requested_table, ItemState.STORED, at=at, values=_count_values(item))


def _supersede_earlier(item: SubmissionItem, states: Sequence[ItemState], *, by: Actor, at: datetime) -> None:
    """A later accepted answer to the same table takes the place of the earlier one.

    One that still waits for the Pembina Data must not be passed after it.
    """
    for earlier in item.requested_table.items.filter(state__in=states).exclude(pk=item.pk):
        check_move(ItemState(earlier.state), ItemState.SUPERSEDED)
        earlier.state = ItemState.SUPERSEDED
        earlier.save(update_fields=["state"])
        journal.append("item.superseded", office=item.office, about=earlier, by=by.person, at=at)


def _count_values(item: SubmissionItem) -> int:
    return sum(1 for cell in item.cells if cell["text"])


def _return(item: SubmissionItem, *, reason: str, code: str, by: Actor, at: datetime) -> None:
    item.return_code, item.return_reason = code, reason.strip()
    decide(item, ItemState.RETURNED, by=by, at=at)
    requested = item.requested_table
    requested.returns += 1
    requested.revision_due_at = calendar_of(item.office).due_at_days(at, item.office.revision_days)
    requested.state = ItemState.RETURNED
    requested.save(update_fields=["returns", "revision_due_at", "state"])
    _reopen(requested.request, by=by, at=at)
    journal.append(
        "item.returned",
        office=item.office,
        about=item,
        by=by.person,
        at=at,
        code=code,
        due_at=requested.revision_due_at.isoformat(),
    )


def _reopen(request: Request, *, by: Actor, at: datetime) -> None:
    if request.state == RequestState.COMPLETE:
        request.state = RequestState.SENT
        request.save(update_fields=["state"])
        journal.append("request.reopened", office=request.office, about=request, by=by.person, at=at)


def decide(item: SubmissionItem, state: ItemState, *, by: Actor, at: datetime) -> None:
    """This will note the decision on one answer. Must run inside a transaction."""
    check_move(ItemState(item.state), state)
    item.state, item.decided_at, item.decided_by = state, at, by.person
    item.save()


def settle(requested: RequestedTable, state: ItemState, *, at: datetime, values: int) -> None:
    """This will colour the cell of the completeness grid. Must run inside a transaction."""
    requested.state, requested.values, requested.recorded_at = state, values, at
    requested.save(update_fields=["state", "values", "recorded_at"])


def _awaiting_steward(item: SubmissionItem, by: Actor) -> SubmissionItem:
    by.check_here(item)
    locked = lock_items([item])[0]
    if locked.state != ItemState.AWAITING_STEWARD:
        raise WrongState("item_decided", now=locked.state)
    check_not_maker(str(by.person.pk), makers_of(locked.submission) | {str(locked.decided_by_id)})
    return locked


def note_checked(items: Sequence[SubmissionItem], *, by: Actor, at: datetime) -> None:
    """This will note that a submission is checked, once none of its tables waits for a decision."""
    for submission in Submission.objects.filter(items__in=items, state=SubmissionState.COMPLETE).distinct():
        if submission.items.filter(state=ItemState.PENDING).exists():
            continue
        check_move(SubmissionState(submission.state), SubmissionState.CHECKED)
        submission.state, submission.checked_at = SubmissionState.CHECKED, at
        submission.save(update_fields=["state", "checked_at"])
        journal.append("submission.checked", office=submission.office, about=submission, by=by.person, at=at)
