"""Corrections: a signed letter of the office is replaced by another one, and both stay on record."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.letters.actions.drafting import NewLetter, draft
from sektoral.letters.locking import take
from sektoral.letters.rights import check_may_draft
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Request

CORRECTABLE = frozenset({LetterKind.REQUEST, LetterKind.MEMO, LetterKind.FOLLOW_UP})


def correct(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """This will draft the letter that is to replace a signed one: about the same, with a number and proof of its own.

    The draft is JP's to mend and to hand in. Until it is signed the old letter stays in force. Raises `Refused`, and
    `WrongState` as `check_may_correct` does.
    """
    check_may_draft(letter, by)
    with transaction.atomic():
        take(letter, by)
        check_may_correct(letter)
        new = NewLetter(
            kind=LetterKind(letter.kind),
            office=letter.office,
            subject=letter.subject,
            round=letter.round,
            request=letter.request,
            addressees=list(Request.objects.filter(pk__in=letter.addressees.values("request"))),
            supersedes=letter,
            content=letter.content,
        )
        correction = draft(new, by=by, at=at)
        if letter.text:
            correction.text = letter.text
            correction.save(update_fields=["text"])
    return correction


def check_may_correct(letter: Letter) -> None:
    """This will raise unless the letter is a signed one of the office that nothing corrects yet.

    Codes: `letter_not_correctable`, `letter_state`, `letter_already_corrected`.
    """
    if letter.kind not in CORRECTABLE or letter.agency_id is not None:
        raise WrongState("letter_not_correctable")
    check_letter_is(letter.state, LetterState.SIGNED)
    if correction_of(letter) is not None:
        raise WrongState("letter_already_corrected")


def correction_of(letter: Letter) -> Letter | None:
    """This will give the living letter that replaces this one, or is to replace it once it is signed."""
    return Letter.objects.filter(supersedes=letter).exclude(state=LetterState.VOID).first()
