"""One submission as the checker sees it: its tables, files and clock, and what may be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from sektoral.domain.corrections import CorrectionNote
from sektoral.domain.findings import Severity
from sektoral.domain.letters import LetterKind
from sektoral.domain.periods import read_period
from sektoral.domain.states import ItemState, LetterState, SubmissionState
from sektoral.records.actors import Actor
from sektoral.records.calendars import calendar_of
from sektoral.records.corrections import correction_note
from sektoral.records.models import Answer, Submission, SubmissionItem
from sektoral.steps.step4_check.queries.makers import why_not_check
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Clock, Status
from sektoral.ui.messages import explained
from sektoral.ui.states import status_of

ANSWER_WORDS: dict[Answer, str] = {
    Answer.FILLED: "terisi semua",
    Answer.PARTIAL: "terisi sebagian",
    Answer.EMPTY: "kosong",
    Answer.NIL: "dinyatakan nihil",
    Answer.UNAVAILABLE: "dinyatakan tidak tersedia",
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One table of the submission. `explained` and `notes` count its findings."""

    key: UUID
    sheet: str
    title: str
    url: str
    status: Status
    answer: str
    cells: int
    is_priority: bool
    explained: int
    notes: int
    returned_before: str
    may_decide: bool

    @property
    def words(self) -> str:
        """`terisi semua, 32 sel, 2 dijelaskan OPD`."""
        cells = f"{self.cells} sel" if self.cells else ""
        found = f"{self.explained} dijelaskan OPD" if self.explained else ""
        notes = f"{self.notes} catatan" if self.notes else ""
        return ", ".join(filter(None, (self.answer, cells, found, notes)))


@dataclass(frozen=True, slots=True)
class Paper:
    """A file or letter beside the tables."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One submission. `refusal` says why this person may not decide, empty where they may; `correction` what it changes
    in the bank, where it corrects it."""

    key: UUID
    request_key: UUID
    agency: str
    short: str
    period: str
    version: int
    status: Status
    received_at: datetime
    stated_at: datetime | None
    evidence: str
    received_by: str
    clock: Clock
    items: tuple[ItemRow, ...]
    papers: tuple[Paper, ...]
    refusal: str
    revision_days: int
    correction: CorrectionNote | None

    @property
    def open_items(self) -> Sequence[ItemRow]:
        """The tables that wait for a decision."""
        return [item for item in self.items if item.may_decide]

    @property
    def decided(self) -> int:
        """How many tables are decided."""
        return sum(not item.may_decide for item in self.items)


def review_page(submission: Submission, *, actor: Actor, at: datetime) -> ReviewPage:
    """This will read one submission for its check."""
    request, office = submission.request, submission.office
    error = why_not_check(actor, submission)
    items = _items(submission)
    calendar = calendar_of(office)
    return ReviewPage(
        key=submission.pk,
        request_key=request.pk,
        agency=request.agency.name,
        short=request.agency.short_name,
        period=read_period(request.round.period).label.lower(),
        version=submission.version,
        status=status_of(SubmissionState(submission.state)),
        received_at=submission.received_at,
        stated_at=submission.stated_received_at,
        evidence=submission.stated_evidence,
        received_by=submission.received_by.name,
        clock=clock_of(
            calendar,
            begun_at=submission.complete_at,
            due_at=submission.check_due_at,
            at=at,
            ended_at=submission.checked_at,
            limit_word="Batas periksa",
        ),
        items=items,
        papers=_papers(submission),
        refusal=explained(error) if error else "",
        revision_days=office.revision_days,
        correction=correction_note(submission),
    )


def _items(submission: Submission) -> tuple[ItemRow, ...]:
    rows = submission.items.select_related("requested_table__table").order_by("requested_table__sheet")
    found = _count_findings(submission)
    before = _returned_before(submission)
    return tuple(_item(item, found.get(item.requested_table.sheet, {}), before) for item in rows)


def _item(item: SubmissionItem, found: Mapping[str, int], before: Mapping[UUID, str]) -> ItemRow:
    asked = item.requested_table
    return ItemRow(
        key=item.pk,
        sheet=asked.sheet,
        title=asked.table.title,
        url=reverse("step4:table", args=[item.submission_id, asked.sheet]),
        status=status_of(ItemState(item.state)),
        answer=ANSWER_WORDS[Answer(item.answer)],
        cells=len(item.cells),
        is_priority=asked.table.is_priority,
        explained=found.get(Severity.WARNING, 0),
        notes=found.get(Severity.INFO, 0),
        returned_before=before.get(asked.pk, ""),
        may_decide=item.state == ItemState.PENDING,
    )


def _count_findings(submission: Submission) -> Mapping[str, Mapping[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for sheet, severity in submission.findings.order_by().values_list("table", "severity"):
        own = counts.setdefault(sheet, {})
        own[severity] = own.get(severity, 0) + 1
    return counts


def _returned_before(submission: Submission) -> Mapping[UUID, str]:
    """For each requested table the reason of its last return before this submission."""
    earlier = SubmissionItem.objects.filter(
        submission__request=submission.request, submission__version__lt=submission.version
    ).exclude(return_reason="")
    found = earlier.order_by("submission__version").values_list("requested_table_id", "return_reason")
    return dict(found)


def _papers(submission: Submission) -> tuple[Paper, ...]:
    request = submission.request_id
    papers = [
        Paper("Berkas asli", reverse("step3:file", args=[request, submission.file_id])),
        Paper("Berkas bertanda", reverse("step3:marked", args=[request, submission.pk])),
    ]
    words = {LetterKind.TRANSMITTAL: "Surat pengiriman", LetterKind.RECEIPT: "Tanda terima"}
    for letter in submission.letters.filter(state=LetterState.SIGNED, kind__in=list(words)).order_by("kind"):
        url = reverse("step3:file", args=[request, letter.signed_file_id])
        papers.append(Paper(f"{words[LetterKind(letter.kind)]} {letter.number}", url))
    return tuple(papers)
