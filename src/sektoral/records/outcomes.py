"""What came of a round's requests, agency by agency: the collective report prints it, and the board counts the same."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from sektoral.domain.declarations import in_words
from sektoral.domain.letters import LetterKind
from sektoral.domain.papers import Reference
from sektoral.domain.reports import AgencyOutcome, TableOutcome, TableState, Timeliness
from sektoral.domain.states import ItemState, LetterState, SubmissionState
from sektoral.domain.timeliness import timeliness
from sektoral.domain.wording import long_date
from sektoral.records.asking import in_force
from sektoral.records.models import Letter, Request, RequestedTable, Round, SubmissionItem

TABLE_STATES: dict[str, TableState] = {
    "waiting": TableState.MISSING,
    ItemState.PENDING: TableState.MISSING,  # data in, letter not: not received in the sense of the SOP
    ItemState.STORED: TableState.STORED,
    ItemState.NIL: TableState.NIL,
    ItemState.UNAVAILABLE: TableState.UNAVAILABLE,
    ItemState.HANDED_ON: TableState.HANDED_ON,
    ItemState.AWAITING_STEWARD: TableState.AWAITING_STEWARD,
    ItemState.RETURNED: TableState.RETURNED,
}
READABLE = (
    SubmissionState.AWAITING_LETTER,
    SubmissionState.COMPLETE,
    SubmissionState.CHECKED,
    SubmissionState.SUPERSEDED,
)
DECLARED = (ItemState.NIL, ItemState.UNAVAILABLE, ItemState.HANDED_ON)
OWED = frozenset({TableState.MISSING, TableState.RETURNED})


def requests_with_answers(round_: Round) -> list[Request]:
    """This will read a round's requests with their tables, answers, submissions and letters, in six queries at most.

    Tables that were moved to another agency are left out; letters are the transmittals and the reminders.
    """
    items = (
        SubmissionItem.objects.exclude(state=ItemState.SUPERSEDED)
        .select_related("held_by", "hand_on__to")
        .defer("cells")
    )
    tables = RequestedTable.objects.exclude(state="moved").select_related("table__agency").defer("table__definition")
    letters = Letter.objects.filter(kind__in=[LetterKind.TRANSMITTAL, LetterKind.FOLLOW_UP])
    return list(
        round_.requests.select_related("agency")
        .prefetch_related(
            Prefetch("tables", tables),
            Prefetch("tables__items", items.order_by("submission__version")),
            "submissions",
            Prefetch("letters", letters.exclude(state=LetterState.VOID).defer("content").order_by("drafted_at")),
        )
        .order_by("agency__position", "agency__name")
    )


def agency_outcomes(round_: Round) -> tuple[AgencyOutcome, ...]:
    """This will tell, agency by agency, what came of the round's requests."""
    return outcomes_of(requests_with_answers(round_), ZoneInfo(round_.office.time_zone))


def outcomes_of(requests: Iterable[Request], zone: ZoneInfo) -> tuple[AgencyOutcome, ...]:
    """This will tell what came of requests that `requests_with_answers` has read; those that owe nothing are out."""
    return tuple(outcome for outcome in (outcome_of(request, zone) for request in requests) if outcome.tables)


def outcome_of(request: Request, zone: ZoneInfo) -> AgencyOutcome:
    """This will tell what came of one request; its times are in `zone`."""
    letter = _first_transmittal(request)
    letter_at = letter.signed_at if letter else None
    tables = tuple(_table(request, row) for row in request.tables.all())
    kept = timeliness(due_at=request.due_at, data_at=request.data_received_at, letter_at=letter_at)
    extended = request.due_at if request.due_at != request.first_due_at else None
    return AgencyOutcome(
        name=request.agency.name,
        short=request.agency.short_name,
        timeliness=kept,
        tables=tables,
        received_at=_local(request.data_received_at, zone),
        letter=_reference(letter, zone),
        letter_at=_local(letter_at, zone),
        stated_by_office=_is_stated(request),
        extended_to=_local(extended, zone),
        follow_up=_follow_up(request, kept, tables, zone),
    )


def waits_for_letter(request: Request, row: RequestedTable) -> bool:
    """This will tell whether a table's data are in while the transmittal letter is not."""
    if row.state != ItemState.PENDING:
        return False
    in_hand = {one.pk for one in request.submissions.all() if one.state == SubmissionState.COMPLETE}
    return not any(item.submission_id in in_hand for item in row.items.all())


def _table(request: Request, row: RequestedTable) -> TableOutcome:
    return TableOutcome(
        code=row.table.code,
        title=row.table.title,
        state=TABLE_STATES[row.state],
        values=row.values,
        resubmitted=row.returns if row.state != ItemState.RETURNED else max(row.returns - 1, 0),
        note=_note(request, row),
    )


def _note(request: Request, row: RequestedTable) -> str:
    """Why a table is nil or not available, in the agency's own words, or what it still waits for."""
    if row.state == ItemState.PENDING:
        return "menunggu surat pengiriman" if waits_for_letter(request, row) else "menunggu diperiksa"
    last = list(row.items.all())[-1:]
    said = _declared(last[0]) if last and row.state in DECLARED else ""
    return "; ".join(filter(None, (_origin(request, row), said)))


def _declared(item: SubmissionItem) -> str:
    """The agency's declaration, and to whom it led."""
    if item.state == ItemState.HANDED_ON:
        return f"{item.reason}; dialihkan ke {item.hand_on.to.name}"
    return in_words(item.reason, expected_on=item.expected_on, holder=item.held_by.name if item.held_by else "")


def _origin(request: Request, row: RequestedTable) -> str:
    """From whom a table was taken over in a merger."""
    owner = row.table.agency
    return "" if owner.pk == request.agency_id else f"dialihkan dari {owner.name}"


def _is_stated(request: Request) -> bool:
    readable = [one for one in request.submissions.all() if one.state in READABLE]
    return bool(readable and readable[0].stated_received_at)


def _first_transmittal(request: Request) -> Letter | None:
    counting = {one.pk for one in request.submissions.all() if one.state != SubmissionState.WITHDRAWN}
    letters = _letters(request, LetterKind.TRANSMITTAL)
    signed = [one for one in letters if one.signed_at and one.submission_id in counting]
    return min(signed, key=lambda letter: letter.signed_at or letter.drafted_at, default=None)


def _letters(request: Request, kind: LetterKind) -> Sequence[Letter]:
    return [letter for letter in request.letters.all() if letter.kind == kind]


def _reference(letter: Letter | None, zone: ZoneInfo) -> Reference | None:
    if letter is None or letter.signed_at is None:
        return None
    return Reference(letter.number, letter.signed_at.astimezone(zone).date(), letter.subject)


def _follow_up(request: Request, kept: Timeliness, tables: Sequence[TableOutcome], zone: ZoneInfo) -> str:
    """What is being done about the tables that an agency still owes; empty where it owes none."""
    if not any(table.state in OWED for table in tables):
        return ""
    parts = [_reminder(request, zone), _revision(request, zone)]
    if any(waits_for_letter(request, row) for row in request.tables.all()):
        parts.append("Menunggu surat pengiriman")
    if not any(parts) and any(row.state == "waiting" for row in request.tables.all()):
        parts = ["Belum ada surat susulan" if kept is Timeliness.NOT_SENT else "Sisanya belum dikirim"]
    return "; ".join(part for part in parts if part)


def _reminder(request: Request, zone: ZoneInfo) -> str:
    letters = _letters(request, LetterKind.FOLLOW_UP)
    last = in_force(letters)
    if last is None:
        return ""
    if last.signed_at is None:
        return "Surat susulan sedang disiapkan"
    return f"Surat susulan {last.number} tanggal {long_date(last.signed_at.astimezone(zone).date())}"


def _revision(request: Request, zone: ZoneInfo) -> str:
    returned = [row for row in request.tables.all() if row.state == ItemState.RETURNED]
    until = max((row.revision_due_at for row in returned if row.revision_due_at), default=None)
    if until is None:
        return ""
    return f"{len(returned)} tabel dikembalikan, perbaikan ditunggu sampai {long_date(until.astimezone(zone).date())}"


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at else None
