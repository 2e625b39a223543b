"""The final bytes: made when the signing page opens, good until the office's midnight, and nothing else is signed.

Setting a page takes its time: it is done outside any transaction, and kept only where the letter still is what it was.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sektoral.adapters.typesetting import render
from sektoral.domain.errors import SektoralError, WrongState
from sektoral.domain.papers import SEALED_BY, Gateway, SigningService
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.letters.actions.initialling import awaited_step, check_is_seated
from sektoral.letters.actions.sealing import kept_pdf
from sektoral.letters.composing import compose
from sektoral.letters.locking import take
from sektoral.letters.numbers import check_numbered
from sektoral.letters.outside import signer_role, signs_outside
from sektoral.letters.results import Result
from sektoral.letters.rights import check_is_not_maker
from sektoral.letters.signatories import is_as_printed, signature_of
from sektoral.letters.signed_values import check_values
from sektoral.records.actors import Actor, Seats, local_date, seats_of
from sektoral.records.models import Assignment, Letter, LetterStep, StoredFile


def finalise(letter: Letter, *, by: Actor, at: datetime) -> StoredFile:
    """This will make the bytes to be signed: date, number, QR and signature block are in them; good until midnight.

    The foot names the service through which the office signs now. Raises `WrongState`: `signing_stale` where the
    letter changed while its page was set, `number_awaited` where the office's register has not given its number yet.
    """
    return _finalise(letter, seats_of(by, at), by=by, at=at)


def _finalise(letter: Letter, seats: Seats, *, by: Actor, at: datetime) -> StoredFile:
    with transaction.atomic():
        take(letter, by)
        step = turn(letter, by)
        seat = seats.held(Role(step.role), letter.agency_id)
        check_values(letter)
        final = _final(letter, seat, at)
        if final is not None:
            return final
        check_numbered(letter, at)
    signature = signature_of(letter, seat, _seal(letter))
    before, today = _stand(letter, step), local_date(letter.office, at)
    pdf = render(compose(letter, signature=signature.block, on=today)).pdf
    with transaction.atomic():
        take(letter, by)
        step = turn(letter, by)
        final = _final(letter, seat, at)  # somebody may have opened the page at the same time
        if final is None:
            check_not_in_hand(letter)
            if _stand(letter, step) != before:
                raise WrongState("signing_stale")
            final = letter.final_file = kept_pdf(letter, pdf, by=None, at=at)
            letter.final_on, letter.signed_as = today, signature.printed
            letter.save(update_fields=["final_file", "final_on", "signed_as"])
    return final


def finalise_all(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[Result]:
    """This will make the bytes of every letter that a signing page shows; a refusal stops only its own letter.

    Letters whose bytes are good cost no query; what a transmittal hands over is reckoned again each time.
    """
    seats = seats_of(by, at)
    return [_finalised(letter, seats, by, at) for letter in letters]


def turn(letter: Letter, by: Actor) -> LetterStep:
    """This will give the signature that is awaited. Raises unless it is awaited of this person."""
    check_letter_is(letter.state, LetterState.AWAITING_SIGNATURE)
    step = awaited_step(letter)
    if signs_outside(Role(step.role), letter):
        raise WrongState("signed_outside")
    check_is_seated(by, step, letter)
    check_is_not_maker(letter, by.person.pk)
    return step


def check_fresh(letter: Letter, sha256: str, *, seat: Assignment, at: datetime, service: SigningService) -> StoredFile:
    """This will give the bytes that were shown. Raises `WrongState` (`signing_stale`) for any others.

    Only they are signed, on the day printed on them, by the person and through the service printed on them.
    """
    final = _final(letter, seat, at)
    if final is None or final.sha256 != sha256 or _seal(letter) != SEALED_BY[service]:
        raise WrongState("signing_stale")
    return final


def _final(letter: Letter, seat: Assignment, at: datetime) -> StoredFile | None:
    """The letter's bytes, while they bear today's date, who sits in the signer's seat, and the seal of the service."""
    if letter.final_file is None or letter.final_on != local_date(letter.office, at):
        return None
    return letter.final_file if is_as_printed(letter, seat, _seal(letter)) else None


def _seal(letter: Letter) -> Gateway:
    """All letters, an agency's too, are signed through the one service of the office that runs the procedure."""
    return SEALED_BY[SigningService(letter.office.signing_service)]


def _stand(letter: Letter, step: LetterStep) -> tuple[object, ...]:
    """What is printed follows from this; a letter that was sent back and came again waits since another instant."""
    return (step.pk, step.ready_at, letter.subject, letter.number, letter.content, letter.office.signing_service)


def _finalised(letter: Letter, seats: Seats, by: Actor, at: datetime) -> Result:
    try:
        check_values(letter)
        if not _is_good(letter, seats, at):
            _finalise(letter, seats, by=by, at=at)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)


def _is_good(letter: Letter, seats: Seats, at: datetime) -> bool:
    if letter.state != LetterState.AWAITING_SIGNATURE or letter.final_file is None:
        return False
    role = signer_role(letter)
    seat = seats.at(role, letter.agency_id) if role else None
    return seat is not None and _final(letter, seat, at) is not None
