"""What belongs to a request that was already reached by right (`ui.fetch`): its submissions, letters and files."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import SubmissionState
from sektoral.records.actors import Actor
from sektoral.records.asking import names
from sektoral.records.models import Attachment, Letter, Request, StoredFile, Submission
from sektoral.steps.step3_submit.queries.wrong_workbook import WRONG
from sektoral.ui.fetch import fetch_letter


def get_submission(request: Request, key: UUID) -> Submission:
    """This will give one submission of a request that was already reached."""
    found = submissions_of(request).prefetch_related(None).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def submissions_of(request: Request) -> QuerySet[Submission]:
    """This will list a request's submissions, the newest first, ready to be shown."""
    whole = request.submissions.select_related(
        "request__agency", "request__office", "request__round__sop", "office", "file", "received_by"
    )
    attached = Attachment.objects.select_related("file")
    return whole.prefetch_related(Prefetch("attachments", attached)).order_by("-version")


def get_letter(actor: Actor, request: Request, key: UUID) -> Letter:
    """This will give a letter of a request that was already reached, if the actor may see the letter too."""
    letter = fetch_letter(actor, key)
    if letter.request_id != request.pk:
        raise NotFound("not_found")
    return letter


def get_file(request: Request, key: UUID) -> StoredFile:
    """This will give a file of a request: a workbook, a submitted or attached file, or a signed or shown letter.

    Request letters, receipts and the agency's own letters are the agency's to read; drafts of the office are not.
    """
    found = StoredFile.objects.filter(office=request.office, pk=key, purged_at__isnull=True).first()
    if found is None or not _belongs(request, found):
        raise NotFound("not_found")
    return found


def is_in_quarantine(request: Request, file: StoredFile) -> bool:
    """Whether a file was refused for what it holds: a virus may be in it. A mere wrong workbook is not set apart."""
    refused = request.submissions.filter(file=file, state=SubmissionState.REFUSED)
    return refused.exclude(refusal_code__in=WRONG).exists()


def _belongs(request: Request, file: StoredFile) -> bool:
    letters = Letter.objects.filter(names(request), office=request.office_id)
    return (
        request.instruments.filter(file=file).exists()
        or request.submissions.filter(file=file).exists()
        or Attachment.objects.filter(submission__request=request, file=file).exists()
        or letters.filter(signed_file=file).exists()
        or letters.filter(final_file=file, kind=LetterKind.TRANSMITTAL).exists()
    )
