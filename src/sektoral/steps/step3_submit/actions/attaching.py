"""Attachments: a scan, a photograph or a file that is kept beside a submission and never read."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import WrongState
from sektoral.domain.states import SubmissionState
from sektoral.intake import files
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Attachment, Request, Submission
from sektoral.steps.step3_submit.actions.pacing import check_quota
from sektoral.steps.step3_submit.actions.receiving import check_may_submit, lock_request

MOST = 20  # beside one submission


def attach(submission: Submission, *, name: str, chunks: Iterable[bytes], by: Actor, at: datetime) -> Attachment:
    """This will keep a file beside a submission.

    Raises `WrongState` (`attachment_already_kept`, `attachments_too_many`, `uploads_quota`), `Invalid` and `Refused`.
    """
    check_may_submit(submission.request, by)
    _check_room(submission)  # before the bytes take any
    check_quota(submission.request, by=by, at=at)
    kept = files.keep_upload(chunks, office=by.office, name=name, by=by.person, at=at)
    with transaction.atomic():
        lock_request(submission)
        check_not_attached(submission, kept.sha256)
        _check_room(submission)
        attachment = Attachment.objects.create(
            office=by.office, submission=submission, file=kept, added_at=at, added_by=by.person
        )
        journal.append(
            "submission.attached",
            office=by.office,
            about=submission,
            by=by.person,
            at=at,
            attachment=str(attachment.pk),
            sha256=kept.sha256,
        )
    return attachment


def check_not_attached(submission: Submission, sha256: str) -> None:
    """This will raise `WrongState` (`attachment_already_kept`) where the very same bytes stand beside it already."""
    if submission.attachments.filter(file__sha256=sha256).exists():
        raise WrongState("attachment_already_kept", version=submission.version)


def _check_room(submission: Submission) -> None:
    if submission.attachments.count() >= MOST:
        raise WrongState("attachments_too_many", most=MOST)


def last_submission(request: Request) -> Submission:
    """This will give what an attachment that comes alone stands beside. Raises `WrongState` (`attachment_alone`)."""
    standing = request.submissions.exclude(state=SubmissionState.WITHDRAWN)
    last = standing.select_related("request__agency").order_by("-version").first()
    if last is None:
        raise WrongState("attachment_alone")
    return last
