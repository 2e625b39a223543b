"""Telaah internal: where an agency wants it, its Walidata Pendukung initials before its head signs."""

from datetime import datetime

from sektoral.domain.chains import REVIEWED, Chain
from sektoral.domain.errors import NotFound, WrongState
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import LetterState
from sektoral.records.actors import Actor, holder_of
from sektoral.records.models import Agency, Letter, Submission


def chain_for(agency: Agency, *, at: datetime) -> Chain:
    """This will give the chain of a new transmittal; empty for the usual one. Raises `WrongState`."""
    if not agency.needs_review:
        return ()
    try:
        holder_of(agency.office, Role.REVIEWER, at, agency)
    except NotFound as error:
        raise WrongState("reviewer_vacant", agency=agency.name) from error
    return REVIEWED


def check_scan_reviewed(submission: Submission, letter: Letter | None, number: str, *, by: Actor) -> None:
    """This will raise `WrongState` for a scan that went past the reviewer.

    What the office enters came to it on paper with the head's signature: that is not held up by the agency's own rule.
    """
    agency = submission.request.agency
    if letter is not None and letter.state == LetterState.INITIALLING:
        raise WrongState("review_awaited")
    if not agency.needs_review or not by.may(Permission.SUBMIT, agency):
        return
    if letter is None or letter.state != LetterState.AWAITING_SIGNATURE:  # where its own chain has led it by now
        raise WrongState("review_missing", agency=agency.name)
    if letter.number and letter.number != number.strip():
        raise WrongState("review_of_another", number=letter.number)
