"""Drafting letters and sending them on their way through the chain."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sektoral.domain.canonical import Json
from sektoral.domain.chains import Chain, chain_of
from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.policies import check_letter_is, check_reason
from sektoral.domain.roles import Role
from sektoral.domain.states import LetterState
from sektoral.domain.tokens import CODE_BYTES, TOKEN_BYTES, short_code, verification_token
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.letters.addressing import list_digest
from sektoral.letters.locking import take
from sektoral.letters.outside import is_signed_outside, signer_role
from sektoral.letters.recalls import check_may_recall
from sektoral.letters.rights import check_may_draft, check_may_rule_on
from sektoral.letters.sops import settle_sop
from sektoral.letters.texts import as_stored, said_by, text_digest
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Addressee, Agency, Letter, LetterStep, Office, Request, Round, Submission

RECALLED = "Ditarik kembali oleh penyusunnya."
LASTING = {  # not to be voided
    LetterKind.TRANSMITTAL: {LetterState.SIGNED},
    LetterKind.RECEIPT: {LetterState.DRAFT},
    LetterKind.SOP: {LetterState.SIGNED},  # a revision replaces it
}


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What a letter is about. `agency` is set where an agency writes it; `content` is what its kind needs beside."""

    kind: LetterKind
    office: Office
    subject: str
    round: Round | None = None
    request: Request | None = None
    submission: Submission | None = None
    agency: Agency | None = None
    number: str = ""
    supersedes: Letter | None = None
    chain: Chain = ()  # where it is not the one that the office has for its kind
    addressees: Sequence[Request] = ()  # of a request letter with an attached list; it has no `request` then
    content: dict[str, Json] = field(default_factory=dict)


def draft(new: NewLetter, *, by: Actor | None, at: datetime) -> Letter:
    """This will store a draft with its chain and its verification token. Must run inside a transaction."""
    letter = Letter.objects.create(
        office=new.office,
        kind=new.kind,
        subject=new.subject,
        round=new.round,
        request=new.request,
        submission=new.submission,
        agency=new.agency,
        number=new.number,
        numbered_at=at if new.number else None,
        numbered_by=by.person if by and new.number else None,
        supersedes=new.supersedes,
        content=new.content,
        drafted_at=at,
        drafted_by=by.person if by else None,
        token=verification_token(secrets.token_bytes(TOKEN_BYTES)),
        short_code=short_code(secrets.token_bytes(CODE_BYTES)),
    )
    LetterStep.objects.bulk_create(
        LetterStep(office=new.office, letter=letter, position=position, act=seat.act, role=seat.role)
        for position, seat in enumerate(new.chain or chain_of(new.kind, new.office.chains), start=1)
    )
    Addressee.objects.bulk_create(
        Addressee(office=new.office, letter=letter, request=request) for request in new.addressees
    )
    listed = {"addressees": list_digest(one.pk for one in new.addressees)} if new.addressees else {}
    through = {"seats": " ".join(seat.role for seat in new.chain)} if new.chain else {}
    corrects = {"supersedes": str(new.supersedes.pk)} if new.supersedes else {}
    journal.append(
        "letter.correction_drafted" if new.supersedes else "letter.drafted",
        office=new.office,
        about=letter,
        by=by.person if by else None,
        at=at,
        kind=new.kind.value,
        **listed,
        **through,
        **corrects,
    )
    return letter


def submit(letter: Letter, *, by: Actor, at: datetime) -> None:
    """This will hand a draft to the first seat of its chain that has not acted yet."""
    check_may_draft(letter, by)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.DRAFT)
        if letter.kind == LetterKind.SOP:
            settle_sop(letter, at=at)
        step = letter.steps.filter(done_at__isnull=True).order_by("position").select_for_update(no_key=True).first()
        if step is None:
            raise WrongState("letter_state", now=letter.state)  # a receipt that is being made: the system seals it
        step.ready_at = at
        step.save(update_fields=["ready_at"])
        letter.state = LetterState.AWAITING_SIGNATURE if step.act == "sign" else LetterState.INITIALLING
        text = said_by(letter)
        letter.submitted_text = as_stored(text)
        letter.save(update_fields=["state", "submitted_text"])
        journal.append(
            "letter.submitted", office=letter.office, about=letter, by=by.person, at=at, text_sha256=text_digest(text)
        )


def resubmit(letter: Letter, *, subject: str, by: Actor, at: datetime) -> None:
    """This will mend a draft's subject, as after a send-back, and hand it to its chain again.

    Letters of the office are the JP's to mend, those of an agency its operator's.
    """
    check_may_draft(letter, by)
    if not subject.strip():
        raise Invalid("subject_missing")
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.DRAFT)
        if subject.strip() != letter.subject:
            letter.subject = subject.strip()
            letter.save(update_fields=["subject"])
            journal.append("letter.revised", office=letter.office, about=letter, by=by.person, at=at)
        submit(letter, by=by, at=at)


def send_back(letter: Letter, *, reason: str, by: Actor, at: datetime) -> None:
    """This will return a letter to its drafter with the reason; initials are given again, the number is kept."""
    check_reason(reason)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE)
        _check_may_send_back(letter, by)
        check_not_in_hand(letter)
        _make_draft(letter, reason.strip(), by=by, at=at)
        journal.append("letter.sent_back", office=letter.office, about=letter, by=by.person, at=at)


def recall(letter: Letter, *, by: Actor, at: datetime) -> None:
    """This will take a letter back to a draft for who writes such letters; the number is kept.

    Raises `WrongState` as `check_may_recall` does, and `signing_in_hand` while a gateway is asked about it.
    """
    check_may_draft(letter, by)
    with transaction.atomic():
        take(letter, by)
        check_may_recall(letter)
        check_not_in_hand(letter)
        _make_draft(letter, RECALLED, by=by, at=at)
        journal.append("letter.recalled", office=letter.office, about=letter, by=by.person, at=at)


def _make_draft(letter: Letter, why: str, *, by: Actor, at: datetime) -> None:
    """Bytes that were made meanwhile are dropped, and nobody's paraf stands under what may change."""
    letter.steps.update(ready_at=None, done_at=None, done_by=None)
    letter.state, letter.final_file, letter.final_on, letter.submitted_text = LetterState.DRAFT, None, None, {}
    letter.save(update_fields=["state", "final_file", "final_on", "submitted_text"])
    letter.notes.create(office=letter.office, text=why, written_at=at, written_by=by.person)


def _check_may_send_back(letter: Letter, by: Actor) -> None:
    """Whose turn it is; what somebody outside wants mended, who drafts such letters passes on."""
    from sektoral.letters.actions.initialling import waiting_step

    is_outside = letter.state == LetterState.AWAITING_SIGNATURE and is_signed_outside(letter)
    if is_outside and not by.holds(signer_role(letter) or Role.SEKDA):
        check_may_draft(letter, by)
    else:
        waiting_step(letter, by)


def void(letter: Letter, *, reason: str, by: Actor, at: datetime) -> None:
    """This will void a letter; its number is never used again.

    A signed transmittal stays: by it data were handed over, and what is wrong with them is returned or sent anew. A
    receipt that is being made is left to be issued first.
    """
    check_may_rule_on(letter, by)
    check_reason(reason)
    with transaction.atomic():
        take(letter, by)
        check_letter_is(letter.state, *_voidable(letter))
        check_not_in_hand(letter)
        _mark_void(letter, reason, by=by, at=at)


def withdraw(letter: Letter, *, reason: str, by: Actor, at: datetime) -> None:
    """This will void a draft whose matter was dropped by whoever may drop it.

    Must run inside a transaction that holds the letter's row.
    """
    check_letter_is(letter.state, LetterState.DRAFT)
    _mark_void(letter, reason, by=by, at=at)


def void_with_its_round(letter: Letter, *, reason: str, by: Actor, at: datetime) -> None:
    """This will void a letter that nobody has signed, because its round is taken back. Must run inside a transaction.

    Raises `WrongState` where it is signed meanwhile, or a gateway is asked about it.
    """
    take(letter, by)
    check_letter_is(letter.state, LetterState.DRAFT, LetterState.INITIALLING, LetterState.AWAITING_SIGNATURE)
    check_not_in_hand(letter)
    _mark_void(letter, reason, by=by, at=at)


def _mark_void(letter: Letter, reason: str, *, by: Actor, at: datetime) -> None:
    letter.state, letter.voided_at, letter.void_reason = LetterState.VOID, at, reason.strip()
    letter.save(update_fields=["state", "voided_at", "void_reason"])
    journal.append("letter.voided", office=letter.office, about=letter, by=by.person, at=at)


def _voidable(letter: Letter) -> frozenset[LetterState]:
    return frozenset(LetterState) - {LetterState.VOID, *LASTING.get(LetterKind(letter.kind), ())}
