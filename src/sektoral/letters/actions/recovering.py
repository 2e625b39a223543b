"""The ways out where nobody knows whether a letter is signed: bring what was signed, or say that it was not."""

from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.letters.locking import take
from sektoral.letters.rights import check_may_rule_on
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter


def reconcile(letter: Letter, *, according_to: str, by: Actor, at: datetime) -> None:
    """This will put a letter whose signing has no known outcome back to waiting, once it was found unsigned.

    `according_to` says who found it so, or where it was looked up; it is kept as a note.
    """
    check_may_rule_on(letter, by)
    if not according_to.strip():
        raise Invalid("reason_missing")
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.SIGNING_UNKNOWN)
        letter.state = LetterState.AWAITING_SIGNATURE
        letter.save(update_fields=["state"])
        note = f"Dipastikan belum ditandatangani, menurut {according_to.strip()}"
        letter.notes.create(office=letter.office, text=note, written_at=at, written_by=by.person)
        journal.append("letter.reconciled", office=letter.office, about=letter, by=by.person, at=at)
