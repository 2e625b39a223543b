"""What follows of itself in step 2: what changes after the sending is told to whom it concerns."""

from datetime import datetime

from django.db.models import Q

from sektoral.domain.letters import REQUEST_KINDS, LetterKind
from sektoral.records.models import Event, Letter, Request, Round
from sektoral.steps.step2_distribute.actions import note_distributed, send_replacement, tell_of_move

REPLACED = (*REQUEST_KINDS, LetterKind.FOLLOW_UP)


def tell_successor(event: Event, *, at: datetime) -> None:
    """On `request.moved` and `request.handed_on`, once the workbook is drawn: bring it to who owes the tables now."""
    request = Request.objects.select_related("office", "agency").get(pk=event.about_id)
    tell_of_move(request, at=at)


def send_new_letter(event: Event, *, at: datetime) -> None:
    """On `letter.signed`: a letter that takes the place of one which its agency already has leaves by itself."""
    letter = Letter.objects.select_related("request", "supersedes", "signed_file").get(pk=event.about_id)
    if letter.kind not in REPLACED:
        return
    requests = Request.objects.filter(Q(pk=letter.request_id) | Q(pk__in=letter.addressees.values("request")))
    for request in requests.select_related("office", "agency"):
        send_replacement(letter, request, at=at)


def end_step(event: Event, *, at: datetime) -> None:
    """On `round.letters_signed`: what was sent before this was known may have been the last of the round."""
    note_distributed(Round.objects.get(pk=event.about_id), by=None, at=at)
