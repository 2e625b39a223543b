"""Signing: exactly the bytes that were shown are signed, in a batch, one result each.

1. What a gateway outside is about to be asked is put on record. 2. It is asked, outside any transaction.
3. Its answer and what follows from it are stored together, only where the letter still is what it was before.
Who is killed after 1 or 2 leaves an open attempt, which becomes *unknown* by itself; the embedded authority needs none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import transaction

from sektoral.adapters.signatures.port import Credentials, Failed, Signatory, Signed, SigningGateway, ToSign
from sektoral.domain.errors import Invalid, NotFound, SektoralError, Unavailable, WrongState
from sektoral.domain.papers import REMOTE, SEALED_BY
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.letters.actions.attempts import close_attempt, give_up_overdue, mark_unknown, open_attempt
from sektoral.letters.actions.finalising import check_fresh, turn
from sektoral.letters.actions.initialling import waiting_step
from sektoral.letters.actions.sealing import store_signed
from sektoral.letters.locking import take
from sektoral.letters.passwords import check_passphrases_of, count_wrong_passphrase
from sektoral.letters.results import Result
from sektoral.letters.signatories import Signatures
from sektoral.letters.signed_values import check_values
from sektoral.records.actors import Actor, Seats, seats_of
from sektoral.records.models import Letter, LetterStep, SigningAttempt
from sektoral.ui.fetch import letters_of


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who signs, from which seats, when, through what, and by what the gateway knows the signer."""

    by: Actor
    at: datetime
    gateway: SigningGateway
    credentials: Credentials | None
    seats: Seats

    @classmethod
    def begin(cls, by: Actor, at: datetime, gateway: SigningGateway, credentials: Credentials | None) -> Self:
        """This will sit down to sign: an attempt that nobody answered any more stands in nobody's way."""
        give_up_overdue(at=at, office=by.office)
        return cls(by, at, gateway, credentials, seats_of(by, at))


@dataclass(frozen=True, slots=True)
class InHand:
    """A letter that this sitting has taken in hand; without an `attempt` where the embedded authority is asked."""

    letter: Letter
    to_sign: ToSign
    attempt: SigningAttempt | None


def sign_all(
    shown: Mapping[UUID, str],
    *,
    by: Actor,
    at: datetime,
    gateway: SigningGateway,
    credentials: Credentials | None = None,
) -> list[Result]:
    """This will sign letters, each against the SHA-256 that was shown; a refusal stops only its own letter.

    `shown` maps a letter's id to the SHA-256 of the bytes on the page. Each result carries its error. What stands in
    the way of every letter, such as a wrong passphrase or a gateway that cannot be reached, leaves the rest untried.
    What the person has signed already just so counts as done, so that a batch that broke off may be sent again.
    Raises `NotFound`, and signs nothing, where an id is not a letter that the person may see; `Refused` after too many
    wrong passphrases.
    """
    if gateway.service in REMOTE:
        check_passphrases_of(by.person, at=at)
    letters = _found(shown, by)
    sitting = Sitting.begin(by, at, gateway, credentials)
    results = {one.pk: Result(one, None) for one in letters if _is_done(one, shown[one.pk], by)}
    for portion in _portions([one for one in letters if one.pk not in results], gateway.at_once):
        if any(result.ends_batch for result in results.values()):
            results |= {one.pk: Result(one, Unavailable("signing_not_tried")) for one in portion}
        else:
            results |= _sign_portion(portion, shown, sitting)
    return [results[pk] for pk in shown]


def sign(
    letter: Letter,
    *,
    sha256: str,
    by: Actor,
    at: datetime,
    gateway: SigningGateway,
    credentials: Credentials | None = None,
) -> None:
    """This will sign one letter. Raises `WrongState` (`signing_stale`) when other bytes or another day were shown.

    Two who sign the same letter at once through the embedded authority both ask it; the second answer finds the letter
    signed and is dropped. A gateway outside is asked by one only (`signing_in_hand`).
    """
    sitting = Sitting.begin(by, at, gateway, credentials)
    result = _sign_portion([letter], {letter.pk: sha256}, sitting)[letter.pk]
    if result.error:
        raise result.error


def to_sign(letter: Letter) -> ToSign:
    """This will give the final bytes with who is printed under them. Raises `WrongState` where there are none."""
    if letter.final_file is None:
        raise WrongState("signing_stale")
    printed = Signatures(**letter.signed_as)
    who = Signatory(printed.person, printed.name, printed.post[-1], letter.office.name)
    return ToSign(str(letter.pk), files.read(letter.final_file), letter.final_file.sha256, who)


def _found(shown: Mapping[UUID, str], by: Actor) -> list[Letter]:
    rows = letters_of(by).select_related("office", "agency", "final_file").filter(pk__in=shown)
    found = {letter.pk: letter for letter in rows}
    if found.keys() != shown.keys():
        raise NotFound("not_found")
    return [found[pk] for pk in shown]


def _portions(letters: Sequence[Letter], size: int) -> Iterator[Sequence[Letter]]:
    return (letters[start : start + size] for start in range(0, len(letters), size))


def _sign_portion(letters: Sequence[Letter], shown: Mapping[UUID, str], sitting: Sitting) -> dict[UUID, Result]:
    """Take the letters in hand together, ask once, and settle each by its own answer."""
    results: dict[UUID, Result] = {}
    taken: list[InHand] = []
    with transaction.atomic():
        for letter in sorted(letters, key=lambda one: one.pk):  # in one order, so that two batches never wait crosswise
            try:
                taken.append(_take_in_hand(letter, shown[letter.pk], sitting))
            except SektoralError as error:
                results[letter.pk] = Result(letter, error)
    if taken:
        answers = sitting.gateway.sign([one.to_sign for one in taken], sitting.credentials, sitting.at)
        if any(isinstance(answer, Failed) and answer.code == "passphrase_wrong" for answer in answers):
            count_wrong_passphrase(sitting.by.person, at=sitting.at)
        results |= {one.letter.pk: _result(one, answer, sitting) for one, answer in zip(taken, answers, strict=True)}
    return results


def _take_in_hand(letter: Letter, sha256: str, sitting: Sitting) -> InHand:
    """Nothing is written before everything is checked: a refusal leaves the transaction of the others whole."""
    by, at, service = sitting.by, sitting.at, sitting.gateway.service
    take(letter, by)
    step = turn(letter, by)
    check_values(letter)
    _check_fresh(letter, step, sha256, sitting)
    asked = to_sign(letter)
    if service not in REMOTE:
        return InHand(letter, asked, None)
    return InHand(letter, asked, open_attempt(letter, service=service, sha256=sha256, by=by, at=at))


def _result(taken: InHand, answer: Signed | Failed, sitting: Sitting) -> Result:
    try:
        _settle(taken, answer, sitting)
    except SektoralError as error:
        return Result(taken.letter, error)
    if isinstance(answer, Failed):  # after the commit, so that an unknown outcome stays on record
        return Result(taken.letter, _error_of(answer), ends_batch=answer.ends_batch)
    return Result(taken.letter, None)


def _settle(taken: InHand, answer: Signed | Failed, sitting: Sitting) -> None:
    letter, by, at = taken.letter, sitting.by, sitting.at
    with transaction.atomic():
        take(letter, by)
        if _is_done(letter, taken.to_sign.sha256, by):
            return
        step = _awaited(taken, sitting)
        if taken.attempt:
            close_attempt(taken.attempt, letter, answer, at=at)
        if isinstance(answer, Signed):
            step.done_at, step.done_by = at, by.person
            step.save(update_fields=["done_at", "done_by"])
            store_signed(letter, answer, by=by, at=at, gateway=SEALED_BY[sitting.gateway.service].value)
        elif answer.unknown and letter.state == LetterState.AWAITING_SIGNATURE:
            mark_unknown(letter, by=by.person, at=at)


def _awaited(taken: InHand, sitting: Sitting) -> LetterStep:
    """Give the step that the answer is for; one that was given up may still be answered, see `close_attempt`."""
    letter, by = taken.letter, sitting.by
    is_late = taken.attempt is not None and letter.state == LetterState.SIGNING_UNKNOWN
    step = waiting_step(letter, by) if is_late else turn(letter, by)
    _check_fresh(letter, step, taken.to_sign.sha256, sitting)
    return step


def _check_fresh(letter: Letter, step: LetterStep, sha256: str, sitting: Sitting) -> None:
    seat = sitting.seats.held(Role(step.role), letter.agency_id)
    check_fresh(letter, sha256, seat=seat, at=sitting.at, service=sitting.gateway.service)


def _error_of(answer: Failed) -> SektoralError:
    if answer.unknown:
        return Unavailable(answer.code, unknown=True, said=answer.said)
    return Invalid(answer.code, said=answer.said)


def _is_done(letter: Letter, sha256: str, by: Actor) -> bool:
    same = letter.final_file is not None and letter.final_file.sha256 == sha256
    return same and letter.state == LetterState.SIGNED and letter.signed_by_id == by.person.pk
