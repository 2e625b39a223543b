"""How far the reading of a new file is, or the noting of a signed letter: what a waiting page asks for."""

from django.urls import reverse

from sektoral.domain.letters import LetterKind
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.records.models import Submission
from sektoral.ui.components import Progress

READING_STEPS = 3  # kept, receipted, read


def progress_of(submission: Submission) -> Progress | None:
    """This will tell what is under way with a submission; nothing when it waits for people only."""
    signed = submission.letters.filter(state=LetterState.SIGNED)
    if submission.state == SubmissionState.RECEIVED:
        return _reading(submission, is_receipted=signed.filter(kind=LetterKind.RECEIPT).exists())
    if submission.state == SubmissionState.AWAITING_LETTER and signed.filter(kind=LetterKind.TRANSMITTAL).exists():
        return _progress(submission, "Mencatat surat pengiriman", 1, 2, "Surat sudah ditandatangani.")
    return None


def _reading(submission: Submission, *, is_receipted: bool) -> Progress:
    now = (
        "Tanda terima sudah terbit. Isi berkas sedang diperiksa."
        if is_receipted
        else "Berkas sudah tersimpan. Tanda terima sedang dibuat."
    )
    done = 2 if is_receipted else 1
    return _progress(submission, f"Memeriksa {submission.file.name}", done, READING_STEPS, now)


def _progress(submission: Submission, title: str, done: int, total: int, now: str) -> Progress:
    keys = [submission.request_id, submission.pk]
    return Progress(
        title=title,
        done=done,
        total=total,
        now=f"{now} Halaman ini boleh ditutup.",
        poll_url=reverse("step3:progress", args=keys),
        refresh_url=reverse("step3:request", args=[submission.request_id]),
    )
