"""Signing: the final bytes are made when the page opens, and exactly those are signed, in a batch, one result each.

Setting a page and asking a gateway take their time, so both are done outside any transaction. What came of them is
written only where the letter still is what it was before: who is killed in between has changed nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sektoral.adapters.signatures.port import Failed, Secret, Signatory, Signed, SigningGateway, ToSign
from sektoral.adapters.typesetting import render
from sektoral.domain.errors import Invalid, NotFound, Refused, SektoralError, Unavailable, WrongState
from sektoral.domain.papers import SEALED_BY, Gateway
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.letters.actions.initialling import waiting_step
from sektoral.letters.actions.sealing import kept_pdf, store_signed
from sektoral.letters.composing import compose
from sektoral.letters.locking import take
from sektoral.letters.numbers import give_number
from sektoral.letters.results import Result
from sektoral.letters.rights import check_may_rule_on
from sektoral.letters.signatories import Signatures, is_as_printed, signature_of
from sektoral.records import journal
from sektoral.records.actors import Actor, Seats, local_date, seat_of, seats_of
from sektoral.records.models import Letter, LetterStep, StoredFile


def finalise(letter: Letter, *, by: Actor, at: datetime) -> StoredFile:
    """This will make the bytes to be signed: date, number, QR and signature block are in them; good until midnight.

    Raises `WrongState` (`signing_stale`) where the letter changed while its page was set.
    """
    with transaction.atomic():
        take(letter, by)
        step = _turn(letter, by)
        final = _final(letter, by=by, at=at)
        if final is not None:
            return final
        seat = seat_of(by, Role(step.role), at, letter.agency)
        if not letter.number:
            give_number(letter, at)
            letter.save(update_fields=["number", "numbered_at"])
    signature = signature_of(letter, seat, Gateway.TEST)
    before, today = _stand(letter, step), local_date(letter.office, at)
    pdf = render(compose(letter, signature=signature.block, on=today)).pdf
    with transaction.atomic():
        take(letter, by)
        step = _turn(letter, by)
        final = _final(letter, by=by, at=at)  # somebody may have opened the page at the same time
        if final is None:
            if _stand(letter, step) != before:
                raise WrongState("signing_stale")
            final = letter.final_file = kept_pdf(letter, pdf, by=None, at=at)
            letter.final_on, letter.signed_as = today, signature.printed
            letter.save(update_fields=["final_file", "final_on", "signed_as"])
    return final


def finalise_all(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[Result]:
    """This will make the bytes of every letter that a signing page shows; a refusal stops only its own letter.

    Letters whose bytes are good cost no query.
    """
    seats = seats_of(by, at)
    return [_finalised(letter, seats, by, at) for letter in letters]


def sign_all(
    shown: Mapping[UUID, str], *, by: Actor, at: datetime, gateway: SigningGateway, secret: Secret | None = None
) -> list[Result]:
    """This will sign letters, each against the SHA-256 that was shown; a refusal stops only its own letter.

    `shown` maps a letter's id to the SHA-256 of the bytes on the page. Each result carries its error.
    What the person has signed already just so counts as done, so that a batch that broke off may be sent again.
    Raises `NotFound`, and signs nothing, where an id is not one of the office's letters.
    """
    found = {
        letter.pk: letter
        for letter in Letter.objects.select_related("office", "agency", "final_file").filter(
            office=by.office, pk__in=shown
        )
    }
    if found.keys() != shown.keys():
        raise NotFound("not_found")
    return [_tried(found[pk], shown[pk], by=by, at=at, gateway=gateway, secret=secret) for pk in shown]


def sign(
    letter: Letter, *, sha256: str, by: Actor, at: datetime, gateway: SigningGateway, secret: Secret | None = None
) -> None:
    """This will sign one letter. Raises `WrongState` (`signing_stale`) when other bytes or another day were shown.

    Two who sign the same letter at once both ask the gateway; the second answer finds the letter signed and is dropped.
    """
    with transaction.atomic():
        take(letter, by)
        _turn(letter, by)
        _check_fresh(letter, sha256, by=by, at=at)
    answer = gateway.sign([_to_sign(letter, sha256)], secret, at)[0]
    with transaction.atomic():
        take(letter, by)
        if _is_done(letter, sha256, by):
            return
        step = _turn(letter, by)
        _check_fresh(letter, sha256, by=by, at=at)
        if isinstance(answer, Signed):
            step.done_at, step.done_by = at, by.person
            step.save(update_fields=["done_at", "done_by"])
            store_signed(letter, answer, by=by, at=at, gateway=SEALED_BY[gateway.service].value)
        elif answer.unknown:
            _mark_unknown(letter, by=by, at=at)
    if isinstance(answer, Failed):  # after the commit, so that an unknown outcome stays on record
        raise Unavailable(answer.code, unknown=True) if answer.unknown else Invalid(answer.code)


def reconcile(letter: Letter, *, by: Actor, at: datetime) -> None:
    """This will put a letter whose signing has no known outcome back to waiting, once it was found unsigned."""
    check_may_rule_on(letter, by)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.SIGNING_UNKNOWN)
        letter.state = LetterState.AWAITING_SIGNATURE
        letter.save(update_fields=["state"])
        journal.append("letter.reconciled", office=letter.office, about=letter, by=by.person, at=at)


def _turn(letter: Letter, by: Actor) -> LetterStep:
    """Give the signature that is awaited. Raises unless it is awaited of this person."""
    check_letter_is(letter.state, LetterState.AWAITING_SIGNATURE)
    step = waiting_step(letter, by)
    _check_not_drafter(letter, by)
    return step


def _stand(letter: Letter, step: LetterStep) -> tuple[object, ...]:
    """What is printed follows from this; a letter that was sent back and came again waits since another instant."""
    return (step.pk, step.ready_at, letter.subject, letter.number, letter.content)


def _final(letter: Letter, *, by: Actor, at: datetime, seats: Seats | None = None) -> StoredFile | None:
    """The letter's bytes, while they bear today's date and the signer's title, name, rank and NIP of today."""
    if letter.final_file is None or letter.final_on != local_date(letter.office, at):
        return None
    role = next(Role(step.role) for step in letter.steps.all() if step.act == "sign")
    seat = (seats or seats_of(by, at)).at(role, letter.agency_id)
    return letter.final_file if seat is not None and is_as_printed(letter, seat) else None


def _check_fresh(letter: Letter, sha256: str, *, by: Actor, at: datetime) -> None:
    """Only the bytes that were shown are signed, on the day printed on them, by the person printed on them."""
    final = _final(letter, by=by, at=at)
    if final is None or final.sha256 != sha256:
        raise WrongState("signing_stale")


def _check_not_drafter(letter: Letter, by: Actor) -> None:
    """In the office another person signs than drafted, whatever seats one person holds (maker ≠ checker)."""
    if letter.agency is None and letter.drafted_by_id == by.person.pk:
        raise Refused("maker_is_checker")


def _to_sign(letter: Letter, sha256: str) -> ToSign:
    printed: Signatures = Signatures(**letter.signed_as)
    if letter.final_file is None:
        raise WrongState("signing_stale")
    who = Signatory(printed.person, printed.name, printed.post[-1], letter.office.name)
    return ToSign(str(letter.pk), files.read(letter.final_file), sha256, who)


def _mark_unknown(letter: Letter, *, by: Actor, at: datetime) -> None:
    letter.state = LetterState.SIGNING_UNKNOWN
    letter.save(update_fields=["state"])
    journal.append("letter.signing_unknown", office=letter.office, about=letter, by=by.person, at=at)


def _finalised(letter: Letter, seats: Seats, by: Actor, at: datetime) -> Result:
    try:
        if letter.state != LetterState.AWAITING_SIGNATURE or _final(letter, by=by, at=at, seats=seats) is None:
            finalise(letter, by=by, at=at)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)


def _is_done(letter: Letter, sha256: str, by: Actor) -> bool:
    same = letter.final_file is not None and letter.final_file.sha256 == sha256
    return same and letter.state == LetterState.SIGNED and letter.signed_by_id == by.person.pk


def _tried(
    letter: Letter, sha256: str, *, by: Actor, at: datetime, gateway: SigningGateway, secret: Secret | None
) -> Result:
    if _is_done(letter, sha256, by):
        return Result(letter, None)
    try:
        sign(letter, sha256=sha256, by=by, at=at, gateway=gateway, secret=secret)
    except SektoralError as error:
        return Result(letter, error)
    return Result(letter, None)
