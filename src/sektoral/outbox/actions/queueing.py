"""Queueing: one announcement becomes a message for each person and channel, in the transaction of what it tells of."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from sektoral.adapters.targets import names_in
from sektoral.domain.message_texts import Text
from sektoral.domain.outbox import MessageChannel, MessageKind
from sektoral.domain.states import MessageState
from sektoral.records import journal
from sektoral.records.models import Agency, Letter, Message, Office, Person, Request, StoredFile


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to be told. `key` makes sure that nobody is told twice; `path` is the page that it leads to.

    `target` is the tag of the apprise targets that get it too, `outside` are addresses of nobody who is known here.
    """

    kind: MessageKind
    key: str
    text: Text
    path: str
    target: str
    request: Request | None = None
    letter: Letter | None = None
    attached: Sequence[StoredFile] = field(default_factory=tuple)
    outside: Sequence[str] = ()


def announce(told: Announcement, people: Iterable[Person], *, office: Office, at: datetime) -> int:
    """This will queue what is not queued yet, and return how many messages that were."""
    with transaction.atomic():
        created = sum(_queue(told, row, office=office, at=at) for row in _rows(told, people, at))
        if created:
            about = told.request or office
            facts = {"kind": told.kind.value, "key": told.key, "messages": created}
            journal.append("message.queued", office=office, about=about, by=None, at=at, **facts)
    return created


def target_of(office: Office, agency: Agency | None = None) -> str:
    """This will give the tag under which targets of an agency, or of the office itself, stand in the configuration."""
    return f"{office.slug}-{agency.code}" if agency else office.slug


@dataclass(frozen=True, slots=True)
class _Row:
    """One message of an announcement: the end of its key, and whom it goes to."""

    end: str
    channel: MessageChannel
    person: Person | None
    to: str


def _rows(told: Announcement, people: Iterable[Person], at: datetime) -> Iterable[_Row]:
    for person in people:
        if person.has_account:
            yield _Row(str(person.pk), MessageChannel.EMAIL, person, person.email)
            yield _Row(f"{person.pk}:app", MessageChannel.IN_APP, person, "")
    for address in told.outside:
        yield _Row(hashlib.sha256(address.encode()).hexdigest()[:16], MessageChannel.EMAIL, None, address)
    for name in names_in(settings.APPRISE_CONFIG):
        if name.partition("/")[0] == told.target:
            yield _Row(f"apprise:{name}"[:60], MessageChannel.APPRISE, None, name)


def _queue(told: Announcement, row: _Row, *, office: Office, at: datetime) -> bool:
    in_app = row.channel is MessageChannel.IN_APP
    carries = row.channel is MessageChannel.EMAIL
    _, created = Message.objects.get_or_create(
        office=office,
        key=f"{told.key}:{row.end}",
        defaults={
            "kind": told.kind,
            "channel": row.channel,
            "person": row.person,
            "request": told.request,
            "letter": told.letter,
            "to": row.to,
            "subject": told.text.subject,
            "body": told.text.said if in_app else told.text.body,
            "path": told.path,
            "attachments": [str(file.pk) for file in told.attached] if carries else [],
            "queued_at": at,
            # what shows in the app is there with this commit
            "state": MessageState.SENT if in_app else MessageState.QUEUED,
            "sent_at": at if in_app else None,
        },
    )
    return created
