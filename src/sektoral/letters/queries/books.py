"""Buku agenda and buku ekspedisi: what went out and came in, and who took what, from what is recorded anyway."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from sektoral.domain.letters import HANDED_OVER, LetterKind
from sektoral.domain.outbox import MessageChannel
from sektoral.domain.states import LetterState
from sektoral.letters.addressing import agency_named_by
from sektoral.letters.queries.span import Span
from sektoral.letters.words import KIND_WORDS
from sektoral.records.models import HandDelivery, Invitation, Letter, Message, Office, Request
from sektoral.ui.lists import Column, Filter, ListSpec

OUTGOING = (*HANDED_OVER, LetterKind.REPORT, LetterKind.ADDENDUM)
OUT, IN = "Keluar", "Masuk"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A letter that went out or came in; `registered_at` is when it got its number, or arrived."""

    way: str
    registered_at: datetime
    number: str
    day: date
    other: str  # to whom it went, or from whom it came
    subject: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class ExpeditionRow:
    """A signed letter for one agency: by mail, and by hand where it was. `delivery` is the note in force."""

    letter: UUID
    request: UUID
    number: str
    day: date
    agency: str
    subject: str
    kind: str
    mailed_at: datetime | None
    downloaded_at: datetime | None
    delivery: HandDelivery | None

    @property
    def receiver(self) -> str:
        """Who took it by hand; empty where nobody did."""
        return self.delivery.receiver if self.delivery else ""

    @property
    def receiver_title(self) -> str:
        """In what post."""
        return self.delivery.receiver_title if self.delivery else ""

    @property
    def delivered_at(self) -> datetime | None:
        """When it was handed over."""
        return self.delivery.delivered_at if self.delivery else None


def list_agenda(office: Office, span: Span) -> Sequence[AgendaRow]:
    """This will list the numbered letters of the office and what agencies sent it, in the order of registering."""
    zone = ZoneInfo(office.time_zone)
    rows = [*_outgoing(office, span, zone), *_incoming(office, span, zone), *_task_letters(office, span, zone)]
    return sorted(rows, key=lambda row: row.registered_at)


def list_expedition(office: Office, span: Span) -> Sequence[ExpeditionRow]:
    """This will list the signed letters to agencies, one line an addressee, in the order of signing."""
    zone = ZoneInfo(office.time_zone)
    letters = _letters(office).filter(state=LetterState.SIGNED, kind__in=HANDED_OVER, agency__isnull=True)
    pairs = [
        (letter, request)
        for letter in letters.prefetch_related("addressees__request__agency").order_by("signed_at")
        for request in _addressed(letter)
        if span.holds(_day(letter, zone), letter.round_id)
    ]
    mailed = _mailed([request for _, request in pairs])
    by_hand = deliveries_in_force(letter.pk for letter, _ in pairs)
    return [
        _expedition_row(letter, request, zone, mailed, by_hand.get((letter.pk, request.pk)))
        for letter, request in pairs
    ]


def deliveries_in_force(letters: Iterable[UUID]) -> Mapping[tuple[UUID, UUID | None], HandDelivery]:
    """This will give the note in force of each letter and request: the one that no other corrects."""
    found = HandDelivery.objects.filter(letter__in=list(letters), corrected_by__isnull=True)
    return {(one.letter_id, one.request_id): one for one in found.select_related("proof", "recorded_by")}


def _letters(office: Office) -> QuerySet[Letter]:
    found = Letter.objects.filter(office=office).select_related("request__agency", "agency", "office", "submission")
    return found.defer("content", "signed_as")


def _outgoing(office: Office, span: Span, zone: ZoneInfo) -> Iterable[AgendaRow]:
    letters = _letters(office).filter(agency__isnull=True, kind__in=OUTGOING, numbered_at__isnull=False)
    for letter in letters.exclude(number=""):
        day = _day(letter, zone)
        if letter.numbered_at and span.holds(day, letter.round_id):
            note = "Batal" if letter.state == LetterState.VOID else "" if letter.signed_at else "Belum ditandatangani"
            yield AgendaRow(
                OUT,
                letter.numbered_at,
                letter.number,
                day,
                agency_named_by(letter) or "Arsip kantor",
                letter.subject,
                KIND_WORDS[LetterKind(letter.kind)],
                note,
            )


def _incoming(office: Office, span: Span, zone: ZoneInfo) -> Iterable[AgendaRow]:
    letters = _letters(office).filter(agency__isnull=False, kind=LetterKind.TRANSMITTAL, state=LetterState.SIGNED)
    for letter in letters:
        arrived = (letter.submission and letter.submission.letter_received_at) or letter.signed_at
        if arrived and span.holds(arrived.astimezone(zone).date(), letter.round_id) and letter.agency:
            kind = KIND_WORDS[LetterKind.TRANSMITTAL]
            day = _day(letter, zone)
            yield AgendaRow(IN, arrived, letter.number, day, letter.agency.name, letter.subject, kind, "")


def _task_letters(office: Office, span: Span, zone: ZoneInfo) -> Iterable[AgendaRow]:
    """The surat tugas by which people were invited came in as well; they belong to no round."""
    for one in Invitation.objects.filter(office=office).select_related("agency"):
        if span.round is None and span.holds(one.issued_at.astimezone(zone).date(), None):
            subject = "Penugasan petugas data"
            yield AgendaRow(
                IN, one.issued_at, one.letter_number, one.letter_on, one.agency.name, subject, "Surat tugas", ""
            )


def _addressed(letter: Letter) -> list[Request]:
    return [letter.request] if letter.request else [one.request for one in letter.addressees.all()]


def _mailed(requests: Sequence[Request]) -> Mapping[UUID | None, datetime]:
    sent = Message.objects.filter(request__in=requests, channel=MessageChannel.EMAIL, sent_at__isnull=False)
    return dict(sent.values_list("request").annotate(first=Min("sent_at")))


def _expedition_row(
    letter: Letter,
    request: Request,
    zone: ZoneInfo,
    mailed: Mapping[UUID | None, datetime],
    delivery: HandDelivery | None,
) -> ExpeditionRow:
    asks = letter.kind != LetterKind.FOLLOW_UP
    return ExpeditionRow(
        letter=letter.pk,
        request=request.pk,
        number=letter.number,
        day=_day(letter, zone),
        agency=request.agency.name,
        subject=letter.subject,
        kind=KIND_WORDS[LetterKind(letter.kind)],
        mailed_at=mailed.get(request.pk) if asks else None,
        downloaded_at=request.downloaded_at if asks else None,
        delivery=delivery,
    )


def _day(letter: Letter, zone: ZoneInfo) -> date:
    """The date it prints, else of its number or drafting."""
    return letter.final_on or (letter.numbered_at or letter.drafted_at).astimezone(zone).date()


KEPT = ("putaran", "dari", "sampai")
AGENDA: ListSpec[AgendaRow] = ListSpec(
    name="buku-agenda",
    columns=(
        Column("dicatat", "Dicatat", lambda row: row.registered_at),
        Column("arah", "Keluar/Masuk", lambda row: row.way),
        Column("nomor", "Nomor surat", lambda row: row.number),
        Column("tanggal", "Tanggal surat", lambda row: row.day),
        Column("pihak", "Kepada/Dari", lambda row: row.other),
        Column("hal", "Hal", lambda row: row.subject),
        Column("jenis", "Jenis", lambda row: row.kind),
        Column("keterangan", "Keterangan", lambda row: row.note),
    ),
    filters=(Filter("arah", "Arah", (("", "Semua"), (OUT, OUT), (IN, IN)), lambda row, chosen: row.way == chosen),),
    text=lambda row: f"{row.number} {row.other} {row.subject}",
    search_label="Cari nomor, pihak, atau hal",
    kept=KEPT,
)
EXPEDITION: ListSpec[ExpeditionRow] = ListSpec(
    name="buku-ekspedisi",
    columns=(
        Column("nomor", "Nomor surat", lambda row: row.number),
        Column("tanggal", "Tanggal surat", lambda row: row.day),
        Column("opd", "Kepada", lambda row: row.agency),
        Column("jenis", "Jenis", lambda row: row.kind),
        Column("surel", "Terkirim lewat surel", lambda row: row.mailed_at),
        Column("unduh", "Diunduh OPD", lambda row: row.downloaded_at),
        Column("penerima", "Penerima", lambda row: row.receiver),
        Column("jabatan", "Jabatan penerima", lambda row: row.receiver_title),
        Column("waktu", "Waktu diterima", lambda row: row.delivered_at),
    ),
    filters=(
        Filter(
            "serah",
            "Penyerahan",
            (("", "Semua"), ("sudah", "Diserahkan langsung"), ("belum", "Belum diserahkan langsung")),
            lambda row, chosen: (row.delivery is not None) == (chosen == "sudah"),
        ),
    ),
    text=lambda row: f"{row.number} {row.agency} {row.receiver}",
    search_label="Cari nomor, OPD, atau penerima",
    kept=KEPT,
)
