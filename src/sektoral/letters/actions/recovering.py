"""The ways out where nobody knows whether a letter is signed: bring or fetch what was signed, or say it was not."""

from datetime import datetime

from django.db import transaction

from sektoral.adapters.signatures.answers import checked
from sektoral.adapters.signatures.bsre_v1 import BsreV1
from sektoral.adapters.signatures.port import Failed, Signed, ToSign
from sektoral.domain.errors import Invalid, Unavailable, WrongState
from sektoral.domain.papers import Gateway
from sektoral.domain.policies import check_letter_is
from sektoral.domain.states import LetterState
from sektoral.letters.actions.attempts import settle_by_hand
from sektoral.letters.actions.sealing import store_signed
from sektoral.letters.actions.signing import to_sign
from sektoral.letters.locking import take
from sektoral.letters.results import kept_document
from sektoral.letters.rights import check_may_rule_on
from sektoral.letters.trust import told_roots
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Person


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


def take_result(letter: Letter, pdf: bytes, *, by: Actor, at: datetime) -> None:
    """This will register the signed PDF that somebody has got from the gateway, looked into as its own answer would be.

    Whoever brings it, the signer is the person who is printed on it. Raises `Invalid` with what is wrong with it.
    """
    asked = _asked(letter, by)
    answer = checked(asked, pdf, roots=told_roots() if letter.signed_as["gateway"] == Gateway.BSRE else (), at=at)
    if isinstance(answer, Failed):
        raise Invalid(answer.code)
    _store(letter, answer, by=by, at=at)


def fetch_result(letter: Letter, *, gateway: BsreV1, by: Actor, at: datetime) -> None:
    """This will fetch what the gateway has signed and kept, and register it as `take_result` does.

    Raises `WrongState` where it keeps nothing known of, `Invalid` or `Unavailable` with what it answered instead:
    `document_fetched` where it has given the document out before.
    """
    asked, document_id = _asked(letter, by), kept_document(letter)
    if not document_id:
        raise WrongState("document_not_kept")
    answer = gateway.fetch(asked, document_id, at)
    if isinstance(answer, Failed):
        raise Unavailable(answer.code, said=answer.said) if answer.unknown else Invalid(answer.code, said=answer.said)
    _store(letter, answer, by=by, at=at)


def _asked(letter: Letter, by: Actor) -> ToSign:
    check_may_rule_on(letter, by)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.SIGNING_UNKNOWN)
        return to_sign(letter)


def _store(letter: Letter, answer: Signed, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.SIGNING_UNKNOWN)
        _settle(letter, answer, by=by, at=at)


def _settle(letter: Letter, answer: Signed, *, by: Actor, at: datetime) -> None:
    signer = Person.objects.get(pk=str(letter.signed_as["person"]))
    step = letter.steps.filter(act="sign", done_at__isnull=True).get()
    step.done_at, step.done_by = at, signer
    step.save(update_fields=["done_at", "done_by"])
    settle_by_hand(letter, certificate=answer.certificate, at=at)
    store_signed(letter, answer, by=by, at=at, gateway=str(letter.signed_as["gateway"]), signer=signer)
