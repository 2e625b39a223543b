"""Telling an agency about one of its requests: the wording is the domain's, the people those who sit there today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sektoral.domain.message_texts import write
from sektoral.domain.outbox import MessageKind
from sektoral.domain.roles import Role
from sektoral.domain.wording import clock, long_date
from sektoral.outbox.actions.queueing import Announcement, announce, target_of
from sektoral.outbox.audiences import people_of
from sektoral.records.models import Letter, Office, Person, Request, StoredFile
from sektoral.ui.addresses import page_url

BOTH = (Role.OPERATOR, Role.HEAD)


@dataclass(frozen=True, slots=True)
class News:
    """What an agency is told about one request; `facts` fill the wording beside what the request itself tells."""

    kind: MessageKind
    key: str
    request: Request
    facts: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    attached: Sequence[StoredFile] = ()
    letter: Letter | None = None


def tell_agency(news: News, *, at: datetime) -> int:
    """This will queue the news for its head and operators of today; returns how many messages that were."""
    return tell(news, people_of(news.request.agency, BOTH, at=at), at=at)


def tell(news: News, people: Sequence[Person], *, at: datetime) -> int:
    """This will queue the news for these people; returns how many messages that were."""
    request = news.request
    office, agency = request.office, request.agency
    path = page_url("step3:request", request.pk)
    facts = {
        "agency": agency.name,
        "name": agency.short_name,
        "office": office.name,
        "round": request.round.title,
        **news.facts,
    }
    told = Announcement(
        kind=news.kind,
        key=news.key,
        text=write(news.kind, facts, link=link_to(office, path)),
        path=path,
        target=target_of(office, agency),
        request=request,
        letter=news.letter,
        attached=news.attached,
    )
    return announce(told, people, office=office, at=at)


def link_to(office: Office, path: str) -> str:
    """This will give the whole address of a page, without anything that would let its reader in."""
    return f"{office.link_base}{path}"


def spoken(office: Office, due_at: datetime) -> str:
    """This will write a deadline as the office says it: "30 November 2026 pukul 16.00 WIB"."""
    due = due_at.astimezone(ZoneInfo(office.time_zone))
    return f"{long_date(due.date())} pukul {clock(due)}"
