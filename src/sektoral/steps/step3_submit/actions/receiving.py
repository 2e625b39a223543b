"""Receiving: the bytes are kept and receipted first; what is in them is read afterwards, in the sandbox."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.letters import LetterKind
from sektoral.domain.outbox import MessageKind
from sektoral.domain.policies import check_can_submit, check_stated_instant
from sektoral.domain.reports import Timeliness
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.domain.workdays import is_late
from sektoral.intake import files
from sektoral.letters.actions.drafting import NewLetter, draft
from sektoral.letters.actions.sealing import seal, store_sealed
from sektoral.letters.numbers import give_number
from sektoral.outbox.actions.telling import News, tell
from sektoral.outbox.audiences import people_of
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import Channel, Instrument, Letter, Request, StoredFile, Submission
from sektoral.steps.step3_submit.actions.pacing import check_pace, check_quota, count_upload

CHANNEL_NAMES: dict[Channel, str] = {
    Channel.WORKBOOK: "Instrumen (buku kerja) yang diunggah",
    Channel.BROWSER: "Formulir di peramban",
    Channel.GOOGLE_FORM: "Google Form",
    Channel.SOFTCOPY: "Softcopy milik Produsen Data",
    Channel.FLASH_DISK: "Flash disk, diunggah oleh petugas",
    Channel.PAPER: "Kertas, diketik oleh petugas",
    Channel.WHATSAPP: "WhatsApp, diunggah oleh petugas",
    Channel.TELEPHONE: "Telepon, dicatat oleh petugas",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes in. `stated_at` with `evidence` is when the office says it was handed over elsewhere."""

    request: Request
    name: str
    chunks: Iterable[bytes]
    channel: Channel = Channel.WORKBOOK
    stated_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received, safe on disk. `instrument` is the edition that it answers, where it is a transcript itself;
    `typists` are the ids of who typed it, parted by commas. `correction_reason` says why it
    corrects what the bank holds."""

    request: Request
    file: StoredFile
    channel: Channel
    stated_at: datetime | None = None
    evidence: str = ""
    instrument: Instrument | None = None
    typists: str = ""
    correction_reason: str = ""


def receive(upload: Upload, *, by: Actor, at: datetime) -> Submission:
    """This will keep an uploaded file and record its receipt; it is read by a reaction right after.

    Raises `WrongState` (`request_not_sent`, `file_already_received`, `uploads_paused`, `uploads_quota`), `Invalid` for
    a stated time without evidence, and `Refused`.
    """
    check_can_receive(upload, by=by, at=at)
    check_pace(upload.request, by=by, at=at)
    check_quota(upload.request, by=by, at=at)
    kept = files.keep_upload(upload.chunks, office=by.office, name=upload.name, by=by.person, at=at)
    receipt = Receipt(upload.request, kept, upload.channel, upload.stated_at, upload.evidence)
    with transaction.atomic():
        submission = record(receipt, by=by, at=at)
        count_upload(upload.request, by=by, at=at)
    return submission


def record(receipt: Receipt, *, by: Actor, at: datetime) -> Submission:
    """This will record that something was received whose bytes are safe. Raises `WrongState` (`file_already_received`).

    Who may, and what may be stated, has been checked.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=receipt.request.pk)
        if not receipt.correction_reason:  # what was corrected may be corrected back
            check_new(request, receipt.file.sha256)
        last = request.submissions.aggregate(last=Max("version"))["last"] or 0
        submission = Submission.objects.create(
            office=by.office,
            request=request,
            version=last + 1,
            channel=receipt.channel,
            file=receipt.file,
            transcript=receipt.file if receipt.instrument else None,
            instrument=receipt.instrument,
            received_at=at,
            received_by=by.person,
            stated_received_at=receipt.stated_at,
            stated_evidence=receipt.evidence.strip(),
            correction_reason=receipt.correction_reason,
        )
        journal.append(
            "submission.received",
            office=by.office,
            about=submission,
            by=by.person,
            at=at,
            sha256=receipt.file.sha256,
            channel=receipt.channel.value,
            stated_at=receipt.stated_at.isoformat() if receipt.stated_at else None,
            **({"typists": receipt.typists} if receipt.typists else {}),
            **({"correction_sha256": words_digest(receipt.correction_reason)} if receipt.correction_reason else {}),
        )
    return submission


def words_digest(words: str) -> str:
    """This will fingerprint what was said: the journal holds no sentences, and still knows whether one was changed."""
    return hashlib.sha256(words.encode()).hexdigest()


def check_can_receive(upload: Upload, *, by: Actor, at: datetime) -> None:
    """This will raise where nothing that this person brings now would be taken, whatever the file holds."""
    check_may_submit(upload.request, by)
    check_can_submit(upload.request.state)
    check_may_state(upload.request, upload.stated_at, by)
    check_stated_instant(upload.stated_at, at, upload.evidence)


def issue_receipt(submission: Submission, *, at: datetime) -> Letter:
    """This will issue the tanda terima, sealed by the system: time and fingerprint, nothing about the content.

    It is set between two transactions; whoever comes second, or again, finds it drafted or issued.
    """
    letter = _receipt_of(submission, at=at)
    if letter.state != LetterState.DRAFT:
        return letter
    sealed = seal(letter, at=at)
    with transaction.atomic():
        letter = Letter.objects.select_for_update(no_key=True, of=("self",)).select_related("office").get(pk=letter.pk)
        if letter.state == LetterState.DRAFT:
            store_sealed(letter, sealed, at=at)
            journal.append("submission.receipted", office=submission.office, about=submission, by=None, at=at)
            _tell_of_receipt(letter, submission, at=at)
    return letter


def _tell_of_receipt(letter: Letter, submission: Submission, *, at: datetime) -> None:
    news = News(
        MessageKind.RECEIPT, f"receipt:{letter.pk}", submission.request, {"number": letter.number}, letter=letter
    )
    tell(news, people_of(submission.request.agency, [Role.OPERATOR], at=at), at=at)


def _receipt_of(submission: Submission, *, at: datetime) -> Letter:
    """Give the receipt with its number, drafted once."""
    with transaction.atomic():
        Submission.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=submission.pk
        )  # two workers: the second one waits
        existing = submission.letters.filter(kind=LetterKind.RECEIPT).select_related("office").first()
        if existing is not None:
            return existing
        letter = draft(
            NewLetter(
                kind=LetterKind.RECEIPT,
                office=submission.office,
                subject="Tanda Terima Data Statistik Sektoral",
                round=submission.request.round,
                request=submission.request,
                submission=submission,
                content={
                    "timeliness": _timeliness(submission).value,
                    "channel": CHANNEL_NAMES[Channel(submission.channel)],
                },
            ),
            by=None,
            at=at,
        )
        give_number(letter, at)
    return letter


def handed_over_at(submission: Submission) -> datetime:
    """This will give the instant that decides timeliness: the stated one, else when the bytes were safe."""
    return submission.stated_received_at or submission.received_at


def _timeliness(submission: Submission) -> Timeliness:
    due = submission.request.due_at
    late = due is not None and is_late(handed_over_at(submission), due)
    return Timeliness.LATE if late else Timeliness.ON_TIME


def lock_request(submission: Submission) -> None:
    """This will lock the request that a submission answers: first of all rows, so that nobody waits for each other."""
    Request.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.request_id)


def check_may_state(request: Request, stated_at: datetime | None, by: Actor) -> None:
    """This will raise where a time of receipt is stated by anybody but the office, or before anything was asked.

    Nobody decides about the own lateness.
    """
    if stated_at is None:
        return
    by.check(Permission.ENTER_FOR_AGENCY)
    if request.sent_at is not None and stated_at < request.sent_at:
        raise Invalid("stated_before_request")


def check_may_submit(request: Request, by: Actor) -> None:
    """This will raise `Refused` or `NotFound` for who sends neither for the agency nor in its place."""
    by.check_here(request)
    if not by.may(Permission.SUBMIT, request.agency):
        by.check(Permission.ENTER_FOR_AGENCY)


def check_new(request: Request, sha256: str) -> None:
    """This will raise `WrongState` (`file_already_received`) where the very same bytes came and were not taken back."""
    same = request.submissions.filter(file__sha256=sha256).exclude(state=SubmissionState.WITHDRAWN).first()
    if same is not None:
        raise WrongState("file_already_received", version=same.version)
