"""A receipt for programs: which file came when, and which event of the journal says so, signed (T40)."""

from django.conf import settings

from sektoral.adapters.keys import KeyPurpose, KeyRing
from sektoral.domain.errors import NotFound
from sektoral.domain.journal import Head, Receipt, receipt_note
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState
from sektoral.records.models import Event, Submission


def receipt_document(submission: Submission) -> dict[str, str]:
    """This will give what `periksa.py tanda-terima` reads. Raises `NotFound` while the receipt is still being made."""
    letter = submission.letters.filter(kind=LetterKind.RECEIPT).exclude(state=LetterState.DRAFT).first()
    if letter is None:
        raise NotFound("not_found")
    event = Event.objects.get(
        office_id=submission.office_id, kind="submission.received", about_type="submission", about_id=submission.pk
    )
    receipt = Receipt(
        office=str(submission.office_id),
        event=Head(event.sequence, event.hash),
        at=submission.received_at,
        submission=str(submission.pk),
        sha256=submission.file.sha256,
        size=submission.file.size,
        number=letter.number,
    )
    note = receipt_note(receipt)
    signature = KeyRing(settings.KEYS_ROOT).sign(KeyPurpose.RECEIPT, note.encode())
    return {"note": note, "key_id": signature.key_id, "value": signature.value}
