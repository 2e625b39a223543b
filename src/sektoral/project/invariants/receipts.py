"""Of receipts and clocks: every receipt stands for a submission, every deadline and late flag follows from events."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from sektoral.domain.letters import LetterKind
from sektoral.domain.reports import Timeliness
from sektoral.domain.states import LetterState
from sektoral.domain.workdays import is_late
from sektoral.project.clock_watch import KIND
from sektoral.records.models import Event, Extension, Letter, Office, Request, Submission
from sektoral.steps.step3_submit.actions.receiving import handed_over_at, words_digest

OVERTAKING = timedelta(minutes=2)  # an upload counts from its beginning, and a small one overtakes a large one
NOTICED = timedelta(minutes=15)  # within which a worker sees that the clock was set


def check_receipts(office: Office, at: datetime) -> Iterator[str]:
    """I10: every receipt stands for a durable submission of that hash, time and reason, and each has one receipt."""
    received = _events(office, "submission.received")
    receipted = _events(office, "submission.receipted")
    submissions = Submission.objects.filter(office=office).select_related("file", "request__agency")
    for submission in submissions.prefetch_related("letters"):
        event = received.get(str(submission.pk))
        if event is None or (event.facts.get("sha256"), event.at) != (submission.file.sha256, submission.received_at):
            yield f"{_name(submission)}: berkas atau waktunya bukan yang diterima."
        elif instant_of(event, "stated_at") != submission.stated_received_at:
            yield f"{_name(submission)}: waktu terima menurut petugas bukan yang dicatat saat itu."
        elif event.facts.get("correction_sha256") != _reason_digest(submission):
            yield f"{_name(submission)}: alasan perbaikan bukan yang disampaikan saat itu."
        receipts = [one for one in submission.letters.all() if _is_issued_receipt(one)]
        if len(receipts) != int(str(submission.pk) in receipted):
            yield f"{_name(submission)} punya {len(receipts)} tanda terima."
    for letter in Letter.objects.filter(office=office, kind=LetterKind.RECEIPT, submission__isnull=True):
        yield f"Tanda terima {letter.number} tidak menunjuk kiriman."


def instant_of(event: Event, fact: str) -> datetime | None:
    """This will read an instant among an event's facts, whatever offset it was written in."""
    told = event.facts.get(fact)
    return datetime.fromisoformat(told) if isinstance(told, str) else None


def _reason_digest(submission: Submission) -> str | None:
    return words_digest(submission.correction_reason) if submission.correction_reason else None


def _is_issued_receipt(letter: Letter) -> bool:
    return letter.kind == LetterKind.RECEIPT and letter.state != LetterState.DRAFT


def check_clocks(office: Office, at: datetime) -> Iterator[str]:
    """I13: receipts follow each other in time or a clock that was set back explains it, deadlines are as issued or
    extended, and late flags follow from both."""
    received = Event.objects.filter(office_id=office.pk, kind="submission.received").order_by("sequence")
    set_back = [_span(step) for step in Event.objects.filter(office_id=office.pk, kind=KIND)]
    for earlier, later in pairwise(received):
        explained = any(since <= later.at and earlier.at <= until for since, until in set_back)
        if later.at < earlier.at - OVERTAKING and not explained:
            yield f"Peristiwa {later.sequence} diterima sebelum peristiwa {earlier.sequence}."
    sent = _events(office, "request.sent")
    for request in Request.objects.filter(office=office, sent_at__isnull=False).select_related("agency"):
        yield from _deadline_faults(request, sent.get(str(request.pk)))
    for receipt in Letter.objects.filter(office=office, kind=LetterKind.RECEIPT, submission__isnull=False):
        yield from _flag_faults(receipt)


def _span(step: Event) -> tuple[datetime, datetime]:
    """The hours that a clock went through twice, and what happened before a worker noticed."""
    back = timedelta(seconds=max(0, -int(str(step.facts["seconds"]))))
    return step.at - NOTICED, step.at + back + NOTICED


def _events(office: Office, kind: str) -> dict[str, Event]:
    return {event.about_id: event for event in Event.objects.filter(office_id=office.pk, kind=kind)}


def _deadline_faults(request: Request, sent: Event | None) -> Iterator[str]:
    """A request that took over another's clock has no sending of its own."""
    name = f"Permintaan {request.agency.code}"
    if sent is not None and (sent.at, sent.facts.get("due_at")) != (request.sent_at, _iso(request.first_due_at, sent)):
        yield f"{name}: waktu kirim atau batasnya bukan yang diterbitkan."
    due = request.first_due_at
    for extension in _extensions(request):
        if extension.old_due_at != due:
            yield f"{name}: perpanjangan {extension.granted_at.isoformat()} tidak menyambung batas sebelumnya."
        due = extension.new_due_at
    if request.due_at != due:
        yield f"{name}: batasnya bergeser tanpa perpanjangan."


def _iso(at: datetime | None, event: Event) -> object:
    """The deadline as the event has it, whatever the offset it was written in."""
    told = event.facts.get("due_at")
    return told if isinstance(told, str) and at == datetime.fromisoformat(told) else None


def _extensions(request: Request) -> list[Extension]:
    return list(request.extensions.filter(requested_table__isnull=True).order_by("granted_at", "new_due_at"))


def _flag_faults(receipt: Letter) -> Iterator[str]:
    submission = receipt.submission
    if submission is None:
        return
    due = submission.request.first_due_at
    for extension in _extensions(submission.request):
        due = extension.new_due_at if extension.granted_at <= submission.received_at else due
    late = due is not None and is_late(handed_over_at(submission), due)
    if (receipt.content.get("timeliness") == Timeliness.LATE) != late:
        yield f"Tanda terima {receipt.number}: tepat waktu atau terlambat tidak sesuai batasnya."


def _name(submission: Submission) -> str:
    return f"{submission.request.agency.code} kiriman {submission.version}"
