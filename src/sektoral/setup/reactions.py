"""What follows of itself in the set-up: rules run again, mergers reach what comes back, invitations leave."""

from datetime import datetime
from uuid import UUID

from sektoral.domain.letters import LetterKind
from sektoral.records.models import Event, HandOn, Invitation, Letter, Rerun, Submission, SubmissionItem
from sektoral.setup.actions import invitations
from sektoral.setup.actions.hand_overs import place
from sektoral.setup.actions.mergers import hand_on
from sektoral.setup.actions.reruns import run_again
from sektoral.setup.actions.seat_notices import tell_of_seat
from sektoral.setup.actions.sops import put_in_force


def hand_on_returned(event: Event, *, at: datetime) -> None:
    """On `item.returned`: what a merged agency would have to mend is its successor's."""
    item = SubmissionItem.objects.select_related("submission__request").get(pk=event.about_id)
    hand_on(item.submission.request, at=at)


def place_handed_on(event: Event, *, at: datetime) -> None:
    """On `item.handed_on`: give the agency that has the data its table, by the deadline that was issued."""
    place(HandOn.objects.select_related("office").get(item=UUID(event.about_id)), at=at)


def hand_on_withdrawn(event: Event, *, at: datetime) -> None:
    """On `submission.withdrawn`: what a merged agency took back is its successor's to send."""
    hand_on(Submission.objects.select_related("request").get(pk=event.about_id).request, at=at)


def approve_sop(event: Event, *, at: datetime) -> None:
    """On `letter.signed` of an SOP: its version is approved and in force from that instant."""
    letter = Letter.objects.select_related("office").get(pk=event.about_id)
    if letter.kind == LetterKind.SOP:
        put_in_force(letter, at=event.at)


def tell_of_assignment(event: Event, *, at: datetime) -> None:
    """On `assignment.made` and `assignment.ended`: who is concerned hears of it, whoever did it."""
    tell_of_seat(event, at=at)


def run_rules_again(event: Event, *, at: datetime) -> None:
    """On `rerun.ordered`: run the rules, and keep what they flag."""
    run_again(Rerun.objects.select_related("office").get(pk=event.about_id), at=at)


def send_invitation(event: Event, *, at: datetime) -> None:
    """On `invitation.issued` and `invitation.renewed`: the present link leaves by e-mail, once."""
    invitations.send(Invitation.objects.select_related("office", "agency").get(pk=event.about_id), at=at)
