"""Recall: a sender takes a submission back before anybody checks it, and every table stands as it stood before."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Min

from sektoral.domain.policies import check_reason
from sektoral.domain.states import ItemState, RequestState, SubmissionState, check_move
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Request, Submission, SubmissionItem, Withdrawal
from sektoral.steps.step3_submit.actions.handing_over import owes_something, take
from sektoral.steps.step3_submit.actions.reading import take_out_of_letters, unsigned_transmittals, void_waiting_letters
from sektoral.steps.step3_submit.actions.receiving import handed_over_at
from sektoral.steps.step3_submit.queries.recall import check_may_withdraw, check_withdrawable

VOIDED = "Kiriman ditarik kembali oleh pengirimnya."


def withdraw(submission: Submission, *, reason: str, by: Actor, at: datetime) -> Withdrawal:
    """This will take a submission back: its tables stand as before it, and the same file may be sent again.

    An unsigned transmittal letter is voided; a signed one stays as it is, and its proof page tells of the recall.
    Raises `Refused`, `Invalid` without a reason, and `WrongState` as `check_can_withdraw` does, or while a gateway is
    asked to sign the letter.
    """
    check_may_withdraw(submission, by)
    check_reason(reason)
    with transaction.atomic():
        take(submission)
        check_withdrawable(submission)
        for letter in unsigned_transmittals(submission):
            check_not_in_hand(letter)
        void_waiting_letters(submission, VOIDED, at=at)
        rows = [_give_way(item, at=at) for item in _open_items(submission)]
        check_move(SubmissionState(submission.state), SubmissionState.WITHDRAWN)
        submission.state = SubmissionState.WITHDRAWN
        submission.save(update_fields=["state"])
        kept = Withdrawal.objects.create(
            office=submission.office,
            submission=submission,
            reason=reason.strip(),
            withdrawn_at=at,
            withdrawn_by=by.person,
        )
        journal.append(
            "submission.withdrawn",
            office=submission.office,
            about=submission,
            by=by.person,
            at=at,
            version=submission.version,
            tables=len(rows),
            reason_sha256=reason_digest(kept),
        )
        _settle_request(submission, at=at)
    return kept


def reason_digest(kept: Withdrawal) -> str:
    """This will fingerprint the reason: the journal holds no sentences, and still knows whether one was changed."""
    return hashlib.sha256(kept.reason.encode()).hexdigest()


def _open_items(submission: Submission) -> list[SubmissionItem]:
    return list(submission.items.filter(state=ItemState.PENDING).select_related("requested_table", "submission"))


def _give_way(item: SubmissionItem, *, at: datetime) -> SubmissionItem:
    """The answer no longer counts; the one that it had replaced counts again, else its table waits as before."""
    item.state = ItemState.SUPERSEDED
    item.save(update_fields=["state"])
    journal.append("item.superseded", office=item.office, about=item, by=None, at=at)
    row, before = item.requested_table, _before(item)
    then = _state_before(before) if before else None
    if before is not None and then is not None:
        _restore(before, then, at=at)
    if row.state == ItemState.PENDING and then is not ItemState.PENDING:
        row.state = then or "waiting"
        row.save(update_fields=["state"])
    return item


def _before(item: SubmissionItem) -> SubmissionItem | None:
    """The answer that counted before this one, where this one took its place."""
    earlier = SubmissionItem.objects.filter(
        requested_table=item.requested_table, submission__version__lt=item.submission.version
    ).exclude(submission__state=SubmissionState.WITHDRAWN)
    last = earlier.select_related("submission__request").order_by("-submission__version").first()
    return last if last is not None and last.state == ItemState.SUPERSEDED else None


def _state_before(earlier: SubmissionItem) -> ItemState | None:
    """Nothing for an answer that no letter handed over although its submission has one."""
    if earlier.return_code:
        return ItemState.RETURNED
    if earlier.decided_at is not None:
        return None
    return ItemState.PENDING if _was_handed_over(earlier) else None


def _was_handed_over(earlier: SubmissionItem) -> bool:
    """Whether its letter, where that is signed, was about this answer too: it gave way only after that."""
    if earlier.submission.complete_at is None:
        return True
    events = Event.objects.filter(office_id=earlier.office_id).order_by("-sequence")
    gave_way = events.filter(kind="item.superseded", about_id=str(earlier.pk)).first()
    complete = events.filter(kind="submission.complete", about_id=str(earlier.submission_id)).first()
    return gave_way is not None and complete is not None and gave_way.sequence > complete.sequence


def _restore(item: SubmissionItem, state: ItemState, *, at: datetime) -> None:
    check_move(ItemState(item.state), state)
    item.state = state
    item.save(update_fields=["state"])
    journal.append("item.restored", office=item.office, about=item, by=None, at=at, state=state.value)
    _reopen(item.submission, at=at)


def _reopen(older: Submission, *, at: datetime) -> None:
    """A submission of which something counts again is where that something is."""
    older.refresh_from_db(from_queryset=Submission.objects.select_for_update(no_key=True, of=("self",)))
    then = _standing(older)
    if older.state == SubmissionState.AWAITING_LETTER:
        take_out_of_letters(older)
    if then == older.state:
        return
    check_move(SubmissionState(older.state), then)
    older.state, older.checked_at = then, (older.checked_at or at) if then is SubmissionState.CHECKED else None
    older.save(update_fields=["state", "checked_at"])
    if then is SubmissionState.AWAITING_LETTER:
        take_out_of_letters(older)
    journal.append("submission.restored", office=older.office, about=older, by=None, at=at, state=then.value)


def _standing(older: Submission) -> SubmissionState:
    if older.complete_at is None:
        return SubmissionState.AWAITING_LETTER
    waits = older.items.filter(state=ItemState.PENDING).exists()
    return SubmissionState.COMPLETE if waits else SubmissionState.CHECKED


def _settle_request(submission: Submission, *, at: datetime) -> None:
    """What the request says of its first data and letter is read again from what still counts."""
    request = Request.objects.get(pk=submission.request_id)  # locked by who took the submission
    counting = request.submissions.exclude(state=SubmissionState.WITHDRAWN)
    read = counting.filter(items__isnull=False).distinct().order_by("version")
    request.data_received_at = next((handed_over_at(one) for one in read), None)
    request.completed_at = counting.aggregate(first=Min("complete_at"))["first"]
    owes = owes_something(request)
    moves = {(RequestState.COMPLETE, True): RequestState.SENT, (RequestState.SENT, False): RequestState.COMPLETE}
    then = moves.get((RequestState(request.state), owes))
    if then is not None:
        request.state = then
        kind = "request.reopened" if owes else "request.completed"
        journal.append(kind, office=request.office, about=request, by=None, at=at)
    request.save(update_fields=["data_received_at", "completed_at", "state"])
