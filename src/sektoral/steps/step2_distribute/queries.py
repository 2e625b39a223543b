"""The distribution of a round: which requests are ready, which are sent, and what became of their messages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch
from django.urls import reverse

from sektoral.domain.errors import SektoralError, WrongState
from sektoral.domain.letters import REQUEST_KINDS
from sektoral.domain.outbox import MessageChannel
from sektoral.domain.policies import check_can_distribute
from sektoral.domain.roles import Permission
from sektoral.domain.states import LetterState, MessageState, RequestState, RoundState
from sektoral.records.actors import Actor
from sektoral.records.asking import asking_letters, asking_letters_by_request, in_force
from sektoral.records.calendars import calendar_of
from sektoral.records.models import HandDelivery, Letter, Message, Request, Round
from sektoral.ui.clocks import clock_of
from sektoral.ui.components import Action, Clock, Figure, Status, Tone
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.messages import explained
from sektoral.ui.states import status_of

READY, SENT = Status(Tone.WAIT, "Siap dikirim"), Status(Tone.DONE, "Dikirim")
NOT_READY = Status(Tone.IDLE, "Belum siap")
NO_LETTER = Status(Tone.IDLE, "Belum disiapkan")
BUILT, NOT_BUILT = Status(Tone.DONE, "Jadi"), Status(Tone.IDLE, "Belum jadi")


@dataclass(frozen=True, slots=True)
class Delivery:
    """The mails of one request. `stuck` ones wait for a person, `failed` ones are tried again."""

    queued: int
    sent: int
    failed: int
    stuck: int

    @property
    def status(self) -> Status | None:
        """What became of them; none before the request is sent."""
        if not self.queued + self.sent + self.failed + self.stuck:
            return None
        if self.stuck:
            return Status(Tone.BAD, f"{self.stuck} tersangkut")
        if self.failed:
            return Status(Tone.BAD, f"{self.failed} gagal, dicoba lagi")
        if self.queued:
            return Status(Tone.RUN, f"{self.queued} antre")
        return Status(Tone.DONE, f"{self.sent} terkirim")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request: `missing` says why it cannot be sent yet."""

    request: UUID
    agency: str
    letter: UUID | None
    number: str
    signing: Status
    workbook: Status
    status: Status
    missing: str
    sent_at: datetime | None
    due_at: datetime | None
    delivery: Delivery
    opened_at: datetime | None
    downloaded_at: datetime | None
    handed: HandDelivery | None  # to whom the letter was handed over, where it was

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent now."""
        return self.status == READY


@dataclass(frozen=True, slots=True)
class DistributingPage:
    """A round in step 2."""

    round: Round
    said: str
    clock: Clock
    figures: Sequence[Figure]
    rows: Sequence[Outgoing]
    send_all: Action
    may_send: bool


def _keeps(row: Outgoing, chosen: str) -> bool:
    match chosen:
        case "siap":
            return row.is_ready
        case "belum":
            return row.status == NOT_READY
        case "kirim":
            return row.status == SENT
        case "gagal":
            return bool(row.delivery.failed or row.delivery.stuck)
        case _:
            return row.status == SENT and row.opened_at is None


LIST: ListSpec[Outgoing] = ListSpec(
    name="distribusi",
    columns=(
        Column("opd", "OPD", lambda row: row.agency),
        Column("nomor", "Surat", lambda row: row.number),
        Column("buku", "Buku kerja", lambda row: row.workbook.word),
        Column("kirim", "Permintaan", lambda row: row.sent_at or row.status.word),
        Column("pesan", "Pesan", lambda row: row.delivery.status.word if row.delivery.status else ""),
        Column("serah", "Diserahkan langsung", lambda row: row.handed.delivered_at if row.handed else None),
        Column("buka", "Dibuka OPD", lambda row: row.opened_at),
        Column("unduh", "Buku kerja diunduh", lambda row: row.downloaded_at),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (
                ("siap", "Siap dikirim"),
                ("belum", "Belum siap"),
                ("kirim", "Dikirim"),
                ("gagal", "Pesan gagal"),
                ("tutup", "Dikirim, belum dibuka"),
            ),
            _keeps,
        ),
    ),
    text=lambda row: f"{row.agency} {row.number}",
    search_label="Cari OPD atau nomor",
    per_page=100,
)


def distributing_page(actor: Actor, round_: Round, *, at: datetime) -> DistributingPage:
    """This will read how far the distribution is."""
    rows = _rows(round_)
    return DistributingPage(
        round=round_,
        said=_said(rows),
        clock=clock_of(
            calendar_of(round_.office),
            begun_at=round_.letters_signed_at,
            due_at=round_.step2_due_at,
            ended_at=round_.distributed_at,
            at=at,
        ),
        figures=_figures(rows),
        rows=rows,
        send_all=_send_all(actor, round_, rows),
        may_send=actor.may(Permission.SEND_REQUESTS),
    )


def list_sendable(round_: Round, only: UUID | None) -> Sequence[Request]:
    """This will list the requests of a round that are ready and not sent; `only` names one of them."""
    ready = {row.request for row in _rows(round_) if row.is_ready}
    return [one for one in round_.requests.select_related("agency") if one.pk in ready and only in (None, one.pk)]


def _requests(round_: Round) -> Sequence[Request]:
    messages = Message.objects.exclude(channel=MessageChannel.IN_APP).only("request", "state")
    requests = round_.requests.select_related("agency").annotate(built=Count("instruments", distinct=True))
    mail = Prefetch("messages", messages, to_attr="mail")
    by_hand = Prefetch(
        "hand_deliveries",
        HandDelivery.objects.filter(corrected_by__isnull=True, letter__kind__in=REQUEST_KINDS),
        to_attr="by_hand",
    )
    return list(requests.prefetch_related(mail, by_hand).order_by("agency__position", "agency__name"))


def _rows(round_: Round) -> Sequence[Outgoing]:
    requests = _requests(round_)
    asking = asking_letters_by_request(requests, asking_letters().defer("content", "signed_as"))
    return [_row(request, in_force(asking.get(request.pk, ()))) for request in requests]


def _row(request: Request, letter: Letter | None) -> Outgoing:
    is_built = bool(request.built)  # type: ignore[attr-defined]  # annotated
    missing = _missing(letter, is_built=is_built) if request.state == RequestState.DRAFT else ""
    status = SENT if request.state != RequestState.DRAFT else NOT_READY if missing else READY
    return Outgoing(
        request=request.pk,
        agency=request.agency.name,
        letter=letter.pk if letter else None,
        number=letter.number if letter else "",
        signing=status_of(LetterState(letter.state)) if letter else NO_LETTER,
        workbook=BUILT if is_built else NOT_BUILT,
        status=status,
        missing=missing,
        sent_at=request.sent_at,
        due_at=request.due_at,
        delivery=_delivery(request.mail),  # type: ignore[attr-defined]  # prefetched
        opened_at=request.opened_at,
        downloaded_at=request.downloaded_at,
        handed=next(iter(request.by_hand), None),  # type: ignore[attr-defined]  # prefetched
    )


def _missing(letter: Letter | None, *, is_built: bool) -> str:
    """What a request still lacks, short; who can meet it stands on the page of its letter."""
    if letter is None:
        return "Surat belum disiapkan"
    try:
        check_can_distribute(letter.state, instrument_ready=is_built)
    except WrongState as error:
        return "Buku kerja belum jadi" if error.code == "instrument_not_ready" else "Surat belum ditandatangani"
    return ""


def _delivery(mail: Sequence[Message]) -> Delivery:
    states = Counter(MessageState(one.state) for one in mail)
    return Delivery(
        queued=states[MessageState.QUEUED] + states[MessageState.SENDING],
        sent=states[MessageState.SENT],
        failed=states[MessageState.RETRYING],
        stuck=states[MessageState.UNKNOWN] + states[MessageState.GIVEN_UP],
    )


def _figures(rows: Sequence[Outgoing]) -> Sequence[Figure]:
    whole = f"dari {len(rows)}"
    return (
        Figure("Siap dikirim", str(sum(row.is_ready for row in rows))),
        Figure("Dikirim", str(sum(row.status == SENT for row in rows)), whole),
        Figure("Dibuka OPD", str(sum(row.opened_at is not None for row in rows)), whole),
        Figure("Buku kerja diunduh", str(sum(row.downloaded_at is not None for row in rows)), whole),
    )


def _said(rows: Sequence[Outgoing]) -> str:
    ready, unready = sum(row.is_ready for row in rows), sum(row.status == NOT_READY for row in rows)
    if ready:
        rest = f" {unready} lainnya belum siap." if unready else ""
        return f"{ready} permintaan siap dikirim.{rest}"
    if unready:
        return f"{unready} permintaan menunggu surat ditandatangani atau buku kerja jadi."
    unopened = sum(row.opened_at is None for row in rows)
    return f"Semua permintaan terkirim; {unopened} OPD belum membukanya." if unopened else "Semua OPD sudah membukanya."


def _send_all(actor: Actor, round_: Round, rows: Sequence[Outgoing]) -> Action:
    ready = sum(row.is_ready for row in rows)
    label = "Kirim semua" if not ready else f"Kirim semua yang siap ({ready})"
    refusal = ""
    try:
        actor.check(Permission.SEND_REQUESTS)
    except SektoralError as error:
        refusal = explained(error)
    if not refusal and not ready:
        refusal = "Semua permintaan sudah dikirim." if round_.state != RoundState.PREPARING else _said(rows)
    url = reverse("step2:send", args=[round_.pk])
    return Action(label, url, icon="paper-airplane", primary=True, post=True, refusal=refusal, key="kirim")
