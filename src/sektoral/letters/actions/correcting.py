"""Corrections: a signed letter of the office is replaced by another one, and both stay on record."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.letters import LetterKind
from sektoral.letters.actions.drafting import NewLetter, draft
from sektoral.letters.corrections import check_may_correct
from sektoral.letters.locking import take
from sektoral.letters.rights import check_may_draft
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Request


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
