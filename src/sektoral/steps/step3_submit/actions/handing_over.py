"""Handing over: the transmittal letter, its signature or scan, and the instant from which step 4 counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sektoral.domain.errors import Invalid, WrongState
from sektoral.domain.findings import Severity
from sektoral.domain.letters import LetterKind, TransmittalStyle
from sektoral.domain.papers import Gateway
from sektoral.domain.policies import (
    check_can_draft_transmittal,
    check_letter_is,
    check_reason,
    check_stated_instant,
)
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, RequestState, SubmissionState, check_move
from sektoral.intake import files
from sektoral.letters.actions.attempts import check_not_in_hand
from sektoral.letters.actions.drafting import NewLetter, draft, submit
from sektoral.letters.actions.sealing import registered_digest, values_fact
from sektoral.letters.locking import lock
from sektoral.letters.signed_values import check_values
from sektoral.records import journal
from sektoral.records.actors import Actor
from sektoral.records.models import FindingRecord, Letter, Request, Submission
from sektoral.records.models.round import OWED
from sektoral.records.signed_values import handed_over, values_of
from sektoral.records.sops import due_of_step
from sektoral.steps.step3_submit.actions.receiving import check_may_state, handed_over_at, lock_request
from sektoral.steps.step3_submit.actions.reviewing import chain_for, check_scan_reviewed
from sektoral.steps.step3_submit.queries.declarations import count_undeclared

SUBJECT = "Pengiriman Data Statistik Sektoral"
CORRECTION_SUBJECT = "Perbaikan Data Statistik Sektoral"


@dataclass(frozen=True, slots=True)
class Scan:
    """A transmittal letter signed outside and brought in as a file."""

    number: str
    name: str
    data: bytes
    stated_at: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What an agency says about findings: by finding, or, for those it has not explained yet, by table and code."""

    by_finding: Mapping[UUID, str] = field(default_factory=dict)
    by_kind: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def about(self, finding: FindingRecord) -> str:
        """The words for one finding; its own go before those for its kind."""
        own = self.by_finding.get(finding.pk, "").strip()
        rest = "" if finding.explanation else self.by_kind.get((finding.table, finding.code), "").strip()
        return own or rest

    def change(self, finding: FindingRecord) -> bool:
        """Whether there are other words than before."""
        return self.about(finding) not in ("", finding.explanation)


def explain(finding: FindingRecord, *, text: str, by: Actor, at: datetime) -> None:
    """This will keep the agency's explanation of a *periksa* finding beside the value it is about."""
    check_reason(text)
    explain_all(finding.submission, Words({finding.pk: text}), by=by, at=at)


def explain_all(submission: Submission, words: Words, *, by: Actor, at: datetime) -> int:
    """This will keep the agency's explanations and return how many changed; empty texts are passed over.

    Raises `WrongState` (`not_to_be_explained`) once the letter is signed or while the file has errors.
    """
    check_may_speak(submission, by)
    with transaction.atomic():
        take(submission)
        if submission.state != SubmissionState.AWAITING_LETTER:
            raise WrongState("not_to_be_explained", now=submission.state)
        changed = [one for one in submission.findings.filter(severity=Severity.WARNING) if words.change(one)]
        for finding in changed:
            finding.explanation, finding.explained_by = words.about(finding), by.person
        FindingRecord.objects.bulk_update(changed, ["explanation", "explained_by"])
        _put_beside_values(submission, changed)
        if changed:
            journal.append("submission.explained", office=submission.office, about=submission, by=by.person, at=at)
    return len(changed)


def draft_transmittal(
    submission: Submission,
    *,
    by: Actor,
    at: datetime,
    number: str = "",
    style: TransmittalStyle = TransmittalStyle.LETTER,
) -> Letter:
    """This will draft the surat pengiriman from what was sent, in the style that the agency wants; its head signs it.

    Where the agency wants it, its reviewer initials before. Raises `WrongState` while the softcopy has errors, a
    *periksa* lacks its explanation, a draft exists, or nobody is there to review (`reviewer_vacant`).
    """
    check_may_speak(submission, by)
    with transaction.atomic():
        take(submission)
        _check_ready(submission)
        if transmittal_of(submission) is not None:
            raise WrongState("transmittal_exists")
        _check_number_free(submission, number)
        chain = chain_for(submission.request.agency, at=at)
        letter = draft(replace(_new_transmittal(submission, number, style), chain=chain), by=by, at=at)
        submit(letter, by=by, at=at)
    return letter


def attach_letter(submission: Submission, scan: Scan, *, by: Actor, at: datetime) -> Letter:
    """This will register a transmittal letter that was signed elsewhere; the scan proves it.

    A letter that was drafted here and printed is the same letter: it takes the number that stands on the scan,
    unless it had another one already; then it is voided with it. Raises `WrongState` where the reviewer's paraf is
    missing (`review_awaited`, `review_missing`) or the letter prints other values than are handed over.
    """
    check_may_speak(submission, by)
    check_may_state(submission.request, scan.stated_at, by)
    check_stated_instant(scan.stated_at, at, scan.evidence)
    check_reason(scan.number)
    with transaction.atomic():
        take(submission)
        _check_ready(submission)
        kept = files.keep(
            scan.data, office=submission.office, name=scan.name, media_type=files.PDF, by=by.person, at=at
        )
        _check_not_registered(submission, kept.sha256)
        check_scan_reviewed(submission, transmittal_of(submission), scan.number, by=by)
        letter = _letter_for_scan(submission, scan.number, by=by, at=at)
        letter.state, letter.gateway = LetterState.SIGNED, Gateway.UPLOAD
        letter.signed_file, letter.signed_sha256 = kept, kept.sha256
        letter.signed_at, letter.signed_by = scan.stated_at or at, by.person
        letter.save()
        journal.append(
            "letter.signed",
            office=letter.office,
            about=letter,
            by=by.person,
            at=at,
            kind=letter.kind,
            sha256=kept.sha256,
            gateway=Gateway.UPLOAD.value,
            registered=registered_digest(letter),
            **values_fact(letter),
        )
        journal.append("submission.letter_attached", office=submission.office, about=submission, by=by.person, at=at)
        _complete(submission, letter, at=at)
    return letter


def note_transmittal_signed(letter: Letter, *, at: datetime) -> None:
    """This will complete the submission once its transmittal letter is signed."""
    submission = letter.submission
    if letter.kind != LetterKind.TRANSMITTAL or letter.state != LetterState.SIGNED or submission is None:
        return
    with transaction.atomic():
        take(submission)
        if submission.state == SubmissionState.AWAITING_LETTER:
            _complete(submission, letter, at=at)


def take(submission: Submission) -> None:
    """This will lock a submission and read it afresh, its request before it."""
    lock_request(submission)
    submission.refresh_from_db(from_queryset=Submission.objects.select_for_update(no_key=True, of=("self",)))


def transmittal_of(submission: Submission) -> Letter | None:
    """This will give the submission's living transmittal letter, if there is one."""
    letters = submission.letters.filter(kind=LetterKind.TRANSMITTAL).exclude(state=LetterState.VOID)
    return letters.order_by("-drafted_at").first()


def count_unexplained(submission: Submission) -> int:
    """This will count the *periksa* findings that still lack an explanation."""
    return submission.findings.filter(severity=Severity.WARNING, explanation="").count()


def _complete(submission: Submission, letter: Letter, *, at: datetime) -> None:
    """Softcopy and letter are both there: the later of the two instants starts the clock of step 4."""
    if letter.signed_at is None:
        raise AssertionError("a letter completes a submission once it is signed")
    check_move(SubmissionState(submission.state), SubmissionState.COMPLETE)
    submission.letter_received_at = letter.signed_at
    submission.complete_at = max(handed_over_at(submission), letter.signed_at)
    submission.check_due_at = due_of_step(submission.request.round, 4, submission.complete_at)
    submission.state = SubmissionState.COMPLETE
    submission.save()
    journal.append("submission.complete", office=submission.office, about=submission, by=None, at=at)
    _note_request(submission, at=at)


def _note_request(submission: Submission, *, at: datetime) -> None:
    request = Request.objects.get(pk=submission.request_id)  # locked by who took the submission
    if request.completed_at is None:
        request.completed_at = submission.complete_at
    if not owes_something(request) and request.state == RequestState.SENT:
        request.state = RequestState.COMPLETE
        journal.append("request.completed", office=request.office, about=request, by=None, at=at)
    request.save(update_fields=["completed_at", "state"])


def _check_ready(submission: Submission) -> None:
    unexplained, undeclared = count_unexplained(submission), count_undeclared(submission)
    check_can_draft_transmittal(submission.state, unexplained=unexplained, undeclared=undeclared)


def owes_something(request: Request) -> bool:
    """Whether a table is not answered, or what was answered is not handed over by letter."""
    owes = request.tables.filter(state__in=OWED).exists()
    return owes or request.submissions.filter(state=SubmissionState.AWAITING_LETTER).exists()


def _new_transmittal(
    submission: Submission, number: str, style: TransmittalStyle = TransmittalStyle.LETTER
) -> NewLetter:
    request, values = submission.request, values_of(handed_over(submission))
    submission.values_sha256 = values.sha256
    submission.save(update_fields=["values_sha256"])
    return NewLetter(
        kind=LetterKind.TRANSMITTAL,
        office=submission.office,
        subject=CORRECTION_SUBJECT if submission.correction_reason else SUBJECT,
        round=request.round,
        request=request,
        submission=submission,
        agency=request.agency,
        number=number.strip(),
        content={**values.as_content(), "style": style.value},
    )


def _letter_for_scan(submission: Submission, number: str, *, by: Actor, at: datetime) -> Letter:
    letter = transmittal_of(submission)
    if letter is not None:
        lock(letter)
        check_letter_is(letter.state, LetterState.DRAFT, LetterState.AWAITING_SIGNATURE)
        check_values(letter)
        check_not_in_hand(letter)  # or it would be signed twice: on paper, and by the answer that is under way
        if letter.number == number.strip():
            return letter
    _check_number_free(submission, number)
    if letter is None or letter.number:
        if letter is not None:
            _void(letter, by=by, at=at)
        return draft(_new_transmittal(submission, number), by=by, at=at)
    letter.number, letter.numbered_at, letter.numbered_by = number.strip(), at, by.person
    return letter


def _void(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Its number was given and stays with it: another one was signed in its place."""
    letter.state, letter.voided_at, letter.void_reason = LetterState.VOID, at, "Diganti surat yang dipindai."
    letter.save(update_fields=["state", "voided_at", "void_reason"])
    journal.append("letter.voided", office=letter.office, about=letter, by=by.person, at=at)


def _check_number_free(submission: Submission, number: str) -> None:
    """An agency's own number can be seen whole, and stands on one of its letters only, also when that was voided."""
    if not number.strip().isprintable():  # such as a sign that turns what follows around on the public page
        raise Invalid("number_unseen")
    taken = Letter.objects.filter(office=submission.office, agency=submission.request.agency, number=number.strip())
    if number.strip() and taken.exists():
        raise Invalid("number_taken", number=number.strip())


def _check_not_registered(submission: Submission, sha256: str) -> None:
    """Bytes that prove one letter by their signature are no scan of another: whoever asks must find the first."""
    known = Letter.objects.filter(office=submission.office, signed_sha256=sha256).exclude(signature_print="")
    if letter := known.first():
        raise Invalid("brought_other_letter", number=letter.number or letter.subject)


def check_may_speak(submission: Submission, by: Actor) -> None:
    """This will raise `Refused` or `NotFound` for who speaks neither for the agency nor in its place."""
    by.check_here(submission)
    if not by.may(Permission.SUBMIT, submission.request.agency):
        by.check(Permission.ENTER_FOR_AGENCY)


def _put_beside_values(submission: Submission, findings: Sequence[FindingRecord]) -> None:
    said = {(one.table, one.cell): one.explanation for one in findings}
    touched = {one.table for one in findings}
    for item in submission.items.filter(requested_table__sheet__in=touched).select_related("requested_table"):
        for cell in item.cells:
            cell["explanation"] = said.get((item.requested_table.sheet, cell["cell"]), cell["explanation"])
        item.save(update_fields=["cells"])
