"""Signing: the final bytes are made when the page opens, and exactly those are signed, in a batch, one result each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sektoral.adapters.signatures.local_authority import LocalAuthority
from sektoral.adapters.signatures.port import Failed, Secret, Signatory, Signed, SigningGateway, ToSign
from sektoral.adapters.typesetting import render
from sektoral.domain.errors import Invalid, Refused, SektoralError, Unavailable, WrongState
from sektoral.domain.papers import Gateway
from sektoral.domain.policies import check_letter_is
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.intake import files
from sektoral.letters.actions.initialling import waiting_step
from sektoral.letters.composing import compose
from sektoral.letters.locking import take
from sektoral.letters.numbers import give_number
from sektoral.letters.results import Result
from sektoral.letters.rights import check_may_rule_on
from sektoral.letters.signatories import Signatures, signature_of, system_signature
from sektoral.records import journal
from sektoral.records.actors import Actor, local_date, seat_of
from sektoral.records.models import Letter, StoredFile


@cache
def local_authority() -> LocalAuthority:
    """This will give the installation's own certificate authority, for tests and for receipts."""
    return LocalAuthority(settings.KEYS_ROOT / "authority")


def finalise(letter: Letter, *, by: Actor, at: datetime) -> StoredFile:
    """This will make the bytes to be signed: date, number, QR and signature block are in them; good until midnight."""
    today = local_date(letter.office, at)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.AWAITING_SIGNATURE)
        step = waiting_step(letter, by)
        _check_not_drafter(letter, by)
        if letter.final_file is not None and letter.final_on == today and _is_printed_for(letter, by):
            return letter.final_file
        signature = signature_of(letter, seat_of(by, Role(step.role), at, letter.agency), Gateway.TEST)
        give_number(letter, at)
        pdf = render(compose(letter, signature=signature.block, on=today)).pdf
        letter.final_file = _kept(letter, pdf, by=by, at=at)
        letter.final_on, letter.signed_as = today, signature.printed
        letter.save(update_fields=["number", "numbered_at", "final_file", "final_on", "signed_as"])
    return letter.final_file


def finalise_all(letters: Iterable[Letter], *, by: Actor, at: datetime) -> list[Result]:
    """This will make the bytes of every letter that a signing page shows; a refusal stops only its own letter."""
    return [_finalised(letter, by, at) for letter in letters]


def sign_all(
    shown: Mapping[UUID, str], *, by: Actor, at: datetime, gateway: SigningGateway, secret: Secret | None = None
) -> list[Result]:
    """This will sign letters, each against the SHA-256 that was shown; a refusal stops only its own letter.

    `shown` maps a letter's id to the SHA-256 of the bytes on the page. Raises nothing: each result carries its error.
    What the person has signed already just so counts as done, so that a batch that broke off may be sent again.
    """
    found = {
        letter.pk: letter
        for letter in Letter.objects.select_related("office", "agency", "final_file").filter(
            office=by.office, pk__in=shown
        )
    }
    letters = [found[pk] for pk in shown if pk in found]
    return [_tried(letter, shown[letter.pk], by=by, at=at, gateway=gateway, secret=secret) for letter in letters]


def sign(
    letter: Letter, *, sha256: str, by: Actor, at: datetime, gateway: SigningGateway, secret: Secret | None = None
) -> None:
    """This will sign one letter. Raises `WrongState` (`signing_stale`) when other bytes or another day were shown."""
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.AWAITING_SIGNATURE)
        step = waiting_step(letter, by)
        _check_not_drafter(letter, by)
        _check_fresh(letter, sha256, by=by, at=at)
        answer = gateway.sign([_to_sign(letter, sha256)], secret, at)[0]
        if isinstance(answer, Signed):
            step.done_at, step.done_by = at, by.person
            step.save(update_fields=["done_at", "done_by"])
            _store_signed(letter, answer, by=by, at=at, gateway=gateway.gateway.value)
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


def issue_as_system(letter: Letter, *, at: datetime) -> None:
    """This will render and seal a paper that no person signs, such as a receipt. Must run inside a transaction."""
    give_number(letter, at)
    signature = system_signature(letter)
    pdf = render(compose(letter, signature=signature.block, on=local_date(letter.office, at))).pdf
    letter.final_file = _kept(letter, pdf, by=None, at=at)
    letter.final_on, letter.signed_as = local_date(letter.office, at), signature.printed
    signed = local_authority().sign_as_system(pdf, organisation=letter.office.name, at=at)
    if isinstance(signed, Failed):
        raise Unavailable(signed.code)
    _store_signed(letter, signed, by=None, at=at, gateway=Gateway.SYSTEM.value)


def _check_fresh(letter: Letter, sha256: str, *, by: Actor, at: datetime) -> None:
    """Only the bytes that were shown are signed, on the day printed on them, by the person printed on them."""
    is_shown = letter.final_file is not None and letter.final_file.sha256 == sha256
    if not is_shown or letter.final_on != local_date(letter.office, at) or not _is_printed_for(letter, by):
        raise WrongState("signing_stale")


def _is_printed_for(letter: Letter, by: Actor) -> bool:
    return bool(letter.signed_as.get("person") == str(by.person.pk))


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


def _store_signed(letter: Letter, signed: Signed, *, by: Actor | None, at: datetime, gateway: str) -> None:
    kept = _kept(letter, signed.pdf, by=by, at=at)
    letter.signed_file, letter.signed_sha256, letter.signature_print = kept, kept.sha256, signed.signature_print
    letter.signed_at, letter.signed_by = at, by.person if by else None
    letter.gateway, letter.state = gateway, LetterState.SIGNED
    letter.save()
    journal.append(
        "letter.signed",
        office=letter.office,
        about=letter,
        by=by.person if by else None,
        at=at,
        kind=letter.kind,
        sha256=kept.sha256,
        gateway=gateway,
    )


def _kept(letter: Letter, pdf: bytes, *, by: Actor | None, at: datetime) -> StoredFile:
    name = f"{letter.number or letter.kind}.pdf".replace("/", "-")
    return files.keep(pdf, office=letter.office, name=name, media_type=files.PDF, by=by.person if by else None, at=at)


def _finalised(letter: Letter, by: Actor, at: datetime) -> Result:
    try:
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
