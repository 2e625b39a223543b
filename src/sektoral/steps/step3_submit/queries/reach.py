"""Fetching with the right: who may not see a request finds nothing there."""

from uuid import UUID

from django.db.models import QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.letters import LetterKind
from sektoral.domain.roles import Permission
from sektoral.domain.states import RequestState
from sektoral.records.actors import Actor
from sektoral.records.models import FindingRecord, Letter, Request, StoredFile, Submission


def get_request(actor: Actor, key: UUID) -> Request:
    """This will give a request that the actor may see. Raises `NotFound`; an agency sees nothing before it is sent."""
    request = (
        Request.objects.select_related("agency", "office", "round__sop").filter(office=actor.office, pk=key).first()
    )
    if request is None or not _may_see(actor, request):
        raise NotFound("not_found")
    return request


def get_submission(request: Request, key: UUID) -> Submission:
    """This will give one submission of a request that was already reached."""
    found = submissions_of(request).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def submissions_of(request: Request) -> QuerySet[Submission]:
    """This will list a request's submissions, the newest first, ready to be shown."""
    return request.submissions.select_related(
        "request__agency", "request__office", "request__round__sop", "office", "file", "received_by"
    ).order_by("-version")


def get_letter(request: Request, key: UUID) -> Letter:
    """This will give one letter of a request that was already reached."""
    letters = Letter.objects.select_related("office", "agency", "final_file", "signed_file", "submission", "request")
    found = letters.filter(request=request, pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def get_finding(submission: Submission, key: UUID) -> FindingRecord:
    """This will give one finding of a submission that was already reached."""
    found = submission.findings.filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found


def get_file(request: Request, key: UUID) -> StoredFile:
    """This will give a file that belongs to a request: a workbook, a submitted file, or a signed or shown letter.

    Request letters, receipts and the agency's own letters are the agency's to read; drafts of the office are not.
    """
    found = StoredFile.objects.filter(office=request.office, pk=key, purged_at__isnull=True).first()
    if found is None or not _belongs(request, found):
        raise NotFound("not_found")
    return found


def _belongs(request: Request, file: StoredFile) -> bool:
    letters = Letter.objects.filter(request=request)
    return (
        request.instruments.filter(file=file).exists()
        or request.submissions.filter(file=file).exists()
        or letters.filter(signed_file=file).exists()
        or letters.filter(final_file=file, kind=LetterKind.TRANSMITTAL).exists()
    )


def _may_see(actor: Actor, request: Request) -> bool:
    if actor.may(Permission.SEE_ALL_SUBMISSIONS):
        return True
    own = actor.roles_at(request.agency) and actor.may(Permission.SEE_OWN_REQUESTS, request.agency)
    return bool(own) and request.state != RequestState.DRAFT
