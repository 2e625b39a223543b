"""What follows of itself in step 1: the workbook once the letter has its number, the clock once all are signed."""

from datetime import datetime

from sektoral.domain.errors import WrongState
from sektoral.domain.letters import REQUEST_KINDS
from sektoral.domain.states import LetterState
from sektoral.letters.composing import asked_by, request_letter_of
from sektoral.records.models import Event, Letter, Request
from sektoral.steps.step1_request.actions.instruments import build_instrument
from sektoral.steps.step1_request.actions.rounds import note_letter_signed


def build_workbook(event: Event, *, at: datetime) -> None:
    """On `letter.numbered` and `letter.number_entered`: draw the workbooks that go with a request letter, once each."""
    letter = Letter.objects.select_related("request").get(pk=event.about_id)
    if letter.kind not in REQUEST_KINDS or letter.state == LetterState.VOID:
        return  # the letter that takes the place of a void one brings the workbook
    for request in [letter.request] if letter.request else asked_by(letter):
        if not request.instruments.exists():
            build_instrument(request, at=at)


def rebuild_workbook(event: Event, *, at: datetime) -> None:
    """On `request.moved` and `request.revised`: other tables are owed than before, so the workbook is drawn anew."""
    request = Request.objects.get(pk=event.about_id)
    latest = request.instruments.order_by("-version").first()
    if latest is None and not _is_numbered(request):
        return  # it comes with the letter
    if latest is None or latest.built_at < event.at:
        build_instrument(request, at=at)


def count_signatures(event: Event, *, at: datetime) -> None:
    """On `letter.signed` and `letter.voided`: start the clock of step 2 after the last request letter."""
    note_letter_signed(Letter.objects.select_related("round").get(pk=event.about_id), at=at)


def _is_numbered(request: Request) -> bool:
    try:
        return bool(request_letter_of(request).number)
    except WrongState:
        return False
