"""Reading a submission: what the sandbox found becomes findings and items, all of it or nothing."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from sektoral.domain.checks.results import Verdict
from sektoral.domain.errors import Fact
from sektoral.domain.findings import Severity
from sektoral.domain.letters import LetterKind
from sektoral.domain.states import ItemState, LetterState, SubmissionState, check_move
from sektoral.intake.reading import CheckedTable, CheckedWorkbook, FoundFault, check_workbook
from sektoral.records import journal
from sektoral.records.models import (
    Agency,
    Answer,
    Channel,
    FindingRecord,
    Letter,
    RequestedTable,
    Submission,
    SubmissionItem,
)
from sektoral.records.models.round import GONE, OWED
from sektoral.records.signed_values import handed_over, values_of
from sektoral.steps.step3_submit.actions.receiving import handed_over_at, lock_request

LOOKED_AT = frozenset({"pdf", "picture"})  # kinds of file that a person reads and types from
REPLACED = "Diganti kiriman baru."
FaultKey = tuple[str, str, str, str]  # code, table, cell, value


@dataclass(frozen=True, slots=True)
class Said:
    """What the agency said about a finding, and who."""

    text: str
    by: UUID | None


def read_submission(submission: Submission, *, at: datetime) -> None:
    """This will have the file checked in the sandbox and store the verdict; a submission is read only once."""
    if submission.state != SubmissionState.RECEIVED:
        return
    checked = check_workbook(submission, at=at)
    with transaction.atomic():
        lock_request(submission)
        submission = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
        if submission.state != SubmissionState.RECEIVED:
            return
        submission.read_at, submission.verdict = at, checked.verdict
        if submission.transcript_id is None and _may_be_transcribed(checked):
            _await_transcript(submission, checked, at=at)
        elif checked.refusal_code:
            _refuse(submission, checked.refusal_code, checked.refusal_facts, at=at)
        else:
            _take(submission, checked, at=at)


def read_anew(submission: Submission) -> None:
    """This will put a submission back to where it was received: what was found in it before no longer counts.

    Must run inside a transaction that holds its row; whatever it was asked anew for is an event of the caller's.
    """
    submission.findings.all().delete()
    submission.read_at, submission.verdict, submission.totals = None, "", {}
    _move(submission, SubmissionState.RECEIVED)


def _may_be_transcribed(checked: CheckedWorkbook) -> bool:
    """A sound spreadsheet that is no instrument, or a page to type from."""
    is_page = checked.refusal_code == "not_a_spreadsheet" and checked.refusal_facts.get("format") in LOOKED_AT
    return is_page or checked.refusal_code == "instrument_missing"


def _await_transcript(submission: Submission, checked: CheckedWorkbook, *, at: datetime) -> None:
    """No instrument, but perhaps an answer: somebody says what of it answers which table, or types it beside it.

    What was sent in as a workbook is called what it turned out to be.
    """
    is_form = bool(checked.refusal_facts.get("form"))
    if submission.channel == Channel.WORKBOOK and checked.refusal_code == "instrument_missing":
        submission.channel = Channel.GOOGLE_FORM if is_form else Channel.SOFTCOPY
    submission.read_at, submission.verdict = None, ""
    _move(submission, SubmissionState.AWAITING_TRANSCRIPT)
    journal.append(
        "submission.awaits_transcript",
        office=submission.office,
        about=submission,
        by=None,
        at=at,
        channel=submission.channel,
        form=is_form,
    )


def _take(submission: Submission, checked: CheckedWorkbook, *, at: datetime) -> None:
    answered = [_Answered(submission, row, checked.tables.get(row.sheet)) for row in _open_rows(submission)]
    new = [one for one in answered if one.is_new]
    settled = frozenset(one.row.sheet for one in answered if one.is_settled)
    faults = [_weighed(fault) for fault in checked.findings if fault.table not in settled]
    unchanged = [_unchanged(one) for one in answered if one.is_unchanged_after_return]
    faults += unchanged
    said = explanations_before(submission)
    totals = Counter(_totals_without(checked, settled)) + Counter(fault.code for fault in unchanged)
    _store_findings(submission, faults, totals, said)
    submission.verdict = _verdict(submission)
    if any(fault.severity is Severity.ERROR for fault in faults):
        _reject(submission, at=at)
        return
    if not new:
        _refuse(submission, "nothing_new", {}, at=at)
        return
    items = [_item(submission, one, faults, said) for one in new]
    SubmissionItem.objects.bulk_create(items)
    _supersede(submission, [one.row for one in new], at=at)
    for one in new:
        _mark_pending(one.row)
    submission.values_sha256 = values_of(items).sha256
    _move(submission, SubmissionState.AWAITING_LETTER)
    request = submission.request
    if request.data_received_at is None:
        request.data_received_at = handed_over_at(submission)
        request.save(update_fields=["data_received_at"])
    journal.append("submission.accepted", office=submission.office, about=submission, by=None, at=at, items=len(items))


def _weighed(fault: FoundFault) -> FoundFault:
    """A table that is wholly empty is not answered yet; the others may be handed over without it."""
    return replace(fault, severity=Severity.INFO) if fault.code == "table_empty" else fault


class _Answered:
    """A requested table beside what the workbook says of it."""

    def __init__(self, submission: Submission, row: RequestedTable, table: CheckedTable | None) -> None:
        self.row = row
        self.table = table
        self.digest = values_digest(table) if table else ""
        items = row.items.exclude(state=ItemState.SUPERSEDED).select_related("submission")
        last = items.order_by("-submission__version").first()
        self.last_digest = last.values_sha256 if last else ""
        self.is_overtaken = last is not None and last.submission.version > submission.version
        self.is_in_hand = last is not None and last.submission.state == SubmissionState.AWAITING_LETTER

    @property
    def is_answered(self) -> bool:
        return self.table is not None and self.table.answer is not Answer.EMPTY

    @property
    def is_new(self) -> bool:
        """Another answer than the last one; until that is handed over by letter, the newest file takes its place.

        A file that was read after a newer one adds nothing to what that one answers.
        """
        return self.is_answered and not self.is_overtaken and (self.digest != self.last_digest or self.is_in_hand)

    @property
    def is_settled(self) -> bool:
        """Answered before and not asked again: what the workbook lacks here, or says once more, is no finding."""
        is_asked = self.row.state in OWED or self.is_in_hand
        return self.is_overtaken or (not self.is_new and not is_asked)

    @property
    def is_unchanged_after_return(self) -> bool:
        is_asked = self.is_answered and self.row.state == ItemState.RETURNED and not self.is_overtaken
        return is_asked and self.digest == self.last_digest


def values_digest(table: CheckedTable) -> str:
    """This will fingerprint an answer: the declaration, and every figure and mark at its row and column."""
    figures = sorted((c["row"], c["column"], c["text"], c["mark"]) for c in table.cells if c["text"] or c["mark"])
    earlier = sorted((c["row"], c["column"], c["text"], c["mark"], c.get("period", "")) for c in table.earlier)
    return _digest([table.answer.value, table.reason, [*figures, *earlier]])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, separators=(",", ":")).encode()).hexdigest()


def _open_rows(submission: Submission) -> list[RequestedTable]:
    return list(submission.request.tables.exclude(state__in=GONE).select_related("table"))


def _item(
    submission: Submission, one: _Answered, faults: Sequence[FoundFault], said: Mapping[FaultKey, Said]
) -> SubmissionItem:
    if one.table is None:
        raise AssertionError("only answered tables become items")
    words = {f.cell: said[_key(f)].text for f in faults if f.table == one.row.sheet and _key(f) in said}
    return SubmissionItem(
        office=submission.office,
        submission=submission,
        requested_table=one.row,
        answer=one.table.answer,
        reason=one.table.reason,
        expected_on=date.fromisoformat(one.table.expected_on) if one.table.expected_on else None,
        held_by=_holder(submission, one.table.held_by),
        earlier=list(one.table.earlier),
        cells=[{**cell, "explanation": cell["explanation"] or words.get(cell["cell"], "")} for cell in one.table.cells],
        values_sha256=one.digest,
    )


def _holder(submission: Submission, code: str) -> Agency | None:
    """The agency that is said to hold the data; an unknown code is passed over, for the remark says it too."""
    return Agency.objects.filter(office=submission.office, code=code).first() if code else None


def _unchanged(one: _Answered) -> FoundFault:
    return FoundFault("unchanged_after_return", Severity.ERROR, one.row.sheet, one.row.sheet, "", "", {})


def _store_findings(
    submission: Submission, faults: Sequence[FoundFault], totals: Mapping[str, int], said: Mapping[FaultKey, Said]
) -> None:
    submission.totals = dict(totals)
    FindingRecord.objects.bulk_create(
        _record(submission, position, fault, said.get(_key(fault))) for position, fault in enumerate(faults, start=1)
    )


def _record(submission: Submission, position: int, fault: FoundFault, said: Said | None) -> FindingRecord:
    return FindingRecord(
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
        explanation=fault.explanation or (said.text if said else ""),
        explained_by_id=said.by if said and not fault.explanation else None,
    )


def explanations_before(submission: Submission) -> Mapping[FaultKey, Said]:
    """This will give what the agency has explained before: nobody explains the same figure in the same cell twice."""
    earlier = FindingRecord.objects.filter(
        submission__request=submission.request, submission__version__lt=submission.version, severity=Severity.WARNING
    ).exclude(explanation="")
    return {
        (one.code, one.table, one.cell, one.value): Said(one.explanation, one.explained_by_id)
        for one in earlier.order_by("submission__version", "position")
    }


def _key(fault: FoundFault) -> FaultKey:
    return (fault.code, fault.table, fault.cell, fault.value[:300])


def _totals_without(checked: CheckedWorkbook, settled: frozenset[str]) -> Mapping[str, int]:
    """Counts per code, without the findings of tables that are not asked again."""
    left_out = Counter(fault.code for fault in checked.findings if fault.table in settled)
    counts = {code: count - left_out[code] for code, count in checked.totals.items()}
    return {code: count for code, count in counts.items() if count > 0}


def _verdict(submission: Submission) -> str:
    if submission.findings.filter(severity=Severity.ERROR).exists():  # an explanation does not mend it
        return Verdict.REJECTED
    open_warnings = submission.findings.filter(severity=Severity.WARNING, explanation="")
    return Verdict.EXPLAIN if open_warnings.exists() else Verdict.ACCEPTED


def _supersede(submission: Submission, rows: Sequence[RequestedTable], *, at: datetime) -> None:
    """Earlier answers to the same tables, undecided or returned, give way to the new ones."""
    earlier = SubmissionItem.objects.filter(
        requested_table__in=rows, state__in=[ItemState.PENDING, ItemState.RETURNED]
    ).exclude(submission=submission)
    rows_before = list(earlier)
    touched = {item.submission_id for item in rows_before if item.state == ItemState.PENDING}
    for item in rows_before:
        item.state = ItemState.SUPERSEDED
        item.save(update_fields=["state"])
        journal.append("item.superseded", office=item.office, about=item, by=None, at=at)
    for older in Submission.objects.filter(pk__in=touched):
        _note_replaced(older, at=at)


def _note_replaced(older: Submission, *, at: datetime) -> None:
    """A submission of which nothing counts any more gives way; one of which nothing waits any more is checked."""
    if not older.items.exclude(state=ItemState.SUPERSEDED).exists():
        _move(older, SubmissionState.SUPERSEDED)
        void_waiting_letters(older, REPLACED, at=at)
        journal.append("submission.superseded", office=older.office, about=older, by=None, at=at)
    elif older.state == SubmissionState.COMPLETE and not older.items.filter(state=ItemState.PENDING).exists():
        older.checked_at = at
        _move(older, SubmissionState.CHECKED)
        journal.append("submission.checked", office=older.office, about=older, by=None, at=at)
    elif older.state == SubmissionState.AWAITING_LETTER:
        take_out_of_letters(older)


def take_out_of_letters(older: Submission) -> None:
    """This will have the letter follow what still counts: bytes that waited for a signature are made anew."""
    values = values_of(handed_over(older))
    older.values_sha256 = values.sha256
    older.save(update_fields=["values_sha256"])
    for letter in unsigned_transmittals(older):
        letter.content = {**letter.content, **values.as_content()}
        letter.final_file, letter.final_on = None, None
        letter.save(update_fields=["content", "final_file", "final_on"])


def void_waiting_letters(submission: Submission, reason: str, *, at: datetime) -> None:
    """This will void the transmittal letter that nobody has signed yet: it is about data that no longer count."""
    for letter in unsigned_transmittals(submission):
        letter.state, letter.voided_at, letter.void_reason = LetterState.VOID, at, reason
        letter.save(update_fields=["state", "voided_at", "void_reason"])
        journal.append("letter.voided", office=letter.office, about=letter, by=None, at=at)


def unsigned_transmittals(submission: Submission) -> QuerySet[Letter]:
    """This will lock the transmittal letters of a submission that are neither signed nor void."""
    letters = submission.letters.filter(kind=LetterKind.TRANSMITTAL).select_for_update(no_key=True, of=("self",))
    return letters.exclude(state__in=[LetterState.SIGNED, LetterState.VOID])


def _mark_pending(row: RequestedTable) -> None:
    if row.state in OWED:
        row.state = ItemState.PENDING
        row.save(update_fields=["state"])


def _refuse(submission: Submission, code: str, facts: Mapping[str, Fact], *, at: datetime) -> None:
    submission.verdict, submission.refusal_code, submission.refusal_facts = "refused", code, dict(facts)
    _move(submission, SubmissionState.REFUSED)
    journal.append("submission.refused", office=submission.office, about=submission, by=None, at=at, code=code)


def _reject(submission: Submission, *, at: datetime) -> None:
    _move(submission, SubmissionState.REJECTED)
    journal.append("submission.rejected", office=submission.office, about=submission, by=None, at=at)


def _move(submission: Submission, state: SubmissionState) -> None:
    check_move(SubmissionState(submission.state), state)
    submission.state = state
    submission.save()
