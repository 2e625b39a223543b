"""Handing a signed letter over: who took it, in what post, when, and the page of the buku ekspedisi that proves it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import HANDED_OVER
from sektoral.domain.policies import check_reason
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState
from sektoral.intake import files, pictures
from sektoral.intake.pdfs import check_pdf
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import HandDelivery, Letter, Request, StoredFile


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who took a letter for which request, and when. `proof` is a PDF or a photograph of the signed page, or nothing.

    `with_workbook` tells that the instrument went along on a flash disk.
    """

    letter: Letter
    request: Request
    receiver: str
    receiver_title: str
    delivered_at: datetime
    with_workbook: bool = False
    proof: bytes = field(default=b"", repr=False)
    proof_name: str = ""


def record(receipt: Receipt, *, by: Actor, at: datetime) -> HandDelivery:
    """This will note that a letter was handed over, which proves its delivery beside e-mail and download.

    Raises `Refused`, `WrongState` (`letter_state`, `delivery_recorded_already`) and `Invalid` (`receiver_missing`,
    `delivered_in_future`, `delivered_before_signed`, `letter_not_addressed`, `proof_not_readable`, …).
    """
    _check(receipt, by, at)
    try:
        with transaction.atomic():
            kept = _store(receipt, by=by, at=at)
            _append("delivery.recorded", kept, by=by, at=at)
    except IntegrityError as error:
        raise WrongState("delivery_recorded_already") from error
    return kept


def correct(former: HandDelivery, receipt: Receipt, *, reason: str, by: Actor, at: datetime) -> HandDelivery:
    """This will put a note in the place of one that was wrong; that one stays. The former's proof goes on if none came.

    Raises what `record` does, and `WrongState` (`delivery_corrected_already`).
    """
    check_reason(reason)
    _check(receipt, by, at)
    by.check_here(former)
    try:
        with transaction.atomic():
            kept = _store(receipt, by=by, at=at, former=former, reason=reason.strip())
            _append("delivery.corrected", kept, by=by, at=at)
    except IntegrityError as error:
        raise WrongState("delivery_corrected_already") from error
    return kept


def _check(receipt: Receipt, by: Actor, at: datetime) -> None:
    letter = receipt.letter
    by.check(Permission.SEND_REQUESTS)
    by.check_here(letter, receipt.request)
    if letter.state != LetterState.SIGNED or letter.signed_at is None:
        raise WrongState("letter_state", now=letter.state)
    is_to_it = letter.request_id == receipt.request.pk or letter.addressees.filter(request=receipt.request).exists()
    if letter.kind not in HANDED_OVER or not is_to_it:
        raise Invalid("letter_not_addressed")
    if not receipt.receiver.strip() or not receipt.receiver_title.strip():
        raise Invalid("receiver_missing")
    if receipt.delivered_at > at:
        raise Invalid("delivered_in_future")
    if receipt.delivered_at < letter.signed_at:
        raise Invalid("delivered_before_signed")


def _store(
    receipt: Receipt, *, by: Actor, at: datetime, former: HandDelivery | None = None, reason: str = ""
) -> HandDelivery:
    proof = _keep_proof(receipt, by=by, at=at) or (former.proof if former else None)
    return HandDelivery.objects.create(
        office=by.office,
        letter=receipt.letter,
        request=receipt.request,
        receiver=receipt.receiver.strip(),
        receiver_title=receipt.receiver_title.strip(),
        delivered_at=receipt.delivered_at,
        with_workbook=receipt.with_workbook,
        proof=proof,
        corrects=former,
        reason=reason,
        recorded_at=at,
        recorded_by=by.person,
    )


def _keep_proof(receipt: Receipt, *, by: Actor, at: datetime) -> StoredFile | None:
    """A PDF is kept as it came; of a photograph only what the sandbox drew anew, without where it was taken."""
    if not receipt.proof:
        return None
    if len(receipt.proof) > files.MAX_UPLOAD:
        raise Invalid("file.too_large", limit=files.MAX_UPLOAD)
    if receipt.proof.startswith(b"%PDF-"):
        check_pdf(receipt.proof)
        data, kind = receipt.proof, files.PDF
    elif receipt.proof.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        data, kind = pictures.redraw(receipt.proof), pictures.PNG
    else:
        raise Invalid("proof_not_readable")
    return files.keep(data, office=by.office, name=receipt.proof_name, media_type=kind, by=by.person, at=at)


def _append(kind: str, kept: HandDelivery, *, by: Actor, at: datetime) -> None:
    journal.append(
        kind,
        office=by.office,
        about=kept,
        by=by.person,
        at=at,
        letter=str(kept.letter_id),
        request=str(kept.request_id),
        delivered_at=kept.delivered_at.isoformat(),
        proof=kept.proof.sha256 if kept.proof else None,
        corrects=str(kept.corrects_id) if kept.corrects_id else None,
    )
