"""What is being typed for a request, or beside a file that came for it: the draft where it is newest, else what was
sent last. Only tables that are still owed may be typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict, cast
from uuid import UUID

from django.urls import reverse

from sektoral.domain import canonical
from sektoral.domain.errors import NotFound
from sektoral.domain.instruments import InstrumentDef
from sektoral.domain.layout import InstrumentLayout, lay_out
from sektoral.domain.numbers import render
from sektoral.domain.states import ItemState, SubmissionState
from sektoral.domain.transcripts import Statement, Transcript
from sektoral.domain.typed import STYLE, TypedTable, typed_of
from sektoral.domain.validations import REASONS
from sektoral.records.models import (
    Answer,
    Instrument,
    Request,
    RequestedTable,
    Submission,
    SubmissionItem,
    TranscriptDraft,
)
from sektoral.records.models.round import OWED
from sektoral.steps.step3_submit.queries.wrong_workbook import current_instrument


class SavedTable(TypedDict):
    """Who saved a table last, when (ISO), as its which saving, and from which page of the scan."""

    revision: int
    at: str
    by: str
    page: str


class DraftContent(TypedDict):
    """What a draft's row holds. `typists` are the ids of all who saved anything in it since it was sent last."""

    transcript: canonical.Json
    tables: dict[str, SavedTable]
    typists: list[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody types: a request, the file it is typed from (`None` for the browser form), and the instrument."""

    request: Request
    submission: Submission | None
    instrument: Instrument
    definition: InstrumentDef
    layout: InstrumentLayout

    @property
    def keys(self) -> list[UUID]:
        """What its addresses are made of."""
        return [self.request.pk, *([self.submission.pk] if self.submission else [])]

    @property
    def sheets(self) -> Sequence[str]:
        """The sheets of the instrument, in their order."""
        return [sheet for sheet, _ in self.definition.sheets]


@dataclass(frozen=True, slots=True)
class HeldTable:
    """A table as it stands, with its number of savings and who saved it last; never saved, it is what was sent last."""

    typed: TypedTable
    revision: int = 0
    saved_at: datetime | None = None
    saved_by: UUID | None = None
    page: str = ""


def typing_url(submission: Submission) -> str:
    """This will give where a submission was typed, or is to be typed beside its file; empty for any other one."""
    beside = reverse("step3:typing", args=[submission.request_id, submission.pk])
    if submission.transcript_id is None:
        return beside if submission.state == SubmissionState.AWAITING_TRANSCRIPT else ""
    if submission.transcript_id == submission.file_id:
        return reverse("step3:typing", args=[submission.request_id])
    return beside if submission.drafts.exists() else ""


def desk_of(request: Request, submission: Submission | None = None) -> Desk:
    """This will give where a request's answer is typed. Raises `NotFound` while there is no instrument."""
    instrument = current_instrument(request)
    if instrument is None:
        raise NotFound("not_found")
    definition = canonical.read(InstrumentDef, instrument.definition)
    return Desk(request, submission, instrument, definition, lay_out(definition))


def draft_of(desk: Desk) -> TranscriptDraft | None:
    """This will give what has been typed there, if anything."""
    return TranscriptDraft.objects.filter(request=desk.request, submission=desk.submission).first()


def content_of(draft: TranscriptDraft | None) -> DraftContent:
    """This will give what a draft holds; a draft that is not there holds nothing."""
    empty = DraftContent(transcript=canonical.plain(Transcript("")), tables={}, typists=[])
    return cast("DraftContent", {**empty, **draft.content}) if draft else empty


def held_tables(desk: Desk, draft: TranscriptDraft | None) -> Mapping[str, HeldTable]:
    """This will give every table of the instrument as it stands, by its sheet."""
    content = content_of(draft)
    transcript = canonical.read(Transcript, content["transcript"])
    sent = {} if desk.submission else _sent(desk)
    return {sheet: _held(desk, sheet, transcript, content, sent.get(sheet)) for sheet in desk.sheets}


def open_rows(desk: Desk) -> Mapping[str, RequestedTable]:
    """This will give the tables that may be typed, by sheet: those still owed, and those whose letter is not signed."""
    return {row.sheet: row for row in _rows(desk) if row.state in OWED or _is_in_hand(row)}


def all_rows(desk: Desk) -> Mapping[str, RequestedTable]:
    """This will give every requested table that stands in the instrument in its present edition."""
    return {row.sheet: row for row in _rows(desk)}


def _rows(desk: Desk) -> Iterator[RequestedTable]:
    editions = {sheet: (table.code, table.version) for sheet, table in desk.definition.sheets}
    rows = desk.request.tables.exclude(state="moved").select_related("table")
    return (row for row in rows if editions.get(row.sheet) == (row.table.code, row.table.version))


def _is_in_hand(row: RequestedTable) -> bool:
    waiting = row.items.filter(state=ItemState.PENDING, submission__state=SubmissionState.AWAITING_LETTER)
    return row.state == ItemState.PENDING and waiting.exists()


def _held(
    desk: Desk, sheet: str, transcript: Transcript, content: DraftContent, sent: SubmissionItem | None
) -> HeldTable:
    saved = content["tables"].get(sheet)
    saved_at = datetime.fromisoformat(saved["at"]) if saved else None
    is_older = saved_at is None or (sent is not None and sent.submission.received_at > saved_at)
    typed = _answered(sheet, sent) if is_older and sent else _known(desk, typed_of(transcript, sheet))
    if saved is None:
        return HeldTable(typed)
    return HeldTable(typed, saved["revision"], saved_at, UUID(saved["by"]), saved["page"])


def _known(desk: Desk, typed: TypedTable) -> TypedTable:
    """What was typed, without what the present edition of the table no longer asks."""
    table = desk.definition.table(typed.sheet)
    rows, columns = {row.code for row in table.rows}, {column.code for column in table.columns}
    cells = {place: text for place, text in typed.cells.items() if place[0] in rows and place[1] in columns}
    words = {row: text for row, text in typed.explanations.items() if row in rows}
    return TypedTable(typed.sheet, cells, words, typed.statement)


def _sent(desk: Desk) -> Mapping[str, SubmissionItem]:
    """What was sent last of each table, whatever became of it."""
    items = SubmissionItem.objects.filter(submission__request=desk.request).exclude(state=ItemState.SUPERSEDED)
    rows = items.select_related("submission", "requested_table", "held_by").order_by("submission__version")
    return {item.requested_table.sheet: item for item in rows}


def _answered(sheet: str, item: SubmissionItem) -> TypedTable:
    """An answer that was sent, as one would type it."""
    cells = {(cell["row"], cell["column"]): _text(cell["text"], cell["mark"]) for cell in item.cells}
    words = {cell["row"]: cell["explanation"] for cell in item.cells if cell["explanation"]}
    return TypedTable(sheet, cells, words, _statement(sheet, item))


def _text(number: str, mark: str) -> str:
    return f"{render(Decimal(number), STYLE)}{mark}" if number else mark


def _statement(sheet: str, item: SubmissionItem) -> Statement:
    reason = next((one for one in REASONS if item.reason.startswith(one)), "")
    return Statement(
        sheet,
        is_nil=item.answer == Answer.NIL,
        reason=reason,
        remark=item.reason.removeprefix(reason).removeprefix(" – "),
        expected_on=item.expected_on.isoformat() if item.expected_on else "",
        held_by=item.held_by.code if item.held_by else "",
    )
