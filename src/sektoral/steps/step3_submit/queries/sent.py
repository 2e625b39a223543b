"""What was sent: submissions with their files, receipts and letters, and the newest one with its findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sektoral.domain.checks.refusals import refusal_sentence
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Gateway
from sektoral.domain.states import LetterState, SubmissionState
from sektoral.domain.workdays import Calendar
from sektoral.records.asking import names
from sektoral.records.models import Answer, Channel, Letter, Request, StoredFile, Submission
from sektoral.steps.step3_submit.queries.declarations import count_undeclared
from sektoral.steps.step3_submit.queries.drafts import typing_url
from sektoral.steps.step3_submit.queries.found_groups import FoundPage, Sieve, found_page
from sektoral.steps.step3_submit.queries.question import Question, question_of
from sektoral.steps.step3_submit.queries.wrong_workbook import WRONG
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock, Notice, Status, Tone
from sektoral.ui.formats import size_text
from sektoral.ui.states import status_of

BY_CLERK = frozenset({Channel.FLASH_DISK, Channel.PAPER, Channel.WHATSAPP, Channel.TELEPHONE})


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be fetched. `label` names it with its kind and size; `is_apart`: it is kept in quarantine."""

    url: str
    label: str
    name: str
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter of the request: number, instant, and the signed PDF where there is one."""

    key: UUID
    title: str
    number: str
    at: datetime | None
    url: str
    status: Status
    sha256: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission in the list: what came, when, its receipt, and what became of it."""

    key: UUID
    version: int
    url: str
    file: Download
    received_at: datetime
    stated_at: datetime | None
    by: str
    channel: Channel
    state: SubmissionState
    status: Status
    receipt: Paper | None
    transmittal: Paper | None
    attachments: tuple[Download, ...] = ()
    changes_url: str = ""  # what changed since an earlier one; empty where there is none to compare with

    @property
    def waits_for_letter(self) -> bool:
        """Whether only the transmittal letter is missing."""
        return self.state is SubmissionState.AWAITING_LETTER

    @property
    def is_by_clerk(self) -> bool:
        """Whether the office entered it for the agency."""
        return self.stated_at is not None or self.channel in BY_CLERK


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest submission with all that is to be done about it."""

    sent: Sent
    state: SubmissionState
    refusal: Notice | None
    found: FoundPage
    tables: int
    cells: int
    nil: int
    unavailable: int
    undeclared: int
    marked_url: str
    json_url: str
    csv_url: str
    question: Question | None
    letter: Paper | None
    letter_state: LetterState | None
    check_clock: Clock | None
    typing_url: str = ""

    @property
    def awaits_transcript(self) -> bool:
        """Whether somebody must first say what of the file answers which table."""
        return self.state is SubmissionState.AWAITING_TRANSCRIPT

    @property
    def is_being_read(self) -> bool:
        """Whether the file is kept but not yet read."""
        return self.state is SubmissionState.RECEIVED

    @property
    def is_being_recorded(self) -> bool:
        """Whether the letter is signed and the system has not yet noted it."""
        return self.state is SubmissionState.AWAITING_LETTER and self.letter_state is LetterState.SIGNED

    @property
    def waits_for_signature(self) -> bool:
        """Whether the transmittal letter is drafted and the head has not signed it."""
        return self.letter_state is LetterState.AWAITING_SIGNATURE

    @property
    def waits_for_review(self) -> bool:
        """Whether the transmittal letter is drafted and the agency's reviewer has not initialled it."""
        return self.letter_state is LetterState.INITIALLING

    @property
    def letter_is_draft(self) -> bool:
        """Whether the transmittal letter was taken back, or sent back by the head, and is still to be submitted."""
        return self.letter_state is LetterState.DRAFT

    @property
    def is_readable(self) -> bool:
        """Whether the softcopy was read without error and only the letter is missing."""
        return self.state is SubmissionState.AWAITING_LETTER

    @property
    def is_handed_over(self) -> bool:
        """Whether softcopy and letter are both in."""
        return self.state in (SubmissionState.COMPLETE, SubmissionState.CHECKED)


def latest_of(
    submission: Submission,
    letters: Sequence[Letter],
    calendar: Calendar,
    titles: Mapping[str, str],
    *,
    sieve: Sieve,
    may_explain: bool,
    at: datetime,
) -> Latest:
    """This will read one submission with its findings, its letter, and the clock of its check."""
    state, keys = SubmissionState(submission.state), [submission.request_id, submission.pk]
    items = list(submission.items.values_list("answer", "cells"))
    unavailable = sum(answer == Answer.UNAVAILABLE for answer, _ in items)
    letter = _transmittal(submission, letters)
    may_explain = may_explain and state is SubmissionState.AWAITING_LETTER
    check_clock = clock_of(
        calendar,
        begun_at=submission.complete_at,
        due_at=submission.check_due_at,
        at=at,
        ended_at=submission.checked_at,
        limit_word="Batas periksa",
    )
    return Latest(
        sent=sent_of(submission, letters),
        state=state,
        refusal=_refusal(submission),
        found=found_page(submission, titles, sieve, may_explain=may_explain),
        tables=len(items),
        cells=sum(len(found) for _, found in items),
        nil=sum(answer == Answer.NIL for answer, _ in items),
        unavailable=unavailable,
        undeclared=count_undeclared(submission) if unavailable else 0,
        marked_url=reverse("step3:marked", args=keys),
        json_url=reverse("step3:found_json", args=keys),
        csv_url=reverse("step3:found_csv", args=keys),
        question=question_of(submission),
        letter=paper_of(letter, submission.request_id) if letter else None,
        letter_state=LetterState(letter.state) if letter else None,
        check_clock=check_clock if submission.complete_at else None,
        typing_url=typing_url(submission),
    )


def _refusal(submission: Submission) -> Notice | None:
    """Why the file could not be taken, and what to do; its time of receipt stands all the same."""
    if not submission.refusal_code:
        return None
    facts = {name: str(fact) for name, fact in submission.refusal_facts.items()}
    what, _, remedy = refusal_sentence(submission.refusal_code, facts).partition(". ")
    return Notice(
        Tone.BAD,
        "Berkas ini belum dapat dipakai",
        f"{what.rstrip('.')}.",
        remedy,
        "Berkas dan waktu terimanya tetap tersimpan.",
        submission.refusal_code,
    )


def letters_of(request: Request) -> Sequence[Letter]:
    """This will list the request's letters that are not void, the oldest first."""
    letters = Letter.objects.filter(names(request), office=request.office_id).exclude(state=LetterState.VOID)
    return list(letters.select_related("signed_file", "submission").order_by("drafted_at"))


def paper_of(letter: Letter, request: UUID) -> Paper:
    """This will describe a letter as a request has it, with the address of its signed PDF."""
    file = letter.signed_file
    return Paper(
        key=letter.pk,
        title=letter.subject,
        number=letter.number,
        at=letter.signed_at,
        url=reverse("step3:file", args=[request, file.pk]) if file else "",
        status=_signed_as(letter),
        sha256=letter.signed_sha256,
    )


def _signed_as(letter: Letter) -> Status:
    if letter.state == LetterState.SIGNED and letter.gateway == Gateway.UPLOAD:
        return Status(Tone.DONE, "Pindaian diterima")
    return status_of(LetterState(letter.state))


def _transmittal(submission: Submission, letters: Sequence[Letter]) -> Letter | None:
    own = [one for one in letters if one.kind == LetterKind.TRANSMITTAL and one.submission_id == submission.pk]
    return own[-1] if own else None


def _is_receipt(letter: Letter) -> bool:
    """A receipt that is still being made is none yet."""
    return letter.kind == LetterKind.RECEIPT and letter.state != LetterState.DRAFT


def sent_of(submission: Submission, letters: Sequence[Letter]) -> Sent:
    """This will describe a submission with the papers that belong to it."""
    receipts = [one for one in letters if _is_receipt(one) and one.submission_id == submission.pk]
    transmittal = _transmittal(submission, letters)
    file, state = submission.file, SubmissionState(submission.state)
    is_apart = state is SubmissionState.REFUSED and submission.refusal_code not in WRONG
    return Sent(
        key=submission.pk,
        version=submission.version,
        url=reverse("step3:submission", args=[submission.request_id, submission.pk]),
        file=_download(submission, file, is_apart=is_apart),
        received_at=submission.received_at,
        stated_at=submission.stated_received_at,
        by=submission.received_by.name,
        channel=Channel(submission.channel),
        state=state,
        status=status_of(state),
        receipt=paper_of(receipts[0], submission.request_id) if receipts else None,
        transmittal=paper_of(transmittal, submission.request_id) if transmittal else None,
        attachments=tuple(_download(submission, one.file) for one in submission.attachments.all()),
    )


def _download(submission: Submission, file: StoredFile, *, is_apart: bool = False) -> Download:
    url = reverse("step3:file", args=[submission.request_id, file.pk])
    return Download(url, size_text(file.size), file.name, is_apart)
