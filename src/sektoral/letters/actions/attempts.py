"""Attempts: what a gateway outside was asked is on record before it is asked, and settled by its answer or its silence.

While one is open, nobody else may sign the letter, send it back or void it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from sektoral.adapters.signatures.bsre_v1 import MOST_NAMED
from sektoral.adapters.signatures.port import Failed, Signed
from sektoral.domain.errors import WrongState
from sektoral.domain.papers import SigningService
from sektoral.domain.states import LetterState
from sektoral.letters.results import NO_ANSWER, SIGNED
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Letter, Office, Person, SigningAttempt

MOST_SAID = 2000  # characters kept of what a gateway says
GRACE = timedelta(seconds=60)  # for looking into the answers and storing them


def check_not_in_hand(letter: Letter) -> None:
    """This will raise `WrongState` (`signing_in_hand`) while a gateway is being asked to sign the letter."""
    if _unanswered(letter).exists():
        raise WrongState("signing_in_hand")


def open_attempt(letter: Letter, *, service: SigningService, sha256: str, by: Actor, at: datetime) -> SigningAttempt:
    """This will put on record that a gateway is about to be asked. Must run inside a transaction that holds the row."""
    check_not_in_hand(letter)
    attempt = SigningAttempt.objects.create(
        office=letter.office, letter=letter, service=service, sha256=sha256, asked_at=at, asked_by=by.person
    )
    _note("letter.signing_asked", letter, by=by.person, at=at, service=service.value, sha256=sha256)
    return attempt


def close_attempt(attempt: SigningAttempt, letter: Letter, answer: Signed | Failed, *, at: datetime) -> None:
    """This will put the answer on record. Must run inside a transaction that holds the letter's row.

    One that was given up meanwhile gets its answer after all, as long as nothing was decided without it; raises
    `WrongState` otherwise.
    """
    attempt.refresh_from_db()
    if attempt.answered_at is not None and not _is_waited_for(attempt, letter):
        raise WrongState("letter_state", now=letter.state)
    attempt.answered_at, attempt.document_id = at, answer.document_id[:MOST_NAMED]
    if isinstance(answer, Signed):
        attempt.outcome, attempt.answer = SIGNED, answer.certificate
    else:
        attempt.outcome, attempt.answer = answer.code, answer.said[:MOST_SAID]
    attempt.save(update_fields=["answered_at", "answer", "outcome", "document_id"])
    if isinstance(answer, Failed) and not answer.unknown:
        _note("letter.signing_refused", letter, by=attempt.asked_by, at=at, code=answer.code)


def settle_by_hand(letter: Letter, *, certificate: str, at: datetime) -> None:
    """This will note that the last attempt had signed after all. Must run inside a transaction holding the row."""
    attempt = letter.attempts.order_by("asked_at").last()
    if attempt:
        attempt.answered_at, attempt.outcome, attempt.answer = at, SIGNED, certificate
        attempt.save(update_fields=["answered_at", "outcome", "answer"])


def give_up_overdue(*, at: datetime, office: Office | None = None) -> int:
    """This will call unknown what a gateway has not answered in its time; returns how many letters that were."""
    overdue = SigningAttempt.objects.filter(answered_at__isnull=True, asked_at__lt=at - patience())
    if office is not None:
        overdue = overdue.filter(office=office)
    return sum(
        _give_up(letter_id, at - patience(), at) for letter_id in list(overdue.values_list("letter_id", flat=True))
    )


def give_up_open(office: Office, *, at: datetime) -> int:
    """This will call unknown what was asked of a gateway before a restore: the answer came elsewhere, if it came."""
    open_ones = SigningAttempt.objects.filter(office=office, answered_at__isnull=True)
    return sum(_give_up(letter_id, at, at) for letter_id in list(open_ones.values_list("letter_id", flat=True)))


def patience() -> timedelta:
    """This will say how long an answer is waited for before nobody expects it any more."""
    return timedelta(seconds=settings.BSRE_DEADLINE) + GRACE


def mark_unknown(letter: Letter, *, by: Person | None, at: datetime) -> None:
    """This will note that nobody knows whether the letter is signed. Must run inside a transaction holding the row."""
    letter.state = LetterState.SIGNING_UNKNOWN
    letter.save(update_fields=["state"])
    _note("letter.signing_unknown", letter, by=by, at=at)


def _note(kind: str, letter: Letter, *, by: Person | None, at: datetime, **facts: str) -> None:
    journal.append(kind, office=letter.office, about=letter, by=by, at=at, **facts)


def _give_up(letter_id: UUID, asked_before: datetime, at: datetime) -> bool:
    with transaction.atomic():
        letter = Letter.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=letter_id)
        attempt = _unanswered(letter).first()
        if attempt is None or attempt.asked_at >= asked_before:
            return False  # answered just now
        attempt.answered_at, attempt.outcome = at, NO_ANSWER
        attempt.save(update_fields=["answered_at", "outcome"])
        if letter.state == LetterState.AWAITING_SIGNATURE:
            mark_unknown(letter, by=None, at=at)
    return True


def _unanswered(letter: Letter) -> QuerySet[SigningAttempt]:
    return letter.attempts.filter(answered_at__isnull=True)


def _is_waited_for(attempt: SigningAttempt, letter: Letter) -> bool:
    last = letter.attempts.order_by("asked_at").last()
    return letter.state == LetterState.SIGNING_UNKNOWN and attempt.outcome == NO_ANSWER and attempt == last
