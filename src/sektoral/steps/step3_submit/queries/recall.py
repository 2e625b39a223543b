"""Whether this person may still take a submission back; the reason stands on the grey button."""

from django.db.models import Count, Q
from django.urls import reverse

from sektoral.domain.errors import Refused, WrongState
from sektoral.domain.policies import check_can_withdraw
from sektoral.domain.roles import Permission
from sektoral.domain.states import ANSWERED, MOVES, ItemState, SubmissionState
from sektoral.records.actors import Actor
from sektoral.records.models import Submission
from sektoral.ui.components import Action
from sektoral.ui.messages import explained

DECIDED = (*ANSWERED, ItemState.RETURNED)


def check_may_withdraw(submission: Submission, by: Actor) -> None:
    """This will raise unless the person speaks for the agency, or entered this submission for it."""
    by.check_here(submission)
    agency = submission.request.agency
    if by.may(Permission.SUBMIT, agency) or by.may(Permission.SIGN_TRANSMITTAL, agency):
        return
    by.check(Permission.ENTER_FOR_AGENCY)
    if submission.received_by_id != by.person.pk:
        raise Refused("withdrawal_not_yours")


def check_withdrawable(submission: Submission) -> None:
    """This will raise `WrongState` where the submission can no longer be taken back, with the reason."""
    counted = Submission.objects.filter(pk=submission.pk).annotate(
        decided=Count("items", filter=Q(items__state__in=DECIDED))
    )
    begun_by, decided = counted.values_list("examination__begun_by__name", "decided").get()
    check_can_withdraw(submission.state, submission.request.round.state, begun_by=begun_by or "", decided=decided)


def recall_of(submission: Submission, actor: Actor) -> Action | None:
    """This will give the button to take a submission back; nothing where it is not this person's, or long over."""
    moves = MOVES[SubmissionState]
    if SubmissionState.WITHDRAWN not in moves[SubmissionState(submission.state)]:
        return None
    try:
        check_may_withdraw(submission, actor)
    except Refused:
        return None
    return Action(
        f"Tarik kembali kiriman ke-{submission.version}",
        url=reverse("step3:withdraw", args=[submission.request_id, submission.pk]),
        icon="arrow-uturn-left",
        refusal=_refusal(submission),
        key="tarik",
    )


def _refusal(submission: Submission) -> str:
    try:
        check_withdrawable(submission)
    except WrongState as error:
        return explained(error)
    return ""
