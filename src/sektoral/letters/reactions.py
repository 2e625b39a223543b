"""What follows of itself with letters: the bytes to be signed are made before anybody opens the signing page."""

from datetime import datetime

from sektoral.domain.errors import SektoralError
from sektoral.domain.roles import Role
from sektoral.letters.actions.bringing_in import final_of
from sektoral.letters.actions.finalising import finalise
from sektoral.letters.outside import is_signed_outside
from sektoral.records.actors import actor_for, holder_of
from sektoral.records.models import Event, Letter


def prepare_bytes(event: Event, *, at: datetime) -> None:
    """On `letter.numbered`: set the page for who sits in the signing seat today.

    Where nobody does, or the letter went back meanwhile, the signing page makes the bytes or says what is missing.
    """
    letter = Letter.objects.select_related("office", "agency").get(pk=event.about_id)
    if is_signed_outside(letter):
        _prepare_outside(letter, at=at)
        return
    role = Role(letter.steps.get(act="sign").role)
    try:
        seat = holder_of(letter.office, role, at, letter.agency)
        finalise(letter, by=actor_for(seat.person, letter.office, at), at=at)
    except SektoralError:
        return


def _prepare_outside(letter: Letter, *, at: datetime) -> None:
    try:
        final_of(letter, at=at)
    except SektoralError:
        return
