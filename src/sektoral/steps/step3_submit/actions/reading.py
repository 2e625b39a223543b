"""Reading a submission: what the sandbox found becomes findings and items, all of it or nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from sektoral.domain.errors import Fact
from sektoral.domain.findings import Severity
from sektoral.domain.states import ItemState, SubmissionState, check_move
from sektoral.intake.reading import CheckedTable, CheckedWorkbook, FoundFault, check_workbook
from sektoral.records import journal
from sektoral.records.models import Answer, FindingRecord, RequestedTable, Submission, SubmissionItem
from sektoral.steps.step3_submit.actions.receiving import handed_over_at

UNDECIDED = (ItemState.PENDING,)


def read_submission(submission: Submission, *, at: datetime) -> None:
    """This will have the file checked in the sandbox and store the verdict; a submission is read only once."""
    if submission.state != SubmissionState.RECEIVED:
        return
    checked = check_workbook(submission)
    with transaction.atomic():
        submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
        if submission.state != SubmissionState.RECEIVED:
            return
        submission.read_at, submission.verdict = at, checked.verdict
        if checked.refusal_code:
            _refuse(submission, checked.refusal_code, checked.refusal_facts, at=at)
        else:
            _take(submission, checked, at=at)


def _take(submission: Submission, checked: CheckedWorkbook, *, at: datetime) -> None:
    answered = [_Answered(row, checked.tables.get(row.sheet)) for row in _open_rows(submission)]
    new = [one for one in answered if one.is_new]
    faults = [*checked.findings, *(_unchanged(one) for one in answered if one.is_unchanged_after_return)]
    _store_findings(submission, faults, checked.totals)
    if any(fault.severity is Severity.ERROR for fault in faults):
        _reject(submission, at=at)
        return
    if not new:
        _refuse(submission, "nothing_new", {}, at=at)
        return
    items = [_item(submission, one) for one in new]
    SubmissionItem.objects.bulk_create(items)
    _supersede(submission, [one.row for one in new], at=at)
    for one in new:
        _mark_pending(one.row)
    submission.values_sha256 = _digest(sorted(item.values_sha256 for item in items))
    _move(submission, SubmissionState.AWAITING_LETTER)
    request = submission.request
    if request.data_received_at is None:
        request.data_received_at = handed_over_at(submission)
        request.save(update_fields=["data_received_at"])
    journal.append("submission.accepted", office=submission.office, about=submission, by=None, at=at, items=len(items))


class _Answered:
    """A requested table beside what the workbook says of it."""

    def __init__(self, row: RequestedTable, table: CheckedTable | None) -> None:
        self.row = row
        self.table = table
        self.digest = values_digest(table) if table else ""
        last = row.items.exclude(state=ItemState.SUPERSEDED).order_by("-submission__version").first()
        self.last_digest = last.values_sha256 if last else ""

    @property
    def is_answered(self) -> bool:
        return self.table is not None and self.table.answer is not Answer.EMPTY

    @property
    def is_new(self) -> bool:
        return self.is_answered and self.digest != self.last_digest

    @property
    def is_unchanged_after_return(self) -> bool:
        return self.is_answered and self.row.state == ItemState.RETURNED and self.digest == self.last_digest


def values_digest(table: CheckedTable) -> str:
    """This will fingerprint an answer: the declaration, and every figure and mark at its row and column."""
    figures = sorted((c["row"], c["column"], c["text"], c["mark"]) for c in table.cells if c["text"] or c["mark"])
    return _digest([table.answer.value, table.reason, figures])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, separators=(",", ":")).encode()).hexdigest()


def _open_rows(submission: Submission) -> list[RequestedTable]:
    return list(submission.request.tables.exclude(state="moved").select_related("table"))


def _item(submission: Submission, one: _Answered) -> SubmissionItem:
    if one.table is None:
        raise AssertionError("only answered tables become items")
    return SubmissionItem(
        office=submission.office,
        submission=submission,
        requested_table=one.row,
        answer=one.table.answer,
        reason=one.table.reason,
        cells=[dict(cell) for cell in one.table.cells],
        values_sha256=one.digest,
    )


def _unchanged(one: _Answered) -> FoundFault:
    return FoundFault("unchanged_after_return", Severity.ERROR, one.row.sheet, one.row.sheet, "", "", {})


def _store_findings(submission: Submission, faults: Sequence[FoundFault], totals: Mapping[str, int]) -> None:
    submission.totals = dict(totals)
    FindingRecord.objects.bulk_create(
        FindingRecord(
            office=submission.office,
            submission=submission,
            position=position,
            code=fault.code,
            severity=fault.severity,
            table=fault.table,
            sheet=fault.sheet,
            cell=fault.cell,
            value=fault.value[:300],
            facts=dict(fault.facts),
            explanation=fault.explanation,
        )
        for position, fault in enumerate(faults, start=1)
    )


def _supersede(submission: Submission, rows: Sequence[RequestedTable], *, at: datetime) -> None:
    """Earlier answers to the same tables, undecided or returned, give way to the new ones."""
    earlier = SubmissionItem.objects.filter(
        requested_table__in=rows, state__in=[ItemState.PENDING, ItemState.RETURNED]
    ).exclude(submission=submission)
    touched = {item.submission_id for item in earlier if item.state == ItemState.PENDING}
    earlier.update(state=ItemState.SUPERSEDED)
    for older in Submission.objects.filter(pk__in=touched):
        if older.items.exclude(state=ItemState.SUPERSEDED).exists():
            continue
        _move(older, SubmissionState.SUPERSEDED)
        journal.append("submission.superseded", office=older.office, about=older, by=None, at=at)


def _mark_pending(row: RequestedTable) -> None:
    if row.state in ("waiting", ItemState.RETURNED):
        row.state = ItemState.PENDING
        row.save(update_fields=["state"])


def _refuse(submission: Submission, code: str, facts: Mapping[str, Fact], *, at: datetime) -> None:
    submission.verdict, submission.refusal_code, submission.refusal_facts = "refused", code, dict(facts)
    _move(submission, SubmissionState.REFUSED)
    journal.append("submission.refused", office=submission.office, about=submission, by=None, at=at, code=code)


def _reject(submission: Submission, *, at: datetime) -> None:
    submission.verdict = "rejected"
    _move(submission, SubmissionState.REJECTED)
    journal.append("submission.rejected", office=submission.office, about=submission, by=None, at=at)


def _move(submission: Submission, state: SubmissionState) -> None:
    check_move(SubmissionState(submission.state), state)
    submission.state = state
    submission.save()
