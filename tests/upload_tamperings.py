"""Ways to falsify what stands beside a submission, or to slip something in there."""

from collections.abc import Callable

from django.db import transaction

from sektoral.records import journal
from sektoral.records.models import Attachment, StoredFile, Submission
from tests.tamperings import NOW


def plant_an_attachment() -> None:
    _attachment()


def lose_an_attachment() -> None:
    attachment = _attachment()
    _tell_of(attachment)
    attachment.delete()


def swap_what_is_attached() -> None:
    attachment = _attachment()
    _tell_of(attachment)
    Attachment.objects.filter(pk=attachment.pk).update(file=_file(last=True))


def _attachment() -> Attachment:
    submission = Submission.objects.order_by("received_at")[0]
    return Attachment.objects.create(
        office=submission.office,
        submission=submission,
        file=_file(),
        added_at=NOW,
        added_by=submission.received_by,
    )


def _tell_of(attachment: Attachment) -> None:
    with transaction.atomic():
        journal.append(
            "submission.attached",
            office=attachment.office,
            about=attachment.submission,
            by=attachment.added_by,
            at=attachment.added_at,
            attachment=str(attachment.pk),
            sha256=attachment.file.sha256,
        )


def _file(*, last: bool = False) -> StoredFile:
    return StoredFile.objects.order_by("-stored_at" if last else "stored_at", "sha256")[0]


UPLOAD_TAMPERINGS: list[tuple[str, Callable[[], object]]] = [
    ("I15", plant_an_attachment),
    ("I15", lose_an_attachment),
    ("I15", swap_what_is_attached),
]
