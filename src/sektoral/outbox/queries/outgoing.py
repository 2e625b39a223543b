"""The office's page of messages on their way out: what waits, what has left, and what is stuck and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sektoral.domain.errors import NotFound
from sektoral.domain.events import LABELS
from sektoral.domain.outbox import CHANNEL_WORDS, MESSAGE_WORDS, MessageChannel, MessageKind, reason_words
from sektoral.domain.states import MessageState
from sektoral.records.actors import Actor
from sektoral.records.models import Event, Message, Person, StoredFile
from sektoral.ui.components import Figure, Status
from sektoral.ui.formats import number_text
from sektoral.ui.lists import Column, Filter, ListSpec
from sektoral.ui.states import status_of

NEWEST = 3_000  # messages of a list; those that are stuck are shown however old they are
STUCK = (MessageState.UNKNOWN, MessageState.GIVEN_UP)
MOVING = (MessageState.QUEUED, MessageState.SENDING, MessageState.RETRYING)


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """One message as the list shows it."""

    key: UUID
    queued_at: datetime
    whom: str
    to: str
    agency: str
    channel: MessageChannel
    kind: str
    subject: str
    state: MessageState
    attempts: int
    next_try_at: datetime | None
    sent_at: datetime | None
    reason: str

    @property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(self.state)

    @property
    def channel_word(self) -> str:
        """By which way it goes."""
        return CHANNEL_WORDS[self.channel]


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """The outbox at a glance; `agency` is named where the list is about one request only."""

    figures: Sequence[Figure]
    rows: Sequence[OutgoingRow]
    stuck: int
    agency: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What happened to a message."""

    at: datetime
    label: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message: its text, what goes along, where it stands, and what may be decided about it."""

    row: OutgoingRow
    body: str
    files: Sequence[str]
    deeds: Sequence[Deed]
    may_send_again: bool
    is_unknown: bool


def _keeps_state(row: OutgoingRow, chosen: str) -> bool:
    return row.state in {"tersangkut": STUCK, "berjalan": MOVING}.get(chosen, (MessageState.SENT,))


OUTGOING: ListSpec[OutgoingRow] = ListSpec(
    name="pesan-keluar",
    columns=(
        Column("perihal", "Perihal", lambda row: row.subject),
        Column("kepada", "Kepada", lambda row: row.whom),
        Column("opd", "OPD", lambda row: row.agency, on_page=False),
        Column("kanal", "Kanal", lambda row: row.channel_word),
        Column("keadaan", "Keadaan", lambda row: row.status.word),
        Column("sebab", "Sebab", lambda row: row.reason, on_page=False),
        Column("waktu", "Disiapkan", lambda row: row.queued_at),
        Column("kali", "Dicoba", lambda row: row.attempts, numeric=True, on_page=False),
        Column("lagi", "Dicoba lagi", lambda row: row.next_try_at, on_page=False),
        Column("kirim", "Terkirim", lambda row: row.sent_at, on_page=False),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (("tersangkut", "Tersangkut"), ("berjalan", "Antre atau dicoba lagi"), ("terkirim", "Terkirim")),
            _keeps_state,
        ),
        Filter(
            "kanal",
            "Kanal",
            tuple((channel.value, word) for channel, word in CHANNEL_WORDS.items()),
            lambda row, chosen: row.channel == chosen,
        ),
        Filter(
            "jenis",
            "Jenis",
            tuple((kind.value, word) for kind, word in MESSAGE_WORDS.items()),
            lambda row, chosen: row.kind == MESSAGE_WORDS[MessageKind(chosen)],
        ),
    ),
    text=lambda row: f"{row.whom} {row.to} {row.agency} {row.subject}",
    search_label="Cari penerima, OPD, atau perihal",
    kept=("permintaan",),
)


def outgoing_page(actor: Actor, *, request: UUID | None = None) -> OutgoingPage:
    """This will list the office's messages, the stuck ones first, or those about one request."""
    messages = Message.objects.filter(office=actor.office).select_related("person", "request__agency").defer("body")
    if request is not None:
        messages = messages.filter(request=request)
    stuck = list(messages.filter(state__in=STUCK).order_by("-queued_at"))
    others = list(messages.exclude(state__in=STUCK).order_by("-queued_at")[:NEWEST])
    rows = [_row(one) for one in (*stuck, *others)]
    moving = sum(row.state in MOVING for row in rows)
    agency = next((row.agency for row in rows if row.agency), "") if request else ""
    figures = (
        Figure("Tersangkut", number_text(len(stuck)), "menunggu keputusan"),
        Figure("Antre atau dicoba lagi", number_text(moving), "pesan"),
        Figure("Terkirim", number_text(len(rows) - len(stuck) - moving), "pesan"),
    )
    return OutgoingPage(figures, rows, len(stuck), agency)


def get_message(actor: Actor, key: UUID) -> Message:
    """This will give one message of the actor's office."""
    rows = Message.objects.filter(office=actor.office, pk=key)
    found = rows.select_related("office", "person", "request__agency").first()
    if found is None:
        raise NotFound("not_found")
    return found


def message_page(message: Message) -> MessagePage:
    """This will show one message with all that happened to it."""
    files = StoredFile.objects.filter(office=message.office, pk__in=message.attachments)
    return MessagePage(
        row=_row(message),
        body=message.body,
        files=[file.name for file in files],
        deeds=_deeds(message),
        may_send_again=MessageState(message.state) in STUCK,
        is_unknown=message.state == MessageState.UNKNOWN,
    )


def _deeds(message: Message) -> Sequence[Deed]:
    events = list(Event.objects.filter(office_id=message.office_id, about_type="message", about_id=str(message.pk)))
    names: Mapping[str, str] = {
        str(key): name
        for key, name in Person.objects.filter(pk__in=[one.by for one in events if one.by]).values_list("pk", "name")
    }
    return [
        Deed(one.at, LABELS[one.kind], names.get(one.by, "Sistem"), reason_words(str(one.facts.get("code", ""))))
        for one in events
    ]


def _row(message: Message) -> OutgoingRow:
    return OutgoingRow(
        key=message.pk,
        queued_at=message.queued_at,
        whom=message.person.name if message.person else message.to,
        to=message.to,
        agency=message.request.agency.name if message.request else "",
        channel=MessageChannel(message.channel),
        kind=MESSAGE_WORDS[MessageKind(message.kind)],
        subject=message.subject,
        state=MessageState(message.state),
        attempts=message.attempts,
        next_try_at=message.next_try_at,
        sent_at=message.sent_at,
        reason=reason_words(message.last_error_code) if message.state != MessageState.SENT else "",
    )
