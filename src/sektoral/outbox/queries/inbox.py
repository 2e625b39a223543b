"""A person's notices in the app: those of the office in which the person works now, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sektoral.domain.errors import NotFound
from sektoral.domain.outbox import MESSAGE_WORDS, MessageChannel, MessageKind
from sektoral.records.actors import Actor
from sektoral.records.models import Message
from sektoral.ui.lists import Column, Filter, ListSpec


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as its reader sees it."""

    key: UUID
    at: datetime
    kind: str
    subject: str
    said: str
    is_read: bool


INBOX: ListSpec[NoticeRow] = ListSpec(
    name="pemberitahuan",
    columns=(
        Column("waktu", "Waktu", lambda row: row.at),
        Column("perihal", "Perihal", lambda row: row.subject),
        Column("jenis", "Jenis", lambda row: row.kind),
        Column("baca", "Keadaan", lambda row: "Sudah dibaca" if row.is_read else "Belum dibaca"),
    ),
    filters=(
        Filter(
            "keadaan",
            "Keadaan",
            (("baru", "Belum dibaca"), ("lama", "Sudah dibaca")),
            lambda row, chosen: row.is_read is (chosen == "lama"),
        ),
    ),
    text=lambda row: f"{row.subject} {row.said}",
    search_label="Cari pemberitahuan",
    per_page=20,
)


def notices_of(actor: Actor) -> QuerySet[Message]:
    """This will give the person's own notices in this office."""
    return Message.objects.filter(office=actor.office, person=actor.person, channel=MessageChannel.IN_APP)


def list_notices(actor: Actor) -> Sequence[NoticeRow]:
    """This will list them, the newest first."""
    return [
        NoticeRow(
            key=one.pk,
            at=one.queued_at,
            kind=MESSAGE_WORDS[MessageKind(one.kind)],
            subject=one.subject,
            said=one.body,
            is_read=one.read_at is not None,
        )
        for one in notices_of(actor).order_by("-queued_at")
    ]


def get_notice(actor: Actor, key: UUID) -> Message:
    """This will give one of the person's own notices; those of others are not there."""
    found = notices_of(actor).filter(pk=key).first()
    if found is None:
        raise NotFound("not_found")
    return found
