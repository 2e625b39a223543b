"""The preparation of a round: each request with its letter and workbook, and how far step 1 has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from sektoral.domain.errors import SektoralError
from sektoral.domain.policies import check_round_is
from sektoral.domain.roles import Permission, Role
from sektoral.domain.states import LetterState, RequestState, RoundState
from sektoral.letters.words import SEAT_WORDS
from sektoral.records.actors import Actor
from sektoral.records.asking import asking_letters, asking_letters_by_request, in_force, requests_without_letter
from sektoral.records.calendars import calendar_of
from sektoral.records.models import Letter, Omission, Request, Round
from sektoral.records.rounds import omissions_of
from sektoral.ui.addresses import open_url
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Action, Clock, Figure, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.messages import explained
from sektoral.ui.orders import OrderLine, order_line
from sektoral.ui.states import status_of

L = LetterState
ASKING = (RoundState.PREPARING, RoundState.DISTRIBUTING, RoundState.COLLECTING)  # the states in which letters may leave
NOT_PREPARED, MOVED = Status(Tone.IDLE, "Belum disiapkan"), Status(Tone.IDLE, "Dialihkan")
INHERITED, CLOSED = Status(Tone.DONE, "Memakai surat OPD asal"), status_of(RequestState.CLOSED)
WORDS = [
    one.word
    for one in (NOT_PREPARED, INHERITED, MOVED, CLOSED, *(status_of(state) for state in L if state is not L.VOID))
]
BUILT, NOT_BUILT = Status(Tone.DONE, "Jadi"), Status(Tone.IDLE, "Menyusul sesudah paraf")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One request: its letter (`letter` is empty before it is drafted) and its workbook. `note` is of a send-back."""

    request: UUID
    agency: str
    tables: int
    letter: UUID | None
    number: str
    status: Status
    holder: str
    note: str
    workbook: Status


@dataclass(frozen=True, slots=True)
class SentBack:
    """A letter that is a draft again; one with an attached list stands here once."""

    letter: UUID
    about: str
    note: str


@dataclass(frozen=True, slots=True)
class PreparingPage:
    """A round in step 1. `rows` has every request, `sent_back` those that are drafts again, for JP to mend."""

    round: Round
    said: str
    clock: Clock
    figures: Sequence[Figure]
    rows: Sequence[Prepared]
    sent_back: Sequence[SentBack]
    omissions: Sequence[Omission]
    prepare: Action
    onward: Action | None
    order: OrderLine | None
    cancel: Action | None


LIST: ListSpec[Prepared] = ListSpec(
    name="surat-permintaan",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("tabel", "Tabel", lambda row: row.tables, numeric=True),
        Column("surat", "Surat", lambda row: row.status.word),
        Column("nomor", "Nomor", lambda row: row.number),
        Column("pemegang", "Ada di tangan", lambda row: row.holder),
        Column("buku", "Buku kerja", lambda row: row.workbook.word),
    ),
    filters=(
        Filter(
            "surat",
            "Surat",
            [(word, word) for word in WORDS],
            lambda row, word: row.status.word == word,
        ),
    ),
    text=lambda row: f"{row.agency} {row.number}",
    search_label="Cari OPD atau nomor",
    per_page=100,
)


def preparing_page(actor: Actor, round_: Round, *, at: datetime) -> PreparingPage:
    """This will read how far the letters and workbooks of a round are."""
    missing = frozenset(requests_without_letter(round_).values_list("pk", flat=True))
    requests = _requests(round_)
    letters = asking_letters().defer("content", "signed_as").prefetch_related("steps", "notes")
    asking = asking_letters_by_request(requests, letters)
    rows = [_row(request, asking.get(request.pk, ()), missing) for request in requests]
    return PreparingPage(
        round=round_,
        said="Putaran ini dibatalkan." if round_.state == RoundState.CANCELLED else _said(rows),
        clock=clock_of(
            calendar_of(round_.office),
            begun_at=round_.opened_at,
            due_at=round_.step1_due_at,
            ended_at=round_.letters_signed_at,
            at=at,
        ),
        figures=_figures(rows),
        rows=rows,
        sent_back=_sent_back(rows),
        omissions=omissions_of(round_),
        prepare=_prepare(actor, round_, rows),
        onward=_onward(round_),
        order=order_line(round_, actor),
        cancel=_cancel(actor, round_),
    )


def _requests(round_: Round) -> Sequence[Request]:
    requests = round_.requests.select_related("agency").annotate(asked=Count("tables", distinct=True))
    return list(
        requests.annotate(built=Count("instruments", distinct=True)).order_by("agency__position", "agency__name")
    )


def _row(request: Request, asking: Sequence[Letter], missing: frozenset[UUID]) -> Prepared:
    letter = in_force(asking)
    return Prepared(
        request=request.pk,
        agency=request.agency.name,
        tables=request.asked,  # type: ignore[attr-defined]  # annotated
        letter=letter.pk if letter else None,
        number=letter.number if letter else "",
        status=status_of(L(letter.state)) if letter else _without(request, missing),
        holder=_holder(letter) if letter else "JP" if request.pk in missing else "",
        note=_note(letter) if letter and letter.state == L.DRAFT else "",
        workbook=BUILT if request.built else NOT_BUILT,  # type: ignore[attr-defined]  # annotated
    )


def _without(request: Request, missing: frozenset[UUID]) -> Status:
    """A request without a letter of its own: still to be prepared, or moved away, or moved here with its letter."""
    if request.pk in missing:
        return NOT_PREPARED
    if request.state != RequestState.CLOSED:
        return INHERITED
    return MOVED if request.moved_to_id else CLOSED


def _holder(letter: Letter) -> str:
    if letter.state == L.SIGNED:
        return ""
    waiting = next((step for step in letter.steps.all() if step.ready_at and not step.done_at), None)
    return SEAT_WORDS[Role(waiting.role)] if waiting else "JP"


def _note(letter: Letter) -> str:
    notes = sorted(letter.notes.all(), key=lambda note: note.written_at)
    return notes[-1].text if notes else ""


def _sent_back(rows: Sequence[Prepared]) -> Sequence[SentBack]:
    about: dict[UUID, list[Prepared]] = {}
    for row in rows:
        if row.letter and row.note:
            about.setdefault(row.letter, []).append(row)
    return [
        SentBack(pk, one[0].agency if len(one) == 1 else f"Satu surat untuk {len(one)} perangkat daerah", one[0].note)
        for pk, one in about.items()
    ]


def _figures(rows: Sequence[Prepared]) -> Sequence[Figure]:
    whole = f"dari {sum(row.status not in (MOVED, INHERITED) for row in rows)}"
    waiting, signed = status_of(L.AWAITING_SIGNATURE), status_of(L.SIGNED)
    return (
        Figure("Surat disiapkan", str(sum(row.letter is not None for row in rows)), whole),
        Figure("Diparaf lengkap", str(sum(row.status in (waiting, signed) for row in rows)), whole),
        Figure("Ditandatangani", str(sum(row.status == signed for row in rows)), whole),
        Figure("Buku kerja jadi", str(sum(row.workbook == BUILT for row in rows)), whole),
    )


def _said(rows: Sequence[Prepared]) -> str:
    missing = sum(row.status == NOT_PREPARED for row in rows)
    if missing:
        return f"{missing} dari {len(rows)} surat permintaan belum disiapkan."
    back = len(_sent_back(rows))
    if back:
        return f"{back} surat kembali menjadi konsep dan menunggu perbaikan JP."
    unsigned = len({row.letter for row in rows if row.letter and row.status != status_of(L.SIGNED)})
    return (
        f"{unsigned} surat masih menunggu paraf atau tanda tangan." if unsigned else "Semua surat sudah ditandatangani."
    )


def _prepare(actor: Actor, round_: Round, rows: Sequence[Prepared]) -> Action:
    refusal = _refusal(lambda: _check_may_prepare(actor, round_))
    if not refusal and all(row.status != NOT_PREPARED for row in rows):
        refusal = "Semua surat sudah disiapkan."
    url = reverse("step1:prepare", args=[round_.pk])
    return Action(
        "Siapkan semua surat", url, icon="document-plus", primary=True, post=True, refusal=refusal, key="siapkan"
    )


def _onward(round_: Round) -> Action | None:
    if round_.state in (RoundState.PREPARING, RoundState.CANCELLED):
        return None
    return Action("Ke distribusi", reverse("step2:round", args=[round_.pk]), icon="arrow-right")


def _cancel(actor: Actor, round_: Round) -> Action | None:
    """Only while it may be taken back at all."""
    if round_.state != RoundState.PREPARING or not open_url(actor, "step1:cancel", round_.pk):
        return None
    return Action("Batalkan putaran", reverse("step1:cancel", args=[round_.pk]), icon="x-circle")


def _check_may_prepare(actor: Actor, round_: Round) -> None:
    actor.check(Permission.PREPARE_LETTERS)
    check_round_is(round_.state, *ASKING)


def _refusal(check: Callable[[], None]) -> str:
    """Why this cannot be done, as the reason of a greyed-out button; empty where it can."""
    try:
        check()
    except SektoralError as error:
        return explained(error)
    return ""
