"""Uploads that survive a bad line: announced, sent in parts, taken in once they are whole, swept when abandoned.

Nothing of the procedure has happened before a file is whole: so there is no event, and the time of receipt is that of
the last part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Invalid, NotFound, Unavailable, WrongState
from sektoral.domain.sent_files import NOTED_EVERY, PARTS_KEPT, FileRole
from sektoral.intake.files import MAX_UPLOAD, display_name, partial_files
from sektoral.records.actors import Actor
from sektoral.records.models import Channel, PartialUpload, Request, Submission
from sektoral.steps.step3_submit.actions.attaching import attach, check_not_attached, last_submission
from sektoral.steps.step3_submit.actions.bringing import Outcome, as_data, recognized, tried
from sektoral.steps.step3_submit.actions.pacing import check_pace, check_quota
from sektoral.steps.step3_submit.actions.receiving import (
    Upload,
    check_can_receive,
    check_may_submit,
    check_new,
    receive,
)

MOST_OPEN = 20  # uploads that one person may have under way
MOST_OF_A_PART = 2 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to come. `upload` says for what request and how it came; `beside` is for attachments."""

    upload: Upload
    size: int
    sha256: str
    role: FileRole
    beside: Submission | None = None


def begin(announced: Announced, *, by: Actor, at: datetime) -> PartialUpload:
    """This will begin an upload in parts, or find the one that this person had begun with the same file.

    Raises what `receive` would raise for the whole file as far as it is known now, and `WrongState`
    (`uploads_too_many`, `uploads_paused`, `uploads_quota`).
    """
    upload = announced.upload
    check_can_receive(upload, by=by, at=at)
    _check_size(announced.size)
    same = PartialUpload.objects.filter(
        office=by.office, begun_by=by.person, request=upload.request, sha256=announced.sha256
    )
    try:
        _check_not_here(announced)
    except WrongState:  # its last part came, and whoever took it in died before the parts were forgotten
        for left_over in same:
            _forget(left_over)
        raise
    if announced.role is FileRole.DATA:
        check_pace(upload.request, by=by, at=at)
    check_quota(upload.request, by=by, at=at)
    facts = {
        "name": display_name(upload.name),
        "role": announced.role,
        "channel": upload.channel,
        "stated_received_at": upload.stated_at,
        "stated_evidence": upload.evidence.strip(),
        "beside": announced.beside,
        "last_at": at,
    }
    with transaction.atomic():
        Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=upload.request.pk)
        partial = same.first()
        if partial is None:
            if PartialUpload.objects.filter(office=by.office, begun_by=by.person).count() >= MOST_OPEN:
                raise WrongState("uploads_too_many", most=MOST_OPEN)
            partial = PartialUpload(
                office=by.office,
                request=upload.request,
                size=announced.size,
                sha256=announced.sha256,
                begun_at=at,
                begun_by=by.person,
            )
        for name, value in facts.items():
            setattr(partial, name, value)
        partial.save()
    return partial


def append(partial: PartialUpload, data: bytes, *, offset: int, by: Actor, at: datetime) -> int:
    """This will keep the next part and give how many bytes are safe then; nothing is kept at a wrong offset.

    A part costs no commit: the file's own length is the mark, and in a rush commits are what others wait for.
    Raises `WrongState` (`upload_offset`, with the right one), `Invalid` (`upload_beyond_size`, `part_too_large`) and
    `NotFound` for one that was dropped meanwhile.
    """
    check_may_submit(partial.request, by)
    if len(data) > MOST_OF_A_PART:
        raise Invalid("part_too_large", limit=MOST_OF_A_PART)
    if offset + len(data) > partial.size:
        raise Invalid("upload_beyond_size", size=partial.size)
    received = partial_files().append(partial.pk, data, offset=offset)
    _note_part(partial, at)
    return received


def finish(partial: PartialUpload, *, by: Actor, at: datetime) -> Outcome:
    """This will take in an upload that is whole, as if it had come in one piece, and forget the parts.

    Raises `Invalid` (`upload_damaged`) where the bytes are not the ones that were announced, and `Unavailable` where
    it may be tried again; what else is wrong with the file is its outcome.
    """
    if partial_files().sha256(partial.pk) != partial.sha256:
        drop(partial, by=by)
        raise Invalid("upload_damaged")
    role = FileRole(partial.role)
    outcome = recognized(tried(partial.name, role, _taking(partial, role, by=by, at=at)), partial.request)
    if isinstance(outcome.error, Unavailable):
        raise outcome.error
    drop(partial, by=by)
    return outcome


def drop(partial: PartialUpload, *, by: Actor) -> None:
    """This will forget an upload, bytes first, so that none are left without their row."""
    by.check_here(partial.request)
    _forget(partial)


def sweep_abandoned(*, at: datetime) -> int:
    """This will forget uploads of which no part has come for a day, and count them."""
    stale = list(PartialUpload.objects.filter(last_at__lt=at - PARTS_KEPT))
    for partial in stale:
        _forget(partial)
    return len(stale)


def _taking(partial: PartialUpload, role: FileRole, *, by: Actor, at: datetime) -> Callable[[], Submission]:
    chunks = partial_files().chunks(partial.pk)

    def take_data() -> Submission:
        channel, stated_at = Channel(partial.channel), partial.stated_received_at
        whole = Upload(partial.request, partial.name, chunks, channel, stated_at, partial.stated_evidence)
        return receive(as_data(whole), by=by, at=at)

    def take_attachment() -> Submission:
        target = partial.beside or last_submission(partial.request)
        attach(target, name=partial.name, chunks=chunks, by=by, at=at)
        return target

    return take_data if role is FileRole.DATA else take_attachment


def _check_not_here(announced: Announced) -> None:
    if announced.role is FileRole.DATA:
        check_new(announced.upload.request, announced.sha256)
    else:
        check_not_attached(announced.beside or last_submission(announced.upload.request), announced.sha256)


def _check_size(size: int) -> None:
    if size < 1:
        raise Invalid("file_empty")
    if size > MAX_UPLOAD:
        raise Invalid("file.too_large", limit=MAX_UPLOAD)


def _note_part(partial: PartialUpload, at: datetime) -> None:
    """Keep the time, coarsely. One that was forgotten while its part was written leaves no bytes behind."""
    if at - partial.last_at >= NOTED_EVERY:
        PartialUpload.objects.filter(pk=partial.pk).update(last_at=at)
    if not PartialUpload.objects.filter(pk=partial.pk).exists():
        partial_files().discard(partial.pk)
        raise NotFound("not_found")


def _forget(partial: PartialUpload) -> None:
    partial_files().discard(partial.pk)
    PartialUpload.objects.filter(pk=partial.pk).delete()
